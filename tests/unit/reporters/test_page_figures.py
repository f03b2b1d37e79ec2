"""The figures, tables and matrix of the summary's page, counted from the example's file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from checking import piece, small
from facts import DIGESTS, DUTIES, digest, scope
from summary_pages import (
    claim_text,
    example,
    example_content,
    example_page,
    page_of,
    section_of,
    standings,
    summary_of,
)
from webpage import body_rows, cells

from ksbcheck.config.policy import Policy

if TYPE_CHECKING:
    from ksbcheck.summary.model import Summary

LETTERS = {"accepted": "A", "submitted": "C", "planned": "P", "draft": "P", "referred": "R"}
PARTS = ("accepted", "claimed", "thin", "planned", "missing")


def _figures(codes: set[str], expected: dict[str, str]) -> list[str]:
    counts = [sum(expected[code] == part for code in codes) for part in PARTS]
    covered = sum(counts[:2])
    return [f"{covered} of {len(codes)}", f"{covered * 1000 // len(codes) / 10:.1f} %", *map(str, counts)]


@pytest.mark.parametrize("minimum", [1, 2, 3])
def test_coverage_is_what_the_file_says(minimum: int) -> None:
    expected = standings(minimum)
    section = section_of(example(minimum=minimum), "coverage")
    rows = {name: figures for name, *figures in map(cells, body_rows(section.one("table")))}
    kinds = {"Knowledge": "K", "Skills": "S", "Behaviours": "B"}
    assert rows == {
        "All KSBs": _figures(scope("post"), expected),
        **{
            name: _figures({code for code in scope("post") if code[0] == letter}, expected)
            for name, letter in kinds.items()
        },
    }
    ring = section.one("svg", class_="ring")
    share = rows["All KSBs"][1]
    counts = [list(expected.values()).count(part) for part in PARTS]
    assert ring.one("title").text == f"{share} covered: {counts[0]} accepted and {counts[1]} claimed of 71 KSBs"
    lengths = [float(arc["stroke-dasharray"].split()[0]) for arc in ring.all("circle", class_="arc")]
    assert lengths == pytest.approx([100 * count / 71 for count in counts if count], abs=0.01)


@pytest.mark.parametrize("minimum", [1, 2])
def test_duties_are_what_the_page_and_the_file_say(minimum: int) -> None:
    expected = standings(minimum)
    rows = body_rows(section_of(example(minimum=minimum), "duties").one("table"))
    assert [row.one("b").text for row in rows] == [
        f"Duty {number}" for number, (option, _) in DUTIES.items() if option != "film"
    ]
    for row in rows:
        codes = set(DUTIES[int(row.one("b").text.split()[1])][1])
        assert cells(row)[1:] == _figures(codes, expected)
        gaps = {link.text for link in row.all("a")}
        assert gaps == {code for code in codes if expected[code] in {"thin", "planned", "missing"}}
        widths = [float(part["width"].rstrip("%")) for part in row.all("rect")]
        assert sum(widths) == pytest.approx(100, abs=0.05)


@pytest.mark.parametrize("minimum", [1, 2])
def test_every_ksb_has_a_row_with_its_claims(minimum: int) -> None:
    expected = standings(minimum)
    evidence = example_content()["evidence"]
    rows = body_rows(page_of(example(minimum=minimum)).one("table", id="ksb-table"))
    assert {cells(row)[0] for row in rows} == scope("post")
    assert len(rows) == len(scope("post"))
    for row in rows:
        code, text, duties, _, _ = cells(row)
        assert digest(text) == DIGESTS[code]
        assert row["id"] == f"ksb-{code}"
        assert row["data-standing"] == expected[code]
        naming = [str(number) for number, (option, codes) in DUTIES.items() if option != "film" and code in codes]
        assert duties.split(", ") == naming == row["data-duties"].split()
        assert [item.text for item in row.all("li")] == [
            claim_text(entry, code) for entry in evidence if code in entry["ksbs"]
        ]


def _state(made: Summary, code: str) -> str:
    return cells(page_of(made).one("tr", id=f"ksb-{code}"))[3]


def test_state_tells_what_there_is_less_of_than_asked_for() -> None:
    accepted, submitted = piece("E1", ["K1"], "accepted"), piece("E2", ["K1"])
    assert _state(summary_of(accepted, of=small()), "K1") == "accepted"
    assert _state(summary_of(accepted, submitted, of=small()), "K1") == "accepted 2 pieces"
    assert _state(summary_of(accepted, submitted, of=small(), min_evidence=2), "K1") == "accepted 1 of 2 accepted"
    assert _state(summary_of(submitted, of=small(), min_evidence=2), "K1") == "claimed thin 1 of 2 pieces"
    assert _state(summary_of(of=small()), "K1") == "missing"


def test_locators_of_a_piece_that_names_a_ksb_twice_stand_together() -> None:
    twice = {"id": "E1", "title": "Twice", "status": "submitted", "ksbs": {"K1": "p. 1", "k1": "p. 2"}}
    (claim,) = page_of(summary_of(twice, piece("E2", ["K1"]), of=small())).one("tr", id="ksb-K1").all("li")[:1]
    assert claim.text == "E1 Twice, p. 1; p. 2 (submitted)"


def test_matrix_has_a_letter_for_each_claim_and_nothing_else() -> None:
    evidence = example_content()["evidence"]
    table = example_page().one("table", class_="matrix")
    assert cells(table.one("thead").one("tr")) == ["KSB", "Pieces", *(entry["id"] for entry in evidence)]
    for row in body_rows(table):
        code, count, *_ = cells(row)
        letters: list[str] = []
        for cell in row.all("td")[1:]:
            letters += [cell.text] * int(cell.get("colspan") or 1)
        claimed = [LETTERS[entry["status"]] if code in entry["ksbs"] else "" for entry in evidence]
        located = [bool(entry["ksbs"].get(code)) for entry in evidence]
        assert letters == [letter if there else letter.lower() for letter, there in zip(claimed, located, strict=True)]
        assert int(count) == sum(letter in {"A", "C"} for letter in claimed)
    assert not example_page().one("section", id="matrix").all("p", class_="on-paper")


def test_pieces_are_as_the_file_has_them() -> None:
    rows = body_rows(example_page().one("section", id="pieces").one("table"))
    evidence = example_content()["evidence"]
    assert len(rows) == len(evidence)
    for number, (row, entry) in enumerate(zip(rows, evidence, strict=True), start=1):
        first, day, kind, status, codes, files = cells(row)
        assert row["id"] == f"piece-{number}"
        assert first == " ".join(filter(None, (entry["id"], entry["title"], entry.get("notes"))))
        assert (day, kind, status) == (entry.get("date", "–"), entry.get("type", "–"), entry["status"])
        assert set(codes.split()) == set(entry["ksbs"])
        links = [(link.text, link["href"], link["rel"]) for link in row.all("a", rel="noopener noreferrer")]
        assert links == [(name, f"./{name}", "noopener noreferrer") for name in entry.get("files", [])]
        assert files == (" ".join(entry.get("files", [])) or "–")


def test_piece_tells_what_else_it_claims_and_that_it_claims_much() -> None:
    many = piece("E1", [*(f"K{number}" for number in range(1, 14)), "K15", "K99"], files=["gone.pdf"])
    rows = body_rows(section_of(summary_of(many, piece("E2", ["K15"]), option="post"), "pieces").one("table"))
    codes = cells(rows[0])[4]
    assert codes.endswith("Not in scope: K15, K99")
    assert cells(rows[1])[2:5] == ["–", "submitted", "Not in scope: K15"]
    assert rows[0].all("a", rel="noopener noreferrer") == []
    assert cells(rows[0])[5] == "gone.pdf"
    rows = body_rows(
        section_of(summary_of(many, option="post", policy=Policy(max_ksbs_per_piece=14)), "pieces").one("table")
    )
    assert cells(rows[0])[4].endswith("Carries many codes: 15")
    empty = summary_of(piece("E1", []), of=small())
    assert cells(body_rows(section_of(empty, "pieces").one("table"))[0])[2:] == ["–", "submitted", "–", "–"]
