"""The command that prints schemas."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

import facts
import pytest
from checking import small
from conftest import ROOT

from ksbcheck.cli.entry import run
from ksbcheck.schema import config_schema, policy_schema, portfolio_schema, schema_text, standard_schema
from ksbcheck.standards.scope import find_option, scope_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Write

    from ksbcheck import Standard


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        ([], portfolio_schema()),
        (["portfolio"], portfolio_schema()),
        (["standard"], standard_schema()),
        (["config"], config_schema()),
        (["policy"], policy_schema()),
        (["config", "-o", "-"], config_schema()),
    ],
    ids=str,
)
def test_a_schema_is_printed(arguments: list[str], schema: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", *arguments]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == schema
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["--standard", "ST0792", "--option", "post"], "post"),
        (["portfolio", "--option", "vfx"], "post"),
        (["--standard", "st0792 1.1"], None),
    ],
    ids=str,
)
def test_a_portfolio_s_schema_is_for_a_standard(
    arguments: list[str], option: str | None, st0792: Standard, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["schema", *arguments]) == 0
    scope = scope_of(st0792, find_option(st0792, option) if option else None)
    assert capsys.readouterr() == (schema_text(portfolio_schema(st0792, scope)), "")
    assert len(scope.codes) == (facts.SCOPE_COUNTS[option] if option else len(facts.DIGESTS))


def test_a_schema_is_written_in_place_of_an_older_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.json"
    path.write_text("{}")
    assert run(["schema", "config", "-o", str(path)]) == 0
    assert path.read_text("utf-8") == schema_text(config_schema())
    assert capsys.readouterr() == ("", "")


def test_a_standard_can_be_a_file(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    standard = small()
    path = write("reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: How to test.}\n", "standard.yaml")
    assert run(["schema", "--standard", str(path)]) == 0
    assert capsys.readouterr().out == schema_text(portfolio_schema(standard, scope_of(standard, None)))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["config", "--standard", "ST0792"], "only a portfolio's schema knows a standard"),
        (["policy", "--option", "post"], "only a portfolio's schema knows a standard"),
        (["--option", "radiography"], "is not an option of ST0792"),
        (["--standard", "ST9999"], "there is no standard 'ST9999'"),
        (["rules"], "rules"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert problem in " ".join(err.split())


def test_the_manual_s_commands_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    commands = re.findall(r"ksbcheck (schema[^`\n]*)", text)
    assert len(commands) > 5
    monkeypatch.chdir(tmp_path)
    for command in commands:
        assert run(shlex.split(command)) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ksbcheck.schema.json", "portfolio.schema.json"]
