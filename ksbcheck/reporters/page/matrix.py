"""The matrix of evidence by KSB, small however large the portfolio is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.portfolios.model import PLANNED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.portfolios.model import Status
    from ksbcheck.summary.model import KsbSummary, Summary

MOST_ON_PAPER = 24
"""As many pieces fit on a page."""


class Cell(NamedTuple):
    """A claim, or a run of pieces without one: then there is no letter."""

    letter: str
    span: int = 1


class Row(NamedTuple):
    """One KSB, and a cell for each piece or run of pieces in the file's order."""

    ksb: KsbSummary
    cells: tuple[Cell, ...]


def rows_of(summary: Summary) -> Iterator[Row]:
    """Yield a row for each KSB in scope."""
    for entry in summary.ksbs:
        yield Row(entry, tuple(_cells(entry, len(summary.pieces))))


def _cells(entry: KsbSummary, pieces: int) -> Iterator[Cell]:
    done = 0
    for claim in entry.claims:
        number = claim.piece.number
        if number - done > 1:
            yield Cell("", number - done - 1)
        letter = _letter(claim.piece.evidence.status)
        yield Cell(letter if claim.locators else letter.lower())
        done = number
    if done < pieces:
        yield Cell("", pieces - done)


def _letter(status: Status) -> str:
    """Return the letter of a status; it is a small one where no place in the piece is given."""
    if status in PLANNED:
        return "P"
    return {"accepted": "A", "submitted": "C", "referred": "R"}[status]
