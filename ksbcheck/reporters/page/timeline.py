"""The picture of the evidence over time, in percent of its width and height, so that it fits any screen."""

from __future__ import annotations

from datetime import date
from itertools import chain, count, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.summary.model import Summary

_MOST_TICKS = 5
_STEPS = (1, 2, 3, 6)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Step(NamedTuple):
    """A time in which the coverage stays the same, and the height before it; 0 is the top."""

    start: float
    end: float
    height: float
    before: float


class Mark(NamedTuple):
    """A day on the axis."""

    place: float
    label: str


class Timeline(NamedTuple):
    """The picture."""

    steps: tuple[Step, ...]
    line: tuple[float, float] | None
    """Where the line to the planned gateway begins at the bottom, and where it ends at the top."""
    today: float
    start: float | None
    gateway: float | None
    ticks: tuple[Mark, ...]


def timeline_of(summary: Summary) -> Timeline | None:
    """Return the picture, or None where no day is known that could be in it."""
    progress = summary.progress
    days = [point.day for point in progress.points]
    known = [*days, *filter(None, (progress.start, progress.gateway))]
    if not known:
        return None
    axis = _Axis(min(*known, summary.today), max(*known, summary.today))
    line = None
    if progress.expected is not None and progress.start and progress.gateway:
        line = axis.place(progress.start), axis.place(progress.gateway)
    return Timeline(
        steps=tuple(_steps(summary, axis)),
        line=line,
        today=axis.place(summary.today),
        start=axis.place(progress.start) if progress.start else None,
        gateway=axis.place(progress.gateway) if progress.gateway else None,
        ticks=tuple(axis.ticks()),
    )


class _Axis(NamedTuple):
    first: date
    last: date

    def place(self, day: date) -> float:
        return 100 * (day - self.first).days / max((self.last - self.first).days, 1)

    def ticks(self) -> Iterator[Mark]:
        """Yield the first days of some months, so few that their names have room on a telephone."""
        first, last = _month(self.first) + (self.first.day > 1), _month(self.last)
        step = next(step for step in chain(_STEPS, count(12, 12)) if last // step + -first // step < _MOST_TICKS)
        for month in range(-(-first // step) * step, last + 1, step):
            label = str(month // 12) if step >= 12 else f"{_MONTHS[month % 12]} {month // 12}"  # noqa: PLR2004 - a year
            yield Mark(self.place(date(month // 12, month % 12 + 1, 1)), label)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _steps(summary: Summary, axis: _Axis) -> Iterator[Step]:
    points = summary.progress.points
    if not points:
        return
    ends = [*(point.day for point in points), max(points[-1].day, summary.today)]
    before = 100.0
    for point, (start, end) in zip(points, pairwise(ends), strict=True):
        height = 100 - 100 * point.covered / max(summary.total.required, 1)
        yield Step(axis.place(start), axis.place(end), height, before)
        before = height
