"""What a cohort lacks, against counting over a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ksbcheck.cohort.model import Row
from ksbcheck.cohort.tally import Cohort, GroupName

CODES = ("K1", "K2", "S1", "B1")
START, TODAY, GATEWAY = date(2024, 1, 1), date(2024, 7, 1), date(2024, 12, 31)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    if draw(st.integers(0, 5)) == 0:
        return Row(draw(st.sampled_from(["a", "b"])), "a:1:1: KSB001 the file is empty", draw(st.integers(1, 3)))
    gaps = tuple(code for code in CODES if draw(st.booleans()))
    covered = len(CODES) - len(gaps)
    return Row(
        draw(st.sampled_from(["a", "b", "c"])),
        standard=draw(st.sampled_from(["ST0001 v1.0", "ST0001 v1.1", "ST0002 v1.0"])),
        option=draw(st.sampled_from([None, "one", "two"])),
        required=len(CODES),
        covered=covered,
        accepted=draw(st.integers(0, covered)),
        gaps=gaps,
        open_duties=tuple(sorted(draw(st.sets(st.integers(1, 3))))) if gaps else (),
        errors=draw(st.integers(0, 2)),
        warnings=draw(st.integers(0, 2)),
        notes=draw(st.integers(0, 2)),
        start=draw(st.sampled_from([None, START])),
        gateway=GATEWAY,
        today=TODAY,
    )


def cohort_of(made: list[Row]) -> Cohort:
    cohort = Cohort()
    for row in made:
        cohort.add(row)
    return cohort


@given(st.lists(rows(), max_size=25))
def test_all_that_is_counted(made: list[Row]) -> None:
    cohort = cohort_of(made)
    usable = [row for row in made if row.problem is None]
    assert (cohort.portfolios, cohort.unusable) == (len(made), len(made) - len(usable))
    for field in ("errors", "warnings", "notes"):
        assert getattr(cohort, field) == sum(getattr(row, field) for row in usable)
    assert list(cohort.groups) == list(dict.fromkeys((row.standard, row.option) for row in usable))
    for name, group in cohort.groups.items():
        own = [row for row in usable if (row.standard, row.option) == name]
        assert (group.name, group.first, group.portfolios) == (name, own[0].path, len(own))
        assert group.complete == [row.gaps for row in own].count(())
        assert group.with_line == len([row for row in own if row.start])
        # Half of the way is over on the day, and a little less than a half of the time from the start.
        assert group.behind == len([row for row in own if row.start and row.covered < 2])
        for field in ("required", "covered", "accepted"):
            assert getattr(group, field) == sum(getattr(row, field) for row in own)
        assert group.lacking_ksb == {
            code: count for code in CODES if (count := len([row for row in own if code in row.gaps]))
        }
        assert group.lacking_duty == {
            number: count for number in (1, 2, 3) if (count := len([row for row in own if number in row.open_duties]))
        }
        places = {0: 0, 1: 2, 2: 5, 3: 7, 4: 10}  # 0 %, 25 %, 50 %, 75 % and all
        assert group.distribution == [len([row for row in own if places[row.covered] == place]) for place in range(11)]


def _place(**fields: Any) -> int:
    (group,) = cohort_of([Row("a", standard="ST0001 v1.0", **fields)]).groups.values()
    (place,) = [number for number, count in enumerate(group.distribution) if count]
    return place


def test_only_all_is_in_the_last_part_of_the_distribution() -> None:
    assert _place(required=1000, covered=1000) == 10
    assert _place(required=1000, covered=999) == 9
    assert _place(required=10, covered=9) == 9
    assert _place(required=1000, covered=899) == 8
    assert _place(required=1000, covered=100) == 1
    assert _place(required=1000, covered=99) == 0
    assert _place(required=0, covered=0) == 10


def test_a_cohort_of_nothing() -> None:
    cohort = Cohort()
    assert (cohort.groups, cohort.portfolios, cohort.is_partial) == ({}, 0, False)


def test_a_portfolio_that_cannot_be_used_is_in_no_group() -> None:
    cohort = cohort_of([Row("a", "a: KSB001 the file is empty", 1), Row("b", standard="ST0001 v1.0")])
    assert list(cohort.groups) == [GroupName("ST0001 v1.0", None)]
    assert cohort.groups[GroupName("ST0001 v1.0", None)].first == "b"
