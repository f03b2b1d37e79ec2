"""A KSB in scope has some evidence, but fewer pieces than the minimum asked for.

Some plans want every KSB shown more than once. Pieces with the same id count as one, and so does a piece that names a
KSB several times.

Good: with a minimum of 2, two pieces claim the KSB.

Bad: with a minimum of 2, only one piece does.

To configure: `min_evidence = 2` in the policy, or `--min-evidence 2`; 1 if left out. `ignore = ["KSB102"]` leaves it
out, `severity.KSB102 = "warning"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the KSBs with too few pieces."""
    for entry in subject.coverage.gaps:
        if entry.is_thin:
            message = f"{entry.ksb.code} has {entry.pieces} of {entry.needed} pieces of evidence"
            yield Finding(f"{message}: {shortened(', '.join(entry.evidence))}", ksb=entry.ksb.code)
