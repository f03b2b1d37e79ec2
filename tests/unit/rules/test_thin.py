"""KSB102."""

from __future__ import annotations

from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

PORTFOLIO = """\
standard: ST0001
evidence:
  - {id: E1, title: Piece, ksbs: [K1]}
  - {id: E2, title: Piece, status: draft, ksbs: [K1]}
  - {id: E3, title: Piece, status: accepted, ksbs: [K1]}
"""


def test_as_many_pieces_as_asked_for_are_enough() -> None:
    assert found("KSB102", PORTFOLIO, of=small(), min_evidence=2) == []


def test_fewer_pieces_are_thin() -> None:
    message = "K1 has 2 of 3 pieces of evidence: E1, E3"
    assert found("KSB102", PORTFOLIO, of=small(), min_evidence=3) == [
        Diagnostic("KSB102", Severity.NOTE, message, "portfolio.yaml", ksb="K1")
    ]


def test_no_piece_is_missing_and_not_thin() -> None:
    assert found("KSB102", "standard: ST0001\nevidence: []\n", of=small(), min_evidence=2) == []
