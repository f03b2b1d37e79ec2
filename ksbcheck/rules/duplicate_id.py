"""Two pieces of evidence have the same id.

An id is how a piece is found again, so it is to stand for one piece. Until then the pieces count as one.

Good: `id: E01` and `id: E02`.

Bad: `id: E01` twice.

To configure: `ignore = ["KSB203"]` leaves it out, `severity.KSB203 = "warning"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces whose id an earlier piece has."""
    first: dict[str, int] = {}
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if piece.id in first:
            line, _ = subject.file.position("evidence", first[piece.id], "id")
            message = f"the id '{shortened(piece.id)}' is taken by the piece on line {line}; they count as one"
            yield Finding(message, ("evidence", index, "id"), evidence=piece.id)
        first.setdefault(piece.id, index)
