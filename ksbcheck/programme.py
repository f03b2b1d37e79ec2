"""The time that an apprenticeship takes."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def passed(start: date, end: date, today: date) -> Fraction:
    """Return which part of the time from ``start`` to ``end`` is over, from 0 to 1."""
    return min(max(Fraction((today - start).days, (end - start).days), Fraction(0)), Fraction(1))


@lru_cache(maxsize=1024)
def expected_percent(start: date | None, gateway: date | None, today: date) -> Fraction | None:
    """Return what the straight line from the start to the planned gateway asks for on a day, in percent.

    None where there are no two days to draw it between.
    """
    if start is None or gateway is None or gateway <= start:
        return None
    return 100 * passed(start, gateway, today)


def whole_months(start: date, end: date) -> int:
    """Return how many whole months lie between two days; 0 where ``end`` is not later.

    A month is over on the day of the same number, or, where a month has no such day, on the first of the next.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))
