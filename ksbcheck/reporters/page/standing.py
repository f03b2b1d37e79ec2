"""How KSBs stand, as the page shows it: the five parts that a tally falls into."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.coverage import KsbCoverage
    from ksbcheck.summary.model import Tally


class Segment(NamedTuple):
    """One part of a bar or of a ring, in percent of the whole. Empty parts are not drawn."""

    name: str
    start: float
    length: float


def standing_of(entry: KsbCoverage) -> str:
    """Return the part that a KSB is in. It differs from its state where several pieces are asked for."""
    if entry.is_gap:
        return "thin" if entry.is_thin else entry.state
    return "accepted" if entry.accepted >= entry.needed else "claimed"


def segments_of(tally: Tally) -> Iterator[Segment]:
    """Yield the parts one after another. Where nothing is asked for there is nothing to draw."""
    start = 0.0
    for name, count in tally.parts.items():
        if count:
            length = 100 * count / tally.required
            yield Segment(name, start, length)
            start += length


def figure(value: float) -> str:
    """Return a number for a picture, with no more digits than can be seen."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
