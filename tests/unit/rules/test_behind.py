"""KSB105."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from checking import found, piece, small
from hypothesis import given
from hypothesis import strategies as st
from repositories import portfolio

from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.programme import passed

# A programme of 100 days, and a standard of 10 KSBs: each KSB is worth 10 days.
START, GATEWAY = date(2024, 1, 1), date(2024, 4, 10)
DATES = {"start_date": START.isoformat(), "planned_gateway": GATEWAY.isoformat()}
TEN = small(knowledge={f"K{number}": "How to test." for number in range(1, 11)})


def on_track(covered: int, today: date | None, dates: dict[str, str] | None = None, **policy: Any) -> list[Diagnostic]:
    codes = [f"K{number}" for number in range(1, covered + 1)]
    apprentice = DATES if dates is None else dates
    text = portfolio(piece("E1", codes), standard="ST0001 v1.0", option=None, apprentice=apprentice)
    return found("KSB105", text, of=TEN, policy={"on_track": True, **policy}, today=today)


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_the_example_is_of_a_hundred_days() -> None:
    assert day(100) == GATEWAY


@pytest.mark.parametrize(
    ("covered", "number", "behind"),
    [
        (0, -400, False),
        (0, -1, False),
        (0, 0, False),
        (0, 1, True),
        (1, 1, False),
        (1, 10, False),
        (1, 11, True),
        (5, 50, False),
        (4, 50, True),
        (9, 90, False),
        (9, 91, True),
        (9, 99, True),
        (9, 100, True),
        (10, 100, False),
        (9, 101, True),
        (10, 5000, False),
    ],
)
def test_the_line_is_straight_from_start_to_gateway(covered: int, number: int, behind: bool) -> None:
    assert bool(on_track(covered, day(number))) is behind


@pytest.mark.parametrize(
    ("tolerance", "number", "behind"),
    [
        ("10", 60, False),
        ("10", 61, True),
        ("0", 50, False),
        ("0", 51, True),
        ("0.9", 51, True),
        ("1", 51, False),
        ("50", 100, False),
        ("49.99", 100, True),
        ("100", 100, False),
    ],
)
def test_tolerance_is_in_percentage_points_and_exact(tolerance: str, number: int, behind: bool) -> None:
    assert bool(on_track(5, day(number), tolerance=tolerance)) is behind


def test_a_third_is_a_third() -> None:
    three = small(knowledge={"K1": "One.", "K2": "Two.", "K3": "Three."})
    dates = {"start_date": "2024-01-01", "planned_gateway": "2024-01-04"}
    text = portfolio(piece("E1", ["K1"]), standard="ST0001 v1.0", option=None, apprentice=dates)

    def behind(number: int, tolerance: str = "0") -> bool:
        return bool(
            found("KSB105", text, of=three, policy={"on_track": True, "tolerance": tolerance}, today=day(number))
        )

    assert [behind(number) for number in range(5)] == [False, False, True, True, True]
    assert behind(2, "33.33")
    assert not behind(2, "33.34")


def test_what_it_says() -> None:
    expected = "46.0 % are expected to be on track for the gateway on 2024-04-10"
    message = f"40.0 % of the KSBs are covered; on 2024-02-21, {expected}"
    assert on_track(4, date(2024, 2, 21), tolerance="5") == [
        Diagnostic("KSB105", Severity.ERROR, message, "portfolio.yaml")
    ]


@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"start_date": "2024-01-01"},
        {"planned_gateway": "2024-04-10"},
        {"start_date": "2024-01-01", "planned_gateway": "2024-01-01"},
        {"start_date": "2024-01-02", "planned_gateway": "2024-01-01"},
    ],
    ids=["none", "no gateway", "no start", "the same day", "the gateway first"],
)
@pytest.mark.parametrize("covered", [0, 10])
def test_dates_are_needed(covered: int, dates: dict[str, str]) -> None:
    message = "to be on track needs a start_date, and a planned_gateway after it, under 'apprentice'"
    assert [finding.message for finding in on_track(covered, day(1), dates)] == [message]


def test_it_is_to_be_asked_for() -> None:
    assert on_track(0, day(99), on_track=False) == []


def test_without_a_day_nothing_is_expected() -> None:
    assert on_track(0, None) == []


@given(st.dates(), st.integers(1, 5000), st.integers(-6000, 6000))
def test_what_has_passed_is_a_share(start: date, length: int, number: int) -> None:
    try:
        end, today = start + timedelta(days=length), start + timedelta(days=number)
    except OverflowError:
        return
    share = passed(start, end, today)
    assert 0 <= share <= 1
    if start <= today <= end:
        assert share * length == number
    else:
        assert share == Fraction(today > end)
