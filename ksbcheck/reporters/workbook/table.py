"""Sheets that are one table: a header that stays in sight and on every page, filters, and a row for each thing."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.reporters.workbook.styles import SPARSE, head_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ksbcheck.reporters.workbook.book import Book, Sheet, Value
    from ksbcheck.reporters.workbook.styles import Looks


class Column(NamedTuple):
    """A column: its title, its width in characters, the style of its cells, and the colours of what they may say."""

    title: str
    width: float
    style: str = "text"
    looks: Looks = MappingProxyType({})


def add_table(  # noqa: PLR0913 - how it is shown is named
    book: Book,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Iterable[Value]],
    *,
    fixed: int = 1,
    pages_wide: int = 1,
) -> None:
    """Add a sheet with a table, of which the first ``fixed`` columns stay in sight."""
    sheet = start_table(book, name, columns)
    styles = [column.style for column in columns]
    for row in rows:
        sheet.append(row, styles)
    finish_table(sheet, columns, fixed=fixed, pages_wide=pages_wide)


def start_table(book: Book, name: str, columns: Sequence[Column]) -> Sheet:
    """Add a sheet with the header of a table. It is ``finish_table`` that makes a table of it, and of what follows."""
    sheet = book.add(name, [column.width for column in columns])
    sheet.append([column.title for column in columns], [head_of(column.style) for column in columns])
    return sheet


def finish_table(sheet: Sheet, columns: Sequence[Column], *, fixed: int = 1, pages_wide: int = 1) -> None:
    """Set up a sheet of which all rows are written: what stays in sight, the filters, the colours, the pages."""
    if sheet.rows > 1:
        _colour(sheet, columns)
    sheet.worksheet.freeze_panes(1, fixed)
    sheet.worksheet.autofilter(0, 0, sheet.rows - 1, len(columns) - 1)
    sheet.worksheet.repeat_rows(0)
    if pages_wide > 1:
        sheet.worksheet.repeat_columns(0)
    sheet.worksheet.fit_to_pages(pages_wide, 0)


def _colour(sheet: Sheet, columns: Sequence[Column]) -> None:
    """Colour the cells below the header; columns side by side that say the same do with one set of rules."""
    first = 0
    for column, same in groupby(columns, key=lambda column: (column.style, column.looks)):
        style, looks = column
        last = first + sum(1 for _ in same) - 1
        sheet.colour(1, first, last, looks)
        if style == SPARSE:
            sheet.lines(1, first, last)
        first = last + 1
