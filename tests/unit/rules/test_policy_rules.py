"""KSB208 to 213 and KSB216: what a policy asks of pieces. What they find where is in ``tests/rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from checking import found, small

from ksbcheck import check, load_portfolio
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDARD = small(knowledge={"K1": "A text.", "K2": "A text."})
PORTFOLIO = """\
standard: ST0001
evidence:
  - id: E1
    title: Piece
    type: Work product
    ksbs: [K1, K2]
  - id: E2
    title: Piece
    status: accepted
    ksbs: {K1: p. 2}
"""
STRICT: dict[str, Any] = {
    "files": True,
    "locators": True,
    "types": ["work produce", "observation"],
    "forbidden_types": ["WORK - PRODUCT"],
    "max_ksbs_per_piece": 1,
}
CODES = ("KSB208", "KSB209", "KSB210", "KSB211", "KSB212", "KSB213", "KSB216")


def _found(code: str, **policy: Any) -> list[Diagnostic]:
    return found(code, PORTFOLIO, of=STANDARD, policy=policy)


def _messages(diagnostics: Iterable[Diagnostic]) -> list[str]:
    return [diagnostic.message for diagnostic in diagnostics]


@pytest.mark.parametrize("code", CODES)
def test_an_empty_policy_asks_for_nothing(code: str) -> None:
    assert _found(code) == []


def test_without_a_configuration_nothing_is_asked() -> None:
    report = check(load_portfolio(Source("portfolio.yaml", PORTFOLIO.encode())), STANDARD, every_rule=True)
    assert not {diagnostic.code for diagnostic in report.diagnostics} & {*CODES, "KSB104", "KSB105"}


@pytest.mark.parametrize(
    ("code", "messages"),
    {
        "KSB208": ["E1 has no files, and the policy asks for them", "E2 has no files, and the policy asks for them"],
        "KSB209": [
            "the claim of K1 has no locator; the policy asks where E1 shows it",
            "the claim of K2 has no locator; the policy asks where E1 shows it",
        ],
        "KSB212": ["E1 is of the type 'Work product', which the policy forbids"],
        "KSB213": ["E2 has no type; the policy knows work produce, observation"],
        "KSB216": ["E1 claims 2 KSBs, and the policy takes at most 1 for one piece"],
    }.items(),
)
def test_messages(code: str, messages: list[str]) -> None:
    assert _messages(_found(code, **STRICT)) == messages


def test_a_claim_without_a_locator_is_told_with_its_ksb_at_its_place() -> None:
    message = "the claim of K2 has no locator; the policy asks where E1 shows it"
    expected = Diagnostic("KSB209", Severity.WARNING, message, "portfolio.yaml", 6, 16, "K2")
    assert _found("KSB209", locators=True)[1] == expected


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ({"min_pieces": 2, "max_pieces": 2}, []),
        ({"min_pieces": 3}, ["2 pieces count, and the policy asks for at least 3"]),
        ({"max_pieces": 1}, ["2 pieces count, and the policy asks for at most 1"]),
        ({"max_pieces": 0}, ["2 pieces count, and the policy asks for at most 0"]),
    ],
)
def test_the_limits_themselves_are_within(policy: dict[str, int], told: list[str]) -> None:
    assert _messages([*_found("KSB210", **policy), *_found("KSB211", **policy)]) == told


def test_one_piece() -> None:
    text = "standard: ST0001\nevidence:\n  - {id: E1, title: Piece, ksbs: [K1]}\n"
    assert _messages(found("KSB210", text, of=STANDARD, policy={"min_pieces": 2})) == [
        "1 piece counts, and the policy asks for at least 2"
    ]


def test_an_unknown_type_comes_with_a_suggestion() -> None:
    assert _messages(_found("KSB213", types=["Work produce"])) == [
        "E1 is of the type 'Work product', which the policy does not know; did you mean 'Work produce'?",
        "E2 has no type; the policy knows Work produce",
    ]


def test_forbidden_types_are_an_error() -> None:
    (diagnostic,) = _found("KSB212", forbidden_types=["work_product"])
    assert (diagnostic.severity, diagnostic.line, diagnostic.column) == (Severity.ERROR, 5, 11)


@pytest.mark.parametrize("types", [[], ["work product"]])
def test_without_types_none_is_unknown(types: list[str]) -> None:
    told = ["E2 has no type; the policy knows work product"] if types else []
    assert _messages(_found("KSB213", types=types)) == told
