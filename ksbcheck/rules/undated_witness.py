"""A witness testimony has no date.

What a witness says is evidence of a day, and assessors ask for it to be dated and signed. A piece is testimony if its
type has the word "witness" or "testimony" in it. Planned pieces and drafts need no date yet.

Good: `type: witness testimony` with `date: 2024-03-02`.

Bad: `type: witness testimony` without a `date`.

To configure: `ignore = ["KSB214"]` leaves it out, `severity.KSB214 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.portfolios.evidence_type import is_testimony
from ksbcheck.portfolios.model import COUNTED
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the testimonies without a date."""
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if piece.status in COUNTED and is_testimony(piece) and piece.date is None:
            message = f"{shortened(piece.id)} is a witness testimony without a date"
            yield Finding(message, ("evidence", index), evidence=piece.id)
