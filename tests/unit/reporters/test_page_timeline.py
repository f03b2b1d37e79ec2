"""The picture of the evidence over time: places are days counted by the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, report, small
from hypothesis import given
from hypothesis import strategies as st
from webpage import cells, read_page

from ksbcheck.reporters.page.timeline import timeline_of
from ksbcheck.reporters.summary_html import render
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from webpage import Element

    from ksbcheck.summary.model import Summary

FOUR = small(knowledge={f"K{number}": "Text." for number in range(1, 5)})
START, GATEWAY, TODAY = date(2024, 1, 1), date(2024, 12, 31), date(2024, 7, 1)
PROGRAMME = {"start_date": str(START), "planned_gateway": str(GATEWAY)}


def _summary(*evidence: dict[str, Any], today: date = TODAY, **fields: Any) -> Summary:
    return summarise(report(*evidence, of=FOUR, **fields), today)


def _section(made: Summary) -> Element:
    return read_page(render(made)).one("section", id="timeline")


def test_steps_rise_on_the_days_of_the_evidence() -> None:
    pieces = [piece("E1", ["K1"], date="2024-02-15"), piece("E2", ["K2", "K3"], date="2024-05-01")]
    made = timeline_of(_summary(*pieces, apprentice=PROGRAMME))
    assert made is not None
    days = (GATEWAY - START).days
    places = [100 * (day - START).days / days for day in (date(2024, 2, 15), date(2024, 5, 1), TODAY)]
    assert [(step.start, step.end) for step in made.steps] == [(places[0], places[1]), (places[1], places[2])]
    assert [(step.before, step.height) for step in made.steps] == [(100, 75), (75, 25)]
    assert made.line == (0, 100)
    assert (made.start, made.gateway, made.today) == (0, 100, places[2])


def test_evidence_of_a_later_day_stretches_the_axis() -> None:
    made = timeline_of(_summary(piece("E1", ["K1"], date="2025-06-30"), apprentice=PROGRAMME))
    assert made is not None
    assert [(step.start, step.end) for step in made.steps] == [(100, 100)]
    assert made.gateway is not None
    assert made.gateway < 100


def test_nothing_is_drawn_where_no_day_is_known() -> None:
    made = _summary(piece("E1", ["K1"]))
    assert timeline_of(made) is None
    section = _section(made)
    assert section.all("svg") == []
    assert section.all("details") == []
    assert "1 piece that counts without a date is not in the picture." in section.text
    assert "there is no picture" in section.text


def test_evidence_without_a_programme_has_no_line() -> None:
    made = timeline_of(_summary(piece("E1", ["K1"], date="2024-03-01")))
    assert made is not None
    assert (made.line, made.start, made.gateway) == (None, None, None)
    section = _section(_summary(piece("E1", ["K1"], date="2024-03-01")))
    assert section.all("line", class_="plan") == []
    assert [label.text for label in section.all("text", class_="label")] == ["as of 2024-07-01"]


def test_a_programme_without_evidence_has_the_line_alone() -> None:
    made = timeline_of(_summary(apprentice=PROGRAMME))
    assert made is not None
    assert (made.steps, made.line) == ((), (0, 100))
    section = _section(_summary(apprentice=PROGRAMME))
    assert section.all("table") == []
    assert section.one("svg")["aria-label"] == "KSBs covered over time, of 4 in scope"


def test_one_single_day_is_a_picture_too() -> None:
    made = timeline_of(_summary(piece("E1", ["K1"], date=str(TODAY))))
    assert made is not None
    assert (made.today, made.steps[0].start, made.steps[0].end) == (0, 0, 0)


def test_the_table_has_the_figures_of_the_picture_on_screen_and_on_paper() -> None:
    pieces = [
        piece("E1", ["K1"], date="2024-02-15"),
        piece("E2", ["K1", "K2"], date="2024-05-01"),
        piece("E3", ["K3"], "planned", date="2024-06-01"),
        piece("E4", ["K4"]),
        piece("E5", ["K4"]),
    ]
    section = _section(_summary(*pieces, apprentice=PROGRAMME))
    folded, printed = section.all("table")
    assert [cells(row) for row in folded.one("tbody").all("tr")] == [
        ["2024-02-15", "1", "1 of 4"],
        ["2024-05-01", "2", "2 of 4"],
    ]
    assert printed.text == folded.text
    assert section.one("div", class_="on-paper").one("table") is printed
    assert "2 pieces that count without a date are not in the picture." in section.text
    # 182 of the 365 days are over, and all four of the KSBs of E1, E2, E4 and E5 but K3 are covered.
    assert "asks for 49.8 %; 75.0 % is covered, which is not behind." in section.text


def test_labels_at_the_edges_stay_in_the_picture() -> None:
    labels = {
        label.text: label["text-anchor"]
        for label in _section(_summary(apprentice=PROGRAMME)).all("text", class_="label")
    }
    assert labels == {"start": "start", "planned gateway": "end", "as of 2024-07-01": "middle"}


@given(st.dates(), st.integers(0, 20_000))
def test_ticks_are_first_days_of_months_few_and_evenly_spread(first: date, days: int) -> None:
    last = first + timedelta(days=min(days, (date.max - first).days))
    made = timeline_of(_summary(piece("E1", ["K1"], date=str(first)), today=last))
    assert made is not None
    assert len(made.ticks) <= 5
    span = max((last - first).days, 1)
    months = []
    for tick in made.ticks:
        day = first + timedelta(days=round(tick.place * span / 100))
        assert day.day == 1
        assert first <= day <= last
        months.append(day.year * 12 + day.month)
        assert tick.label in {day.strftime("%b ") + str(day.year), str(day.year)}
        assert tick.label != str(day.year) or day.month == 1
    assert len({after - before for before, after in pairwise(months)}) <= 1


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2024-02-05", "2025-08-05", ["Jul 2024", "Jan 2025", "Jul 2025"]),
        ("2024-01-01", "2024-05-31", ["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024"]),
        ("2020-06-01", "2025-06-01", ["2021", "2022", "2023", "2024", "2025"]),
        ("2024-03-02", "2024-03-30", []),
    ],
)
def test_ticks_are_named(first: str, last: str, labels: list[str]) -> None:
    made = timeline_of(_summary(piece("E1", ["K1"], date=first), today=date.fromisoformat(last)))
    assert made is not None
    assert [tick.label for tick in made.ticks] == labels
