"""The starter portfolio is a portfolio, and says what is needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import source

from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.portfolios.starter import starter
from ksbcheck.standards.find import parse_name
from ksbcheck.standards.read import read_standard
from ksbcheck.standards.scope import find_option, scope_of

if TYPE_CHECKING:
    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.standards.model import Standard

PLAIN = """\
reference: ST0001
version: '1.0'
title: Tester
knowledge: {K1: Tools, K2: Methods}
skills: {S1: Testing}
behaviours: {B1: Care}
"""


def standard(text: str) -> Standard:
    return read_standard(source(text))


def text_for(standard: Standard, option: str | None = None, command: str = "ksbcheck gaps") -> str:
    return starter(standard, scope_of(standard, find_option(standard, option)), command)


def read(text: str) -> Portfolio:
    return read_portfolio(source(text)).portfolio


def checklist(text: str) -> dict[str, str]:
    """Return the codes and texts of the list at the end."""
    return dict(
        re.findall(r"^#   (\S+) +(.*)$", text.partition("that this portfolio is to evidence.\n")[2], re.MULTILINE)
    )


@pytest.mark.parametrize(("option", "ksbs"), [("film", 79), ("post", 71)])
def test_a_starter_is_a_portfolio_for_the_option(st0792: Standard, option: str, ksbs: int) -> None:
    text = text_for(st0792, option)
    portfolio = read(text)
    assert (portfolio.standard, portfolio.option) == ("ST0792 v1.1", option)
    assert f"# The {ksbs} KSBs that this portfolio is to evidence.\n" in text


@pytest.mark.parametrize("option", ["film", "post"])
def test_its_checklist_is_the_scope(st0792: Standard, option: str) -> None:
    scope = scope_of(st0792, find_option(st0792, option))
    listed = checklist(text_for(st0792, option))
    assert list(listed) == list(scope.codes)
    assert listed == {code: st0792.ksbs[code].text for code in scope.codes}


def test_its_one_piece_is_planned_and_shows_each_field(st0792: Standard) -> None:
    text = text_for(st0792, "post")
    (piece,) = read(text).evidence
    assert piece.status == "planned"
    assert [(claim.code, claim.locator) for claim in piece.claims] == [("K1", "p. 1"), ("K2", "p. 1"), ("K3", "p. 1")]
    fields = yaml.safe_load(text)
    assert list(fields) == ["standard", "option", "apprentice", "gateway", "evidence"]
    assert list(fields["apprentice"]) == ["name", "start_date", "planned_gateway"]
    assert fields["gateway"] == dict.fromkeys(["english", "maths", "qualifications", "employer_statement"])
    assert list(fields["evidence"][0]) == ["id", "title", "date", "type", "status", "ksbs", "files", "notes"]


def test_a_standard_without_options_and_duties_has_a_starter_too() -> None:
    text = text_for(standard(PLAIN))
    portfolio = read(text)
    assert (portfolio.standard, portfolio.option) == ("ST0001 v1.0", None)
    assert [claim.code for claim in portfolio.evidence[0].claims] == ["K1", "K2", "S1"]
    assert "option" not in text
    assert checklist(text) == {"K1": "Tools", "K2": "Methods", "S1": "Testing", "B1": "Care"}


def test_the_piece_shows_the_first_duty_s_ksbs() -> None:
    duties = "duties:\n- {number: 1, text: Test, ksbs: [S1, K2]}\n- {number: 2, text: Care, ksbs: [B1, K1]}\n"
    assert [claim.code for claim in read(text_for(standard(PLAIN + duties))).evidence[0].claims] == ["S1", "K2"]


def test_texts_of_several_lines_stay_in_their_comments() -> None:
    text = text_for(
        standard(
            PLAIN.replace("Tester", '"Tester\\nevidence: []"').replace("Tools", '"Tools\\n\\nand\\nmore"')
            + 'options: [{key: a, title: "A\\nstandard: x"}, {key: b, title: B}]\n'
        ),
        "a",
    )
    assert text.startswith("# A portfolio for ST0001 v1.0, Tester evidence: [].\n")
    assert "# A standard: x\n" in text
    assert checklist(text)["K1"] == "Tools and more"
    assert read(text).option == "a"


@pytest.mark.parametrize(
    ("command", "shown"),
    [("ksbcheck gaps 'my file.yaml'", "ksbcheck gaps 'my file.yaml'"), ("a\nstandard: x", "a standard: x")],
)
def test_the_command_that_tells_more_is_in_a_comment(st0792: Standard, command: str, shown: str) -> None:
    text = text_for(st0792, "post", command)
    assert text.splitlines()[1] == f"# What is still missing: {shown}"
    assert read(text).standard == "ST0792 v1.1"


def test_the_name_in_a_starter_finds_its_standard(st0792: Standard) -> None:
    name: Any = parse_name(read(text_for(st0792, "film")).standard)
    assert name.names(st0792.reference, st0792.version)


@pytest.mark.parametrize("option", ["film", "post"])
def test_a_starter_has_no_trailing_spaces_and_ends_with_one_line_break(st0792: Standard, option: str) -> None:
    text = text_for(st0792, option)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


def test_a_modeline_is_the_first_line_and_changes_nothing_else(st0792: Standard) -> None:
    scope = scope_of(st0792, find_option(st0792, "post"))
    first, _, rest = starter(st0792, scope, "ksbcheck gaps", "p.schema.json").partition("\n")
    assert first == "# yaml-language-server: $schema=p.schema.json"
    assert rest == text_for(st0792, "post")
