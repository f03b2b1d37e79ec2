"use strict";
// Search and filters of the table of KSBs. All that it knows it reads from the page.
(function () {
  const find = (id) => document.getElementById(id);
  const filters = find("filters");
  const fields = ["search", "kind", "duty", "state"].map(find).filter(Boolean);
  const rows = [...document.querySelectorAll("#ksb-table tbody tr")].map((row) => ({
    row,
    kind: row.dataset.kind,
    duties: row.dataset.duties.split(" "),
    standing: row.dataset.standing,
    // Read when it is first searched: a large table has much text.
    text: null,
  }));
  const gaps = ["thin", "planned", "missing"];
  const folded = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
  const asked = (id) => (find(id) ? find(id).value : "");

  function isIn(state, entry) {
    if (state === "gap") return gaps.includes(entry.standing);
    if (state === "covered") return !gaps.includes(entry.standing);
    return state === entry.standing;
  }

  function has(words, entry) {
    if (entry.text === null) entry.text = folded(entry.row.textContent);
    return words.every((word) => entry.text.includes(word));
  }

  // See the style of this class: it makes much of a large table cheap to show again.
  function filter() {
    find("ksb-table").classList.add("filtered");
    apply();
  }

  function apply() {
    const words = folded(asked("search")).split(" ").filter(Boolean);
    const kind = asked("kind");
    const duty = asked("duty");
    const state = asked("state");
    let shown = 0;
    for (const entry of rows) {
      const fits =
        (!kind || entry.kind === kind) &&
        (!duty || entry.duties.includes(duty)) &&
        (!state || isIn(state, entry)) &&
        has(words, entry);
      if (entry.row.hidden === fits) entry.row.hidden = !fits;
      shown += fits;
    }
    find("count").textContent = shown + " of " + rows.length + " KSBs shown";
  }

  function clear() {
    for (const field of fields) field.value = "";
    filter();
  }

  // A link to a row that a filter hides would lead nowhere.
  function reveal() {
    const row = find(decodeURIComponent(location.hash.slice(1)));
    if (row && row.hidden && row.closest("#ksb-table")) {
      clear();
      row.scrollIntoView();
    }
  }

  for (const field of fields) field.addEventListener("input", filter);
  find("clear").addEventListener("click", () => {
    clear();
    find("search").focus();
  });
  window.addEventListener("hashchange", reveal);
  filters.hidden = false;
  apply();
})();
