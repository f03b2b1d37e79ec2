"""KSB304."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck import load_portfolio
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.load import Origin
from ksbcheck.report import check
from ksbcheck.source import Source


def _portfolio(standard: str) -> str:
    return f"standard: {standard}\nevidence: []\n"


@pytest.mark.parametrize("name", ["ST0001", "ST0001 v1.0", "st0001_v1_0", "ST0001 1.0"])
def test_the_same_standard_in_other_words(name: str) -> None:
    assert found("KSB304", _portfolio(name), of=small()) == []


def test_a_standard_that_the_portfolio_names_itself_by_a_path() -> None:
    file = load_portfolio(Source("portfolio.yaml", _portfolio("our own.yaml").encode()))
    report = check(file, small(), origin=Origin("our own.yaml", named=True, differs=False))
    assert report.diagnostics == check(file, small()).diagnostics[:-1]


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ("ST0792", "ST0792"),
        ("ST0001 v1.1", "ST0001 v1.1"),
        ("our own.yaml", "our own.yaml"),
        ("x" * 100, "x" * 59 + "…"),
    ],
    ids=["another", "another version", "no name", "long"],
)
def test_another_standard(named: str, shown: str) -> None:
    message = f"the portfolio names the standard '{shown}'; this is for ST0001 v1.0, as asked"
    assert found("KSB304", _portfolio(named), of=small()) == [
        Diagnostic("KSB304", Severity.NOTE, message, "portfolio.yaml", 1, 11)
    ]
