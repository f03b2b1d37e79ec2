"""The summary's web page in a real browser: nothing is asked for, nothing runs, and everybody can use it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from browser import Seen, chromium, executable, missing, open_page
from checking import piece, small, st0792
from conftest import ROOT
from facts import DUTIES, scope
from gates import held
from large import TODAY as LARGE_TODAY
from large import write_large
from pypdf import PdfReader

from ksbcheck import check, load_portfolio, load_standard
from ksbcheck.reporters.summary_html import render
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from ksbcheck.summary.model import Summary

TODAY = date(2025, 3, 10)
THEMES = ("light", "dark")
WIDTHS = (360, 1440)
HEADINGS = (
    *("Coverage", "What to ask about", "Gateway readiness", "Duties", "KSBs", "Evidence by KSB"),
    *("Pieces of evidence", "Smallest set of pieces", "Evidence over time", "Problems"),
)
A4 = (595, 842)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "</style></script><script>alert(1)</script>",
    "javascript:alert(1)",
    "' onfocus='alert(1)' autofocus='",
)
GAP = ("thin", "planned", "missing")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def _example(name: str, *, minimum: int = 1) -> Summary:
    path = ROOT / "examples" / name
    report = check(load_portfolio(path), st0792(), min_evidence=minimum, today=TODAY, every_rule=True)
    return summarise(report, TODAY, folder=path.parent)


def _large(folder: Path) -> Summary:
    report = check(load_portfolio(write_large(folder)), load_standard(folder / "standard.yaml"), every_rule=True)
    return summarise(report, LARGE_TODAY, folder=folder)._replace(evidence_folder=".")


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Summary]:
    return {
        "unfinished": _example("unfinished_post.yaml"),
        "thin": _example("unfinished_post.yaml", minimum=2),
        "complete": _example("complete_film.yaml"),
        "mistakes": _example("mistakes.yaml"),
        "wide": summarise(
            held(*[piece(f"E{number}", {"K1": "p. 1"}, date="2025-01-20") for number in range(1, 26)]), TODAY
        ),
        "large": _large(tmp_path_factory.mktemp("portfolio")),
    }


@pytest.fixture(scope="module")
def written(summaries: dict[str, Summary], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, summary in summaries.items():
        (folder / f"{name}.html").write_text(render(summary), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in summaries}


def _open(browser: Browser, path: Path, *, width: int = 1440, **settings: Any) -> tuple[Page, Seen]:
    context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
    context.set_default_timeout(30_000)
    return open_page(context, path)


@pytest.fixture
def page(browser: Browser, written: dict[str, Path]) -> Iterator[Page]:
    page, seen = _open(browser, written["unfinished"])
    yield page
    page.context.close()
    assert (seen.console, seen.errors) == ([], [])


def _shown(page: Page) -> set[str]:
    found: list[str] = page.locator("#ksb-table tbody tr:visible th").all_inner_texts()
    assert len(found) == len(set(found))
    return set(found)


def _count(page: Page) -> str:
    return page.locator("#count").inner_text()


# What it asks for, and what it runs.


@pytest.mark.parametrize("name", ["unfinished", "thin", "complete", "mistakes", "large"])
def test_it_asks_for_nothing_and_complains_of_nothing(browser: Browser, written: dict[str, Path], name: str) -> None:
    page, seen = _open(browser, written[name])
    page.locator("#search").fill("a")
    page.wait_for_load_state("networkidle")
    assert seen == Seen(console=[], errors=[], requests=[written[name].as_uri()], dialogs=[])
    page.context.close()


def test_what_the_policy_forbids_does_not_run(browser: Browser, written: dict[str, Path]) -> None:
    page, seen = _open(browser, written["unfinished"])
    # An element with a handler, an image from elsewhere and a script, as an injection would bring them.
    page.evaluate('document.body.innerHTML += \'<img src="https://a.example/x.png" onerror="alert(1)">\'')
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'alert(2)'}))")
    page.wait_for_timeout(100)
    assert seen.dialogs == []
    assert len([said for said in seen.console if "Content Security Policy" in said]) >= 2
    page.context.close()


def _hostile() -> Summary:
    pieces = [
        piece(f"{number} {text}", {"K1": text}, title=text, notes=text, type=text, files=[text])
        for number, text in enumerate(HOSTILE)
    ]
    standard = small(
        title=HOSTILE[0], knowledge={"K1": HOSTILE[1]}, duties=[{"number": 1, "text": HOSTILE[3], "ksbs": ["K1"]}]
    )
    return summarise(held(*pieces, of=standard, path=HOSTILE[1], apprentice={"name": HOSTILE[3]}), TODAY)


def test_texts_that_mean_harm_are_shown_and_run_nothing(browser: Browser, tmp_path: Path) -> None:
    summary = _hostile()
    # Their files are linked as if they were there: the browser is to take none of them for more than a name.
    pieces = tuple(
        piece._replace(files=tuple(file._replace(is_safe=True) for file in piece.files)) for piece in summary.pieces
    )
    path = tmp_path / "page.html"
    path.write_text(render(summary._replace(pieces=pieces, evidence_folder=".")), encoding="utf-8")
    page, seen = _open(browser, path)
    assert page.locator("h1").inner_text() == HOSTILE[3]
    for number, text in enumerate(HOSTILE, start=1):
        row = page.locator(f"#piece-{number}")
        assert row.locator(".plain").inner_text() == text
        assert row.locator(".notes").inner_text() == text
        target = row.locator(".files a").evaluate("link => link.href")
        assert target.startswith(tmp_path.as_uri() + "/")
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0
    assert "49" not in page.locator("#pieces").inner_text()
    assert seen == Seen(console=[], errors=[], requests=[path.as_uri()], dialogs=[])
    page.context.close()


# Search and filters.


def test_search_finds_words_wherever_they_stand_in_a_row(page: Page, summaries: dict[str, Summary]) -> None:
    assert _shown(page) == scope("post")
    assert _count(page) == "71 of 71 KSBs shown"
    page.locator("#search").fill("  BUDGET   e09 ")
    expected = {
        entry.coverage.ksb.code
        for entry in summaries["unfinished"].ksbs
        if "budget" in entry.coverage.ksb.text.lower()
        and any(claim.piece.evidence.id == "E09" for claim in entry.claims)
    }
    assert expected
    assert _shown(page) == expected
    assert _count(page) == f"{len(expected)} of 71 KSBs shown"
    page.locator("#search").fill("no such words")
    assert _shown(page) == set()
    assert _count(page) == "0 of 71 KSBs shown"
    page.locator("#clear").click()
    assert _shown(page) == scope("post")
    assert page.evaluate("document.activeElement.id") == "search"


@pytest.mark.parametrize("minimum", ["unfinished", "thin"])
def test_filters_show_as_many_as_the_figures_say(
    browser: Browser, written: dict[str, Path], summaries: dict[str, Summary], minimum: str
) -> None:
    page, _ = _open(browser, written[minimum])
    total = summaries[minimum].total
    parts = {
        "accepted": total.accepted.covered,
        "claimed": total.claimed,
        "thin": total.thin,
        "planned": total.planned,
        "missing": total.missing,
        "covered": total.covered.covered,
        "gap": total.required - total.covered.covered,
    }
    for state, count in parts.items():
        page.locator("#state").select_option(state)
        assert len(_shown(page)) == count
        assert _count(page) == f"{count} of 71 KSBs shown"
    assert _shown(page) == {entry.ksb.code for entry in summaries[minimum].report.coverage.gaps}
    page.context.close()


def test_filters_by_kind_and_duty_work_together(page: Page) -> None:
    page.locator("#kind").select_option("skill")
    assert _shown(page) == {code for code in scope("post") if code.startswith("S")}
    page.locator("#duty").select_option("11")
    assert _shown(page) == {code for code in DUTIES[11][1] if code.startswith("S")}
    page.locator("#kind").select_option("")
    # Duty 1 is not duties 10 and 11.
    page.locator("#duty").select_option("1")
    assert _shown(page) == set(DUTIES[1][1])


def in_viewport(element: Locator) -> None:
    """Wait until an element is seen; a function to wait for would have to be evaluated, which the page forbids."""
    from playwright.sync_api import expect

    expect(element).to_be_in_viewport()


def test_a_link_to_a_row_that_a_filter_hides_shows_it(page: Page) -> None:
    page.locator("#search").fill("no such words")
    page.locator("#matrix a[href='#ksb-K13']").click()
    page.wait_for_url("**#ksb-K13")
    row = page.locator("#ksb-K13")
    row.wait_for(state="visible")
    assert page.locator("#search").input_value() == ""
    assert _shown(page) == scope("post")
    in_viewport(row)


def test_links_still_lead_to_their_place_after_a_filter_brought_rows_back(
    browser: Browser, written: dict[str, Path]
) -> None:
    page, _ = _open(browser, written["large"], reduced_motion="reduce")
    height = page.evaluate("document.body.scrollHeight")
    for text in ("E123", "no such words", ""):
        page.locator("#search").fill(text)
        page.wait_for_timeout(50)
    assert page.evaluate("document.body.scrollHeight") == height
    page.locator("nav a[href='#matrix']").click()
    in_viewport(page.locator("#matrix"))
    page.wait_for_timeout(500)
    assert abs(page.evaluate("document.getElementById('matrix').getBoundingClientRect().top")) < 40
    page.context.close()


# For everybody.


def test_keyboard_reaches_the_skip_link_first_and_then_everything(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#search").focus()
    page.keyboard.type("risk")
    assert 0 < len(_shown(page)) < 71
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "kind"
    page.keyboard.type("S")
    assert page.locator("#kind").input_value() == "skill"
    for name in ("duty", "state", "clear"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == name
    page.keyboard.press("Enter")
    assert page.locator("#search").input_value() == ""
    assert _shown(page) == scope("post")
    page.locator(".scroll").focus()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"


@pytest.mark.parametrize(
    ("name", "width", "theme"),
    [*product(["unfinished"], WIDTHS, THEMES), ("thin", 1440, "light"), ("thin", 360, "dark")],
)
def test_axe_finds_nothing(browser: Browser, written: dict[str, Path], name: str, width: int, theme: str) -> None:
    # Axe is a script of its own, which the page's policy would not let run.
    page, _ = _open(browser, written[name], width=width, color_scheme=theme, bypass_csp=True)
    page.locator("summary").click()
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document).then(found => [found.passes.length, ...found.violations.map("
        "rule => [rule.id, ...rule.nodes.slice(0, 3).map(node => node.html + ' ' + node.failureSummary)])])"
    )
    passed, *violations = found
    assert violations == []
    assert passed > 20
    page.context.close()


def test_the_two_themes_differ(browser: Browser, written: dict[str, Path]) -> None:
    grounds = set()
    for theme in THEMES:
        page, _ = _open(browser, written["unfinished"], color_scheme=theme)
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.context.close()
    assert len(grounds) == 2


@pytest.mark.parametrize(
    ("name", "width"), [*product(["unfinished", "complete", "mistakes"], [320, 768, 832, *WIDTHS]), ("large", 360)]
)
def test_the_page_is_never_wider_than_the_window(
    browser: Browser, written: dict[str, Path], name: str, width: int
) -> None:
    page, _ = _open(browser, written[name], width=width)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    # What is cut off or reaches out of the window is in the matrix, which scrolls by itself.
    reaching = page.evaluate(
        "[...document.querySelectorAll('main *, header *, footer *')].filter(element => !element.closest('.scroll')"
        " && !element.closest('svg') && element.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert reaching == 0
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_targets_are_large_enough_to_hit(browser: Browser, written: dict[str, Path], width: int) -> None:
    page, _ = _open(browser, written["unfinished"], width=width)
    small_ones = page.evaluate(
        "[...document.querySelectorAll('nav a, .chip, .matrix a, input, select, button, summary')].filter(element => {"
        " const box = element.getBoundingClientRect(); return box.height < 24 || box.width < 24; })"
        ".map(element => element.outerHTML)"
    )
    assert small_ones == []
    page.context.close()


def test_the_matrix_keeps_its_head_and_its_codes_in_sight(browser: Browser, written: dict[str, Path]) -> None:
    page, _ = _open(browser, written["large"])
    page.locator(".scroll").evaluate("element => element.scrollTo(3000, 3000)")
    places = page.evaluate(
        "(() => { const area = document.querySelector('.scroll').getBoundingClientRect();"
        " const head = document.querySelector('.matrix thead th:nth-child(120)').getBoundingClientRect();"
        " const code = document.querySelector('.matrix tbody tr:nth-child(130) th').getBoundingClientRect();"
        " return [head.top - area.top, code.left - area.left]; })()"
    )
    assert places == pytest.approx([1, 1], abs=1)
    page.context.close()


# Without scripts, and on paper.


def test_everything_can_be_read_without_scripts(browser: Browser, written: dict[str, Path]) -> None:
    page, seen = _open(browser, written["unfinished"], java_script_enabled=False)
    assert _shown(page) == scope("post")
    assert not page.locator("#filters").is_visible()
    for heading in HEADINGS:
        assert page.get_by_role("heading", name=heading, exact=True).is_visible()
    assert page.locator("#pieces tbody tr:visible").count() == 9
    assert seen.console == []
    page.context.close()


def _printed(page: Page, path: Path) -> PdfReader:
    page.pdf(path=path, prefer_css_page_size=True)
    return PdfReader(path)


def _joined(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("name", ["unfinished", "wide"])
def test_paper_has_everything(
    browser: Browser, written: dict[str, Path], summaries: dict[str, Summary], tmp_path: Path, name: str
) -> None:
    page, _ = _open(browser, written[name], color_scheme="dark")
    # A filter is for the screen.
    page.locator("#search").fill("no such words")
    printed = _printed(page, tmp_path / "page.pdf")
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in printed.pages} == {A4}
    text = "\n".join(sheet.extract_text() for sheet in printed.pages)
    lines = {line.strip() for line in text.splitlines()}
    assert set(HEADINGS) <= lines
    words = set(re.findall(r"\w+", text))
    assert {entry.coverage.ksb.code for entry in summaries[name].ksbs} <= words
    # Only the table of KSBs has the texts of those that are covered. Lines end elsewhere, and some letters are joined.
    joined = _joined(text)
    assert [entry for entry in summaries[name].ksbs if _joined(entry.coverage.ksb.text) not in joined] == []
    assert {entry.evidence.id for entry in summaries[name].pieces} <= words
    assert "Search" not in lines
    assert "Skip to the summary" not in text
    assert "KSBs covered" in text
    assert ("too wide for paper" in text) == (name == "wide")
    page.context.close()


def test_paper_is_white_and_repeats_the_heads_of_its_tables(
    browser: Browser, written: dict[str, Path], tmp_path: Path
) -> None:
    page, _ = _open(browser, written["unfinished"], color_scheme="dark")
    printed = _printed(page, tmp_path / "page.pdf")
    heads = [sheet for sheet in printed.pages if "Evidence, and where in it" in sheet.extract_text()]
    assert len(heads) > 2
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()


# The browser itself.


def test_a_browser_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert executable("/opt/browser") == "/opt/browser"
    monkeypatch.setenv("PATH", "")
    assert executable(None) is None


def test_where_a_browser_is_required_its_absence_is_no_pass() -> None:
    with pytest.raises(pytest.skip.Exception, match="not here"):
        missing("not here", required=False)
    with pytest.raises(pytest.fail.Exception, match="not here"):
        missing("not here", required=True)
