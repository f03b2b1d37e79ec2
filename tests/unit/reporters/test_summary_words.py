"""What a summary says in words: the facts that it tells come from the portfolio as it was written here."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from checking import piece, report, small
from facts import scope

from ksbcheck.config.policy import Policy
from ksbcheck.reporters import summary_words as words
from ksbcheck.share import Share
from ksbcheck.summary.build import summarise
from ksbcheck.summary.model import SmallestSet, Summary, Tally

TODAY = date(2025, 3, 10)
ENOUGH = "enough to keep today's coverage"
MOST_18 = "The policy takes at most 18 pieces."
FOUR = {"knowledge": {f"K{number}": f"Text {number}." for number in range(1, 5)}}


def _summary(*evidence: dict[str, Any], policy: Policy | None = None, **fields: Any) -> Summary:
    return summarise(report(*evidence, **{"of": small(**FOUR), **fields}), TODAY, policy=policy)


def test_dates_are_told_as_far_as_they_are_known() -> None:
    apprentice = {"start_date": "2024-01-15", "planned_gateway": "2025-07-15"}
    assert words.dates(_summary()) == "as of 2025-03-10"
    assert words.dates(_summary(apprentice=apprentice)) == (
        "start 2024-01-15 · planned gateway 2025-07-15 · as of 2025-03-10"
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ""),
        ({"source": {"url": "https://a.example"}}, ""),
        ({"source": {"publisher": "A body"}}, "The standard's texts are from: A body."),
        ({"licence": {"name": "A licence"}}, "A licence"),
        (
            {"source": {"publisher": "A body"}, "licence": {"name": "A licence", "attribution": "© A body."}},
            "The standard's texts are from: A body. A licence: © A body.",
        ),
    ],
)
def test_whose_the_texts_are_is_told_as_the_standard_says_it(fields: dict[str, Any], told: str) -> None:
    assert words.whose_texts(_summary(of=small(**fields))) == told


@pytest.mark.parametrize(
    ("thin", "planned", "missing", "told"),
    [
        (0, 0, 0, "no gaps"),
        (0, 0, 1, "1 gap: 1 missing"),
        (2, 0, 1, "3 gaps: 2 thin, 1 missing"),
        (1, 2, 3, "6 gaps: 1 thin, 2 planned, 3 missing"),
    ],
)
def test_gaps_are_told_by_what_they_are(thin: int, planned: int, missing: int, told: str) -> None:
    assert words.gaps(Tally(Share(9, 3), Share(9, 1), thin, planned, missing)) == told


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        (1, "asks for 50.0 %; 25.0 % is covered, which is behind."),
        (2, "asks for 50.0 %; 50.0 % is covered, which is not behind."),
    ],
)
def test_the_line_is_told_with_what_there_is(claims: int, told: str) -> None:
    # As many days have passed as are left.
    apprentice = {"start_date": "2025-03-05", "planned_gateway": "2025-03-15"}
    made = _summary(piece("E1", [f"K{number}" for number in range(1, claims + 1)]), apprentice=apprentice)
    days = "On 2025-03-10 the line from 2025-03-05 to the planned gateway on 2025-03-15 "
    assert words.line_to_gateway(made) == days + told


@pytest.mark.parametrize("apprentice", [{}, {"start_date": "2025-01-01"}, {"planned_gateway": "2025-09-01"}])
def test_without_both_days_there_is_no_line(apprentice: dict[str, str]) -> None:
    told = words.line_to_gateway(_summary(piece("E1", ["K1"]), apprentice=apprentice))
    assert told == "There is no line to the gateway: it needs a start date, and a planned gateway after it."


@pytest.mark.parametrize(
    ("days", "undated", "told"),
    [
        (12, 0, ""),
        (13, 0, "Not shown: 1 earlier date."),
        (0, 1, "Not shown: 1 piece without a date."),
        (15, 2, "Not shown: 3 earlier dates and 2 pieces without a date."),
    ],
)
def test_what_is_not_shown_over_time_is_counted(days: int, undated: int, told: str) -> None:
    dated = [piece(f"E{day}", ["K1"], date=f"2024-05-{day:02}") for day in range(1, days + 1)]
    made = _summary(*dated, *(piece(f"U{number}", ["K1"]) for number in range(undated)))
    assert words.left_out_days(made) == told


@pytest.mark.parametrize(
    ("smallest", "told"),
    [
        (SmallestSet((), 0, 0, None), "Nothing is covered yet, so there is no coverage to keep."),
        (SmallestSet(("E1",), 1, 1, None), "The only piece that counts keeps today's coverage."),
        (SmallestSet(("E1", "E2"), 2, 2, None), "All 2 pieces that count are needed to keep today's coverage."),
        (SmallestSet(("E1", "E3"), 2, 3, None), f"2 of the 3 pieces that count are {ENOUGH}, and no fewer: E1, E3."),
        (
            SmallestSet(("E1",), 1, 3, 1),
            f"1 of the 3 pieces that count is {ENOUGH}, and no fewer: E1. The policy takes at most 1 piece.",
        ),
        (
            SmallestSet(("E1", "E3", "E4"), 2, 3, 18),
            f"3 of the 3 pieces that count are {ENOUGH}, and fewer than 2 are not: E1, E3, E4. {MOST_18}",
        ),
    ],
)
def test_smallest_set_is_told_with_how_sure_it_is(smallest: SmallestSet, told: str) -> None:
    assert words.smallest_set(_summary()._replace(smallest=smallest)) == told


def _told(summary: Summary) -> dict[str, tuple[str, ...]]:
    return dict(words.questions(summary))


def test_questions_of_a_portfolio_of_every_kind_of_weakness() -> None:
    pieces = [
        piece("E1", {"K1": "p. 1", "K2": "p. 2", "K9": None}, "accepted"),
        piece("E2", ["K1", "K3"]),
        piece("E3", ["K2", "K4"], "draft"),
    ]
    policy = Policy(min_evidence=2, max_ksbs_per_piece=2)
    assert _told(_summary(*pieces, policy=policy, min_evidence=2)) == {
        "2 KSBs thin: fewer pieces than asked for": ("1 of 2 pieces: K2, K3",),
        "1 KSB only planned": ("E3: K4",),
        "1 KSB without a locator": ("K3",),
        "2 KSBs resting on a single piece": ("E1: K2", "E2: K3"),
        "1 piece claiming more than 2 KSBs, the most that the policy takes": ("E1: 3 codes",),
        "1 problem in the file, listed at the end": (),
    }


def test_thin_ksbs_are_told_by_how_many_pieces_they_have() -> None:
    made = _summary(piece("E1", ["K1", "K2", "K4"]), piece("E2", ["K2"]), piece("E3", ["K2"]), min_evidence=4)
    assert _told(made)["3 KSBs thin: fewer pieces than asked for"] == (
        "1 of 4 pieces: K1, K4",
        "3 of 4 pieces: K2",
    )


def test_without_a_policy_many_is_a_quarter_of_the_scope() -> None:
    codes = sorted(scope("post"))
    made = summarise(report(piece("E1", codes[:17]), piece("E2", codes[:18]), option="post"), TODAY)
    assert _told(made)["1 piece claiming more than 17 KSBs"] == ("E2: 18 codes",)
    assert _told(made)["53 KSBs missing"] == (", ".join(entry.ksb.code for entry in made.report.coverage.gaps),)


def test_a_portfolio_without_weakness_asks_for_nothing() -> None:
    codes = dict.fromkeys(FOUR["knowledge"], "p. 1")
    assert _told(_summary(piece("E1", codes), piece("E2", codes), min_evidence=2)) == {}


@pytest.mark.parametrize(
    ("statuses", "minimum", "told"),
    [
        ([], 1, "missing"),
        (["draft"], 2, "planned"),
        (["submitted"], 1, "claimed"),
        (["submitted", "accepted"], 1, "accepted"),
        (["submitted", "accepted"], 2, "accepted, 2 pieces"),
        (["submitted"], 2, "claimed, thin: 1 of 2 pieces"),
    ],
)
def test_standing_tells_numbers_where_several_are_asked_for(statuses: list[str], minimum: int, told: str) -> None:
    pieces = [piece(f"E{number}", ["K1"], status) for number, status in enumerate(statuses)]
    assert words.standing(_summary(*pieces, min_evidence=minimum).ksbs[0]) == told


@pytest.mark.parametrize(
    ("locator", "status", "told"),
    [
        ("p. 2", "accepted", "E1 p. 2 (accepted)"),
        (None, "submitted", "E1 no locator (submitted)"),
        (None, "planned", "E1 (planned)"),
        ("p. 2", "referred", "E1 p. 2 (referred)"),
    ],
)
def test_claim_is_told_with_its_place_and_status(locator: str | None, status: str, told: str) -> None:
    ((claim,), *_) = (entry.claims for entry in _summary(piece("E1", {"K1": locator}, status)).ksbs)
    assert words.shown_in(claim) == told


def test_facts_and_claims_of_a_piece() -> None:
    pieces = [
        piece("E1", ["K2", "K1", "K99"], "accepted", date="2024-05-01", type="observation"),
        piece("E2", ["S1"], "referred"),
        piece("E3", ["K4"], "draft"),
    ]
    made = _summary(*pieces).pieces
    assert [words.facts(entry) for entry in made] == [
        "2024-05-01 · observation · accepted",
        "no date · no type · referred, does not count",
        "no date · no type · draft, does not count",
    ]
    assert [words.claims(entry) for entry in made] == [
        "2 KSBs: K1, K2; not in scope: K99",
        "no KSB in scope; not in scope: S1",
        "1 KSB: K4",
    ]
