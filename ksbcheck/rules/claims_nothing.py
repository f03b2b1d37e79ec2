"""A piece of evidence claims no KSB.

It closes no gap. Say what it shows, or take it out.

Good: `ksbs: [K1]`.

Bad: `ksbs: []`.

To configure: `ignore = ["KSB205"]` leaves it out, `severity.KSB205 = "note"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces without claims."""
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if not piece.claims:
            loc = ("evidence", index, "ksbs")
            yield Finding(f"{shortened(piece.id)} claims no KSB", loc, evidence=piece.id)
