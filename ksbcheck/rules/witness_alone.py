"""A KSB is claimed by witness testimony only.

Testimony supports evidence of the work itself, and is to be tied to it: what a witness says of a KSB counts for little
if nothing that the apprentice made, did or was seen doing shows it, too. A piece is testimony if its type has the word
"witness" or "testimony" in it; of other pieces, those count that are `submitted` or `accepted`.

Good: a testimony claims K1 and S2, and a work product claims them, too.

Bad: a testimony claims K1 and S2, and no other piece claims S2, or only a planned one.

To configure: `ignore = ["KSB215"]` leaves it out, `severity.KSB215 = "note"` says how serious it is. Where a plan takes
testimony alone for some pieces, accept these with a waiver.
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
    """Yield the testimonies that claim KSBs in scope which nothing else shows; one finding for all KSBs of a piece."""
    needed = set(subject.scope.codes)
    testimonies = []
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if piece.status not in COUNTED:
            continue
        if is_testimony(piece):
            testimonies.append((index, piece))
        else:
            needed.difference_update([claim.code for claim in piece.claims])
    for index, piece in testimonies:
        alone = dict.fromkeys(claim.code for claim in piece.claims if claim.code in needed)
        if alone:
            message = f"nothing but witness testimony shows {shortened(', '.join(alone))}; add evidence of the work"
            yield Finding(message, ("evidence", index), evidence=piece.id)
