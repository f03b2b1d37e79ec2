"""How groups of KSBs stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.coverage import State
from ksbcheck.share import Share
from ksbcheck.summary.model import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.coverage import KsbCoverage


def tally(ksbs: Iterable[KsbCoverage]) -> Tally:
    """Count how the KSBs of a group stand."""
    ksbs = tuple(ksbs)
    return Tally(
        covered=Share(len(ksbs), sum(not entry.is_gap for entry in ksbs)),
        accepted=Share(len(ksbs), sum(entry.accepted >= entry.needed for entry in ksbs)),
        thin=sum(entry.is_thin for entry in ksbs),
        planned=sum(entry.state is State.PLANNED for entry in ksbs),
        missing=sum(entry.state is State.MISSING for entry in ksbs),
    )
