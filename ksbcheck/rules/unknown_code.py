"""A piece claims a code that the standard does not have.

Most often a slip (`K1a`, `S39` where the standard ends with S38) or a code of another version. The claim counts for
nothing until it is corrected.

Good: `ksbs: [K1, S2]`. Bad: `ksbs: [K99]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject
from ksbcheck.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the claims of unknown codes."""
    known = subject.standard.ksbs
    for index, piece in enumerate(subject.file.portfolio.evidence):
        for number, claim in enumerate(piece.claims):
            if claim.code not in known:
                code = shortened(claim.code)
                message = f"{subject.standard.name} has no KSB '{code}'{did_you_mean(code, known)}"
                yield Finding(message, subject.file.position("evidence", index, "ksbs", number), code)
