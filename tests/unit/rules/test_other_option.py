"""KSB303."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity


def _portfolio(option: str) -> str:
    return f"standard: ST0792\noption: {option}\nevidence: []\n"


@pytest.mark.parametrize("option", ["post", "POST", "vfx", "Post Production, VFX & Animation Production"])
def test_the_same_option_in_other_words(option: str) -> None:
    assert found("KSB303", _portfolio(option), option="post") == []


def test_option_that_only_the_portfolio_names() -> None:
    assert found("KSB303", _portfolio("film")) == []


def test_option_that_only_the_caller_names() -> None:
    assert found("KSB303", "standard: ST0792\nevidence: []\n", option="film") == []


@pytest.mark.parametrize(
    ("named", "shown"),
    [("film", "film"), ("nonsense", "nonsense"), ("production", "production"), ("x" * 100, "x" * 59 + "…")],
    ids=["the other", "none", "either", "long"],
)
def test_another_option(named: str, shown: str) -> None:
    message = f"the portfolio names the option '{shown}'; this is for the option 'post', as asked"
    assert found("KSB303", _portfolio(named), option="post") == [
        Diagnostic("KSB303", Severity.NOTE, message, "portfolio.yaml", 2, 9)
    ]


def test_option_of_a_standard_without_options() -> None:
    text = "standard: ST0001\noption: film\nevidence: []\n"
    message = "the portfolio names the option 'film'; ST0001 v1.0 has none"
    assert found("KSB303", text, of=small()) == [Diagnostic("KSB303", Severity.NOTE, message, "portfolio.yaml", 2, 9)]
