"""What a row says of itself, by hand and against exact fractions."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksbcheck.cohort.model import Asked, Pace, Row

START = date(2024, 1, 1)
GATEWAY = START + timedelta(days=100)


def after(days: int, covered: int = 0, required: int = 3) -> Row:
    """Return a row of a portfolio some days after its start; the way takes a hundred."""
    today = START + timedelta(days=days)
    return Row("a.yaml", required=required, covered=covered, start=START, gateway=GATEWAY, today=today)


@pytest.mark.parametrize(
    ("required", "covered", "percent"),
    [(71, 70, 98.5), (71, 71, 100), (71, 0, 0), (3, 1, 33.3), (3, 2, 66.6), (0, 0, 100)],
)
def test_percent_is_rounded_down(required: int, covered: int, percent: float) -> None:
    assert Row("a.yaml", required=required, covered=covered).percent == percent


@pytest.mark.parametrize(
    ("days", "covered", "expected", "pace"),
    [
        (-1, 0, 0.0, Pace.AHEAD),
        (0, 0, 0.0, Pace.AHEAD),
        (1, 0, 1.0, Pace.BEHIND),
        (33, 1, 33.0, Pace.AHEAD),
        (34, 1, 34.0, Pace.BEHIND),
        (66, 2, 66.0, Pace.AHEAD),
        (67, 2, 67.0, Pace.BEHIND),
        (100, 2, 100.0, Pace.BEHIND),
        (100, 3, 100.0, Pace.AHEAD),
        (500, 3, 100.0, Pace.AHEAD),
    ],
)
def test_the_line_is_straight(days: int, covered: int, expected: float, pace: Pace) -> None:
    row = after(days, covered)
    assert (row.expected, row.pace) == (expected, pace)


@pytest.mark.parametrize(
    "row",
    [
        Row("a.yaml"),
        Row("a.yaml", start=START, gateway=GATEWAY),
        Row("a.yaml", start=START, today=START),
        Row("a.yaml", gateway=GATEWAY, today=START),
        Row("a.yaml", start=START, gateway=START, today=START),
        Row("a.yaml", start=GATEWAY, gateway=START, today=START),
        Row("a.yaml", "KSB001 the file is empty", 1),
    ],
    ids=["nothing", "no day", "no gateway", "no start", "no time", "backwards", "unusable"],
)
def test_without_two_days_there_is_no_line(row: Row) -> None:
    assert (row.expected, row.pace) == (None, "no line")


@given(st.integers(-10, 900), st.integers(1, 700), st.integers(0, 71))
def test_the_pace_is_exact_and_what_is_shown_is_rounded_down(days: int, length: int, covered: int) -> None:
    gateway, today = START + timedelta(days=length), START + timedelta(days=days)
    row = Row("a.yaml", required=71, covered=covered, start=START, gateway=gateway, today=today)
    line = max(Fraction(0), min(Fraction(1), Fraction(days, length)))
    assert row.pace == ("ahead" if Fraction(covered, 71) >= line else "behind")
    shown = (Decimal(100) * line.numerator / line.denominator).quantize(Decimal("0.1"), ROUND_DOWN)
    assert row.expected == float(shown)


def test_a_row_with_a_problem_is_not_usable() -> None:
    assert Row("a.yaml").is_usable
    assert not Row("a.yaml", "KSB001 the file is empty", 1).is_usable


def test_what_is_asked_and_rows_can_be_sent() -> None:
    for value in (Asked(START, min_evidence=2), after(3)):
        assert pickle.loads(pickle.dumps(value)) == value
