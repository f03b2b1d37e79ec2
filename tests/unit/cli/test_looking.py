"""What ends the looking at portfolios early is kept, and what came before it is counted."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli.looking import Looking
from ksbcheck.cohort.model import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = [
    Row("a", standard="S v1", required=3, covered=2),
    Row("b", "b: KSB001 x", 1),
    Row("c", standard="S v1", required=3, covered=3),
]


def failing(error: BaseException) -> Iterator[Row]:
    yield from ROWS[:2]
    raise error


def test_rows_are_counted_as_they_pass() -> None:
    done: list[int] = []
    looking = Looking(iter(ROWS), lambda: done.append(looking.cohort.portfolios))
    coming = iter(looking)
    assert next(coming) == ROWS[0]
    assert looking.cohort.portfolios == 1
    assert list(coming) == ROWS[1:]
    assert done == [1, 2, 3]
    assert (looking.cohort.portfolios, looking.cohort.unusable, looking.cohort.is_partial) == (3, 1, False)
    assert looking.ended_by is None


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("x"), MemoryError()], ids=repr)
def test_an_end_on_the_way_makes_it_partial(error: BaseException) -> None:
    looking = Looking(failing(error), lambda: None)
    assert list(looking) == ROWS[:2]
    assert looking.ended_by is error
    assert (looking.cohort.is_partial, looking.cohort.portfolios) == (True, 2)


def test_who_wants_no_more_makes_it_no_less_whole() -> None:
    looking = Looking(iter(ROWS), lambda: None)
    coming = iter(looking)
    next(coming)
    coming.close()  # type: ignore[attr-defined]
    assert (looking.cohort.is_partial, looking.ended_by) == (False, None)


@pytest.mark.parametrize(
    ("fail_under", "too_low"),
    [(None, False), (Fraction(0), False), (Fraction(200, 3), False), (Fraction(667, 10), True), (Fraction(100), True)],
)
def test_the_least_is_asked_of_each_that_can_be_used(fail_under: Fraction | None, too_low: bool) -> None:
    looking = Looking(iter(ROWS), lambda: None, fail_under)
    list(looking)
    assert looking.too_low is too_low
