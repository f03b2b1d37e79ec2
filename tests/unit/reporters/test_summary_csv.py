"""The KSB mapping as CSV, read back by Python's own reader."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, small
from gates import HOSTILE, as_id, as_title
from spreadsheets import HOSTILE_CELLS, summary_of, table, workbook

from ksbcheck.printable import one_line, printable
from ksbcheck.reporters import SUMMARY_REPORTERS

if TYPE_CHECKING:
    from ksbcheck import Standard
    from ksbcheck.summary.model import Summary

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXTS = {**HOSTILE, **HOSTILE_CELLS}


def _made(summary: Summary) -> str:
    made = SUMMARY_REPORTERS["csv"](summary, 80)
    assert isinstance(made, str)
    return made


def _rows(made: str) -> list[dict[str, str]]:
    assert made.startswith("\ufeff")
    assert made.endswith("\r\n")
    assert made.count("\n") == made.count("\r\n")
    lines = made.encode().decode("utf-8-sig").splitlines(keepends=True)
    return list(csv.DictReader(lines, strict=True))


def test_whole_text() -> None:
    standard = small(
        skills={"S1": 'Write "good" tests, and\nread them.', "S2": "Rest."},
        duties=[{"number": number, "text": "Test.", "ksbs": ["K1", "S2"]} for number in (1, 12)],
        unassigned=["S1"],
    )
    pieces = [
        piece("E1", ["K1", "K1"], "accepted", date="2024-03-02", type="video", files=["a.mp4", "b, c.txt"]),
        piece("E2", {"S2": "1:30", "K1": "p. 2"}, "draft"),
    ]
    made = _made(summary_of(*pieces, of=standard, config={"policy": {"min_evidence": 2}}))
    lines = [
        "KSB,Kind,Definition,Duties,State,Thin,Piece,Title,Date,Type,Status,Locator,Files",
        'K1,knowledge,How to test.,1; 12,accepted,yes,E1,Piece E1,2024-03-02,video,accepted,,"a.mp4; b, c.txt"',
        "K1,knowledge,How to test.,1; 12,accepted,yes,E2,Piece E2,,,draft,p. 2,",
        'S1,skill,"Write ""good"" tests, and read them.",,missing,no,,,,,,,',
        "S2,skill,Rest.,1; 12,planned,no,E2,Piece E2,,,draft,1:30,",
    ]
    assert made == "\ufeff" + "".join(f"{line}\r\n" for line in lines)


def test_its_rows_are_those_of_the_sheet(st0792: Standard) -> None:
    evidence: list[dict[str, Any]] = [
        piece("E1", {"K1": "p. 1", "S2": None, "K15": "p. 2", "K99": "p. 3"}, "accepted", date="2024-03-02"),
        piece("E2", ["K1", "B2"], "referred", files=["a.pdf"], notes="x"),
    ]
    summary = summary_of(*evidence, of=st0792, option="post")
    sheet = table(workbook(summary), "KSB mapping")
    rows = [{title: cell for title, cell in row.items() if cell} for row in _rows(_made(summary))]
    assert rows == [{title: one_line(str(value)) for title, value in row.items() if value} for row in sheet]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_cell_is_a_formula_and_none_is_lost(text: str) -> None:
    standard = small(knowledge={"K1": text})
    evidence = {"id": as_id(text), "title": as_title(text), "type": text, "files": [text, text], "ksbs": {"K1": text}}
    (row,) = _rows(_made(summary_of(evidence, of=standard)))
    assert not [cell for cell in row.values() if cell.startswith(FORMULA)]
    shown = one_line(printable(text))
    mark = "'" if shown.lstrip("'").startswith(FORMULA) else ""
    for title in ("Definition", "Type", "Locator"):
        assert row[title] == f"{mark}{shown}"
    assert (row["Piece"], row["Title"]) == (f"{mark}{as_id(shown)}", f"{mark}{as_title(shown)}")
    assert row["Files"] == f"{mark}{shown}; {shown}"
