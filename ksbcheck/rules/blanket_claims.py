"""A piece claims more KSBs than the policy takes for one piece.

One piece can show several KSBs, but a piece that is said to show forty convinces nobody. Keep those that an assessor
will see in it, and leave the others to other pieces. A KSB that is named twice counts once.

Good: with `max_ksbs_per_piece = 12`, a piece that claims eight KSBs.

Bad: with `max_ksbs_per_piece = 12`, a piece that claims forty.

To configure: `max_ksbs_per_piece = 12` in the policy; without it, this finds nothing. `ignore = ["KSB216"]` leaves it
out, `severity.KSB216 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces with too many claims."""
    if subject.policy is None or subject.policy.max_ksbs_per_piece is None:
        return
    most = subject.policy.max_ksbs_per_piece
    for index, piece in enumerate(subject.file.portfolio.evidence):
        count = len({claim.code for claim in piece.claims})
        if count > most:
            message = f"{shortened(piece.id)} claims {count} KSBs, and the policy takes at most {most} for one piece"
            yield Finding(message, ("evidence", index, "ksbs"), evidence=piece.id)
