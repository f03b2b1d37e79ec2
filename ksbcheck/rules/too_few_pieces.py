"""The portfolio has fewer pieces of evidence that count than the policy asks for.

Plans say how many discrete pieces a portfolio is to have, often 10. Pieces that are `submitted` or `accepted` count,
and those with the same id are one. This is about the portfolio as it is handed in: of one that is still growing it is
true for a long time, which is why it is a warning.

Good: with `min_pieces = 10`, ten pieces that count.

Bad: with `min_pieces = 10`, nine pieces that count and three that are planned.

To configure: `min_pieces = 10` in the policy; without it, this finds nothing. `ignore = ["KSB210"]` leaves it out,
`severity.KSB210 = "note"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.portfolios.model import COUNTED
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding if there are too few pieces."""
    if subject.policy is None or subject.policy.min_pieces is None:
        return
    least = subject.policy.min_pieces
    count = len({piece.id for piece in subject.file.portfolio.evidence if piece.status in COUNTED})
    if count < least:
        number = "1 piece counts" if count == 1 else f"{count} pieces count"
        yield Finding(f"{number}, and the policy asks for at least {least}")
