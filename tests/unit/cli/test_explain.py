"""``ksbcheck explain`` of what is no KSB."""

from __future__ import annotations

from pathlib import Path

import pytest

from ksbcheck.cli.entry import run
from ksbcheck.codes import MEANINGS
from ksbcheck.rules import RULES

EXAMPLES = Path(__file__).parent.parent.parent.parent / "examples"


@pytest.mark.parametrize("code", RULES)
def test_a_rule(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", f" {code.lower()} "]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{code}  {RULES[code].severity} of ")
    assert " ".join(out.split()).endswith(" ".join(RULES[code].page.split()))
    assert err == ""


@pytest.mark.parametrize("code", MEANINGS)
def test_another_code(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", code]) == 0
    assert " ".join(capsys.readouterr().out.split()) == f"{code} {' '.join(MEANINGS[code].split())}"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("KSB260", "no finding has the code 'KSB260'; did you mean 'KSB206'?"),
        ("ksb2066", "no finding has the code 'ksb2066'; did you mean 'KSB206'?"),
        ("KSB\x1b[31m", r"no finding has the code 'KSB\x1b[31m'"),
        ("KBS206", "ST0792 v1.1 has no KSB 'KBS206'; did you mean 'KSB206'?"),
    ],
)
def test_a_code_that_is_not_there(code: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", code]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_a_rule_needs_no_standard(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "KSB206", "--standard", "ST9999"]) == 0
    assert capsys.readouterr().err == ""


def test_nothing_is_wrong_in_the_complete_example(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(EXAMPLES / "complete_film.yaml")
    assert run(["check", path, "--today", "2025-07-01"]) == 0
    assert capsys.readouterr().out.endswith("1 portfolio · nothing wrong\n")
