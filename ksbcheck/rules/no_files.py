"""A piece that counts has no file, and the policy asks for one.

A portfolio in a repository can be handed on as one folder if the evidence is in it. Some providers want that; others
keep the evidence elsewhere, and then a piece without files is no fault. Planned pieces and drafts need none yet.

Good: with `files = true`, a submitted piece with `files: [evidence/call-sheets.pdf]`.

Bad: with `files = true`, a submitted piece without `files`, or with `files: []`.

To configure: `files = true` in the policy; without it, this finds nothing. `ignore = ["KSB208"]` leaves it out,
`severity.KSB208 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.portfolios.model import COUNTED
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces without files."""
    if subject.policy is None or not subject.policy.files:
        return
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if piece.status in COUNTED and not piece.files:
            message = f"{shortened(piece.id)} has no files, and the policy asks for them"
            yield Finding(message, ("evidence", index, "files"), evidence=piece.id)
