"""The portfolio has more pieces of evidence that count than the policy asks for.

Plans limit how many discrete pieces a portfolio may have, often to 18: assessors read all of them. Pieces that are
`submitted` or `accepted` count, and those with the same id are one.

Good: with `max_pieces = 18`, eighteen pieces that count.

Bad: with `max_pieces = 18`, nineteen pieces that count.

To configure: `max_pieces = 18` in the policy; without it, this finds nothing. `ignore = ["KSB211"]` leaves it out,
`severity.KSB211 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.portfolios.model import COUNTED
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding if there are too many pieces."""
    if subject.policy is None or subject.policy.max_pieces is None:
        return
    most = subject.policy.max_pieces
    count = len({piece.id for piece in subject.file.portfolio.evidence if piece.status in COUNTED})
    if count > most:
        number = "1 piece counts" if count == 1 else f"{count} pieces count"
        yield Finding(f"{number}, and the policy asks for at most {most}")
