"""KSB204."""

from __future__ import annotations

from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

TWO = small(knowledge={"K1": "A text.", "K2": "A text."})
GOOD = """\
standard: ST0001
evidence:
  - {id: E1, title: Piece, ksbs: [K1, K2]}
  - {id: E2, title: Piece, ksbs: {K1: pp. 2 and 7}}
"""
BAD = """\
standard: ST0001
evidence:
  - {id: E1, title: Piece, ksbs: [K1, K2, k1, K1]}
  - id: E2
    title: Piece
    ksbs:
      K2: p. 1
      k2: p. 2
      K99: p. 3
      k99:
"""


def _twice(piece: str, ksb: str, line: int, column: int) -> Diagnostic:
    message = f"{piece} claims {ksb} twice; it counts once"
    return Diagnostic("KSB204", Severity.WARNING, message, "portfolio.yaml", line, column, ksb)


def test_two_pieces_may_claim_one_ksb() -> None:
    assert found("KSB204", GOOD, of=TWO) == []


def test_each_later_claim_of_a_piece_is_told() -> None:
    assert found("KSB204", BAD, of=TWO) == [
        _twice("E1", "K1", 3, 43),
        _twice("E1", "K1", 3, 47),
        _twice("E2", "K2", 8, 7),
        _twice("E2", "K99", 10, 7),
    ]
