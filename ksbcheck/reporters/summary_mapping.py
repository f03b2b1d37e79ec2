"""The KSB mapping: a row for each KSB and piece that claims it, as providers ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.cells import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ksbcheck.summary.model import Claimed, Summary

COLUMNS = (
    *("KSB", "Kind", "Definition", "Duties", "State", "Thin"),
    *("Piece", "Title", "Date", "Type", "Status", "Locator", "Files"),
)
_NO_PIECE = (None,) * 7


def mapping(summary: Summary) -> Iterator[tuple[str | date | None, ...]]:
    """Yield the rows, in the standard's order and then the file's; a KSB that no piece claims has a row, too."""
    for entry in summary.ksbs:
        ksb, coverage = entry.coverage.ksb, entry.coverage
        duties = listed(map(str, coverage.duties))
        what = (ksb.code, str(ksb.kind), ksb.text, duties, str(coverage.state), "yes" if coverage.is_thin else "no")
        for claim in entry.claims:
            yield (*what, *_piece(claim))
        if not entry.claims:
            yield (*what, *_NO_PIECE)


def _piece(claim: Claimed) -> tuple[str | date | None, ...]:
    piece = claim.piece.evidence
    return (
        *(piece.id, piece.title, piece.date, piece.type, piece.status),
        listed(claim.locators),
        listed(file.name for file in claim.piece.files),
    )
