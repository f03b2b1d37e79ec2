"""A piece claims one KSB twice.

It counts once. With codes in a list this is a slip; where the piece shows a KSB in two places, put both into one
locator.

Good: `K1: pp. 2 and 7`.

Bad: `ksbs: [K1, S2, k1]`.

To configure: `ignore = ["KSB204"]` leaves it out, `severity.KSB204 = "note"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the claims that an earlier claim of the same piece makes already."""
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if len({claim.code for claim in piece.claims}) == len(piece.claims):
            continue
        seen: set[str] = set()
        for number, claim in enumerate(piece.claims):
            if claim.code in seen:
                code = shortened(claim.code)
                message = f"{shortened(piece.id)} claims {code} twice; it counts once"
                yield Finding(message, ("evidence", index, "ksbs", number), code, piece.id)
            seen.add(claim.code)
