"use strict";
// Search and order of the table of portfolios. All that it knows it reads from the page.
(function () {
  const find = (id) => document.getElementById(id);
  const table = find("portfolio-table");
  if (!table) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  // Texts are read when they are first needed: there may be many thousand rows.
  const rows = [...body.rows].map((row, number) => ({ row, number, text: null }));
  const folded = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
  const collator = new Intl.Collator("en-GB", { numeric: true });

  function apply() {
    const words = folded(find("search").value).split(" ").filter(Boolean);
    let shown = 0;
    for (const entry of rows) {
      if (words.length && entry.text === null) entry.text = folded([...entry.row.cells].map((cell) => cell.textContent).join(" "));
      const fits = words.every((word) => entry.text.includes(word));
      if (entry.row.hidden === fits) entry.row.hidden = !fits;
      shown += fits;
    }
    find("count").textContent = shown + " of " + rows.length + " portfolios shown";
  }

  function sort(column) {
    const head = heads[column];
    const falling = head.getAttribute("aria-sort") === "ascending";
    const isNumber = head.classList.contains("number");
    const valued = rows.map((entry) => {
      const text = entry.row.cells[column].textContent;
      return { entry, value: isNumber ? Number.parseFloat(text) : text };
    });
    const compare = isNumber ? (a, b) => a - b : collator.compare;
    valued.sort((a, b) => {
      // What is not stated is last either way, and what is alike stays as it came.
      if ((a.value === "") !== (b.value === "")) return a.value === "" ? 1 : -1;
      return (falling ? -1 : 1) * compare(a.value, b.value) || a.entry.number - b.entry.number;
    });
    const sorted = document.createDocumentFragment();
    for (const { entry } of valued) sorted.append(entry.row);
    body.append(sorted);
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(column));
    head.replaceChildren(button);
  });
  find("search").addEventListener("input", apply);
  find("clear").addEventListener("click", () => {
    find("search").value = "";
    apply();
    find("search").focus();
  });
  find("filters").hidden = false;
  apply();
})();
