"""The summary as a web page: the document as such, read back with another parser."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, small
from facts import DUTIES, KIND_COUNTS, scope
from gates import HOSTILE, as_id, as_title, held
from large import KSBS, PIECES, write_large
from large import TODAY as LARGE_TODAY
from summary_pages import (
    EXAMPLE,
    TODAY,
    claim_text,
    example,
    example_page,
    page_of,
    rendered,
    summary_of,
)
from webpage import assert_only_its_own_runs, body_rows, read_page

from ksbcheck import Report, check, load_portfolio, load_standard
from ksbcheck.printable import printable
from ksbcheck.summary.build import summarise
from ksbcheck.version import __version__

if TYPE_CHECKING:
    from webpage import Element

    from ksbcheck.summary.model import Summary

SECTIONS = ["coverage", "ask", "gateway", "duties", "ksbs", "matrix", "pieces", "smallest", "timeline", "problems"]
COMMAND = re.compile(r"::|##\w*\[")
# What of a text a browser does not show: how many spaces there are, and which.
SQUEEZED = re.compile(r"\s+")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    folder = tmp_path_factory.mktemp("large")
    file = load_portfolio(write_large(folder))
    made = check(file, load_standard(folder / "standard.yaml"), today=LARGE_TODAY, every_rule=True)
    return summarise(made, LARGE_TODAY, folder=folder)._replace(evidence_folder=".")


# The document as such.


def test_every_section_is_there_in_its_order_and_in_the_navigation() -> None:
    page = example_page()
    assert [section["id"] for section in page.all("section")] == SECTIONS
    assert [link["href"] for link in page.one("nav").all("a")] == [f"#{name}" for name in SECTIONS]
    assert page["lang"] == "en-GB"
    assert page.all("title")[0].text == "A. N. Other, ST0792 v1.1: portfolio summary"


def test_headings_are_in_order_and_each_section_is_named_by_its_own() -> None:
    page = example_page()
    levels = [int(element.tag[1]) for element in page.all() if element.tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for section in page.all("section"):
        assert section.one("h2")["id"] == section["aria-labelledby"]


@pytest.mark.parametrize("minimum", [1, 3])
def test_ids_are_unique_and_links_within_the_page_lead_somewhere(minimum: int) -> None:
    page = page_of(example(minimum=minimum))
    ids = [element["id"] for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    within = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert within <= set(ids)
    assert {f"ksb-{code}" for code in scope("post")} | {f"piece-{number}" for number in range(1, 10)} <= set(ids)


def test_the_policy_allows_the_one_style_and_the_one_script_and_nothing_else() -> None:
    page = example_page()
    assert_only_its_own_runs(page)
    assert page.one("meta", name="referrer")["content"] == "no-referrer"


def test_it_needs_nothing_from_elsewhere() -> None:
    page = example_page()
    names = {name for element in page.all() for name in element.attributes}
    assert not names & {"src", "srcset", "style", "action", "background", "poster", "ping", "data", "xlink:href"}
    assert not {name for name in names if name.startswith("on")}
    assert {element.tag for element in page.all() if "href" in element.attributes} == {"a"}
    assert not re.search(r"@import|//|expression", re.sub(r"/\*.*?\*/", "", page.one("style").raw, flags=re.DOTALL))
    assert set(re.findall(r"url\((.)", page.one("style").raw)) == {"#"}
    assert not re.search(r"fetch|XMLHttp|import\(|eval|innerHTML|insertAdj|document\.write", page.one("script").raw)


def test_styles_and_scripts_are_the_same_in_every_encoding() -> None:
    parts = [part for part in files("ksbcheck.reporters.page").iterdir() if part.name.endswith((".css", ".js"))]
    assert len(parts) == 4
    assert all(part.read_bytes().isascii() for part in parts)


def test_the_same_portfolio_gives_the_same_bytes() -> None:
    assert rendered(example()) == rendered(example())


def test_a_portfolio_as_large_as_any_gives_less_than_2_megabytes(large: Summary) -> None:
    html = rendered(large)
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
    header = example_page().one("header")
    assert header.one("h1").text == "A. N. Other"
    assert header.one("p", class_="standard").text == "ST0792 v1.1 Media production co-ordinator"
    assert not header.all("p", class_="notice")
    assert _facts(example_page()) == {
        "Option": "Post Production, VFX and Animation Production (post)",
        "As of": "2025-03-10",
        "Start": "2024-02-05",
        "Planned gateway": "2025-08-05",
        "Evidence": "9 pieces",
        "Portfolio": str(EXAMPLE),
    }


def test_what_is_not_stated_is_told_as_such() -> None:
    made = summary_of(of=small(options=[{"key": "a", "title": "Anything"}]))
    made = made._replace(report=made.report._replace(config_path="ksbcheck.toml"))
    page = page_of(made)
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
    links = [(link.text, link["href"], link["rel"]) for link in example_page().one("footer").all("a")]
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
    assert "Crown copyright © 2024" in example_page().one("footer").text


def test_only_addresses_of_the_web_are_linked() -> None:
    standard = small(source={"url": "javascript:alert(1)"}, licence={"name": "Terms", "url": "data:text/html,x"})
    footer = page_of(summary_of(of=standard)).one("footer")
    assert footer.all("a") == []
    assert footer.text.startswith("The standard's text is from javascript:alert(1). Terms Made by")
    assert "is from" not in page_of(summary_of(of=small(source={"read_from": "a page"}))).one("footer").text


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
    details["title"] = as_title(text)
    return held(
        piece(as_id(text), {"K1": text}, **details),
        piece(as_id(text), {"K1": text, text[:100]: text}, "planned", **details),
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
    html = rendered(summarise(_hostile_report(text), TODAY))
    plain = page_of(summarise(_hostile_report("harmless"), TODAY))
    page = read_page(html)
    assert [element.tag for element in page.all()] == [element.tag for element in plain.all()]
    names = [sorted(element.attributes) for element in page.all()]
    assert names == [sorted(element.attributes) for element in plain.all()]
    shown = SQUEEZED.sub(" ", printable(text)).strip()
    assert page.one("h1").text == shown
    named = {"id": as_id(shown), "title": as_title(shown)}
    assert claim_text({**named, "status": "submitted", "ksbs": {"K1": shown}}, "K1") == (
        page.one("tr", id="ksb-K1").all("li")[0].text
    )
    assert page.one("tr", id="ksb-K2").one("td", class_="text").text == shown
    assert page.one("tr", id="piece-1").one("span", class_="notes").text == shown
    assert {link["href"][0] for link in page.all("a")} == {"#"}
    assert page.all("style")[0].raw == plain.all("style")[0].raw
    body = html[html.index("</style>") : html.index("<script>")]
    assert not COMMAND.search(body)


def test_kinds_of_the_filter_are_those_in_scope() -> None:
    options = [option["value"] for option in example_page().one("select", id="kind").all("option")]
    assert options == ["", *KIND_COUNTS]
    duties = [option["value"] for option in example_page().one("select", id="duty").all("option")]
    assert duties == ["", *(str(number) for number, (option, _) in DUTIES.items() if option != "film")]
    assert "hidden" in example_page().one("div", id="filters").attributes
