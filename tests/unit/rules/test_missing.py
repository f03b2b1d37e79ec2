"""KSB101."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

TWO = small(knowledge={"K1": "A text.", "K2": "A text."})
PORTFOLIO = """\
standard: ST0001
evidence:
  - {{id: E1, title: Piece, status: {status}, ksbs: [K1]}}
  - {{id: E2, title: Piece, status: draft, ksbs: [K1, K2]}}
  - {{id: E3, title: Piece, ksbs: [K2]}}
"""


def _missing(message: str, ksb: str) -> Diagnostic:
    return Diagnostic("KSB101", Severity.NOTE, message, "portfolio.yaml", ksb=ksb)


@pytest.mark.parametrize("status", ["submitted", "accepted"])
def test_counted_piece_is_enough(status: str) -> None:
    assert found("KSB101", PORTFOLIO.format(status=status), of=TWO) == []


def test_planned_pieces_are_named() -> None:
    message = "K1 has no evidence yet; planned in E1, E2"
    assert found("KSB101", PORTFOLIO.format(status="planned"), of=TWO) == [_missing(message, "K1")]


def test_referred_piece_is_not_named() -> None:
    message = "K1 has no evidence yet; planned in E2"
    assert found("KSB101", PORTFOLIO.format(status="referred"), of=TWO) == [_missing(message, "K1")]


def test_ksb_that_nobody_claims() -> None:
    text = "standard: ST0001\nevidence: []\n"
    assert found("KSB101", text, of=TWO) == [
        _missing("K1 has no evidence yet", "K1"),
        _missing("K2 has no evidence yet", "K2"),
    ]


def test_thin_ksb_is_not_missing() -> None:
    assert found("KSB101", PORTFOLIO.format(status="accepted"), of=TWO, min_evidence=2) == []


def test_ksb_of_another_option_is_not_missing() -> None:
    codes = {diagnostic.ksb for diagnostic in found("KSB101", "standard: ST0792\noption: post\nevidence: []\n")}
    assert len(codes) == 71
    assert "K15" not in codes
