"""Short ways to a summary and to its workbook, which openpyxl reads back."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from checking import as_yaml, small
from openpyxl import load_workbook

from ksbcheck import check, load_portfolio
from ksbcheck.config.model import Config
from ksbcheck.reporters import SUMMARY_REPORTERS
from ksbcheck.source import Source
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

    from ksbcheck import Standard
    from ksbcheck.summary.model import Summary

TODAY = date(2025, 3, 10)
SHEETS = ["Summary", "KSB mapping", "Matrix", "Evidence", "Problems"]
TABLES = SHEETS[1:]
HOSTILE_CELLS = {
    "formula of a sum": "=1+1",
    "plus one": "+1",
    "minus one": "-1",
    "at x": "@x",
    "link by a formula": '=HYPERLINK("http://x","y")',
    "quoted formula": "'=1",
    "tab before": "\t=1",
    "escape of XLSX": "_x0041_",
    "runs of rich text": "<r><t>x</t></r><si/><r><f>1+1</f></r>",
    "address": "http://x.example/y",
    "mail": "mailto:x@example.org",
    "inner link": "internal:Summary!A1",
    "external link": "external:c:\\x.xlsx",
    "array formula": "{=1+1}",
    "number": "007",
    "long number": "12345678901234567890",
    "not a number": "nan",
    "boolean": "TRUE",
    "error": "#REF!",
    "day": "2024-03-02",
    "spaces around": "  x  ",
    "lines": "a\nb\n\nc",
    "codes of a footer": '&"Arial"&24 &P &G &[Picture] &&',
    "very long": "0123456789" * 4_000,
    "very long beyond the first plane": "x" + "🎬" * 16_400,
}


def summary_of(
    *evidence: dict[str, Any],
    of: Standard | None = None,
    option: str | None = None,
    config: dict[str, Any] | None = None,
    today: date = TODAY,
    path: str = "portfolio.yaml",
    **fields: Any,
) -> Summary:
    """Hold a portfolio of ``evidence`` and other ``fields`` against ``of``, or else a standard of one KSB."""
    standard = of or small()
    file = load_portfolio(Source(path, as_yaml({"standard": standard.name, "evidence": evidence, **fields})))
    asked = Config.model_validate(config or {})
    report = check(file, standard, option=option, config=asked, today=today, every_rule=True)
    return summarise(report, today, policy=asked.policy)


def xlsx(summary: Summary) -> bytes:
    made = SUMMARY_REPORTERS["xlsx"](summary, 80)
    assert isinstance(made, bytes)
    return made


def read(made: bytes) -> Workbook:
    with warnings.catch_warnings():
        # It does not know the later kind of bars behind numbers, and says so.
        warnings.filterwarnings("ignore", ".* extension is not supported", UserWarning)
        return load_workbook(io.BytesIO(made))


def workbook(summary: Summary) -> Workbook:
    return read(xlsx(summary))


def parts(made: bytes) -> dict[str, bytes]:
    """Return the files in a workbook's archive by their names."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def table(book: Workbook, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet below its header, by the titles of the columns; empty cells are left out."""
    header, *rows = [[plain(cell) for cell in row] for row in book[name].iter_rows()]
    return [{title: value for title, value in zip(header, row, strict=True) if value is not None} for row in rows]


def part(book: Workbook, heading: str) -> list[list[Any]]:
    """Return the rows of the sheet Summary below a heading and up to the next empty row, without empty cells."""
    rows = [[plain(cell) for cell in row] for row in book["Summary"].iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == heading)
    found = []
    for row in rows[start + 1 :]:
        if not any(value is not None for value in row):
            break
        found.append([value for value in row if value is not None])
    return found


def headings(book: Workbook) -> list[str]:
    """Return the headings of the sheet Summary."""
    rows = [[cell.value for cell in row] for row in book["Summary"].iter_rows()]
    return [str(row[0]) for before, row in pairwise(rows) if not any(before)]


def facts(book: Workbook) -> dict[str, Any]:
    """Return what stands at the top of the sheet Summary."""
    title = book["Summary"]["A1"].value
    return dict(part(book, str(title)))


def plain(cell: Cell | MergedCell) -> Any:
    """Return a cell's value; a day is a date."""
    return cell.value.date() if isinstance(cell.value, datetime) else cell.value
