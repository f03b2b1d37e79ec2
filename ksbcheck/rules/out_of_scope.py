"""A piece claims a KSB that belongs to another option than the one chosen.

The claim does no harm, but it closes no gap: often the option is wrong, or the code was mistaken for another.

Good: with option `post`, a piece claims K30.

Bad: with option `post`, a piece claims K15, which is a KSB of `film`.

To configure: `ignore = ["KSB202"]` leaves it out, `severity.KSB202 = "note"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.rules.rule import Finding, Subject
from ksbcheck.standards.scope import options_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the claims of other options' KSBs."""
    claimed = subject.file.portfolio.claimed.difference(subject.scope.codes)
    others = claimed.intersection(subject.standard.ksbs)
    if not others:
        return
    chosen = subject.scope.option.key if subject.scope.option else ""
    for index, piece in enumerate(subject.file.portfolio.evidence):
        for number, claim in enumerate(piece.claims):
            if claim.code in others:
                owners = " and ".join(f"'{option.key}'" for option in options_of(subject.standard, claim.code))
                message = f"{claim.code} belongs to the option {owners}, not to '{chosen}'"
                loc = ("evidence", index, "ksbs", number)
                yield Finding(message, loc, claim.code, piece.id)
