"""From a portfolio and a standard to a report."""

from __future__ import annotations

import pytest
from checking import report, small, st0792

from ksbcheck import UnusableFileError, check, load_portfolio
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.source import Source

CHOICES = (
    "film (Film, TV, Commercial, Short Form, Radio and Audio Production), "
    "post (Post Production, VFX and Animation Production)"
)
WITHOUT_OPTION = "standard: ST0792\nevidence: []\n"


def _with_option(option: str) -> str:
    return f"standard: ST0792\noption: {option}\nevidence: []\n"


def _refusal(text: str, asked: str | None = None) -> Diagnostic:
    with pytest.raises(UnusableFileError) as raised:
        check(load_portfolio(Source("portfolio.yaml", text.encode())), st0792(), option=asked)
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


@pytest.mark.parametrize("minimum", [0, -1])
def test_minimum_that_is_not_positive_is_refused(minimum: int) -> None:
    with pytest.raises(ValueError, match=r"^min_evidence is to be at least 1$"):
        report(of=small(), min_evidence=minimum)


def test_minimum_is_one_piece() -> None:
    file = load_portfolio(Source("portfolio.yaml", _with_option("post").encode()))
    assert {entry.needed for entry in check(file, st0792()).coverage.ksbs} == {1}


def test_report_holds_what_it_was_made_of() -> None:
    file = load_portfolio(Source("some/portfolio.yaml", _with_option("post").encode()))
    made = check(file, st0792())
    assert made.path == "some/portfolio.yaml"
    assert made.portfolio is file.portfolio
    assert made.standard is st0792()
    assert made.coverage.total.required == len(made.scope.codes) == 71


@pytest.mark.parametrize(
    ("text", "asked", "chosen"),
    [
        (_with_option("post"), None, "post"),
        (_with_option("vfx"), None, "post"),
        (WITHOUT_OPTION, "film", "film"),
        (_with_option("post"), "film", "film"),
        (_with_option("nonsense"), "film", "film"),
    ],
    ids=["the file's", "the file's in part", "asked for", "asked for wins", "asked for wins over nonsense"],
)
def test_option(text: str, asked: str | None, chosen: str) -> None:
    option = check(load_portfolio(Source("portfolio.yaml", text.encode())), st0792(), option=asked).scope.option
    assert option is not None
    assert option.key == chosen


def test_standard_without_options_needs_none() -> None:
    assert report(of=small()).scope.option is None


def test_no_option_at_all_is_refused_without_a_line() -> None:
    refusal = _refusal(WITHOUT_OPTION)
    assert refusal == Diagnostic("KSB301", Severity.ERROR, refusal.message, "portfolio.yaml")
    assert refusal.message.startswith("ST0792 v1.1 has options; ")
    assert refusal.message.endswith(f": {CHOICES}")


def test_unknown_option_of_the_file_is_refused_at_its_place() -> None:
    message = f"'nonsense' is not an option of ST0792 v1.1; choose one: {CHOICES}"
    assert _refusal(_with_option("nonsense")) == Diagnostic("KSB301", Severity.ERROR, message, "portfolio.yaml", 2, 9)


@pytest.mark.parametrize("text", [WITHOUT_OPTION, _with_option("post")], ids=["no option", "a good option"])
def test_unknown_option_asked_for_is_refused_whatever_the_file_says(text: str) -> None:
    message = f"'production' could be several options of ST0792 v1.1; choose one: {CHOICES}"
    assert _refusal(text, "production") == Diagnostic("KSB301", Severity.ERROR, message, "--option")


def test_option_asked_for_where_there_are_none_is_refused() -> None:
    with pytest.raises(UnusableFileError) as raised:
        report(of=small(), option="post")
    assert raised.value.diagnostics == (Diagnostic("KSB301", Severity.ERROR, "ST0001 v1.0 has no options", "--option"),)


MIXED = """\
standard: ST0001
apprentice: {start_date: 2024-01-15}
evidence:
  - {id: E1, title: Piece, date: 2023-01-15, ksbs: [K10, K99, k99]}
  - {id: E1, title: Piece, ksbs: []}
"""


def _mixed_report() -> list[tuple[int | None, int | None, str, str | None]]:
    standard = small(knowledge={f"K{number}": "A text." for number in range(1, 12)}, skills={"S1": "A text."})
    made = check(load_portfolio(Source("portfolio.yaml", MIXED.encode())), standard)
    return [(found.line, found.column, found.code, found.ksb) for found in made.diagnostics]


def test_diagnostics_are_by_line_column_code_and_ksb() -> None:
    missing = [*(f"K{number}" for number in range(1, 10)), "K11", "S1"]
    assert _mixed_report() == [
        *((None, None, "KSB101", code) for code in missing),
        (4, 34, "KSB207", None),
        (4, 58, "KSB201", "K99"),
        (4, 63, "KSB201", "K99"),
        (4, 63, "KSB204", "K99"),
        (5, 10, "KSB203", None),
        (5, 34, "KSB205", None),
    ]


def test_problems_are_what_is_not_about_coverage() -> None:
    standard = small(knowledge={"K1": "A text.", "K2": "A text."})
    text = "standard: ST0001\nevidence:\n  - {id: E1, title: Piece, ksbs: [K1, K99]}\n"
    made = check(load_portfolio(Source("portfolio.yaml", text.encode())), standard, min_evidence=2)
    assert [found.code for found in made.diagnostics] == ["KSB101", "KSB102", "KSB201"]
    assert [found.code for found in made.problems] == ["KSB201"]


def _findings(count: int) -> list[tuple[str, int | None, str]]:
    codes = ", ".join(f"K{number}" for number in range(2, count + 2))
    text = f"standard: ST0001\nevidence:\n  - {{id: E1, title: Piece, ksbs: [K1, {codes}]}}\n"
    made = check(load_portfolio(Source("portfolio.yaml", text.encode())), small())
    return [(found.code, found.line, found.message) for found in made.diagnostics]


def test_of_one_rule_a_thousand_findings_are_held() -> None:
    findings = _findings(1000)
    assert len(findings) == 1000
    assert all((code, line) == ("KSB201", 3) for code, line, _ in findings)


def test_beyond_a_thousand_findings_of_one_rule_it_says_that_there_are_more() -> None:
    first, *others = _findings(1001)
    assert first == ("KSB201", None, "there are more than 1000 findings of this kind; the rest is left out")
    assert others == _findings(1000)
