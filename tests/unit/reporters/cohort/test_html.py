"""The cohort as a web page, read back with another parser and held against JSON and fractions."""

from __future__ import annotations

import re
import tempfile
import tracemalloc
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from checking import small
from cohort_files import TODAY, as_json, mixed
from cohort_outputs import UNUSABLE, output, pieces, usable
from gates import HOSTILE
from webpage import assert_only_its_own_runs, body_rows, cells, read_page

from ksbcheck import UnusableFileError
from ksbcheck.cohort.model import Row
from ksbcheck.printable import printable
from ksbcheck.reporters.cohort import aside
from ksbcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from webpage import Element

    from ksbcheck import Standard

COMMAND = re.compile(r"::|##\w*\[")
SQUEEZED = re.compile(r"\s+")
MORE_HOSTILE = {
    "image": '"><img src=x onerror=alert(1)>',
    "attribute": "x' onmouseover='alert(1)",
    "end of style": "</style></script></title></textarea><script>alert(1)</script>",
    "template": "{{ 7*7 }} {% include 'page.html' %} {# x #}",
    "end of a table": "</td></tr></table></main>",
}


def _page(rows: Iterable[Row], **asked: Any) -> Element:
    return read_page(output("html", rows, **asked))


@cache
def _mixed() -> Element:
    return _page(mixed())


@cache
def _told() -> dict[str, Any]:
    return as_json(mixed())


def _facts(page: Element) -> dict[str, str]:
    return {part.one("dt").text: part.one("dd").text for part in page.one("dl", class_="facts").all("div")}


def _table(section: Element, heading: str) -> Element:
    """The first table below a heading of a section."""
    below = [element for element in section.all() if element.tag in {"h3", "table"}]
    return next(after for before, after in pairwise(below) if before.text == heading and after.tag == "table")


def _share(percent: float) -> str:
    return f"{percent:.1f} %"


# The document as such.


def test_sections_and_the_navigation() -> None:
    page = _mixed()
    ids = [section["id"] for section in page.all("section")]
    assert ids == ["overview", "group-1", "group-2", "unusable", "portfolios"]
    assert [link["href"] for link in page.one("nav").all("a")] == ["#overview", "#unusable", "#portfolios"]
    for section in page.all("section"):
        assert section.all("h2")[0]["id"] == section["aria-labelledby"]
    assert page["lang"] == "en-GB"
    assert page.one("title").text == "cohort of 40 portfolios"
    assert page.one("meta", name="generator")["content"] == f"ksbcheck {__version__}"


def test_headings_are_in_order_ids_are_unique_and_links_lead_somewhere() -> None:
    page = _mixed()
    levels = [int(element.tag[1]) for element in page.all() if element.tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [element["id"] for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.all("a") if link["href"][0] == "#"} <= set(ids)
    assert "stripes" in ids  # which the style fills with


def test_its_style_is_the_summary_s_and_its_own() -> None:
    own = files("ksbcheck.reporters.page")
    styles = [own.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "cohort.css")]
    assert _mixed().one("style").raw == "".join(styles)


def test_the_policy_allows_the_one_style_and_the_one_script_and_nothing_else() -> None:
    page = _mixed()
    assert_only_its_own_runs(page)


def test_it_needs_nothing_from_elsewhere() -> None:
    page = _mixed()
    names = {name for element in page.all() for name in element.attributes}
    assert not names & {"src", "srcset", "style", "action", "background", "poster", "ping", "data", "xlink:href"}
    assert not {name for name in names if name.startswith("on")}
    assert {element.tag for element in page.all() if "href" in element.attributes} == {"a"}
    assert not re.search(r"@import|//|expression", re.sub(r"/\*.*?\*/", "", page.one("style").raw, flags=re.DOTALL))
    assert not re.search(r"fetch|XMLHttp|import\(|eval|innerHTML|insertAdj|document\.write", page.one("script").raw)


def test_what_the_script_looks_for_is_there() -> None:
    page = _mixed()
    for name in re.findall(r'find\("(\S+?)"\)', page.one("script").raw):
        assert page.one(id=name)
    assert "hidden" in page.one(id="filters").attributes


def test_where_nothing_is_to_be_searched_there_is_no_search() -> None:
    page = _page([UNUSABLE])
    assert not page.all(id="portfolio-table")
    assert not page.all("input")
    assert page.one("section", id="portfolios").text == "Portfolios None to list."
    assert page.one("section", id="overview").text.endswith("There is no portfolio that can be used.")


# What it tells.


def test_each_portfolio_that_can_be_used_has_a_row() -> None:
    table = _mixed().one("table", id="portfolio-table")
    heads = [head.text for head in table.one("thead").all("th")]
    told = [entry for entry in _told()["portfolios"] if entry["problem"] is None]
    rows = body_rows(table)
    assert len(rows) == len(told) == 34
    for row, entry in zip(rows, told, strict=True):
        assert dict(zip(heads, cells(row), strict=True)) == {
            "Portfolio": entry["path"],
            "Apprentice": entry["apprentice"] or "",
            "Standard": f"{entry['standard']} {entry['option']}",
            "Pieces": str(entry["pieces"]),
            "Covered": f"{entry['covered']} of {entry['required']}",
            "Share": _share(entry["percent"]),
            "Accepted": str(entry["accepted"]),
            "Thin": str(entry["thin"]),
            "Errors": str(entry["findings"]["errors"]),
            "Warnings": str(entry["findings"]["warnings"]),
            "Notes": str(entry["findings"]["notes"]),
            "Line": entry["pace"],
        }


def test_columns_of_numbers_are_sorted_as_numbers() -> None:
    table = _mixed().one("table", id="portfolio-table")
    numbers = ["number" in head.get("class") for head in table.one("thead").all("th")]
    columns = zip(*map(cells, body_rows(table)), strict=True)
    assert numbers == [all(re.match(r"\d+(\.\d)?( of \d+| %)?$", cell) for cell in column) for column in columns]


def test_those_that_cannot_be_used_are_told_with_the_reason() -> None:
    section = _mixed().one("section", id="unusable")
    told = [entry for entry in _told()["portfolios"] if entry["problem"] is not None]
    assert section.one("h2").text == "6 portfolios cannot be used"
    lines = [item.text for item in section.all("li")]
    assert len(lines) == len(told)
    for line, entry in zip(lines, told, strict=True):
        more = f" (the first of {entry['problems']} problems)"
        assert line == f"{entry['path']} {entry['problem']}{more}"
    assert not _page([usable()]).all(id="unusable")


def test_the_top_tells_the_whole() -> None:
    page = _mixed()
    assert page.one("h1").text == "40 portfolios"
    assert _facts(page) == {
        "As of": "2025-03-10",
        "Cannot be used": "6",
        "Errors": str(sum(row.errors for row in mixed())),
        "Warnings": str(sum(row.warnings for row in mixed())),
        "Notes": str(sum(row.notes for row in mixed())),
    }
    assert _facts(_page([usable()]))["As of"] == "not known"
    assert " as of " not in _page([usable()]).one("footer").text


def test_the_day_is_that_of_any_portfolio_that_tells_it() -> None:
    assert _facts(_page([UNUSABLE, usable(today=TODAY), usable(), UNUSABLE]))["As of"] == str(TODAY)


def test_all_groups_side_by_side() -> None:
    table = _mixed().one("section", id="overview").one("table")
    heads = [head.text for head in table.one("thead").all("th")]
    assert heads == [
        *("Standard and option", "Portfolios", "Complete", "Behind the line"),
        *("Covered", "Share", "Accepted", "Share"),
    ]
    groups = _told()["cohort"]["groups"]
    rows = body_rows(table)
    assert len(rows) == len(groups) == 2
    for number, (row, group) in enumerate(zip(rows, groups, strict=True), 1):
        assert cells(row) == [
            f"{group['standard']} {group['option']}",
            str(group["portfolios"]),
            str(group["complete"]),
            f"{group['behind']} of {group['with_line']}",
            f"{group['covered']} of {group['required']}",
            _share(group["percent"]),
            str(group["accepted"]),
            _share(group["accepted"] * 1000 // group["required"] / 10),
        ]
        assert row.one("a")["href"] == f"#group-{number}"
        widths = {part["class"]: float(part["width"].rstrip("%")) for part in row.one("svg").all("rect")}
        assert widths == {
            "fill-missing": 100,
            "fill-claimed": pytest.approx(100 * group["covered"] / group["required"], abs=0.005),
            "fill-accepted": pytest.approx(100 * group["accepted"] / group["required"], abs=0.005),
        }


def test_a_group_without_a_line_or_a_ksb() -> None:
    (row,) = body_rows(_page([usable(gaps=[], required=0, covered=0)]).one("section", id="overview").one("table"))
    assert cells(row)[3:] == ["no line", "0 of 0", "100.0 %", "0", "100.0 %"]
    assert row.one("svg").all("rect") == []


@pytest.mark.parametrize("number", [1, 2])
def test_each_group_has_its_figures(number: int) -> None:
    section = _mixed().one("section", id=f"group-{number}")
    group = _told()["cohort"]["groups"][number - 1]
    assert section.one("h2").text == f"ST0792 v1.1 {('film', 'post')[number - 1]}"
    title, standing = [paragraph.text for paragraph in section.all("p")]
    assert title.startswith("Media production co-ordinator: ")
    assert standing.startswith(f"{group['portfolios']} portfolios · {group['complete']} complete · ")
    steps = body_rows(_table(section, "Portfolios by how much they cover"))
    assert [cells(row)[1:] for row in steps] == [
        [str(step["portfolios"]), _share(step["percent"])] for step in group["distribution"]
    ]
    ksbs = body_rows(_table(section, "KSBs that most portfolios lack"))
    assert [cells(row) for row in ksbs] == [
        [ksb["code"], SQUEEZED.sub(" ", ksb["text"]), str(ksb["lacking"]), _share(ksb["percent"])]
        for ksb in group["ksbs"]
    ]
    duties = body_rows(_table(section, "Duties to teach next"))
    assert [cells(row) for row in duties] == [
        [str(duty["number"]), SQUEEZED.sub(" ", duty["text"]), str(duty["lacking"]), _share(duty["percent"])]
        for duty in group["duties"]
    ]
    counts = [entry["portfolios"] for entry in group["distribution"]]
    counts += [entry["lacking"] for entry in (*group["ksbs"], *group["duties"])]
    widths = [float(bar["width"].rstrip("%")) for bar in section.all("rect")]
    assert widths == [pytest.approx(100 * count / group["portfolios"], abs=0.005) for count in counts]


def test_what_nobody_covers_and_what_nobody_lacks() -> None:
    page = _page([usable("a", ["K1", "K2", "S1"]), usable("b", ["K2", "S1"]), usable("c", [], option="film")])
    film, post = (page.one("section", id=f"group-{number}") for number in (1, 2))
    assert "Nobody covers: K2, S1" in [paragraph.text for paragraph in post.all("p")]
    told = film.text
    assert "Nobody" not in told
    assert "KSBs that most portfolios lack No portfolio lacks a KSB." in told
    assert told.endswith("Duties to teach next No portfolio has gaps in a duty.")


def test_a_standard_that_nobody_finds_again_has_codes_and_no_texts() -> None:
    page = _page([usable(open_duties=(4,))], known=False)
    section = page.one("section", id="group-1")
    assert cells(body_rows(_table(section, "KSBs that most portfolios lack"))[0]) == ["K1", "", "1", "100.0 %"]
    assert cells(body_rows(_table(section, "Duties to teach next"))[0]) == ["4", "", "1", "100.0 %"]
    assert "Media" not in page.text
    assert len(page.one("footer").all("p")) == 1


def test_source_and_licence_are_told_once_for_each_standard() -> None:
    source, licence, made = [paragraph.text for paragraph in _mixed().one("footer").all("p")]
    assert source.startswith("The text of ST0792 v1.1 is from ")
    assert licence.startswith("Open Government Licence v3.0: Crown copyright © 2024.")
    assert made.startswith(f"Made by ksbcheck {__version__} from the portfolios as of 2025-03-10.")
    assert all(link["href"].startswith("https://") for link in _mixed().one("footer").all("a"))


def test_only_addresses_of_the_web_are_links() -> None:
    address = "javascript:alert(1)"
    plain = {"publisher": None, "url": address}
    standard = small(source=plain, licence={"name": "Mine", "url": address})
    footer = _page([usable()], of=standard).one("footer")
    assert not footer.all("a")
    assert [paragraph.text for paragraph in footer.all("p")][:2] == [
        f"The text of ST0001 v1.0 is from {address}.",
        "Mine",
    ]


def test_what_was_interrupted_says_so_at_the_top() -> None:
    page = _page([usable(), UNUSABLE], interrupted=True)
    assert page.one("title").text == "Partial: cohort of 2 portfolios"
    assert page.one("header").one("p", class_="notice").text == (
        "Partial: this ended early. 2 portfolios had been looked at, and no others."
    )
    assert "artial" not in _page([usable(), UNUSABLE]).text


def test_all_are_counted_where_only_some_are_listed() -> None:
    page = _page(mixed(), only=lambda row: row.path in {"coach/portfolio 5.yaml", "coach/bad 10.yaml"})
    assert page.one("h1").text == "40 portfolios"
    assert _facts(page)["Listed below"] == "2 of 40"
    assert [cells(row)[0] for row in body_rows(page.one(id="portfolio-table"))] == ["coach/portfolio 5.yaml"]
    assert "6 portfolios cannot be used 1 of them listed coach/bad 10.yaml" in page.one("section", id="unusable").text


def test_a_cohort_without_portfolios_is_told_as_such() -> None:
    page = _page([])
    assert page.one("h1").text == "0 portfolios"
    assert [section["id"] for section in page.all("section")] == ["overview", "portfolios"]


# What files may not do to it.


def _hostile(text: str) -> tuple[list[Row], Standard]:
    standard = small(
        title=text,
        options=[{"key": "post", "title": text}],
        knowledge={"K1": text},
        duties=[{"number": 4, "options": ["post"], "text": text, "ksbs": ["K1"]}],
        licence={"name": text, "attribution": text},
    )
    shown = printable(text)
    good = usable(shown, name=shown, open_duties=(4,), standard="ST0001 v1.0")
    return [good, Row(shown, shown, 1)], standard


@pytest.mark.parametrize("text", [*HOSTILE.values(), *MORE_HOSTILE.values()], ids=[*HOSTILE, *MORE_HOSTILE])
def test_text_from_a_file_is_just_text(text: str) -> None:
    rows, standard = _hostile(text)
    made = output("html", rows, of=standard)
    page = read_page(made)
    plain = _page(_hostile("harmless")[0], of=_hostile("harmless")[1])
    assert [element.tag for element in page.all()] == [element.tag for element in plain.all()]
    names = [sorted(element.attributes) for element in page.all()]
    assert names == [sorted(element.attributes) for element in plain.all()]
    shown = SQUEEZED.sub(" ", printable(text)).strip()
    (row,) = body_rows(page.one(id="portfolio-table"))
    assert cells(row)[:2] == [shown, shown]
    assert page.one("section", id="unusable").one("li").text == f"{shown} {shown}"
    section = page.one("section", id="group-1")
    for heading in ("KSBs that most portfolios lack", "Duties to teach next"):
        assert cells(body_rows(_table(section, heading))[0])[1] == shown
    assert section.all("p")[0].text == f"{shown}: {shown}"
    assert page.one("footer").all("p")[0].text == f"{shown}: {shown}"
    assert not COMMAND.search(made[made.index("</style>") : made.index("<script>")])


def test_the_same_cohort_gives_the_same_bytes() -> None:
    assert output("html", mixed()) == output("html", mixed())


# How it is made.


def _peak(count: int) -> int:
    def coming() -> Iterator[Row]:
        for number in range(count):
            yield usable(f"{number:06}" * 2_000) if number % 2 else UNUSABLE._replace(problem=f"{number:06}" * 2_000)

    tracemalloc.start()
    for _ in pieces("html", coming()):
        pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_no_portfolio_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "IN_MEMORY", 100_000)
    _peak(10)  # modules, standards and templates
    assert _peak(600) < _peak(50) + 1_000_000  # all of them would be 7 MB


def test_it_comes_in_few_pieces() -> None:
    sizes = [len(piece) for piece in pieces("html", [usable("x" * 1_000)] * 500)]
    assert min(sizes[:-1]) >= 65_536
    assert len(sizes) > 3


def test_small_cohorts_need_no_file_and_large_ones_leave_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    small_one = output("html", mixed())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(aside, "IN_MEMORY", 100)
    assert output("html", mixed()) == small_one
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_place_for_temporary_files_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    monkeypatch.setattr(aside, "IN_MEMORY", 100)
    with pytest.raises(UnusableFileError, match="<temporary files>: KSB001 cannot be written: No such file"):
        output("html", mixed())
