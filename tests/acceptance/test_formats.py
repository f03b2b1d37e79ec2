"""One run of the installed command gives every format, and each is read by software that is not ours."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from facts import scope
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from validating import junit_schema, validate_sarif

if TYPE_CHECKING:
    from pathlib import Path

    from acceptance.conftest import Ksbcheck

FORMATS = ("text", "json", "markdown", "csv", "junit", "sarif", "github")


@pytest.mark.parametrize("asked_of", ["gaps", "check"])
def test_one_run_gives_every_format(asked_of: str, ksbcheck: Ksbcheck, tmp_path: Path) -> None:
    asked = [f"--report={form}={tmp_path / form}" for form in FORMATS]
    run = ksbcheck(asked_of, "examples/mistakes.yaml", "-f", "markdown", *asked)
    assert (run.returncode, run.stderr) == (1, b"")
    made = {form: (tmp_path / form).read_bytes() for form in FORMATS}
    assert made["markdown"] == run.stdout.replace(b"\r\n", b"\n")
    report = json.loads(made["json"])
    found = len(report["diagnostics"])

    tables = MarkdownIt("commonmark").enable("table").parse(made["markdown"].decode())
    assert sum(token.type == "tr_open" for token in tables) >= len(report["gaps"])

    rows = list(csv.DictReader(made["csv"].decode("utf-8-sig").splitlines(keepends=True), strict=True))
    assert {row["code"] for row in rows} == scope("post") == {entry["code"] for entry in report["ksbs"]}
    assert sum(int(row["pieces"]) < int(row["needed"]) for row in rows) == len(report["gaps"])

    junit_schema().validate(made["junit"].decode())
    (suite,) = JUnitXml.fromstring(made["junit"])
    rules = {entry["code"] for entry in report["diagnostics"]} - {"KSB101", "KSB102"}
    assert suite.tests == len(rows) + len(rules)

    log = json.loads(made["sarif"])
    validate_sarif(log)
    assert len(log["runs"][0]["results"]) == found

    lines = made["github"].decode().splitlines()
    assert sum(line.startswith("::") for line in lines) == found - len(report["gaps"]) + 1
    assert made["text"].decode().count("KSB2") == sum(entry["code"] > "KSB2" for entry in report["diagnostics"])
