"""Writing a workbook: texts stay texts, whatever is in them, and the same input gives the same bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ksbcheck.printable import one_line, printable
from ksbcheck.reporters.cells import FORMULA
from ksbcheck.reporters.workbook.heights import height, lines_of
from ksbcheck.reporters.workbook.styles import BAR, FONT, LINE, SPARSE, STYLES, UNBROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ksbcheck.reporters.workbook.styles import Looks

Value = str | float | date | None

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# A library that keeps rows in files keeps nothing else in memory either.
_IN_FILES = {"in_memory": False, "constant_memory": True}
_ISO = {"num_format": "yyyy-mm-dd"}
# In a spreadsheet the days before are others, or none at all.
_OLDEST = date(1900, 3, 1)
# Excel counts as UTF-16 does.
_MOST = 32_767
_CUT = " … (cut here: a cell holds no more)"
_A4 = 9
_MARGIN = 0.4
_MOST_IN_FOOTER = 80


class Book:
    """A workbook that is being written."""

    def __init__(self, title: str, subject: str, day: date, folder: str | None = None) -> None:
        """Start a workbook; ``subject`` stands at the foot of each printed page, and ``day`` is when it was made.

        With a ``folder`` for temporary files, the rows of each sheet are kept there until the workbook is finished.
        """
        from xlsxwriter import Workbook  # type: ignore[import-untyped]  # the library has no types

        self._content = BytesIO()
        # The library writes into what it is given: with one dictionary for all, a second workbook would be another.
        options = {**_OPTIONS, "default_format_properties": dict(FONT)}
        self._workbook = Workbook(self._content, {**options, **({**_IN_FILES, "tmpdir": folder} if folder else {})})
        self._called = {"title": text_of(title), "subject": text_of(subject)}
        self.made_on(day)
        self._foot = _in_footer(subject)
        self.format = cache(self._format)
        self.look = cache(self._look)
        self.line = self._workbook.add_format(LINE)

    def made_on(self, day: date) -> None:
        """Tell another day on which the workbook was made."""
        # Without a day of its own a workbook tells the time at which it was written. One before its time is of no use.
        day = max(day, _OLDEST)
        made = datetime(day.year, day.month, day.day, tzinfo=UTC)
        self._workbook.set_properties({**self._called, "created": made})

    def add(self, name: str, widths: Sequence[float]) -> Sheet:
        """Add a sheet, to be printed on A4 across, with columns of the given widths in digits."""
        worksheet = self._workbook.add_worksheet(name)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=0.7)
        worksheet.set_footer(f"&L{self._foot}&C&A&RPage &P of &N")
        worksheet.hide_gridlines(2)
        # An id such as 12 is a text, and no mistake that is to be marked.
        worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return Sheet(self, worksheet, widths)

    def finish(self) -> bytes:
        """Return the workbook's file."""
        self._workbook.close()
        return self._content.getvalue()

    def _format(self, style: str, *, is_date: bool = False, is_quoted: bool = False) -> Any:
        # Quoted, a text stays one also where a person opens the cell and leaves it again.
        properties = {**STYLES[style], **(_ISO if is_date else {}), **({"quote_prefix": True} if is_quoted else {})}
        return self._workbook.add_format(properties)

    def _look(self, text: str, behind: str) -> Any:
        return self._workbook.add_format({"font_color": text, "bg_color": behind})


class Sheet:
    """A sheet that is written from the top to the bottom."""

    def __init__(self, book: Book, worksheet: Any, widths: Sequence[float]) -> None:
        self._book = book
        self._widths = widths
        self.worksheet = worksheet
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        self.rows = 0
        """How many rows there are; the next has this number, counted from 0."""

    def append(self, values: Iterable[Value], styles: Sequence[str]) -> None:
        """Write a row, each value in the style of its place."""
        lines = 1
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            self._write(self.rows, column, value, style)
            if isinstance(value, str) and style not in UNBROKEN:
                lines = max(lines, lines_of(value, self._widths[column]))
        self.worksheet.set_row(self.rows, UNBROKEN.get(styles[0]) or height(lines))
        self.rows += 1

    def append_line(self, values: Iterable[Value], styles: Sequence[str]) -> None:
        """Write a row of the sheet's usual height. Nothing is kept of it, where the height of a row is."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            self._write(self.rows, column, value, style)
        self.rows += 1

    def skip(self) -> None:
        """Leave a row empty."""
        self.rows += 1

    def _write(self, row: int, column: int, value: Value, style: str) -> None:
        if value is None:
            if style != SPARSE:
                self.worksheet.write_blank(row, column, None, self._book.format(style))
        elif isinstance(value, date) and value >= _OLDEST:
            self.worksheet.write_datetime(row, column, value, self._book.format(style, is_date=True))
        elif isinstance(value, str | date):
            text = text_of(str(value))
            made = self._book.format(style, is_quoted=text.startswith((*FORMULA, "'")))
            self.worksheet.write_string(row, column, text, made)
        else:
            self.worksheet.write_number(row, column, value, self._book.format(style))

    def colour(self, first: int, column: int, last_column: int, looks: Looks) -> None:
        """Colour the cells from row ``first`` to the last one by what they say."""
        for word, look in looks.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self._book.look(*look)}
            self.worksheet.conditional_format(first, column, self.rows - 1, last_column, rule)

    def lines(self, first: int, column: int, last_column: int) -> None:
        """Draw the lines of empty cells that were left out."""
        self.worksheet.conditional_format(
            first, column, self.rows - 1, last_column, {"type": "blanks", "format": self._book.line}
        )

    def bars(self, first: int, column: int) -> None:
        """Put a bar behind each percentage from row ``first`` to the last one."""
        bounds = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
        bar = {"type": "data_bar", "bar_solid": True, "bar_color": BAR, "data_bar_2010": True, **bounds}
        self.worksheet.conditional_format(first, column, self.rows - 1, column, bar)


def text_of(text: str) -> str:
    """Return a text as a cell can hold it: where it is too long it is cut, and says so."""
    text = printable(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # else XlsxWriter takes it for runs of rich text, and puts it into the file as it is
    units = text.encode("utf-16-le") if 2 * len(text) > _MOST else b""
    if len(units) <= 2 * _MOST:
        return text
    return units[: 2 * (_MOST - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _in_footer(text: str) -> str:
    line = one_line(printable(text))
    line = line if len(line) <= _MOST_IN_FOOTER else f"{line[: _MOST_IN_FOOTER - 1]}…"
    return line.replace("&", "+")  # what follows the sign is a command there
