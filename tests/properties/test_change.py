"""What changed between any two portfolios, against set arithmetic over their pieces."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from checking import small
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import portfolio

from ksbcheck.change import Before
from ksbcheck.load import load_portfolio
from ksbcheck.report import check
from ksbcheck.source import Source

if TYPE_CHECKING:
    from ksbcheck.change import Change
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.report import Report

Portfolio = list[dict[str, Any]]

CODES = [f"K{number}" for number in range(1, 6)]
STANDARD = small(knowledge=dict.fromkeys(CODES, "How to test."))
COUNTED = {"submitted", "accepted"}

pieces = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["E1", "E2", "E3", "E4", "E5"]),
        "title": st.sampled_from(["A plan", "A schedule", "A budget"]),
        "status": st.sampled_from(["planned", "draft", "submitted", "accepted", "referred"]),
        "ksbs": st.lists(st.sampled_from([*CODES, "K8", "K9"]), max_size=4),
        "files": st.lists(st.sampled_from(["a.txt", "b.txt"]), max_size=2, unique=True),
    }
)
portfolios = st.lists(pieces, max_size=6)
minima = st.integers(1, 3)
usual = settings(max_examples=150)


def file(evidence: Portfolio) -> PortfolioFile:
    text = portfolio(*evidence, standard="ST0001 v1.0", option=None)
    return load_portfolio(Source("portfolio.yaml", text.encode()))


def report(then: Portfolio, now: Portfolio, minimum: int = 1) -> Report:
    before = Before("HEAD~1", file=file(then))
    return check(file(now), STANDARD, before=before, min_evidence=minimum, every_rule=True)


def changed(then: Portfolio, now: Portfolio, minimum: int = 1) -> Change:
    change = report(then, now, minimum).change
    assert change
    return change


def counts(evidence: Portfolio) -> Counter[str]:
    """Return how many ids there are for each code in pieces that count."""
    pairs = {(code, piece["id"]) for piece in evidence if piece["status"] in COUNTED for code in piece["ksbs"]}
    return Counter(code for code, _ in pairs)


@usual
@given(portfolios, portfolios, minima)
def test_gained_lost_and_thinner_are_differences_of_sets(then: Portfolio, now: Portfolio, minimum: int) -> None:
    old, new = counts(then), counts(now)
    covered_then, covered_now = ({code for code in CODES if count[code] >= minimum} for count in (old, new))
    fewer = {code for code in CODES if new[code] < old[code]}
    change = changed(then, now, minimum)
    assert set(change.gained) == covered_now - covered_then
    assert set(change.lost) == covered_then - covered_now
    assert set(change.thinner) == fewer - set(change.lost)
    for codes in (change.gained, change.lost, change.thinner):
        assert list(codes) == sorted(set(codes))


@usual
@given(portfolios, portfolios, minima)
def test_every_loss_is_a_finding(then: Portfolio, now: Portfolio, minimum: int) -> None:
    made = report(then, now, minimum)
    assert made.change
    told = {found.ksb for found in made.diagnostics if found.code == "KSB106"}
    assert told == {*made.change.lost, *made.change.thinner}


@usual
@given(portfolios, portfolios)
def test_the_way_back_is_the_opposite(then: Portfolio, now: Portfolio) -> None:
    there, back = changed(then, now), changed(now, then)
    assert (there.gained, there.lost) == (back.lost, back.gained)
    assert (len(there.new), len(there.fixed)) == (len(back.fixed), len(back.new))


@usual
@given(portfolios)
def test_against_itself_nothing_changed(same: Portfolio) -> None:
    assert not any(changed(same, same)[1:4])
    assert not any(changed(same, same).pieces)
    assert not any(changed(same, same)[5:])


@usual
@given(portfolios, portfolios)
def test_findings_add_up(then: Portfolio, now: Portfolio) -> None:
    def problems(report: Report) -> int:
        return sum(not found.code.startswith("KSB1") for found in report.diagnostics)

    change = changed(then, now)
    before, after = (problems(check(file(evidence), STANDARD, every_rule=True)) for evidence in (then, now))
    assert before - len(change.fixed) + len(change.new) == after


@usual
@given(portfolios, portfolios)
def test_pieces_add_up(then: Portfolio, now: Portfolio) -> None:
    old, new = ({piece["id"] for piece in evidence} for evidence in (then, now))
    pieces = changed(then, now).pieces
    gone, come = ({ids[side] for ids in pieces.renamed} for side in (0, 1))
    assert len(gone) == len(come) == len(pieces.renamed)
    assert {*pieces.removed, *gone} == old - new
    assert {*pieces.added, *come} == new - old
    assert gone.isdisjoint(pieces.removed)
    assert come.isdisjoint(pieces.added)


@usual
@given(portfolios)
def test_new_ids_alone_lose_nothing(then: Portfolio) -> None:
    now = [{**piece, "id": f"N{piece['id']}"} for piece in then]
    change = changed(then, now)
    assert (change.gained, change.lost, change.thinner) == ((), (), ())
