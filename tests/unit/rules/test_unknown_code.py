"""KSB201."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

KINDS = small(knowledge={"K1": "A text.", "K2": "A text.", "K3": "A text."}, behaviours={"B1": "A text."})
PORTFOLIO = """\
standard: ST0001
evidence:
  - {{id: E1, title: Piece, ksbs: [K1, k2, B1]}}
  - id: E2
    title: Piece
    ksbs: {{K1: p. 1, "{code}": p. 2}}
"""


def test_codes_of_the_standard_are_known_in_any_case() -> None:
    assert found("KSB201", PORTFOLIO.format(code="b1"), of=KINDS) == []


def test_code_of_another_option_is_known() -> None:
    text = "standard: ST0792\noption: post\nevidence:\n  - {id: E1, title: Piece, ksbs: [K15]}\n"
    assert found("KSB201", text) == []


@pytest.mark.parametrize(
    ("written", "code", "hint"),
    [
        ("k1a", "K1A", "; did you mean 'K1'?"),
        ("B7", "B7", ", only B1"),
        ("K99", "K99", ", only K1 to K3"),
        ("K11", "K11", ", only K1 to K3; did you mean 'K1'?"),
        ("EB1", "EB1", "; did you mean 'B1'?"),
        ("KX9", "KX9", ""),
        ("7", "7", ""),
        ("x" * 100, "X" * 59 + "…", ""),
        ("two\\nlines ::error::", "TWO LINES : :ERROR: :", ""),
    ],
    ids=[
        "slip",
        "beyond the last",
        "far beyond the last",
        "slip beyond the last",
        "like two",
        "letters of no kind",
        "number",
        "long",
        "hostile",
    ],
)
def test_unknown_code(written: str, code: str, hint: str) -> None:
    message = f"ST0001 v1.0 has no KSB '{code}'{hint}"
    assert found("KSB201", PORTFOLIO.format(code=written), of=KINDS) == [
        Diagnostic("KSB201", Severity.ERROR, message, "portfolio.yaml", 6, 22, code)
    ]


def test_after_a_hundred_suggestions_there_are_no_more() -> None:
    text = f"standard: ST0001\nevidence:\n  - {{id: E1, title: Piece, ksbs: [{', '.join(['K1a'] * 101)}]}}\n"
    messages = [diagnostic.message for diagnostic in found("KSB201", text, of=KINDS)]
    assert messages == ["ST0001 v1.0 has no KSB 'K1A'; did you mean 'K1'?"] * 100 + ["ST0001 v1.0 has no KSB 'K1A'"]
