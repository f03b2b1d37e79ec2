"""The arithmetic, by hand; tests/properties has it for any portfolio."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from checking import piece, report, small
from facts import DUTIES, scope

from ksbcheck import coverage
from ksbcheck.coverage import State, cover
from ksbcheck.share import Share
from ksbcheck.standards.ksb import Kind
from ksbcheck.standards.model import Option, Standard
from ksbcheck.standards.scope import Scope, scope_of

if TYPE_CHECKING:
    from collections.abc import Callable


def test_states_are_from_best_to_worst() -> None:
    assert [str(state) for state in State] == ["accepted", "claimed", "planned", "missing"]


@pytest.mark.parametrize(
    ("statuses", "state", "pieces", "evidence"),
    [
        ([], State.MISSING, 0, ()),
        (["referred"], State.MISSING, 0, ()),
        (["planned"], State.PLANNED, 0, ("E1",)),
        (["draft"], State.PLANNED, 0, ("E1",)),
        (["submitted"], State.CLAIMED, 1, ("E1",)),
        (["accepted"], State.ACCEPTED, 1, ("E1",)),
        (["planned", "draft", "referred"], State.PLANNED, 0, ("E1", "E2")),
        (["planned", "submitted", "referred"], State.CLAIMED, 1, ("E2",)),
        (["submitted", "planned", "accepted"], State.ACCEPTED, 2, ("E1", "E3")),
    ],
    ids=lambda value: "+".join(value) or "nothing" if isinstance(value, list) else "",
)
def test_state_rests_on_the_best_pieces(
    statuses: list[str], state: State, pieces: int, evidence: tuple[str, ...]
) -> None:
    made = [piece(f"E{number}", ["K1"], status) for number, status in enumerate(statuses, start=1)]
    (entry,) = report(*made, of=small()).coverage.ksbs
    assert (entry.ksb.code, entry.state, entry.pieces, entry.evidence) == ("K1", state, pieces, evidence)
    assert entry.accepted == statuses.count("accepted")


def test_a_piece_without_a_status_is_submitted() -> None:
    (entry,) = report({"id": "E1", "title": "Piece", "ksbs": ["K1"]}, of=small()).coverage.ksbs
    assert entry.state is State.CLAIMED


@pytest.mark.parametrize(
    ("pieces", "needed", "is_gap", "is_thin"),
    [
        (0, 1, True, False),
        (1, 1, False, False),
        (2, 1, False, False),
        (0, 2, True, False),
        (1, 2, True, True),
        (2, 3, True, True),
        (3, 3, False, False),
    ],
)
def test_gap_is_fewer_pieces_than_asked_and_thin_is_a_gap_with_some(
    pieces: int, needed: int, is_gap: bool, is_thin: bool
) -> None:
    made = [piece(f"E{number}", ["K1"]) for number in range(pieces)]
    coverage = report(*made, of=small(), min_evidence=needed).coverage
    (entry,) = coverage.ksbs
    assert (entry.needed, entry.is_gap, entry.is_thin) == (needed, is_gap, is_thin)
    assert coverage.gaps == ((entry,) if is_gap else ())
    assert coverage.total == Share(1, 0 if is_gap else 1)


def test_one_piece_is_enough_unless_more_are_asked_for() -> None:
    made = report(piece("E1", ["K1"]), of=small())
    assert cover(made.standard, made.scope, made.portfolio) == made.coverage
    assert made.coverage.gaps == ()


def test_planned_pieces_alone_are_not_thin() -> None:
    (entry,) = report(piece("E1", ["K1"], "planned"), of=small(), min_evidence=2).coverage.ksbs
    assert entry.is_gap
    assert not entry.is_thin


def test_a_code_named_twice_by_one_piece_counts_once() -> None:
    (entry,) = report(piece("E1", ["K1", "k1"]), of=small(), min_evidence=2).coverage.ksbs
    assert (entry.pieces, entry.evidence) == (1, ("E1",))


@pytest.mark.parametrize(("other", "state"), [("referred", State.CLAIMED), ("accepted", State.ACCEPTED)])
def test_pieces_with_one_id_count_once_by_their_best_status(other: str, state: State) -> None:
    twins = [piece("E1", ["K1"], "submitted"), piece("E1", ["K1"], other)]
    for made in (twins, twins[::-1]):
        (entry,) = report(*made, of=small()).coverage.ksbs
        assert (entry.pieces, entry.evidence, entry.state) == (1, ("E1",), state)
        assert entry.accepted == (other == "accepted")


def test_two_accepted_pieces_with_one_id_are_one() -> None:
    twins = [piece("E1", ["K1"], "accepted"), piece("E1", ["K1", "k1"], "accepted"), piece("E2", ["K1"], "accepted")]
    (entry,) = report(*twins, of=small()).coverage.ksbs
    assert (entry.pieces, entry.accepted) == (2, 2)


def test_what_accepted_pieces_with_one_id_claim_is_accepted_and_nothing_else() -> None:
    twins = [piece("E1", ["K2"], "accepted"), piece("E1", ["B1"], "accepted")]
    coverage = report(*twins, option="post").coverage
    assert {"K1", "K2", "B1"} < scope("post")
    assert coverage.accepted == coverage.total == Share(len(scope("post")), 2)


def test_what_portfolios_of_one_scope_have_in_common_is_worked_out_once(
    st0792: Standard, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = report(piece("E1", ["K1"]), option="post").portfolio
    made: list[Scope] = []

    class Counted(coverage.Plan):
        def __init__(self, standard: Standard, scope: Scope) -> None:
            super().__init__(standard, scope)
            made.append(scope)

    monkeypatch.setattr(coverage, "Plan", Counted)
    standard = copy.copy(st0792)
    vars(standard).pop("worked_out", None)  # other tests' by now
    scopes = [scope_of(standard, option) for option in standard.options]
    for each in scopes * 2:
        cover(standard, each, portfolio)
    assert made == scopes


def test_claims_outside_the_scope_change_nothing() -> None:
    without = report(piece("E1", ["K1"]), option="post").coverage
    assert report(piece("E1", ["K1", "K15", "K99", "nonsense"]), option="post").coverage == without


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        (Share(0, 0), 100.0),
        (Share(71, 0), 0.0),
        (Share(71, 70), 98.5),
        (Share(71, 71), 100.0),
        (Share(3, 1), 33.3),
        (Share(3, 2), 66.6),
        (Share(8, 1), 12.5),
        (Share(2000, 1), 0.0),
        (Share(2000, 1999), 99.9),
    ],
)
def test_percent_is_rounded_down(share: Share, percent: float) -> None:
    assert share.percent == percent


@pytest.mark.parametrize(
    ("share", "threshold", "reached"),
    [
        (Share(71, 70), Fraction(100), False),
        (Share(71, 70), Fraction("98.6"), False),
        (Share(71, 70), Fraction("98.59"), True),  # beyond what is shown, 98.5 %
        (Share(71, 71), Fraction(100), True),
        (Share(3, 1), Fraction(100, 3), True),
        (Share(3, 0), Fraction(0), True),
        (Share(0, 0), Fraction(100), True),
    ],
)
def test_threshold_is_compared_exactly(share: Share, threshold: Fraction, reached: bool) -> None:
    assert share.reaches(threshold) is reached


@pytest.mark.parametrize("option", ["film", "post"])
def test_each_ksb_has_the_duties_of_the_scope_that_name_it(option: str) -> None:
    duties = {entry.ksb.code: entry.duties for entry in report(option=option).coverage.ksbs}
    assert duties == {
        code: tuple(number for number, (owner, codes) in DUTIES.items() if owner in (None, option) and code in codes)
        for code in scope(option)
    }


def test_shares_by_kind_add_up_to_the_total() -> None:
    coverage = report(piece("E1", ["K1", "K2", "S1"]), option="post").coverage
    assert coverage.total == Share(71, 3)
    assert coverage.by_kind == {
        Kind.KNOWLEDGE: Share(35, 2),
        Kind.SKILL: Share(30, 1),
        Kind.BEHAVIOUR: Share(6, 0),
        Kind.EMPLOYABILITY: Share(0, 0),
    }


def test_duty_has_its_share_and_its_gaps_in_the_standards_order() -> None:
    duties = report(piece("E1", ["S1", "K13"]), option="post").coverage.duties
    assert [entry.duty.number for entry in duties] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]
    assert duties[3].share == Share(6, 2)
    assert duties[3].gaps == ("S10", "S11", "S36", "B4")


def test_duty_that_names_a_ksb_twice_needs_it_once() -> None:
    # Only a standard made by hand: reading one refuses it (KSB313), and codes that it does not have (KSB311).
    odd = Standard.model_validate(
        {
            **small().model_dump(exclude_none=True),
            "duties": [{"number": 1, "text": "Test.", "ksbs": ["K1", "K1", "K7"]}],
        }
    )
    coverage = report(of=odd).coverage
    assert coverage.ksbs[0].duties == (1,)
    assert coverage.duties[0].share == Share(1, 0)
    assert coverage.duties[0].gaps == ("K1",)


def test_nothing_required_is_all_covered() -> None:
    empty = Standard(reference="ST0001", version="1.0", title="Nothing")
    coverage = report(of=empty).coverage
    assert coverage.total == Share(0, 0)
    assert (coverage.ksbs, coverage.duties, coverage.gaps, coverage.next_duty) == ((), (), (), None)


def _three_duties(*covered: str) -> int | None:
    duties = {1: ["K1", "K2"], 2: ["K2", "K3"], 3: ["K3", "K4", "K5"]}
    standard = small(
        knowledge={f"K{number}": "A text." for number in range(1, 6)},
        duties=[{"number": number, "text": "A duty.", "ksbs": codes} for number, codes in duties.items()],
    )
    duty = report(piece("E1", covered), of=standard).coverage.next_duty
    return duty and duty.duty.number


@pytest.mark.parametrize(
    ("covered", "expected"),
    [
        ((), 3),
        (("K4",), 1),  # all three would close two
        (("K1", "K4"), 2),
        (("K1", "K2", "K3", "K4"), 3),
        (("K1", "K2", "K3", "K4", "K5"), None),
    ],
    ids=["most gaps", "lower number first", "lower number first of two", "the only one", "none"],
)
def test_next_duty_closes_the_most_gaps(covered: tuple[str, ...], expected: int | None) -> None:
    assert _three_duties(*covered) == expected


def test_without_duties_there_is_no_next_one() -> None:
    coverage = report(of=small()).coverage
    assert coverage.gaps
    assert coverage.next_duty is None


def test_the_same_covered_in_the_same_way_is_equal() -> None:
    made = report(piece("E1", ["K1"]), of=small()).coverage
    assert made == report(piece("E1", ["K1"]), of=small()).coverage
    assert made != report(piece("E2", ["K1"]), of=small()).coverage
    assert made != report(piece("E1", ["K1"]), of=small(duties=[{"number": 1, "text": "T", "ksbs": ["K1"]}])).coverage
    assert made != 1


def _codes(standard: Standard, option: str | None = None) -> list[str]:
    return [entry.ksb.code for entry in report(of=standard, option=option).coverage.ksbs]


def test_what_was_worked_out_of_a_standard_is_of_that_standard_and_option_alone() -> None:
    options = [{"key": "one", "title": "One"}, {"key": "two", "title": "Two"}]
    duties = [
        {"number": 1, "text": "T", "ksbs": ["K1"], "options": ["one"]},
        {"number": 2, "text": "T", "ksbs": ["K2"], "options": ["two"]},
    ]
    texts = {"K1": "A text.", "K2": "A text."}
    first = small(options=options, duties=duties, knowledge=texts)
    second = small(
        options=options, duties=[{**duties[0], "ksbs": ["K2"]}, {**duties[1], "ksbs": ["K1"]}], knowledge=texts
    )
    for _ in range(2):
        assert (_codes(first, "one"), _codes(first, "two")) == (["K1"], ["K2"])
        assert (_codes(second, "one"), _codes(second, "two")) == (["K2"], ["K1"])


def test_a_scope_made_by_hand_is_the_one_that_is_covered() -> None:
    made = report(piece("E1", ["K1"]), option="post")
    fewer = made.scope._replace(codes=made.scope.codes[:1])
    assert cover(made.standard, fewer, made.portfolio).total == Share(1, 1)
    assert cover(made.standard, made.scope, made.portfolio).total == Share(71, 1)


def test_an_option_of_another_standard_is_the_one_in_the_scope() -> None:
    standard = small(options=[{"key": "one", "title": "One"}])
    other = Option(key="one", title="Another")
    assert scope_of(standard, standard.options[0]).option is standard.options[0]
    assert scope_of(standard, other).option is other


COPIES: dict[str, Callable[[Standard], Standard]] = {
    "copy": copy.copy,
    "deep copy": copy.deepcopy,
    "model's copy": lambda standard: standard.model_copy(),
    "model's deep copy": lambda standard: standard.model_copy(deep=True),
    "pickled": lambda standard: pickle.loads(pickle.dumps(standard)),
}


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_is_the_same_and_forgets_what_was_worked_out(way: str) -> None:
    standard = small()
    before = (len(pickle.dumps(standard)), standard.model_dump(), repr(standard), Standard.model_json_schema())
    assert report(piece("E1", ["K1"]), of=standard).coverage.total == Share(1, 1)
    assert standard.worked_out
    assert standard == small()
    assert (len(pickle.dumps(standard)), standard.model_dump(), repr(standard), Standard.model_json_schema()) == before
    made = COPIES[way](standard)
    assert made == standard
    assert made.worked_out == {}
    assert standard.worked_out
    assert made.ksbs == standard.ksbs


@pytest.mark.parametrize("deep", [False, True])
def test_a_copy_with_another_field_has_its_own_scope(deep: bool) -> None:
    standard = small()
    assert _codes(standard) == ["K1"]
    other = standard.model_copy(update={"skills": {"S1": "How to copy."}}, deep=deep)
    assert _codes(other) == ["K1", "S1"]
    assert _codes(standard) == ["K1"]
