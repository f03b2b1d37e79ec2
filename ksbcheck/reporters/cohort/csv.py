"""The portfolios of a cohort for a spreadsheet: a row for each, and nothing of the cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.cells import as_csv, cell, listed
from ksbcheck.reporters.cohort.words import why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort
    from ksbcheck.reporters.cohort.words import Texts

COLUMNS = (
    *("portfolio", "apprentice", "standard", "option", "pieces", "required", "covered", "percent", "accepted", "thin"),
    *("gaps", "open_duties", "errors", "warnings", "notes", "start", "gateway", "today", "expected", "pace", "problem"),
)
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def render(rows: Iterable[Row], _cohort: Cohort, _texts: Texts, _width: int) -> Iterator[str]:
    """Yield the portfolios as CSV after RFC 4180, in which no text from a file is a formula."""
    yield as_csv([COLUMNS])
    for row in rows:
        yield as_csv([_cells(row)]).removeprefix(_MARK)  # only a file's beginning has it


def _cells(row: Row) -> list[str | int]:
    if not row.is_usable:
        return [cell(row.path), *[""] * (len(COLUMNS) - 2), cell(why(row))]
    days = ["" if day is None else day.isoformat() for day in (row.start, row.gateway, row.today)]
    expected = row.expected
    return [
        *(cell(row.path), cell(row.name or "")),
        *(row.standard, row.option or ""),  # the names and codes of a standard start with a letter
        *(row.pieces, row.required, row.covered, f"{row.percent:.1f}", row.accepted, row.thin),
        *(listed(row.gaps), listed(map(str, row.open_duties))),
        *(row.errors, row.warnings, row.notes),
        *days,
        "" if expected is None else f"{expected:.1f}",
        row.pace,
        "",
    ]
