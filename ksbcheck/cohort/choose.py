"""Which portfolios of a cohort are listed, and in which order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ksbcheck.cohort.model import Pace
from ksbcheck.programme import expected_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ksbcheck.cohort.model import Row

WANTED: dict[str, Callable[[Row], bool]] = {
    "behind": lambda row: row.pace is Pace.BEHIND,
    "gaps": lambda row: bool(row.gaps),
    "findings": lambda row: any((row.errors, row.warnings, row.notes)),
    "unusable": lambda row: not row.is_usable,
    "complete": lambda row: row.is_usable and not row.gaps,
}
"""What portfolios can be asked for by."""
DESCENDING = "-"
"""What the name of an order starts with that runs from the most to the least."""


def wanted(rows: Iterable[Row], asked: Iterable[str]) -> Iterator[Row]:
    """Yield the rows that are at least one of what is ``asked`` for, keys of ``WANTED``; all if nothing is."""
    tests = [WANTED[name] for name in asked]
    return (row for row in rows if not tests or any(test(row) for test in tests))


def in_order(rows: Iterable[Row], order: str) -> list[Row]:
    """Return the rows by ``order``, a key of ``ORDERS``, with ``DESCENDING`` before it the other way round.

    What has no such value is last either way; rows that are alike stay as they came.
    """
    value = ORDERS[order.removeprefix(DESCENDING)]
    valued, others = [], []
    for row in rows:
        found = value(row)
        if found is None:
            others.append(row)
        else:
            valued.append((found, row))
    valued.sort(key=lambda pair: pair[0], reverse=order.startswith(DESCENDING))
    return [row for _, row in valued] + others


def _of_usable(value: Callable[[Row], Any]) -> Callable[[Row], Any]:
    return lambda row: value(row) if row.is_usable else None


def _percent(required: int, covered: int) -> Fraction:
    """Return a share exactly, where ``Row.percent`` is rounded down."""
    return Fraction(100 * covered, required) if required else Fraction(100)


def _ahead(row: Row) -> Fraction | None:
    """Return how far the coverage is ahead of its line, in percent; less than 0 where it is behind."""
    expected = None if row.today is None else expected_percent(row.start, row.gateway, row.today)
    return None if expected is None else _percent(row.required, row.covered) - expected


ORDERS: dict[str, Callable[[Row], Any]] = {
    "path": lambda row: row.path,
    "name": lambda row: row.name and row.name.casefold(),
    "percent": _of_usable(lambda row: _percent(row.required, row.covered)),
    "accepted": _of_usable(lambda row: _percent(row.required, row.accepted)),
    "pieces": _of_usable(lambda row: row.pieces),
    "findings": _of_usable(lambda row: (row.errors, row.warnings, row.notes)),
    "pace": _ahead,
}
"""What portfolios can be sorted by; findings by their errors, then their warnings, then their notes."""
