"""The summary of any portfolio, against plain set arithmetic over the duties of the official page."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from checking import st0792
from facts import DUTIES, KIND_COUNTS, OPTIONS, scope
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbcheck import check, load_portfolio
from ksbcheck.config.model import Config
from ksbcheck.coverage import cover
from ksbcheck.source import Source
from ksbcheck.summary.build import summarise
from ksbcheck.summary.smallest import Need, fewest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.summary.model import Summary, Tally

LETTERS = {"knowledge": "K", "skill": "S", "behaviour": "B"}
CODES = [f"{LETTERS[kind]}{number}" for kind, count in KIND_COUNTS.items() for number in range(1, count + 1)]
COUNTED, PLANNED = {"submitted", "accepted"}, {"planned", "draft"}
START = date(2024, 1, 15)

Piece = dict[str, Any]

code_lists = st.lists(st.sampled_from([*CODES, "k1", "b2", "K99"]), max_size=14)
claims = code_lists | code_lists.map(lambda codes: dict.fromkeys(codes, "p. 1") | dict.fromkeys(codes[:3]))
pieces = st.fixed_dictionaries(
    {
        "id": st.sampled_from([f"E{number}" for number in range(1, 10)]),
        "title": st.just("A piece"),
        "status": st.sampled_from(["planned", "draft", "submitted", "submitted", "accepted", "accepted", "referred"]),
        "ksbs": claims | st.sampled_from([sorted(scope(option)) for option in OPTIONS]),
    },
    optional={"date": st.integers(-3, 12).map(lambda number: str(START + timedelta(days=number)))},
)
portfolios = st.lists(pieces, max_size=9)
options = st.sampled_from(OPTIONS)
minima = st.integers(1, 3)
usual = settings(max_examples=100)


def summary(
    evidence: list[Piece],
    option: str,
    minimum: int,
    today: date = START,
    policy: dict[str, Any] | None = None,
    **apprentice: str,
) -> Summary:
    content = {"standard": "ST0792 v1.1", "option": option, "apprentice": apprentice, "evidence": evidence}
    config = Config.model_validate({"policy": policy or {}})
    file = load_portfolio(Source("portfolio.yaml", json.dumps(content).encode()))
    report = check(file, st0792(), min_evidence=minimum, config=config, today=today, every_rule=True)
    return summarise(report, today, policy=config.policy)


def written(piece: Piece) -> list[str]:
    return [code.upper() for code in piece["ksbs"]]


def ids(evidence: list[Piece], code: str, statuses: set[str]) -> set[str]:
    return {piece["id"] for piece in evidence if piece["status"] in statuses and code in written(piece)}


def standing(evidence: list[Piece], code: str, minimum: int) -> str:
    """The one group that a KSB is in."""
    if len(ids(evidence, code, {"accepted"})) >= minimum:
        return "accepted"
    counted = len(ids(evidence, code, COUNTED))
    if counted:
        return "claimed" if counted >= minimum else "thin"
    return "planned" if ids(evidence, code, PLANNED) else "missing"


def numbers(tally: Tally) -> dict[str, int]:
    """The groups of a tally, those that are empty left out."""
    assert tally.accepted.required == tally.covered.required == tally.required
    groups = {name: getattr(tally, name) for name in ("claimed", "thin", "planned", "missing")}
    return {name: count for name, count in {"accepted": tally.accepted.covered, **groups}.items() if count}


@given(portfolios, options, minima)
@usual
def test_every_ksb_is_in_one_group_of_each_tally(evidence: list[Piece], option: str, minimum: int) -> None:
    made = summary(evidence, option, minimum)
    stands = {code: standing(evidence, code, minimum) for code in scope(option)}
    assert numbers(made.total) == Counter(stands.values())
    assert made.total.required == len(stands) == sum(numbers(made.total).values())
    assert made.total.covered.covered == sum(group in {"accepted", "claimed"} for group in stands.values())
    for kind, tally in made.by_kind.items():
        assert numbers(tally) == Counter(group for code, group in stands.items() if code.startswith(LETTERS[kind]))
    for index in range(3):  # required and covered of each kind add up
        parts = [(tally.required, tally.covered.covered, tally.accepted.covered) for tally in made.by_kind.values()]
        whole = (made.total.required, made.total.covered.covered, made.total.accepted.covered)
        assert sum(part[index] for part in parts) == whole[index]
    duties = {number: codes for number, (owner, codes) in DUTIES.items() if owner in (None, option)}
    assert {duty.coverage.duty.number: numbers(duty.tally) for duty in made.duties} == {
        number: Counter(stands[code] for code in codes) for number, codes in duties.items()
    }


@given(portfolios, options, minima)
@usual
def test_every_claim_is_told_once_with_its_locators(evidence: list[Piece], option: str, minimum: int) -> None:
    made = summary(evidence, option, minimum)
    told = [
        (entry.coverage.ksb.code, claim.piece.number, claim.locators) for entry in made.ksbs for claim in entry.claims
    ]
    expected = []
    for code in (code for code in CODES if code in scope(option)):
        for number, piece in enumerate(evidence, start=1):
            if code in written(piece):
                found = piece["ksbs"].items() if isinstance(piece["ksbs"], dict) else ()
                locators = tuple(locator for named, locator in found if named.upper() == code and locator)
                expected.append((code, number, locators))
    assert told == expected
    assert {entry.coverage.ksb.code for entry in made.on_one_piece} == {
        code for code in scope(option) if len(ids(evidence, code, COUNTED)) == 1
    }
    shown = {code for code, number, _ in told if evidence[number - 1]["status"] in COUNTED}
    placed = {code for code, number, at in told if at and evidence[number - 1]["status"] in COUNTED}
    assert {entry.coverage.ksb.code for entry in made.without_locator} == shown - placed
    for entry in made.pieces:
        piece = evidence[entry.number - 1]
        assert set(entry.codes) == set(written(piece)) & scope(option)
        assert set(entry.other_codes) == set(written(piece)) - scope(option)
        assert entry.counts is (piece["status"] in COUNTED)


@given(portfolios, options, minima, st.none() | st.integers(0, 5))
@settings(max_examples=50)
def test_the_smallest_set_keeps_the_coverage(
    evidence: list[Piece], option: str, minimum: int, most: int | None
) -> None:
    made = summary(evidence, option, minimum, policy={} if most is None else {"max_pieces": most})
    smallest = made.smallest
    counted = {piece["id"] for piece in evidence if piece["status"] in COUNTED}
    assert (smallest.counted, smallest.most_allowed) == (len(counted), most)

    def covered(kept: Iterable[str]) -> set[str]:
        left = [piece for piece in evidence if piece["id"] in set(kept)]
        held = summary(left, option, minimum).report.coverage
        return {entry.ksb.code for entry in held.ksbs} - {entry.ksb.code for entry in held.gaps}

    whole = {code for code in scope(option) if len(ids(evidence, code, COUNTED)) >= minimum}
    assert covered(smallest.pieces) == covered(counted) == whole
    assert smallest.is_exact
    # In the file's order, and nothing can be left out.
    order = [piece["id"] for piece in evidence if piece["status"] in COUNTED]
    assert list(smallest.pieces) == sorted(smallest.pieces, key=order.index)
    shows = {code: ids(evidence, code, COUNTED) for code in whole}
    for fewer in combinations(sorted(counted), len(smallest.pieces) - 1) if smallest.pieces else ():
        assert any(len(shows[code] & set(fewer)) < minimum for code in whole)


needs = st.lists(
    st.tuples(st.integers(1, 2**10 - 1), st.integers(1, 3)).map(
        lambda need: Need(need[0], min(need[1], need[0].bit_count()))
    ),
    max_size=14,
)


def minimum_of(given_needs: list[Need]) -> int:
    """The least number of pieces, by trying all sets."""
    return min(
        chosen.bit_count()
        for chosen in range(2**10)
        if all((need.pieces & chosen).bit_count() >= need.wanted for need in given_needs)
    )


@given(needs)
@usual
def test_the_fewest_are_as_few_as_of_all_sets(given_needs: list[Need]) -> None:
    chosen, at_least = fewest(given_needs)
    assert all((need.pieces & chosen).bit_count() >= need.wanted for need in given_needs)
    assert chosen.bit_count() == at_least == minimum_of(given_needs)


@given(needs, st.integers(0, 300))
@usual
def test_what_is_proven_stays_true_where_the_search_stops(given_needs: list[Need], work: int) -> None:
    chosen, at_least = fewest(given_needs, work)
    assert at_least <= minimum_of(given_needs) <= chosen.bit_count()
    short = [need for need in given_needs if (need.pieces & chosen).bit_count() < need.wanted]
    assert short == []
    for piece in (1 << place for place in range(10) if chosen >> place & 1):  # no piece is too many
        rest = chosen ^ piece
        assert any((need.pieces & rest).bit_count() < need.wanted for need in given_needs)


@given(portfolios, options, minima)
@usual
def test_each_point_is_the_coverage_of_what_there_was(evidence: list[Piece], option: str, minimum: int) -> None:
    made = summary(evidence, option, minimum)
    report = made.report
    dated = [piece for piece in report.portfolio.evidence if piece.date and piece.status in COUNTED]
    days = sorted({piece.date for piece in dated if piece.date})
    assert [point.day for point in made.progress.points] == days
    for point in made.progress.points:
        then = tuple(piece for piece in dated if piece.date and piece.date <= point.day)
        cut = cover(report.standard, report.scope, report.portfolio.model_copy(update={"evidence": then}), minimum)
        assert point.covered == cut.total.covered
        assert point.pieces == len({piece.id for piece in then})
    undated = sum(piece["status"] in COUNTED and "date" not in piece for piece in evidence)
    assert made.progress.undated == undated
    if not undated:
        last = made.progress.points[-1] if made.progress.points else None
        assert (last.covered if last else 0) == made.total.covered.covered


@given(portfolios, options, st.integers(1, 900), st.integers(-10, 1000))
@usual
def test_the_line_is_that_of_the_rule(evidence: list[Piece], option: str, length: int, number: int) -> None:
    today, gateway = START + timedelta(days=number), START + timedelta(days=length)
    policy = {"on_track": True}
    made = summary(evidence, option, 1, today, policy, start_date=str(START), planned_gateway=str(gateway))
    assert made.progress.is_behind is any(found.code == "KSB105" for found in made.report.diagnostics)
    share = Fraction(min(max(number, 0), length), length) * 100
    assert made.progress.expected is not None
    tenths = round(made.progress.expected * 10)
    assert made.progress.expected == tenths / 10
    assert tenths <= share * 10 < tenths + 1
