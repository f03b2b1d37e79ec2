"""The coverage for a spreadsheet, read back by Python's own reader."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from checking import piece, small
from facts import scope
from gates import HOSTILE, as_id, gate, held, hostile_gate, unusable

from ksbcheck.printable import one_line, printable
from ksbcheck.reporters import GATE_REPORTERS, REPORTERS
from ksbcheck.reporters.cells import cell
from ksbcheck.reporters.csv import COLUMNS

if TYPE_CHECKING:
    from ksbcheck import Standard
    from ksbcheck.gate import Gate

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _rows(made: Gate) -> list[dict[str, str]]:
    text = GATE_REPORTERS["csv"](made, 80)
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n")
    # As a program reads the file: "utf-8-sig" takes the mark away.
    lines = text.encode().decode("utf-8-sig").splitlines(keepends=True)
    header, *rows = csv.reader(lines, strict=True)
    assert header == list(COLUMNS)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_whole_text() -> None:
    standard = small(
        skills={"S1": 'Write "good" tests, and\nread them.'},
        duties=[{"number": number, "text": "Test.", "ksbs": ["K1"]} for number in (1, 12)],
        unassigned=["S1"],
    )
    pieces = [piece("E1", {"K1": "p. 2"}, "accepted"), piece("E2", {"K1": "1:30", "K9": None})]
    waivers = [
        {"code": "KSB101", "ksb": "S1", "reason": "Next year."},
        {"code": "KSB201", "reason": "Not of a KSB in scope."},
    ]
    config = {"policy": {"min_evidence": 3}, "waivers": waivers}
    lines = [
        "portfolio,standard,option,code,kind,text,state,pieces,needed,thin,duties,evidence,locators,waived",
        "p.yaml,ST0001 v1.0,,K1,knowledge,How to test.,accepted,2,3,true,1; 12,E1; E2,E1 p. 2; E2 1:30,",
        'p.yaml,ST0001 v1.0,,S1,skill,"Write ""good"" tests, and read them.",missing,0,3,false,,,,KSB101: Next year.',
    ]
    made = REPORTERS["csv"](held(*pieces, of=standard, path="p.yaml", config=config), 80)
    assert made == "\ufeff" + "".join(f"{line}\r\n" for line in lines)


def test_every_ksb_in_scope_of_every_portfolio_has_a_row(st0792: Standard) -> None:
    reports = [held(of=st0792, option=option, path=f"{option}.yaml") for option in ("film", "post")]
    rows = _rows(gate(*reports))
    for option in ("film", "post"):
        assert {row["code"] for row in rows if row["portfolio"] == f"{option}.yaml"} == scope(option)
    assert len(rows) == 79 + 71
    assert {(row["option"], row["standard"]) for row in rows} == {("film", "ST0792 v1.1"), ("post", "ST0792 v1.1")}


@pytest.mark.parametrize(("text", "shown"), [("=1", "'=1"), ("'-1", "''-1"), ("'1", "'1"), ("X=1", "X=1"), ("", "")])
def test_only_what_begins_as_a_formula_gets_an_apostrophe(text: str, shown: str) -> None:
    assert cell(text) == shown


def test_a_file_that_cannot_be_used_has_no_rows() -> None:
    made = gate(held(of=small()))
    assert _rows(made._replace(outcomes=(*made.outcomes, unusable("x")))) == _rows(made)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_cell_is_a_formula_and_none_is_lost(text: str) -> None:
    rows = _rows(hostile_gate(text))
    assert [row["code"] for row in rows] == ["K1", "K2", "K3"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(FORMULA)]
    shown = one_line(printable(text))
    for row in rows:
        assert row["text"] in {shown, f"'{shown}"}
        assert (row["text"] != shown) == shown.startswith(FORMULA)
    assert rows[0]["evidence"].removeprefix("'") == as_id(shown)
    assert rows[0]["locators"].removeprefix("'") == f"{as_id(shown)} {shown}"
    assert rows[1]["waived"] == f"KSB101: {shown}"
