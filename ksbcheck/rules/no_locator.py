"""A claim does not say where in the piece the KSB is shown, and the policy asks for it.

An assessor reads a claim by turning to its page, paragraph or minute. A claim without one is a search through the whole
piece, and most plans do not take it. Planned pieces and drafts need no locators yet.

Good: with `locators = true`, `K1: p. 2`.

Bad: with `locators = true`, `ksbs: [K1]`, or `K1:` with nothing behind it.

To configure: `locators = true` in the policy; without it, this finds nothing. `ignore = ["KSB209"]` leaves it out,
`severity.KSB209 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.portfolios.model import COUNTED
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the claims without a locator."""
    if subject.policy is None or not subject.policy.locators:
        return
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if piece.status not in COUNTED:
            continue
        for number, claim in enumerate(piece.claims):
            if claim.locator is None:
                code = shortened(claim.code)
                message = f"the claim of {code} has no locator; the policy asks where {shortened(piece.id)} shows it"
                yield Finding(message, ("evidence", index, "ksbs", number), code, piece.id)
