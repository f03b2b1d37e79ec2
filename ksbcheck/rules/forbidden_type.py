"""A piece is of a type that the policy forbids.

Most plans take no reflective accounts and no self-assessment; others expect written accounts, so it is for the policy
to say. Types are compared without regard to capitals, spaces and hyphens. A planned piece is told as well, before
anybody spends time on it.

Good: with `forbidden_types = ["reflective account"]`, `type: work product`.

Bad: with the same, `type: Reflective-Account`.

To configure: `forbidden_types = ["reflective account", "self-assessment"]` in the policy; without it, this finds
nothing. `ignore = ["KSB212"]` leaves it out, `severity.KSB212 = "warning"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.portfolios.evidence_type import plain_type
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces of forbidden types."""
    if subject.policy is None or not subject.policy.forbidden_types:
        return
    forbidden = {plain_type(name) for name in subject.policy.forbidden_types}
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if piece.type is not None and plain_type(piece.type) in forbidden:
            message = f"{shortened(piece.id)} is of the type '{shortened(piece.type)}', which the policy forbids"
            yield Finding(message, ("evidence", index, "type"), evidence=piece.id)
