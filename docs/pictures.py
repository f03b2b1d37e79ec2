"""Makes the pictures in README.md and docs/ anew: of the terminal, the page and the spreadsheet.

python docs/pictures.py

Needs the extra `test` (for the browser's driver), Chromium, LibreOffice and pdftoppm: on Debian and Ubuntu, the
packages chromium, libreoffice-calc-nogui and poppler-utils.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from ksbcheck import check, load_portfolio, load_standard
from ksbcheck.reporters import svg
from ksbcheck.reporters.summary_text import lay_out
from ksbcheck.summary.build import summarise

FOLDER = Path(__file__).parent
PORTFOLIO = FOLDER.parent / "examples" / "unfinished_post.yaml"
TODAY = date(2025, 3, 10)
COLUMNS = 96
SUMMARY_LINES = 48
"""As much of the summary on a terminal as is seen before scrolling."""


def main() -> None:
    """Write all pictures."""
    _terminal()
    with tempfile.TemporaryDirectory() as folder:
        page, sheet = Path(folder, "summary.html"), Path(folder, "summary.xlsx")
        command = [sys.executable, "-m", "ksbcheck", "summary", "examples/unfinished_post.yaml", "--today", str(TODAY)]
        command += ["-o", str(page), "--report", f"xlsx={sheet}"]
        subprocess.run(command, check=True, cwd=FOLDER.parent)
        _page(page)
        _spreadsheet(sheet)


def _terminal() -> None:
    file = load_portfolio(PORTFOLIO)
    file = file._replace(path="examples/unfinished_post.yaml")
    report = check(file, load_standard("ST0792"), today=TODAY, every_rule=True)
    _write("gaps.svg", svg.render(check(file, load_standard("ST0792")), COLUMNS))
    lines = lay_out(summarise(report, TODAY, folder=file.folder), COLUMNS)
    _write("summary.svg", svg.picture(lines[:SUMMARY_LINES], "ksbcheck summary"))


def _write(name: str, text: str) -> None:
    Path(FOLDER, name).write_text(text, encoding="utf-8", newline="\n")


def _page(page: Path) -> None:
    browser_path = os.environ.get("KSBCHECK_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1200, "height": 900}, color_scheme="light")
        tab.goto(page.as_uri())
        tab.screenshot(path=FOLDER / "summary-page.png")
        browser.close()


def _spreadsheet(sheet: Path) -> None:
    """Take the first page of the mapping of evidence to KSBs, as it prints."""
    office = ["soffice", f"-env:UserInstallation={(sheet.parent / 'office').as_uri()}", "--headless"]
    command = [*office, "--convert-to", "pdf", "--outdir", str(sheet.parent), str(sheet)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    printed = sheet.with_suffix(".pdf")
    numbers = (number for number, page in enumerate(PdfReader(printed).pages, 1) if "Locator" in page.extract_text())
    picture = ["pdftoppm", "-png", "-r", "80", "-f", str(next(numbers)), "-singlefile", str(printed)]
    subprocess.run([*picture, str(FOLDER / "summary-spreadsheet")], check=True)


if __name__ == "__main__":
    main()
