"""KSB202."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

PORTFOLIO = """\
standard: ST0792
option: {option}
evidence:
  - {{id: E1, title: Piece, ksbs: [K1, K34, K30, K99]}}
  - id: E2
    title: Piece
    ksbs:
      K2: p. 1
      k15: p. 2
"""


@pytest.mark.parametrize(
    ("option", "message", "line", "column", "code"),
    [
        ("post", "K15 belongs to the option 'film', not to 'post'", 9, 7, "K15"),
        ("film", "K30 belongs to the option 'post', not to 'film'", 4, 44, "K30"),
    ],
)
def test_ksb_of_the_other_option_alone(option: str, message: str, line: int, column: int, code: str) -> None:
    assert found("KSB202", PORTFOLIO.format(option=option)) == [
        Diagnostic("KSB202", Severity.WARNING, message, "portfolio.yaml", line, column, code)
    ]


def test_all_options_that_own_it_are_named() -> None:
    standard = small(
        options=[{"key": key, "title": key.upper()} for key in ("a", "b", "c")],
        ksb_lists=[{"options": ["a", "c"], "ksbs": ["K1"]}],
    )
    text = "standard: ST0001\noption: b\nevidence:\n  - {id: E1, title: Piece, ksbs: [K1]}\n"
    message = "K1 belongs to the option 'a' and 'c', not to 'b'"
    assert [diagnostic.message for diagnostic in found("KSB202", text, of=standard)] == [message]


def test_nothing_is_out_of_a_scope_that_is_not_published() -> None:
    standard = small(options=[{"key": "a", "title": "A"}, {"key": "b", "title": "B"}])
    text = "standard: ST0001\noption: b\nevidence:\n  - {id: E1, title: Piece, ksbs: [K1]}\n"
    assert found("KSB202", text, of=standard) == []


def test_nothing_is_out_of_scope_without_options() -> None:
    text = "standard: ST0001\nevidence:\n  - {id: E1, title: Piece, ksbs: [K1]}\n"
    assert found("KSB202", text, of=small()) == []
