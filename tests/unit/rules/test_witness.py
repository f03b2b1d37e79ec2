"""KSB214 and KSB215."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

STANDARD = small(knowledge={"K1": "A text.", "K2": "A text."})
PORTFOLIO = """\
standard: ST0001
evidence:
  - id: E1
    title: Piece
    type: {type}
    status: {status}
    ksbs: [K2, K1, k2]
"""


def _found(code: str, type: str = "witness testimony", status: str = "submitted", more: str = "") -> list[Diagnostic]:  # noqa: A002
    return found(code, PORTFOLIO.format(type=type, status=status) + more, of=STANDARD)


@pytest.mark.parametrize("type", ["witness statement", "Testimony", "expert-witness"])
@pytest.mark.parametrize("status", ["submitted", "accepted"])
def test_testimony_without_a_date(type: str, status: str) -> None:  # noqa: A002
    message = "E1 is a witness testimony without a date"
    assert _found("KSB214", type, status) == [Diagnostic("KSB214", Severity.WARNING, message, "portfolio.yaml", 3, 5)]


@pytest.mark.parametrize("status", ["planned", "draft", "referred"])
@pytest.mark.parametrize("code", ["KSB214", "KSB215"])
def test_testimony_that_does_not_count(code: str, status: str) -> None:
    assert _found(code, status=status) == []


@pytest.mark.parametrize("code", ["KSB214", "KSB215"])
def test_what_is_no_testimony(code: str) -> None:
    assert _found(code, "employer statement") == []


def test_all_the_ksbs_of_a_testimony_are_one_finding() -> None:
    message = "nothing but witness testimony shows K2, K1; add evidence of the work"
    assert _found("KSB215") == [Diagnostic("KSB215", Severity.WARNING, message, "portfolio.yaml", 3, 5)]


@pytest.mark.parametrize(
    ("piece", "alone"),
    [
        ("type: work product, ksbs: [k1]", "K2"),
        ("ksbs: [K1, K2]", None),
        ("status: accepted, ksbs: [K1, K2]", None),
        ("status: planned, ksbs: [K1, K2]", "K2, K1"),
        ("status: referred, ksbs: [K1, K2]", "K2, K1"),
    ],
)
def test_other_pieces_that_count_show_it_too(piece: str, alone: str | None) -> None:
    diagnostics = _found("KSB215", more=f"  - {{id: E2, title: Piece, {piece}}}\n")
    told = f"nothing but witness testimony shows {alone}; add evidence of the work"
    assert [diagnostic.message for diagnostic in diagnostics] == ([told] if alone else [])


def test_ksbs_that_are_not_in_scope_need_no_evidence() -> None:
    text = "standard: ST0792\noption: post\nevidence:\n  - {id: E1, title: P, type: testimony, ksbs: [K15, K99]}\n"
    assert found("KSB215", text) == []
