"""The summary as a web page, read back with another parser and held against sets and the file itself."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from checking import piece, report, small, st0792
from conftest import ROOT
from facts import DIGESTS, DUTIES, KIND_COUNTS, digest, scope
from gates import HOSTILE, held
from large import KSBS, PIECES, write_large
from large import TODAY as LARGE_TODAY
from webpage import body_rows, cells, read_page

from ksbcheck import Report, check, load_portfolio, load_standard
from ksbcheck.config.policy import Policy
from ksbcheck.printable import printable
from ksbcheck.reporters import SUMMARY_REPORTERS
from ksbcheck.summary.build import summarise
from ksbcheck.version import __version__

if TYPE_CHECKING:
    from webpage import Element

    from ksbcheck.summary.model import Summary

TODAY = date(2025, 3, 10)
EXAMPLE = ROOT / "examples" / "unfinished_post.yaml"
SECTIONS = ["coverage", "ask", "gateway", "duties", "ksbs", "matrix", "pieces", "smallest", "timeline", "problems"]
LETTERS = {"accepted": "A", "submitted": "C", "planned": "P", "draft": "P", "referred": "R"}
COMMAND = re.compile(r"::|##\w*\[")
# What of a text a browser does not show: how many spaces there are, and which.
SQUEEZED = re.compile(r"\s+")


def _example(*, minimum: int = 1) -> Summary:
    file = load_portfolio(EXAMPLE)
    made = check(file, st0792(), min_evidence=minimum, today=TODAY, every_rule=True)
    return summarise(made, TODAY, folder=EXAMPLE.parent)._replace(evidence_folder=".")


def _content() -> dict[str, Any]:
    """The example's file, read by another reader."""
    content: dict[str, Any] = yaml.load(EXAMPLE.read_text(encoding="utf-8"), yaml.BaseLoader)
    return content


def _summary(*evidence: dict[str, Any], policy: Policy | None = None, **fields: Any) -> Summary:
    return summarise(report(*evidence, **fields), TODAY, policy=policy)


def _render(made: Summary) -> str:
    rendered = SUMMARY_REPORTERS["html"](made, 80)
    assert isinstance(rendered, str)
    return rendered


def _page(made: Summary) -> Element:
    return read_page(_render(made))


def _section(made: Summary, name: str) -> Element:
    return _page(made).one("section", id=name)


@cache
def _example_page() -> Element:
    return _page(_example())


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    folder = tmp_path_factory.mktemp("large")
    file = load_portfolio(write_large(folder))
    made = check(file, load_standard(folder / "standard.yaml"), today=LARGE_TODAY, every_rule=True)
    return summarise(made, LARGE_TODAY, folder=folder)._replace(evidence_folder=".")


# The document as such.


def test_every_section_is_there_in_its_order_and_in_the_navigation() -> None:
    page = _example_page()
    assert [section["id"] for section in page.all("section")] == SECTIONS
    assert [link["href"] for link in page.one("nav").all("a")] == [f"#{name}" for name in SECTIONS]
    assert page["lang"] == "en-GB"
    assert page.all("title")[0].text == "A. N. Other, ST0792 v1.1: portfolio summary"


def test_headings_are_in_order_and_each_section_is_named_by_its_own() -> None:
    page = _example_page()
    levels = [int(element.tag[1]) for element in page.all() if element.tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for section in page.all("section"):
        assert section.one("h2")["id"] == section["aria-labelledby"]


@pytest.mark.parametrize("minimum", [1, 3])
def test_ids_are_unique_and_links_within_the_page_lead_somewhere(minimum: int) -> None:
    page = _page(_example(minimum=minimum))
    ids = [element["id"] for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    within = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert within <= set(ids)
    assert {f"ksb-{code}" for code in scope("post")} | {f"piece-{number}" for number in range(1, 10)} <= set(ids)


def _allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_allows_the_one_style_and_the_one_script_and_nothing_else() -> None:
    page = _example_page()
    (policy,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv")]
    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == {
        "default-src": "'none'",
        "style-src": _allowed(page.one("style").raw),
        "script-src": _allowed(page.one("script").raw),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert page.one("meta", name="referrer")["content"] == "no-referrer"


def test_it_needs_nothing_from_elsewhere() -> None:
    page = _example_page()
    names = {name for element in page.all() for name in element.attributes}
    assert not names & {"src", "srcset", "style", "action", "background", "poster", "ping", "data", "xlink:href"}
    assert not {name for name in names if name.startswith("on")}
    assert {element.tag for element in page.all() if "href" in element.attributes} == {"a"}
    assert not re.search(r"@import|//|expression", re.sub(r"/\*.*?\*/", "", page.one("style").raw, flags=re.DOTALL))
    assert set(re.findall(r"url\((.)", page.one("style").raw)) == {"#"}
    assert not re.search(r"fetch|XMLHttp|import\(|eval|innerHTML|insertAdj|document\.write", page.one("script").raw)


def test_the_same_portfolio_gives_the_same_bytes() -> None:
    assert _render(_example()) == _render(_example())


def test_a_portfolio_as_large_as_any_gives_less_than_2_megabytes(large: Summary) -> None:
    html = _render(large)
    assert len(html.encode()) < 2_000_000
    page = read_page(html)
    assert len(body_rows(page.one("table", id="ksb-table"))) == KSBS
    assert len(body_rows(page.one("section", id="pieces").one("table"))) == PIECES
    assert page.one("section", id="matrix").all("p", class_="on-paper")


# Who and what.


def _facts(page: Element) -> dict[str, str]:
    facts = page.one("header").one("dl")
    return dict(zip((dt.text for dt in facts.all("dt")), (dd.text for dd in facts.all("dd")), strict=True))


def test_heading_says_who_and_what() -> None:
    header = _example_page().one("header")
    assert header.one("h1").text == "A. N. Other"
    assert header.one("p", class_="standard").text == "ST0792 v1.1 Media production co-ordinator"
    assert not header.all("p", class_="notice")
    assert _facts(_example_page()) == {
        "Option": "Post Production, VFX and Animation Production (post)",
        "As of": "2025-03-10",
        "Start": "2024-02-05",
        "Planned gateway": "2025-08-05",
        "Evidence": "9 pieces",
        "Portfolio": str(EXAMPLE),
    }


def test_what_is_not_stated_is_told_as_such() -> None:
    made = _summary(of=small(options=[{"key": "a", "title": "Anything"}]))
    made = made._replace(report=made.report._replace(config_path="ksbcheck.toml"))
    page = _page(made)
    assert page.one("h1").text == "portfolio.yaml"
    assert page.all("title")[0].text == "ST0001 v1.0: portfolio summary"
    assert page.one("p", class_="notice").text.startswith("Which KSBs belong to which option is not published")
    assert _facts(page) == {
        "As of": "2025-03-10",
        "Start": "not stated",
        "Planned gateway": "not stated",
        "Evidence": "0 pieces",
        "Portfolio": "portfolio.yaml",
        "Configuration": "ksbcheck.toml",
    }
    assert page.one("section", id="duties").text == "Duties The standard names no duties."
    assert page.one("section", id="matrix").text == "Evidence by KSB The portfolio has no evidence."
    assert page.one("section", id="pieces").text == "Pieces of evidence The portfolio has no evidence."
    assert page.one("section", id="smallest").all("p")[0].text.startswith("Nothing is covered yet")
    assert not page.all("select", id="duty")
    assert page.one("footer").text.startswith(f"Made by ksbcheck {__version__}")


def test_footer_names_source_and_licence() -> None:
    links = [(link.text, link["href"], link["rel"]) for link in _example_page().one("footer").all("a")]
    assert links == [
        (
            "Skills England, formerly the Institute for Apprenticeships and Technical Education",
            "https://skillsengland.education.gov.uk/apprenticeships/st0792-v1-1",
            "noopener noreferrer",
        ),
        (
            "Open Government Licence v3.0",
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "noopener noreferrer",
        ),
    ]
    assert "Crown copyright © 2024" in _example_page().one("footer").text


def test_only_addresses_of_the_web_are_linked() -> None:
    standard = small(source={"url": "javascript:alert(1)"}, licence={"name": "Terms", "url": "data:text/html,x"})
    footer = _page(_summary(of=standard)).one("footer")
    assert footer.all("a") == []
    assert footer.text.startswith("The standard's text is from javascript:alert(1). Terms Made by")
    assert "is from" not in _page(_summary(of=small(source={"read_from": "a page"}))).one("footer").text


# The figures.


def _expected(minimum: int) -> dict[str, str]:
    """Return code -> how it stands, counted from the file itself."""
    by_code: dict[str, list[str]] = {code: [] for code in scope("post")}
    for entry in _content()["evidence"]:
        for code in entry["ksbs"]:
            by_code[code].append(entry["status"])
    found = {}
    for code, statuses in by_code.items():
        accepted = statuses.count("accepted")
        counted = accepted + statuses.count("submitted")
        if counted >= minimum:
            found[code] = "accepted" if accepted >= minimum else "claimed"
        elif counted:
            found[code] = "thin"
        else:
            found[code] = "planned" if {"planned", "draft"} & set(statuses) else "missing"
    return found


PARTS = ("accepted", "claimed", "thin", "planned", "missing")


def _figures(codes: set[str], expected: dict[str, str]) -> list[str]:
    counts = [sum(expected[code] == part for code in codes) for part in PARTS]
    covered = sum(counts[:2])
    return [f"{covered} of {len(codes)}", f"{covered * 1000 // len(codes) / 10:.1f} %", *map(str, counts)]


@pytest.mark.parametrize("minimum", [1, 2, 3])
def test_coverage_is_what_the_file_says(minimum: int) -> None:
    expected = _expected(minimum)
    section = _section(_example(minimum=minimum), "coverage")
    rows = {name: figures for name, *figures in map(cells, body_rows(section.one("table")))}
    kinds = {"Knowledge": "K", "Skills": "S", "Behaviours": "B"}
    assert rows == {
        "All KSBs": _figures(scope("post"), expected),
        **{
            name: _figures({code for code in scope("post") if code[0] == letter}, expected)
            for name, letter in kinds.items()
        },
    }
    ring = section.one("svg", class_="ring")
    share = rows["All KSBs"][1]
    counts = [list(expected.values()).count(part) for part in PARTS]
    assert ring.one("title").text == f"{share} covered: {counts[0]} accepted and {counts[1]} claimed of 71 KSBs"
    lengths = [float(arc["stroke-dasharray"].split()[0]) for arc in ring.all("circle", class_="arc")]
    assert lengths == pytest.approx([100 * count / 71 for count in counts if count], abs=0.01)


@pytest.mark.parametrize("minimum", [1, 2])
def test_duties_are_what_the_page_and_the_file_say(minimum: int) -> None:
    expected = _expected(minimum)
    rows = body_rows(_section(_example(minimum=minimum), "duties").one("table"))
    assert [row.one("b").text for row in rows] == [
        f"Duty {number}" for number, (option, _) in DUTIES.items() if option != "film"
    ]
    for row in rows:
        codes = set(DUTIES[int(row.one("b").text.split()[1])][1])
        assert cells(row)[1:] == _figures(codes, expected)
        gaps = {link.text for link in row.all("a")}
        assert gaps == {code for code in codes if expected[code] in {"thin", "planned", "missing"}}
        widths = [float(part["width"].rstrip("%")) for part in row.all("rect")]
        assert sum(widths) == pytest.approx(100, abs=0.05)


@pytest.mark.parametrize("minimum", [1, 2])
def test_every_ksb_has_a_row_with_its_claims(minimum: int) -> None:
    expected = _expected(minimum)
    evidence = _content()["evidence"]
    rows = body_rows(_page(_example(minimum=minimum)).one("table", id="ksb-table"))
    assert {cells(row)[0] for row in rows} == scope("post")
    assert len(rows) == len(scope("post"))
    for row in rows:
        code, text, duties, _, _ = cells(row)
        assert digest(text) == DIGESTS[code]
        assert row["id"] == f"ksb-{code}"
        assert row["data-standing"] == expected[code]
        naming = [str(number) for number, (option, codes) in DUTIES.items() if option != "film" and code in codes]
        assert duties.split(", ") == naming == row["data-duties"].split()
        assert [item.text for item in row.all("li")] == [
            _claim(entry, code) for entry in evidence if code in entry["ksbs"]
        ]


def _claim(entry: dict[str, Any], code: str) -> str:
    locator = entry["ksbs"][code]
    where = f", {locator}" if locator else ", no locator" if entry["status"] in {"accepted", "submitted"} else ""
    return f"{entry['id']} {entry['title']}{where} ({entry['status']})"


def _state(made: Summary, code: str) -> str:
    return cells(_page(made).one("tr", id=f"ksb-{code}"))[3]


def test_state_tells_what_there_is_less_of_than_asked_for() -> None:
    accepted, submitted = piece("E1", ["K1"], "accepted"), piece("E2", ["K1"])
    assert _state(_summary(accepted, of=small()), "K1") == "accepted"
    assert _state(_summary(accepted, submitted, of=small()), "K1") == "accepted 2 pieces"
    assert _state(_summary(accepted, submitted, of=small(), min_evidence=2), "K1") == "accepted 1 of 2 accepted"
    assert _state(_summary(submitted, of=small(), min_evidence=2), "K1") == "claimed thin 1 of 2 pieces"
    assert _state(_summary(of=small()), "K1") == "missing"


def test_locators_of_a_piece_that_names_a_ksb_twice_stand_together() -> None:
    twice = {"id": "E1", "title": "Twice", "status": "submitted", "ksbs": {"K1": "p. 1", "k1": "p. 2"}}
    (claim,) = _page(_summary(twice, piece("E2", ["K1"]), of=small())).one("tr", id="ksb-K1").all("li")[:1]
    assert claim.text == "E1 Twice, p. 1; p. 2 (submitted)"


def test_matrix_has_a_letter_for_each_claim_and_nothing_else() -> None:
    evidence = _content()["evidence"]
    table = _example_page().one("table", class_="matrix")
    assert cells(table.one("thead").one("tr")) == ["KSB", "Pieces", *(entry["id"] for entry in evidence)]
    for row in body_rows(table):
        code, count, *_ = cells(row)
        letters: list[str] = []
        for cell in row.all("td")[1:]:
            letters += [cell.text] * int(cell.get("colspan") or 1)
        claimed = [LETTERS[entry["status"]] if code in entry["ksbs"] else "" for entry in evidence]
        located = [bool(entry["ksbs"].get(code)) for entry in evidence]
        assert letters == [letter if there else letter.lower() for letter, there in zip(claimed, located, strict=True)]
        assert int(count) == sum(letter in {"A", "C"} for letter in claimed)
    assert not _example_page().one("section", id="matrix").all("p", class_="on-paper")


def test_pieces_are_as_the_file_has_them() -> None:
    rows = body_rows(_example_page().one("section", id="pieces").one("table"))
    evidence = _content()["evidence"]
    assert len(rows) == len(evidence)
    for number, (row, entry) in enumerate(zip(rows, evidence, strict=True), start=1):
        first, day, kind, status, codes, files = cells(row)
        assert row["id"] == f"piece-{number}"
        assert first == " ".join(filter(None, (entry["id"], entry["title"], entry.get("notes"))))
        assert (day, kind, status) == (entry.get("date", "–"), entry.get("type", "–"), entry["status"])
        assert set(codes.split()) == set(entry["ksbs"])
        links = [(link.text, link["href"], link["rel"]) for link in row.all("a", rel="noopener noreferrer")]
        assert links == [(name, f"./{name}", "noopener noreferrer") for name in entry.get("files", [])]
        assert files == (" ".join(entry.get("files", [])) or "–")


def test_piece_tells_what_else_it_claims_and_that_it_claims_much() -> None:
    many = piece("E1", [*(f"K{number}" for number in range(1, 14)), "K15", "K99"], files=["gone.pdf"])
    rows = body_rows(_section(_summary(many, piece("E2", ["K15"]), option="post"), "pieces").one("table"))
    codes = cells(rows[0])[4]
    assert codes.endswith("Not in scope: K15, K99")
    assert cells(rows[1])[2:5] == ["–", "submitted", "Not in scope: K15"]
    assert rows[0].all("a", rel="noopener noreferrer") == []
    assert cells(rows[0])[5] == "gone.pdf"
    rows = body_rows(
        _section(_summary(many, option="post", policy=Policy(max_ksbs_per_piece=14)), "pieces").one("table")
    )
    assert cells(rows[0])[4].endswith("Carries many codes: 15")
    empty = _summary(piece("E1", []), of=small())
    assert cells(body_rows(_section(empty, "pieces").one("table"))[0])[2:] == ["–", "submitted", "–", "–"]


# What to ask about.


def _below(section: Element) -> dict[str, str]:
    """Return h3 -> the text below it, up to the next."""
    found: dict[str, list[str]] = {}
    name = ""
    for part in section.content:
        if isinstance(part, str):
            continue
        if part.tag == "h3":
            name = part.text
        found.setdefault(name, []).append(part.text if part.tag != "h3" else "")
    return {name: " ".join(filter(None, texts)) for name, texts in found.items()}


def test_questions_name_what_rests_on_little() -> None:
    expected = _expected(1)
    counted: dict[str, list[str]] = {}
    for entry in _content()["evidence"]:
        if entry["status"] in {"accepted", "submitted"}:
            for code in entry["ksbs"]:
                counted.setdefault(code, []).append(entry["id"])
    single = {code: pieces[0] for code, pieces in counted.items() if len(pieces) == 1}
    section = _example_page().one("section", id="ask")
    below = _below(section)
    assert list(below)[1:] == [
        f"{sum(part not in {'accepted', 'claimed'} for part in expected.values())} gaps",
        f"{len(single)} KSBs on a single piece",
        "No KSB without a locator",
        "No piece with too many codes",
    ]
    told = {}
    for item in section.one("ul", class_="rows").all("li"):
        first, *codes = item.all("a")
        told.update({code.text: first.text for code in codes})
    assert told == single
    gaps = {item.one("a").text for item in section.one("ul", class_="columns").all("li")}
    assert gaps == {code for code, part in expected.items() if part not in {"accepted", "claimed"}}
    best = max(
        (number for number, (option, _) in DUTIES.items() if option != "film"),
        key=lambda number: (len(gaps & set(DUTIES[number][1])), -number),
    )
    callout = section.one("div", class_="callout")
    assert callout.one("b").text == f"Next: duty {best}"
    assert {link.text for link in callout.all("a")} == gaps & set(DUTIES[best][1])


def test_questions_where_there_is_nothing_to_ask() -> None:
    pieces = [piece(name, {"K1": "p. 1"}) for name in ("E1", "E2")]
    section = _section(_summary(*pieces, of=small()), "ask")
    assert _below(section) == {
        "": "What to ask about",
        "No gaps": "Every KSB in scope has the evidence asked for.",
        "No KSB on a single piece": "",
        "No KSB without a locator": "",
        "No piece with too many codes": "A hint where to look closer: more than 12 KSBs in one piece.",
    }


def test_questions_about_thin_and_unlocated_ksbs_and_crowded_pieces() -> None:
    standard = small(knowledge={"K1": "One.", "K2": "Two."})
    made = _summary(
        piece("E1", ["K1", "K2"]),
        piece("E2", {"K2": "p. 4"}),
        of=standard,
        min_evidence=2,
        policy=Policy(max_ksbs_per_piece=1),
    )
    assert _below(_section(made, "ask")) == {
        "": "What to ask about",
        "1 gap": "K1 One. thin 1 of 2 pieces",
        "1 KSB on a single piece": "If the piece does not hold, nothing else shows these. E1 Piece E1 K1",
        "1 KSB without a locator": "Pieces count for these, and none of them says where to look. K1",
        "1 piece with too many codes": "The policy allows 1 KSB in one piece. E1 Piece E1 2 codes",
    }


def test_pieces_with_one_id_are_one_in_the_questions() -> None:
    first, second = piece("E1", ["K1"], "planned"), piece("E1", {"K1": "p. 1"}, title="Done")
    section = _section(_summary(first, second, of=small()), "ask")
    (item,) = section.all("ul", class_="rows")[0].all("li")
    assert item.text == "E1 Done K1"
    assert item.all("a")[0]["href"] == "#piece-2"


def test_gateway_has_each_requirement() -> None:
    section = _example_page().one("section", id="gateway")
    rows = [cells(row) for row in body_rows(section.one("table"))]
    made = _example()
    assert rows == [[entry.name, entry.answer, entry.says or "–", entry.asks or "–"] for entry in made.gateway]
    assert rows[0][:3] == ["Coverage", "no", "47 of 71 KSBs (66.1 %), 31 of them accepted"]
    assert section.all("p")[0].text == "All that the gateway asks for is there: no"


# The smallest set, and the problems.


def _smallest(*evidence: dict[str, Any], policy: Policy | None = None, **changed: Any) -> str:
    made = _summary(*evidence, of=small(knowledge={"K1": "One.", "K2": "Two."}), policy=policy)
    made = made._replace(smallest=made.smallest._replace(**changed))
    return " ".join(part.text for part in _section(made, "smallest").all("p"))


def test_smallest_set_says_how_sure_it_is() -> None:
    one, both, two = piece("E1", ["K1"]), piece("E2", ["K1", "K2"]), piece("E3", ["K2"])
    assert _smallest(one) == "The only piece that counts is needed to keep today's coverage."
    assert _smallest(one, two) == "All 2 pieces that count are needed to keep today's coverage."
    assert _smallest(one, both) == "1 of the 2 pieces that count keeps today's coverage. No smaller set does."
    assert _smallest(one, two, piece("E4", ["K2"])) == (
        "2 of the 3 pieces that count keep today's coverage. No smaller set does."
    )
    assert _smallest(one, both, two, pieces=("E1", "E3"), at_least=1) == (
        "2 of the 3 pieces that count keep today's coverage. It takes at most 2 and at least 1."
    )


@pytest.mark.parametrize(
    ("most", "at_least", "says"),
    [
        (2, 2, "2 pieces: this set is within it."),
        (1, 2, "1 piece: today's coverage cannot be kept with as few."),
        (1, 1, "1 piece: whether as few can keep today's coverage is not known."),
    ],
)
def test_smallest_set_is_held_against_the_policy(most: int, at_least: int, says: str) -> None:
    pieces = [piece("E1", ["K1"]), piece("E2", ["K2"])]
    told = _smallest(*pieces, policy=Policy(max_pieces=most), at_least=at_least)
    assert told.endswith(f"The policy takes at most {says}")


def test_smallest_set_links_its_pieces() -> None:
    links = _example_page().one("section", id="smallest").all("a")
    counted = [
        (entry["id"], f"#piece-{number}")
        for number, entry in enumerate(_content()["evidence"], start=1)
        if entry["status"] in {"accepted", "submitted"}
    ]
    assert {(link.text, link["href"]) for link in links} <= set(counted)
    assert len(links) == len(_example().smallest.pieces)


def test_problems_shortfalls_and_waived_findings_are_told() -> None:
    config = {
        "policy": {"min_pieces": 3},
        "waivers": [{"code": "KSB201", "ksb": "K9", "reason": "A misprint."}],
    }
    made = summarise(held(piece("E1", ["K1", "K8", "K9"]), config=config), TODAY)
    below = _below(_section(made, "problems"))
    problems = len(made.report.problems)
    assert f"{problems} problem{'s' * (problems != 1)} in the file" in below
    assert "1 finding waived" in below
    assert below["1 finding waived"].endswith("A misprint.")
    assert "KSB201" in " ".join(below.values())
    assert ("Less than asked for" in below) == bool(made.report.shortfalls)


def test_no_problems_are_told_as_such() -> None:
    assert _section(_summary(piece("E1", ["K1"]), of=small()), "problems").text == "Problems No problems in the file"


@pytest.mark.parametrize("count", [50, 51])
def test_a_hundred_problems_are_told_and_the_rest_is_counted(count: int) -> None:
    section = _section(summarise(held(piece("E1", ["K1", "K8", *["K9"] * count])), TODAY), "problems")
    problems = int(section.one("h3").text.split()[0])
    assert problems >= 2 * count
    assert len(section.all("li")) == min(problems, 100)
    assert (f"... and {problems - 100} more" in section.text) == (problems > 100)


def test_a_hundred_waived_findings_are_told_and_the_rest_is_counted() -> None:
    config = {"waivers": [{"code": "KSB204", "reason": "Known."}]}
    section = _section(summarise(held(piece("E1", ["K1"] * 103), config=config), TODAY), "problems")
    assert section.all("h3")[-1].text == "102 findings waived"
    assert section.all("p")[-1].text == "... and 2 more; JSON has them."


# Texts that mean harm.


def _hostile_report(text: str) -> Report:
    details: dict[str, Any] = {"type": text, "notes": text, "files": [text], "date": "2024-05-01"}
    standard = small(
        title=text,
        options=[{"key": "a", "title": text}],
        knowledge={"K1": text, "K2": text},
        duties=[{"number": 4, "options": ["a"], "text": text, "ksbs": ["K1", "K2"]}],
        qualifications=[{"title": text, "text": text}],
        source={"publisher": text, "url": text},
        licence={"name": text, "url": text, "attribution": text},
    )
    return held(
        piece(text, {"K1": text}, title=text, **details),
        piece(text, {"K1": text, text[:100]: text}, "planned", title=text, **details),
        of=standard,
        option="a",
        path=printable(text),
        apprentice={"name": text},
        gateway={"english": f"yes, {text}"},
    )


MORE_HOSTILE = {
    "image": '"><img src=x onerror=alert(1)>',
    "attribute": "x' onmouseover='alert(1)",
    "end of style": "</style></script></title></textarea><script>alert(1)</script>",
    "template": "{{ 7*7 }} {% include 'page.html' %} {# x #}",
    "scheme": "javascript:alert(1)",
}


@pytest.mark.parametrize("text", [*HOSTILE.values(), *MORE_HOSTILE.values()], ids=[*HOSTILE, *MORE_HOSTILE])
def test_text_from_a_file_is_just_text(text: str) -> None:
    html = _render(summarise(_hostile_report(text), TODAY))
    plain = _page(summarise(_hostile_report("harmless"), TODAY))
    page = read_page(html)
    assert [element.tag for element in page.all()] == [element.tag for element in plain.all()]
    names = [sorted(element.attributes) for element in page.all()]
    assert names == [sorted(element.attributes) for element in plain.all()]
    shown = SQUEEZED.sub(" ", printable(text)).strip()
    assert page.one("h1").text == shown
    assert _claim({"id": shown, "title": shown, "status": "submitted", "ksbs": {"K1": shown}}, "K1") == (
        page.one("tr", id="ksb-K1").all("li")[0].text
    )
    assert page.one("tr", id="ksb-K2").one("td", class_="text").text == shown
    assert page.one("tr", id="piece-1").one("span", class_="notes").text == shown
    assert {link["href"][0] for link in page.all("a")} == {"#"}
    assert page.all("style")[0].raw == plain.all("style")[0].raw
    body = html[html.index("</style>") : html.index("<script>")]
    assert not COMMAND.search(body)


def test_kinds_of_the_filter_are_those_in_scope() -> None:
    options = [option["value"] for option in _example_page().one("select", id="kind").all("option")]
    assert options == ["", *KIND_COUNTS]
    duties = [option["value"] for option in _example_page().one("select", id="duty").all("option")]
    assert duties == ["", *(str(number) for number, (option, _) in DUTIES.items() if option != "film")]
    assert "hidden" in _example_page().one("div", id="filters").attributes
