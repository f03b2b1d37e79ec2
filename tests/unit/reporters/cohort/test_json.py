"""A cohort for programs: the keys are a promise, and what docs/json.md says of them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from checking import st0792
from cohort_outputs import UNUSABLE, output, usable
from conftest import ROOT

if TYPE_CHECKING:
    from ksbcheck.cohort.model import Row

TODAY = date(2025, 3, 10)
ROW = usable(
    "a b/p.yaml",
    ["K13", "S2"],
    name="Zoë",
    accepted=5,
    thin=1,
    open_duties=(4, 12),
    errors=1,
    warnings=2,
    notes=3,
    start=date(2025, 1, 1),
    gateway=date(2025, 3, 31),
    today=TODAY,
)
PORTFOLIO = {
    "path": "a b/p.yaml",
    "problem": None,
    "problems": 0,
    "apprentice": "Zoë",
    "standard": "ST0792 v1.1",
    "option": "post",
    "pieces": 3,
    "required": 10,
    "covered": 8,
    "percent": 80.0,
    "accepted": 5,
    "thin": 1,
    "gaps": ["K13", "S2"],
    "open_duties": [4, 12],
    "findings": {"errors": 1, "warnings": 2, "notes": 3},
    "start": "2025-01-01",
    "gateway": "2025-03-31",
    "expected": 76.4,  # 68 of 89 days
    "pace": "ahead",
}
COHORT = {
    "portfolios": 2,
    "unusable": 1,
    "findings": {"errors": 1, "warnings": 2, "notes": 3},
    "groups": [
        {
            "standard": "ST0792 v1.1",
            "option": "post",
            "portfolios": 1,
            "complete": 0,
            "behind": 0,
            "with_line": 1,
            "required": 10,
            "covered": 8,
            "percent": 80.0,
            "accepted": 5,
            "distribution": [
                {"from": start, "to": end, "portfolios": int(start == 80), "percent": 100.0 if start == 80 else 0.0}
                for start, end in (
                    *((0, 9.9), (10, 19.9), (20, 29.9), (30, 39.9), (40, 49.9), (50, 59.9)),
                    *((60, 69.9), (70, 79.9), (80, 89.9), (90, 99.9), (100, 100)),
                )
            ],
            "ksbs": [
                {"code": code, "text": st0792().ksbs[code].text, "lacking": 1, "percent": 100.0}
                for code in ("K13", "S2")
            ],
            "duties": [
                {"number": duty.number, "text": duty.text, "lacking": 1, "percent": 100.0}
                for duty in st0792().duties
                if duty.number in {4, 12}
            ],
        }
    ],
}
BROKEN = {
    **dict.fromkeys(PORTFOLIO),
    "path": "bad.yaml",
    "problem": "bad.yaml:1:2: KSB002 no YAML",
    "problems": 1,
}


def test_one_object() -> None:
    made = output("json", [UNUSABLE, ROW])
    content = json.loads(made)
    ending = {"today": "2025-03-10", "partial": False, "cohort": COHORT}
    assert content == {"schema_version": 1, "portfolios": [BROKEN, PORTFOLIO], **ending}
    assert list(content["portfolios"][0]) == list(content["portfolios"][1])


def test_a_line_for_each_portfolio() -> None:
    lines = output("json", [UNUSABLE, ROW]).splitlines()
    assert [json.loads(line.rstrip(",")) for line in lines if "path" in line] == [BROKEN, PORTFOLIO]


def test_an_object_a_line() -> None:
    made = output("jsonl", [UNUSABLE, ROW])
    start = {"schema_version": 1}
    assert [json.loads(line) for line in made.split("\n")[:-1]] == [
        {"kind": "portfolio", **start, **BROKEN},
        {"kind": "portfolio", **start, **PORTFOLIO},
        {"kind": "cohort", **start, "today": "2025-03-10", "partial": False, **COHORT},
    ]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_what_nobody_knows_is_null(form: str) -> None:
    made = output(form, [usable(option=None)], known=False)
    assert '"today": null' in made
    for key in ("apprentice", "option", "start", "gateway", "expected", "text"):
        assert f'"{key}": null' in made


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("rows", [[UNUSABLE, ROW], [ROW, UNUSABLE]], ids=["last", "first"])
def test_the_day_comes_from_any_portfolio_that_can_be_used(form: str, rows: list[Row]) -> None:
    assert '"today": "2025-03-10"' in output(form, rows)


def _keys(content: Any) -> set[str]:
    if isinstance(content, dict):
        return set(content).union(*map(_keys, content.values()))
    return set().union(*map(_keys, content)) if isinstance(content, list) else set()


def test_every_key_is_documented() -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = page.split("## `cohort`")[1].split("\n## ")[0]
    keys = _keys(json.loads(output("json", [UNUSABLE, ROW]))) | {"kind"}
    assert keys <= set(re.findall(r"`(\w+)`", section))
