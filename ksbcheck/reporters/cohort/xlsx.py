"""A cohort as a workbook for Excel and LibreOffice: the portfolios, then what they lack together.

Rows are kept on disk as they come, so that the use of memory does not grow with them. The bytes come at the end, since
a workbook is an archive.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ksbcheck.cohort.model import Pace
from ksbcheck.reporters.cells import listed
from ksbcheck.reporters.cohort.aside import folder_aside, on_disk
from ksbcheck.reporters.cohort.sheets import add_together
from ksbcheck.reporters.cohort.words import why
from ksbcheck.reporters.workbook.book import Book
from ksbcheck.reporters.workbook.heights import height
from ksbcheck.reporters.workbook.styles import CONCERN
from ksbcheck.reporters.workbook.table import Column, finish_table, start_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort
    from ksbcheck.reporters.cohort.words import Texts
    from ksbcheck.reporters.workbook.book import Sheet, Value

MOST_ROWS = 1_048_576
"""The rows that a sheet holds, its header among them."""
COLUMNS = (
    # Each portfolio has one line, however long its texts are: there are many, and heights would have to be held.
    Column("Portfolio", 40, "line"),
    Column("Apprentice", 20, "line"),
    Column("Standard", 14, "line"),
    Column("Option", 10, "line"),
    Column("Pieces", 9, "number"),
    Column("Required", 10, "number"),
    Column("Covered", 10, "number"),
    Column("Percent", 10, "percent"),
    Column("Accepted", 10, "number"),
    Column("Thin", 8, "number"),
    Column("Gaps", 26, "line"),
    Column("Open duties", 14, "line"),
    Column("Errors", 9, "number"),
    Column("Warnings", 11, "number"),
    Column("Notes", 9, "number"),
    Column("Start", 12, "line"),
    Column("Gateway", 12, "line"),
    Column("As on", 12, "line"),
    Column("Expected", 10, "percent"),
    Column("Line", 10, "line", {Pace.BEHIND: CONCERN["yes"]}),
    Column("Problem", 60, "line"),
)
_PAGES_WIDE = 2  # on one page the columns are too small to read
_STYLES = [column.style for column in COLUMNS]
_UNKNOWN: tuple[Value, ...] = (None,) * (len(COLUMNS) - 2)
# The beginning of time to an archive: for a cohort in which nothing tells the day.
_NO_DAY = date(1980, 1, 1)
_AT_ONCE = 65_536


def render(rows: Iterable[Row], cohort: Cohort, texts: Texts, _width: int) -> Iterator[bytes]:
    """Yield an XLSX file, in which no text from a file is a formula, a link or a number.

    Raises UnusableFileError (KSB001) where temporary files cannot be written.
    """
    with folder_aside() as folder:
        content = _workbook(rows, cohort, texts, folder)
    for start in range(0, len(content), _AT_ONCE):
        yield content[start : start + _AT_ONCE]


def _workbook(rows: Iterable[Row], cohort: Cohort, texts: Texts, folder: str) -> bytes:
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # the library has no types

    book = Book("KSB cohort", "Cohort", _NO_DAY, folder)
    try:
        shown, day = _add_portfolios(book, rows)
        if day:
            book.made_on(day)
        with on_disk():
            add_together(book, cohort, texts, shown, day)
            return book.finish()
    except FileCreateError as error:
        with on_disk():
            raise error.args[0] from None  # what the system said
    except BaseException:
        with suppress(Exception):
            book.finish()  # which alone closes the temporary files
        raise


def _add_portfolios(book: Book, rows: Iterable[Row]) -> tuple[int, date | None]:
    """Add a row for each portfolio, on as many sheets as it takes; return how many there are, and their day."""
    shown, day, sheets = 0, None, 1
    sheet = _start(book, sheets)
    for row in rows:
        if sheet.rows == MOST_ROWS:
            finish_table(sheet, COLUMNS, pages_wide=_PAGES_WIDE)
            sheets += 1
            sheet = _start(book, sheets)
        with on_disk():
            sheet.append_line(_values(row), _STYLES)
        shown += 1
        day = day or row.today
    finish_table(sheet, COLUMNS, pages_wide=_PAGES_WIDE)
    return shown, day


def _start(book: Book, number: int) -> Sheet:
    with on_disk():
        sheet = start_table(book, "Portfolios" if number == 1 else f"Portfolios {number}", COLUMNS)
    sheet.worksheet.set_default_row(height(1))
    return sheet


def _values(row: Row) -> tuple[Value, ...]:
    if not row.is_usable:
        return (row.path, *_UNKNOWN, why(row))
    return (
        *(row.path, row.name, row.standard, row.option),
        *(row.pieces, row.required, row.covered, row.percent, row.accepted, row.thin),
        *(listed(row.gaps) or None, listed(map(str, row.open_duties)) or None),
        *(row.errors, row.warnings, row.notes),
        *(row.start, row.gateway, row.today, row.expected, row.pace),
        None,
    )
