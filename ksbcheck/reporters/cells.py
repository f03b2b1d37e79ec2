"""Cells of CSV files, as a spreadsheet is to take them: each text is a text, and none is a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ksbcheck.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

# By this, Excel knows that a file is UTF-8; LibreOffice and csv readers skip it.
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001
"""What spreadsheets take for the start of a formula, the wide forms where the language has them."""


def as_csv(rows: Iterable[Iterable[str | int]]) -> str:
    """Return rows as CSV after RFC 4180; their texts are to be cells already, see ``cell``."""
    content = io.StringIO(newline="")
    csv.writer(content).writerows(rows)
    return _MARK + content.getvalue()


def cell(text: str) -> str:
    """Return a text on one line; with an apostrophe before it, as spreadsheets have it, where it is no formula.

    A text that looks like this already gets one more, so that it can be told what the text was.
    """
    line = one_line(printable(text))
    return f"'{line}" if line.lstrip("'").startswith(FORMULA) else line


def listed(texts: Iterable[str]) -> str:
    """Return several texts as one."""
    # A comma between two numbers would make one number of them where it is the decimal sign.
    return "; ".join(texts)
