"""KSB203."""

from __future__ import annotations

from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

PORTFOLIO = """\
standard: ST0001
evidence:
  - {id: E1, title: Piece, ksbs: [K1]}
  - title: Piece
    id: E2
    ksbs: [K1]
  - title: Piece
    ksbs: [K1]
    id: E2
  - {id: e1, title: Piece, ksbs: [K1]}
  - {title: Piece, id: E2, ksbs: [K1]}
"""


def test_ids_that_differ_are_fine() -> None:
    text = "standard: ST0001\nevidence:\n  - {id: E1, title: A, ksbs: [K1]}\n  - {id: e1, title: A, ksbs: [K1]}\n"
    assert found("KSB203", text, of=small()) == []


def test_each_later_piece_is_told_with_the_line_of_the_first() -> None:
    message = "the id 'E2' is taken by the piece on line 5; they count as one"
    assert found("KSB203", PORTFOLIO, of=small()) == [
        Diagnostic("KSB203", Severity.ERROR, message, "portfolio.yaml", 9, 9),
        Diagnostic("KSB203", Severity.ERROR, message, "portfolio.yaml", 11, 24),
    ]
