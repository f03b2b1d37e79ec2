"""A KSB in scope has no counted piece of evidence.

Only pieces that are `submitted` or `accepted` count. Planned and draft pieces are named, so that work that is
under way is told from work that nobody has started.

Good: a piece with `status: submitted` claims the KSB.

Bad: no piece claims it, or only planned ones do.

To configure: `ignore = ["KSB101"]` leaves it out, `severity.KSB101 = "warning"` says how serious it is. A portfolio
that is still growing is better held to a threshold: see KSB104 and KSB105.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the KSBs without evidence."""
    for entry in subject.coverage.gaps:
        if not entry.is_thin:
            planned = f"; planned in {shortened(', '.join(entry.evidence))}" if entry.evidence else ""
            yield Finding(f"{entry.ksb.code} has no evidence yet{planned}", ksb=entry.ksb.code)
