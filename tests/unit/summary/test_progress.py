"""The evidence over time, by hand; tests/properties has it for any portfolio."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from checking import piece, report, small

from ksbcheck.summary.model import Point, Progress
from ksbcheck.summary.progress import progress_of

TEN = small(knowledge={f"K{number}": "How to test." for number in range(1, 11)})
START = date(2024, 1, 1)
DATES = {"start_date": "2024-01-01", "planned_gateway": "2024-04-10"}  # a hundred days


def progress(
    *evidence: dict[str, Any], today: date = START, min_evidence: int = 1, dates: dict[str, str] | None = None
) -> Progress:
    made = report(*evidence, of=TEN, min_evidence=min_evidence, apprentice=dates)
    return progress_of(made.portfolio, made.coverage, today)


def test_points_are_the_days_of_the_pieces_that_count() -> None:
    made = progress(
        piece("E1", ["K1", "K2"], date="2024-03-02"),
        piece("E2", ["K2", "K3"], date="2024-02-01"),
        piece("E3", ["K4"], "planned", date="2024-02-02"),
        piece("E4", ["K5"], "referred", date="2024-02-03"),
        piece("E5", ["K99"], "accepted", date="2024-03-02"),
        piece("E6", ["K6"]),
        piece("E7", ["K7"], "draft"),
    )
    assert made.points == (Point(date(2024, 2, 1), 1, 2), Point(date(2024, 3, 2), 3, 3))
    assert made.undated == 1


def test_a_ksb_is_covered_on_the_day_of_its_last_piece_that_is_needed() -> None:
    evidence = [piece(f"E{number}", ["K1"], date=f"2024-02-0{number}") for number in (4, 1, 3, 2)]
    points = progress(*evidence, min_evidence=3).points
    assert [(point.day.day, point.pieces, point.covered) for point in points] == [
        (1, 1, 0),
        (2, 2, 0),
        (3, 3, 1),
        (4, 4, 1),
    ]


def test_pieces_with_one_id_are_one() -> None:
    twins = [piece("E1", ["K1"], date="2024-02-01"), piece("E1", ["K1", "K2"], date="2024-02-02")]
    assert [(point.pieces, point.covered) for point in progress(*twins, min_evidence=2).points] == [(1, 0), (1, 0)]
    assert [(point.pieces, point.covered) for point in progress(*twins).points] == [(1, 1), (1, 2)]


def test_a_twin_without_a_date_is_told() -> None:
    made = progress(piece("E1", ["K1"], date="2024-02-01"), piece("E1", ["K2"]))
    assert (made.points, made.undated) == ((Point(date(2024, 2, 1), 1, 1),), 1)


@pytest.mark.parametrize(
    ("dates", "start", "gateway"),
    [
        ({}, None, None),
        ({"start_date": "2024-01-01"}, START, None),
        ({"planned_gateway": "2024-04-10"}, None, date(2024, 4, 10)),
        ({"start_date": "2024-01-01", "planned_gateway": "2024-01-01"}, START, START),
        ({"start_date": "2024-01-01", "planned_gateway": "2023-12-31"}, START, date(2023, 12, 31)),
    ],
)
def test_without_a_time_there_is_no_line(dates: dict[str, str], start: date | None, gateway: date | None) -> None:
    made = progress(today=date(2030, 1, 1), dates=dates)
    assert (made.start, made.gateway, made.expected, made.is_behind) == (start, gateway, None, False)


@pytest.mark.parametrize(
    ("covered", "number", "expected", "is_behind"),
    [
        (0, -5, 0.0, False),
        (0, 0, 0.0, False),
        (0, 1, 1.0, True),
        (5, 50, 50.0, False),
        (5, 51, 51.0, True),
        (9, 100, 100.0, True),
        (10, 100, 100.0, False),
        (9, 1000, 100.0, True),
    ],
)
def test_the_line_is_straight(covered: int, number: int, expected: float, is_behind: bool) -> None:
    shown = piece("E1", [f"K{code}" for code in range(1, covered + 1)])
    made = progress(shown, today=START + timedelta(days=number), dates=DATES)
    assert (made.expected, made.is_behind) == (expected, is_behind)


@pytest.mark.parametrize(
    ("number", "expected", "is_behind"),
    [(1, 14.2, False), (2, 28.5, False), (3, 42.8, True), (6, 85.7, True), (7, 100.0, True)],
)
def test_what_is_expected_is_rounded_down_and_compared_exactly(number: int, expected: float, is_behind: bool) -> None:
    # Four of fourteen KSBs are two sevenths, as are two of seven days.
    fourteen = small(knowledge={f"K{code}": "How to test." for code in range(1, 15)})
    dates = {"start_date": "2024-01-01", "planned_gateway": "2024-01-08"}
    made = report(piece("E1", ["K1", "K2", "K3", "K4"]), of=fourteen, apprentice=dates)
    held = progress_of(made.portfolio, made.coverage, START + timedelta(days=number))
    assert (held.expected, held.is_behind) == (expected, is_behind)


@pytest.mark.parametrize(("number", "is_behind"), [(1000, False), (1001, True)])
def test_a_third_is_a_third_although_both_are_told_as_33_3(number: int, is_behind: bool) -> None:
    three = small(knowledge={f"K{code}": "How to test." for code in range(1, 4)})
    dates = {"start_date": str(START), "planned_gateway": str(START + timedelta(days=3000))}
    made = report(piece("E1", ["K1"]), of=three, apprentice=dates)
    held = progress_of(made.portfolio, made.coverage, START + timedelta(days=number))
    assert (made.coverage.total.percent, held.expected, held.is_behind) == (33.3, 33.3, is_behind)
