"""A piece is of a type that the policy does not know, or of none.

A policy can name the types of evidence that there are. Another one is a slip, or evidence that the plan does not take.
Types are compared without regard to capitals, spaces and hyphens; a forbidden type is told as that.

Good: with `types = ["work product", "observation"]`, `type: Work product`.

Bad: with the same, `type: work produkt`, or a piece without a `type`.

To configure: `types = ["work product", "observation"]` in the policy; without it, this finds nothing.
`ignore = ["KSB213"]` leaves it out, `severity.KSB213 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.portfolios.evidence_type import plain_type
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject
from ksbcheck.suggest import Suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces of unknown types, and those without one."""
    policy = subject.policy
    if policy is None or not policy.types:
        return
    known = {plain_type(name) for name in (*policy.types, *policy.forbidden_types)}
    suggest = Suggestions(policy.types)
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if piece.type is None:
            problem = f"has no type; the policy knows {shortened(', '.join(policy.types))}"
        elif plain_type(piece.type) not in known:
            written = shortened(piece.type)
            problem = f"is of the type '{written}', which the policy does not know{suggest(written)}"
        else:
            continue
        loc = ("evidence", index, "type")
        yield Finding(f"{shortened(piece.id)} {problem}", loc, evidence=piece.id)
