"""Months on the programme, against a calendar walked through; what has passed of it is in rules/test_behind.py."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksbcheck.programme import expected_percent, whole_months

START = date(2024, 1, 1)
days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def after(start: date, months: int) -> date:
    """The day on which ``months`` months are over: of the same number, or the first of the month that comes next."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    if start.day <= length:
        return date(year, month + 1, start.day)
    return date(year, month + 1, length) + timedelta(days=1)


@given(days, days)
def test_as_many_months_as_are_over(start: date, end: date) -> None:
    months = whole_months(start, end)
    if end <= start:
        assert months == 0
    else:
        assert after(start, months) <= end < after(start, months + 1)


@given(days, st.integers(1, 60))
def test_a_month_is_over_on_its_day_and_not_the_day_before(start: date, months: int) -> None:
    over = after(start, months)
    assert (whole_months(start, over), whole_months(start, over - timedelta(days=1))) == (months, months - 1)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2025-01-31", "2025-02-28", 0),
        ("2025-01-31", "2025-03-01", 1),
        ("2024-01-31", "2024-02-29", 0),
        ("2024-01-31", "2024-03-01", 1),
        ("2024-01-29", "2024-02-29", 1),
        ("2025-01-29", "2025-02-28", 0),
        ("2024-01-31", "2024-04-30", 2),
        ("2024-01-31", "2024-05-01", 3),
        ("2024-02-29", "2025-02-28", 11),
        ("2024-02-29", "2025-03-01", 12),
        ("2024-02-29", "2028-02-29", 48),
        ("2024-12-31", "2025-01-31", 1),
        ("2024-12-15", "2025-01-14", 0),
        ("2024-02-05", "2025-08-04", 17),
        ("2024-02-05", "2025-08-05", 18),
        ("2024-02-05", "2024-02-05", 0),
        ("2024-02-05", "2024-02-04", 0),
        ("2024-02-05", "2020-02-05", 0),
    ],
)
def test_the_ends_of_months(start: str, end: str, months: int) -> None:
    assert whole_months(date.fromisoformat(start), date.fromisoformat(end)) == months


@given(days, st.integers(1, 900), st.integers(-50, 1000))
def test_the_line_to_the_gateway_is_straight(start: date, length: int, over: int) -> None:
    gateway, today = start + timedelta(days=length), start + timedelta(days=over)
    expected = expected_percent(start, gateway, today)
    if over <= 0:
        assert expected == 0
    elif over >= length:
        assert expected == 100
    else:
        assert expected == Fraction(100 * over, length)


@pytest.mark.parametrize(
    "dates", [(None, None), (START, None), (None, START), (START, START), (START, date(2023, 12, 31))]
)
def test_without_two_days_there_is_no_line(dates: tuple[date | None, date | None]) -> None:
    assert expected_percent(*dates, START) is None
