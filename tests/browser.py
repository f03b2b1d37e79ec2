"""A real browser for the tests of the web page: Debian's Chromium, or another one that is named."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

# Read when this is imported: for the tests themselves ksbcheck's variables are taken away.
_NAMED = os.environ.get("KSBCHECK_CHROMIUM")
_REQUIRED = bool(os.environ.get("KSBCHECK_REQUIRE_BROWSER"))
_USUAL = ("chromium", "chromium-browser", "google-chrome")


class Seen(NamedTuple):
    """What a page said and asked for while it was open."""

    console: list[str]
    errors: list[str]
    requests: list[str]
    dialogs: list[str]


def executable(named: str | None = _NAMED) -> str | None:
    """Return the browser's path, or None if there is none."""
    return named or next(filter(None, map(shutil.which, _USUAL)), None)


def missing(reason: str, *, required: bool = _REQUIRED) -> None:
    """Skip the test that wanted a browser, or fail it where one is required, as in CI."""
    if required:
        pytest.fail(f"{reason}, and KSBCHECK_REQUIRE_BROWSER asks for it")
    pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, or skip the test where there is none."""
    path = executable()
    if path is None:
        missing("Chromium is not installed (apt-get install chromium), and KSBCHECK_CHROMIUM names no other")
    from playwright.sync_api import sync_playwright

    # The browser's own sandbox does not work for root.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def open_page(context: BrowserContext, path: Path) -> tuple[Page, Seen]:
    """Open a file as from a mail attachment, and watch it."""
    page, seen = context.new_page(), Seen([], [], [], [])

    def dismiss(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: seen.console.append(message.text))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("dialog", dismiss)
    page.goto(path.as_uri())
    return page, seen
