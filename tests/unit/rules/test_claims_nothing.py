"""KSB205."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

PORTFOLIO = """\
standard: ST0001
evidence:
  - {{id: E1, title: Piece, ksbs: [K1]}}
  - id: E2
    title: Piece
    ksbs: {ksbs}
"""


@pytest.mark.parametrize("ksbs", ["[K1]", "{K1: p. 1}", "[K99]"])
def test_piece_that_claims_something(ksbs: str) -> None:
    assert found("KSB205", PORTFOLIO.format(ksbs=ksbs), of=small()) == []


@pytest.mark.parametrize("ksbs", ["[]", "{}"])
def test_piece_that_claims_nothing(ksbs: str) -> None:
    assert found("KSB205", PORTFOLIO.format(ksbs=ksbs), of=small()) == [
        Diagnostic("KSB205", Severity.WARNING, "E2 claims no KSB", "portfolio.yaml", 6, 11)
    ]
