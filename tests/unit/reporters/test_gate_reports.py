"""A run over many portfolios as text, JSON and Markdown: what only many, a configuration or a threshold bring."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, small, st0792
from gates import HOSTILE, held
from markdown_it import MarkdownIt

from ksbcheck.config.model import Waiver
from ksbcheck.diagnostic import MOST_TOLD, Diagnostic, Severity
from ksbcheck.gate import Gate, Outcome
from ksbcheck.printable import printable
from ksbcheck.reporters import GATE_REPORTERS
from ksbcheck.reporters.layout import cells
from ksbcheck.waivers import Waived

if TYPE_CHECKING:
    from ksbcheck.report import Report

SMALL = small(knowledge={"K1": "How to test.", "K2": "Why to test."})
UNREADABLE = Outcome("bad.yaml", None, (Diagnostic("KSB002", Severity.ERROR, "no YAML", "bad.yaml", 1, 2),))
FAULT = Diagnostic("KSB901", Severity.WARNING, "no use", "c.toml", 3, 4)
WAIVED = Waived(
    Diagnostic("KSB206", Severity.ERROR, "not there", "p.yaml", 7, 8, None, "E1"),
    Waiver(code="KSB206", reason="on paper", expires=date(2030, 1, 2)),
)


def made(path: str = "p.yaml", config_path: str | None = None, **more: Any) -> Report:
    report = held(piece("E1", ["K1"]), of=SMALL, path=path)
    return report._replace(config_path=config_path, **more)


def gate(*reports: Report, faults: tuple[Diagnostic, ...] = ()) -> Gate:
    return Gate(tuple(Outcome(report.path, report, report.diagnostics) for report in reports), faults)


def text(run: Gate, width: int = 80) -> list[str]:
    return GATE_REPORTERS["text"](run, width).splitlines()


def markdown(run: Gate) -> list[str]:
    return GATE_REPORTERS["markdown"](run, 80).splitlines()


def content(run: Gate) -> Any:
    return json.loads(GATE_REPORTERS["json"](run, 80))


def test_each_portfolio_is_told_and_then_the_sum() -> None:
    run = Gate((*gate(made("a.yaml"), made("b.yaml")).outcomes, UNREADABLE), (FAULT,))
    assert text(run) == [
        "a.yaml  ST0001 v1.0 · 1 piece · 1 of 2 KSBs covered (50.0 %)",
        "  note    1 gap: K2",
        "",
        "b.yaml  ST0001 v1.0 · 1 piece · 1 of 2 KSBs covered (50.0 %)",
        "  note    1 gap: K2",
        "",
        "bad.yaml  cannot be used",
        "  error   bad.yaml:1:2 KSB002 no YAML",
        "",
        "  warning c.toml:3:4 KSB901 no use",
        "",
        "3 portfolios · 1 error · 1 warning · 2 notes · 1 cannot be used",
    ]


def test_where_gaps_are_errors_they_are_told_as_such() -> None:
    run = gate(held(piece("E1", ["K1"]), of=SMALL, config={"severity": {"KSB101": "error"}}))
    assert "  error   1 gap: K2" in text(run)


def test_where_gaps_are_not_asked_for_they_are_not_told() -> None:
    assert not [
        line for line in text(gate(held(piece("E1", ["K1"]), of=SMALL, config={"ignore": ["KSB1"]}))) if "gap" in line
    ]


def test_the_option_is_told() -> None:
    assert text(gate(held(piece("E1", ["K1"]), of=st0792(), option="post")))[0].startswith(
        "portfolio.yaml  ST0792 v1.1 post · "
    )


def test_which_configuration_was_used_is_told() -> None:
    assert text(gate(made(config_path="c.toml")))[-2:] == ["configuration c.toml", "1 portfolio · 1 note"]
    several = gate(made("a", "x/c.toml"), made("b", "x/c.toml"), made("c", "c.toml"), made("d"))
    assert text(several)[-3:-1] == ["configuration x/c.toml for 2 portfolios", "configuration c.toml for 1 portfolio"]
    assert "- Configuration: c.toml" in markdown(gate(made(config_path="c.toml")))
    assert not [line for line in (*text(gate(made())), *markdown(gate(made()))) if "onfiguration" in line]


def test_the_json_of_one_is_that_of_gaps_and_what_only_a_check_has() -> None:
    one = content(gate(made(config_path="c.toml"), faults=(FAULT,)))
    assert one["portfolio"]["path"] == "p.yaml"
    assert one["configuration_file"] == "c.toml"
    assert [found["code"] for found in one["configuration"]] == ["KSB901"]
    assert one["change"] is None


def test_the_json_of_several_is_a_list_and_what_cannot_be_used() -> None:
    several = content(Gate((*gate(made("a", "c.toml"), made("b")).outcomes, UNREADABLE), (FAULT,)))
    assert [(one["portfolio"]["path"], one["configuration_file"]) for one in several["reports"]] == [
        ("a", "c.toml"),
        ("b", None),
    ]
    assert [one["path"] for one in several["unusable"]] == ["bad.yaml"]
    assert several["unusable"][0]["diagnostics"][0]["line"] == 1
    assert [found["line"] for found in several["configuration"]] == [3]


def test_the_json_of_one_that_cannot_be_used() -> None:
    assert content(Gate((UNREADABLE,)))["reports"] == []


def test_what_is_waived_is_told_with_its_reason() -> None:
    run = gate(made(waived=(WAIVED,)))
    assert "  waived  p.yaml:7:8 KSB206 not there (on paper, until 2030-01-02)" in text(run)
    assert text(run)[-1] == "1 portfolio · 1 note · 1 waived"
    assert "- p.yaml:7:8 KSB206 not there (on paper, until 2030-01-02)" in markdown(run)
    (waived,) = content(run)["waived"]
    assert (waived["code"], waived["reason"], waived["expires"]) == ("KSB206", "on paper", "2030-01-02")


@pytest.mark.parametrize("count", [MOST_TOLD, MOST_TOLD + 2])
def test_of_what_is_waived_no_more_is_told_than_helps(count: int) -> None:
    run = gate(made(waived=(WAIVED,) * count))
    assert sum(line.startswith("  waived") for line in text(run, 120)) == MOST_TOLD
    assert ("          ... and 2 more; --format json has them" in text(run, 120)) is (count > MOST_TOLD)
    more = [line for line in markdown(run) if "more" in line]
    assert more == ["- ... and 2 more; JSON has them"] * (count > MOST_TOLD)
    assert len(content(run)["waived"]) == count


@pytest.mark.parametrize("count", [MOST_TOLD, MOST_TOLD + 2])
def test_of_findings_no_more_is_told_than_helps(count: int) -> None:
    run = Gate((Outcome("p", None, UNREADABLE.diagnostics * count),), (FAULT,) * count)
    assert sum(line.startswith("  error") for line in text(run)) == MOST_TOLD
    assert ("          ... and 2 more; --format json has them" in text(run)) is (count > MOST_TOLD)
    assert sum(line.startswith("- warning: c.toml") for line in markdown(run)) == MOST_TOLD


def test_a_threshold_that_is_not_reached_is_told() -> None:
    run = gate(held(piece("E1", ["K1"]), of=SMALL, config={"policy": {"fail_under": "80"}}))
    told = "KSB104 of the KSBs, 1 of 2 (50.0 %) are covered, and 80 % is asked for"
    assert f"  error   portfolio.yaml {told}" in text(run, 120)
    assert f"- error: {told}" in markdown(run)
    assert "## Less than asked for" in markdown(run)
    assert "## Less than asked for" not in markdown(gate(made()))


def test_what_is_less_than_asked_for_and_what_is_waived_end_the_markdown() -> None:
    asked = {"select": ["KSB1"], "policy": {"fail_under": "80"}}
    run = gate(held(piece("E1", ["K1"]), of=SMALL, config=asked)._replace(waived=(WAIVED,)))
    lines = markdown(run)
    assert lines[lines.index("## Less than asked for") - 1 :] == [
        "",
        "## Less than asked for",
        "",
        "- error: KSB104 of the KSBs, 1 of 2 (50.0 %) are covered, and 80 % is asked for",
        "",
        "## Waived",
        "",
        "- p.yaml:7:8 KSB206 not there (on paper, until 2030-01-02)",
        "",
    ]


def test_many_portfolios_are_a_table_in_markdown() -> None:
    asked = {"policy": {"fail_under": "80"}}
    reports = (made("a|b.yaml"), held(piece("E1", ["K9"]), of=SMALL, path="c.yaml", config=asked))
    run = Gate((*gate(*reports).outcomes, UNREADABLE))
    rendered = GATE_REPORTERS["markdown"](run, 80)
    assert rendered.splitlines()[2:6] == [
        "| a\\|b.yaml | ST0001 v1.0 | 1 | 2 | 50.0 % |  |",
        "| c.yaml | ST0001 v1.0 | 0 | 2 | 0.0 % | 2 problems |",
        "| bad.yaml | | | | | cannot be used |",
        "",
    ]
    assert "# bad.yaml cannot be used\n\n- bad.yaml:1:2 KSB002 no YAML\n" in rendered
    tokens = MarkdownIt("commonmark").enable("table").parse(rendered)
    assert [token.type for token in tokens].count("table_open") == 1 + 2 * 2


def test_the_configuration_s_findings_have_a_heading_in_markdown() -> None:
    assert markdown(gate(made(), faults=(FAULT,)))[-3:] == [
        "## Configuration",
        "",
        "- warning: c.toml:3:4 KSB901 no use",
    ]


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_text_of_a_file_is_wider_than_the_screen_or_a_line_of_its_own(hostile: str, width: int) -> None:
    waiver = Waiver(code="KSB206", reason=f"r {hostile}")
    run = gate(made(printable(hostile), printable(hostile), waived=(Waived(WAIVED.found, waiver),)))
    lines = text(Gate((*run.outcomes, Outcome(printable(hostile), None, UNREADABLE.diagnostics))), width)
    assert max(map(cells, lines)) <= width
    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]
