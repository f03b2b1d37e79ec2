"""KSB207."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

PORTFOLIO = """\
standard: ST0001
apprentice: {apprentice}
evidence:
  - {{id: E1, title: Piece, date: 2024-03-02, ksbs: [K1]}}
  - {{id: E2, title: Piece, ksbs: [K1]}}
  - {{id: E3, title: Piece, date: {date}, ksbs: [K1]}}
"""
START = "{start_date: 2024-01-15}"


@pytest.mark.parametrize("date", ["2024-01-15", "2024-01-16", "2030-01-01"])
def test_date_on_or_after_the_start(date: str) -> None:
    assert found("KSB207", PORTFOLIO.format(apprentice=START, date=date), of=small()) == []


def test_without_a_start_date_no_date_is_too_early() -> None:
    assert found("KSB207", PORTFOLIO.format(apprentice="{name: A}", date="1999-12-31"), of=small()) == []


def test_date_before_the_start() -> None:
    message = "E3 is dated 2024-01-14, before the programme's start on 2024-01-15"
    assert found("KSB207", PORTFOLIO.format(apprentice=START, date="2024-01-14"), of=small()) == [
        Diagnostic("KSB207", Severity.WARNING, message, "portfolio.yaml", 6, 34)
    ]
