"""The KSB mapping as CSV: the rows and columns of the spreadsheet's sheet of this name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.cells import as_csv, cell
from ksbcheck.reporters.summary_mapping import COLUMNS, mapping

if TYPE_CHECKING:
    from datetime import date

    from ksbcheck.summary.model import Summary


def render(summary: Summary) -> str:
    """Return the mapping as CSV after RFC 4180, in which no text from a file is a formula."""
    return as_csv([COLUMNS, *(map(_cell, row) for row in mapping(summary))])


def _cell(value: str | date | None) -> str:
    return "" if value is None else cell(str(value))
