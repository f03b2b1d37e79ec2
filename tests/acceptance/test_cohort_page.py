"""The cohort's web page in a real browser: it can be searched and sorted, and asks for nothing; anybody can use it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from browser import chromium, open_page
from cohort_files import mixed
from cohort_outputs import UNUSABLE, output, usable

from ksbcheck.cohort.model import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"
ROWS = {
    "mixed": mixed(),
    "unusable": [UNUSABLE],
    "hostile": [usable(HOSTILE, name=HOSTILE), Row(HOSTILE, HOSTILE, 1)],
}
LISTED = [row for row in ROWS["mixed"] if row.is_usable]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, rows in ROWS.items():
        (folder / f"{name}.html").write_text(output("html", rows, interrupted=True), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in ROWS}


@pytest.fixture
def page(browser: Browser, written: dict[str, Path]) -> Iterator[Page]:
    page, seen = open_page(browser.new_context(), written["mixed"])
    yield page
    page.context.close()
    assert (seen.console, seen.errors) == ([], [])


def _column(page: Page, number: int) -> list[str]:
    """The texts of a column, of the rows that are shown."""
    return page.locator(f"#portfolio-table tbody tr:visible > :nth-child({number})").all_text_contents()


@pytest.mark.parametrize("name", ROWS)
def test_nothing_runs_and_nothing_is_asked_for(browser: Browser, written: dict[str, Path], name: str) -> None:
    page, seen = open_page(browser.new_context(), written[name])
    assert (seen.console, seen.errors, seen.dialogs) == ([], [], [])
    assert seen.requests == [written[name].as_uri()]
    page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", ["mixed", "unusable"])
def test_axe_finds_nothing(browser: Browser, written: dict[str, Path], name: str, width: int, theme: str) -> None:
    # Axe is a script of its own, which the page's policy would not let run.
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        bypass_csp=True,
    )
    page, _ = open_page(context, written[name])
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    violations = "found => found.violations.flatMap(rule => rule.nodes.map(node => rule.id + ' ' + node.html))"
    assert page.evaluate(f"axe.run(document).then({violations})") == []
    context.close()


def test_a_header_sorts_up_and_then_down(page: Page) -> None:
    heads = page.locator("#portfolio-table thead th")
    assert _column(page, 1) == [row.path for row in LISTED]
    shares = sorted(row.percent for row in LISTED)
    share = heads.nth(5)
    share.get_by_role("button", name="Share").click()
    assert share.get_attribute("aria-sort") == "ascending"
    assert _column(page, 6) == [f"{percent:.1f} %" for percent in shares]
    share.get_by_role("button").press("Enter")
    assert share.get_attribute("aria-sort") == "descending"
    assert _column(page, 6) == [f"{percent:.1f} %" for percent in reversed(shares)]
    heads.nth(0).get_by_role("button", name="Portfolio").click()
    assert page.locator("[aria-sort]").all_text_contents() == ["Portfolio"]
    # By the numbers in the texts: 9 is before 10.
    numbers = [int(text.split()[1].removesuffix(".yaml")) for text in _column(page, 1)]
    assert numbers == sorted(numbers)


def test_what_is_not_stated_is_last_either_way_and_what_is_alike_stays_as_it_came(page: Page) -> None:
    button = page.locator("#portfolio-table thead").get_by_role("button", name="Apprentice")
    named = {name: [row.path for row in LISTED if row.name == name] for name in ("A. N. Other", "Zoë", None)}
    assert all(named.values())
    button.click()
    assert _column(page, 1) == [*named["A. N. Other"], *named["Zoë"], *named[None]]
    button.click()
    assert _column(page, 1) == [*named["Zoë"], *named["A. N. Other"], *named[None]]


def test_a_search_shows_the_rows_with_all_words(page: Page) -> None:
    count, search = page.locator("#count"), page.get_by_role("searchbox", name="Search")
    assert count.inner_text() == f"{len(LISTED)} of {len(LISTED)} portfolios shown"
    search.fill("ZOË  behind")
    found = [row.path for row in LISTED if row.name == "Zoë" and row.pace == "behind"]
    assert 0 < len(found) < len(LISTED)
    assert _column(page, 1) == found
    assert count.inner_text() == f"{len(found)} of {len(LISTED)} portfolios shown"
    search.fill("<nobody>")
    assert _column(page, 1) == []
    page.get_by_role("button", name="Clear").click()
    assert _column(page, 1) == [row.path for row in LISTED]
    assert search.evaluate("element => element === document.activeElement")


def test_without_scripts_there_is_all_but_search_and_order(browser: Browser, written: dict[str, Path]) -> None:
    page, _ = open_page(browser.new_context(java_script_enabled=False), written["mixed"])
    assert _column(page, 1) == [row.path for row in LISTED]
    assert page.locator("button:visible, input:visible").count() == 0
    page.context.close()
