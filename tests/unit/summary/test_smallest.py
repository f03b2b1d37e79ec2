"""The fewest pieces, against a solver of mixed-integer programs; tests/properties has all sets of few pieces."""

from __future__ import annotations

from random import Random
from typing import Any

import highspy
import pytest
from checking import piece, report, small

from ksbcheck.coverage import cover
from ksbcheck.summary.smallest import Need, _bound, _without_implied, fewest, smallest_set

KSBS = 71


def portfolio_of(pieces: int, each: int, wanted: int, seed: int) -> list[Need]:
    """What is covered by pieces of about ``each`` KSBs, some of which are shown far more often than others."""
    random = Random(seed)
    often = [random.random() ** 2 + 0.1 for _ in range(KSBS)]
    shown = [0] * KSBS
    for place in range(pieces):
        for code in set(random.choices(range(KSBS), often, k=max(1, round(random.gauss(each, each / 3))))):
            shown[code] |= 1 << place
    return [Need(found, wanted) for found in shown if found.bit_count() >= wanted]


def solved(needs: list[Need]) -> int:
    """The least number of pieces, by the solver."""
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    places = range(max((need.pieces.bit_length() for need in needs), default=0))
    taken = [solver.addBinary(obj=1) for _ in places]
    for need in needs:
        solver.addConstr(solver.qsum(taken[place] for place in places if need.pieces >> place & 1) >= need.wanted)
    solver.solve()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    least: float = solver.getObjectiveValue()
    return round(least)


def meets(chosen: int, needs: list[Need]) -> bool:
    return all((need.pieces & chosen).bit_count() >= need.wanted for need in needs)


@pytest.mark.parametrize("wanted", [1, 2, 3])
@pytest.mark.parametrize("each", [5, 8, 14])
@pytest.mark.parametrize("pieces", [16, 24, 32, 40])
def test_portfolios_as_people_write_them_are_solved(pieces: int, each: int, wanted: int) -> None:
    for seed in range(3):
        needs = portfolio_of(pieces, each, wanted, seed)
        chosen, at_least = fewest(needs)
        assert meets(chosen, needs)
        assert chosen.bit_count() == at_least == solved(needs)


@pytest.mark.parametrize("work", [0, 1, 1000, 10_000, 200_000])
def test_where_the_search_stops_the_fewest_are_between_its_two_numbers(work: int) -> None:
    needs = portfolio_of(60, 14, 1, 0)
    least = solved(needs)
    chosen, at_least = fewest(needs, work)
    assert meets(chosen, needs)
    assert at_least <= least <= chosen.bit_count()
    assert (at_least == chosen.bit_count()) is (work == 200_000)


@pytest.mark.parametrize("seed", range(5))
def test_more_work_never_makes_it_worse(seed: int) -> None:
    needs = portfolio_of(60, 10, 1, seed)
    sets = [fewest(needs, work) for work in (0, 500, 2000, 10_000, 500_000)]
    sizes = [chosen.bit_count() for chosen, _ in sets]
    bounds = [at_least for _, at_least in sets]
    assert sizes == sorted(sizes, reverse=True)
    assert bounds == sorted(bounds)
    assert bounds[-1] == sizes[-1]


def test_a_search_that_stops_is_the_same_every_time() -> None:
    needs = portfolio_of(120, 9, 1, 5)
    assert fewest(needs, 10_000) == fewest(needs[::-1], 10_000) == fewest(needs, 10_000)


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_met_anyway_does_not_count(order: int) -> None:
    needs = [Need(0b0011, 1), Need(0b0111, 1), Need(0b0011, 1), Need(0b1111, 2)]
    assert fewest(needs[::order])[1] == 2
    assert fewest([*needs, Need(0b1111, 3)][::order])[1] == 3


@pytest.mark.parametrize(
    ("needs", "kept"),
    [
        ([Need(0b011, 1), Need(0b111, 1)], [Need(0b011, 1)]),
        ([Need(0b011, 1), Need(0b111, 2)], [Need(0b011, 1), Need(0b111, 2)]),
        ([Need(0b011, 2), Need(0b111, 1)], [Need(0b011, 2)]),
        ([Need(0b011, 1), Need(0b011, 2)], [Need(0b011, 2)]),
        ([Need(0b011, 1), Need(0b110, 1)], [Need(0b011, 1), Need(0b110, 1)]),
        ([Need(0b001, 1), Need(0b011, 1), Need(0b111, 1)], [Need(0b001, 1)]),
    ],
)
def test_what_is_implied_is_left_out(needs: list[Need], kept: list[Need]) -> None:
    assert _without_implied(needs) == _without_implied(needs[::-1]) == kept


@pytest.mark.parametrize(
    ("needs", "bound"),
    [
        ([Need(0b0111, 2)], 2),
        ([Need(0b000111, 2), Need(0b111000, 2)], 4),
        ([Need(0b011, 1), Need(0b110, 1), Need(0b101, 1)], 2),  # one and a half
        ([Need(0b0011, 1), Need(0b0110, 1), Need(0b1100, 1)], 2),
        ([Need(0b001011, 2), Need(0b010110, 2), Need(0b100101, 2)], 3),
        ([Need(0b1111, 3), Need(0b11110001, 1), Need(0b111100000001, 1)], 3),
        ([Need(0b111, 1), Need(0b111, 1)], 1),
    ],
)
def test_no_set_has_fewer_pieces_than_the_bound(needs: list[Need], bound: int) -> None:
    assert _bound(needs) == bound == solved(needs)


@pytest.mark.parametrize("work", [0, 2600, 4200])
def test_no_piece_of_a_set_can_be_spared_wherever_the_search_stops(work: int) -> None:
    needs = portfolio_of(60, 8, 2, 2)
    chosen, at_least = fewest(needs, work)
    assert at_least < chosen.bit_count()
    assert not any(meets(chosen & ~(1 << place), needs) for place in range(60) if chosen >> place & 1)


def test_nothing_needs_nothing() -> None:
    assert fewest([]) == (0, 0)


def test_the_stock_example_where_taking_the_largest_piece_first_is_wrong() -> None:
    # The largest piece shows four KSBs of six, and then two more are needed: the two others alone do.
    large, left, right = 0b001, 0b010, 0b100
    needs = [Need(large | left, 1), Need(large | left, 1), Need(large | right, 1), Need(large | right, 1)]
    needs += [Need(left, 1), Need(right, 1)]
    assert fewest(needs) == (left | right, 2)


def test_it_is_told_by_ids_in_the_file_s_order() -> None:
    codes = {f"K{number}": "A text." for number in range(1, 5)}
    evidence: list[dict[str, Any]] = [
        piece("E9", ["K4"], "accepted"),
        piece("E1", ["K1", "K2"]),
        piece("E5", ["K2"]),
        piece("E7", ["K1", "K2", "K3"], "planned"),
        piece("E2", ["K3", "K1"]),
        piece("E1", ["K2"], "accepted"),
    ]
    made = report(*evidence, of=small(knowledge=codes))
    smallest = smallest_set(made.coverage, made.portfolio, 3)
    assert smallest.pieces == ("E9", "E1", "E2")
    assert (smallest.at_least, smallest.counted, smallest.most_allowed, smallest.is_exact) == (3, 4, 3, True)


def test_what_is_thin_needs_no_piece() -> None:
    two = small(knowledge={"K1": "One.", "K2": "Two."})
    made = report(piece("E1", ["K1", "K2"]), piece("E2", ["K1"]), piece("E3", ["K1"]), of=two, min_evidence=2)
    smallest = smallest_set(cover(two, made.scope, made.portfolio, 2), made.portfolio, None)
    assert (smallest.pieces, smallest.is_exact) == (("E1", "E2"), True)


def test_a_set_that_may_not_be_the_smallest_says_so() -> None:
    made = report(piece("E1", ["K1"]), of=small())
    smallest = smallest_set(made.coverage, made.portfolio, None)
    assert smallest.is_exact
    assert not smallest._replace(at_least=0).is_exact
