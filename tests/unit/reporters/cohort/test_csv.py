"""The portfolios for a spreadsheet, read back by Python's own reader."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from cohort_outputs import UNUSABLE, output, usable
from conftest import ROOT
from gates import HOSTILE

from ksbcheck.cohort.model import Row
from ksbcheck.printable import one_line, printable

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _rows(made: str) -> list[dict[str, str]]:
    assert made.startswith("\ufeff")
    assert made.count("\n") == made.count("\r\n")
    # As a program reads the file: "utf-8-sig" takes the mark away.
    return list(csv.DictReader(made.encode().decode("utf-8-sig").splitlines(keepends=True), strict=True))


def test_whole_text() -> None:
    days = {"start": date(2025, 1, 1), "gateway": date(2025, 3, 31), "today": date(2025, 3, 10)}
    full = usable(
        "a,b.yaml",
        ["K13", "S2"],
        name='A. "N." Other',
        accepted=5,
        thin=1,
        open_duties=(4, 12),
        errors=1,
        warnings=2,
        notes=3,
        **days,
    )
    lines = [
        (
            "portfolio,apprentice,standard,option,pieces,required,covered,percent,accepted,thin,gaps,open_duties,"
            "errors,warnings,notes,start,gateway,today,expected,pace,problem"
        ),
        (
            '"a,b.yaml","A. ""N."" Other",ST0792 v1.1,post,3,10,8,80.0,5,1,K13; S2,4; 12,'
            "1,2,3,2025-01-01,2025-03-31,2025-03-10,76.4,ahead,"
        ),
        "p.yaml,,ST0792 v1.1,,3,10,9,90.0,0,0,K1,,0,0,0,,,,,no line,",
        "bad.yaml,,,,,,,,,,,,,,,,,,,,bad.yaml:1:2: KSB002 no YAML (the first of 2 problems)",
    ]
    made = output("csv", [full, usable(option=None), UNUSABLE._replace(problems=2)])
    assert made == "\ufeff" + "".join(f"{line}\r\n" for line in lines)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_cell_is_a_formula_and_none_is_lost(text: str) -> None:
    shown = printable(text)
    good, bad = _rows(output("csv", [usable(shown, name=shown), Row(shown, shown)]))
    assert not [cell for row in (good, bad) for cell in row.values() if cell.startswith(FORMULA)]
    for cell in (good["portfolio"], good["apprentice"], bad["portfolio"], bad["problem"]):
        assert cell in {one_line(shown), f"'{one_line(shown)}"}


def test_every_column_is_documented() -> None:
    page = (ROOT / "docs" / "cohort.md").read_text(encoding="utf-8")
    section = page.split("\n### CSV")[1].split("\n### ")[0]
    (header,) = output("csv", []).removeprefix("\ufeff").splitlines()
    assert [
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    ] == (header.split(","))
