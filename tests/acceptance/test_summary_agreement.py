"""One run of the installed command gives the summary in every format, and they agree number for number."""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections import Counter
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from acceptance.conftest import Ksbcheck

FORMATS = ("text", "html", "xlsx", "csv", "markdown", "json")
COUNTS = ("required", "covered", "percent", "accepted", "claimed", "thin", "planned", "missing")
KINDS = {"Knowledge": "knowledge", "Skills": "skill", "Behaviours": "behaviour"}
Table = list[list[str]]
Figures = dict[str, tuple[float, ...]]
"""What a line of a table counts, by what it is about: ``COUNTS``, or those of them that the format has."""


class Tables(HTMLParser):
    """The tables of a page by the first words of their captions, as texts of their cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, Table] = {}
        self._inside: list[str] = []
        self._caption = ""
        self._rows: Table = []
        self.feed(page)

    def handle_starttag(self, tag: str, _attributes: Any) -> None:
        if tag in {"table", "caption", "th", "td"}:
            self._inside.append(tag)
        if tag == "table":
            self._caption, self._rows = "", []
        if tag == "tr":
            self._rows.append([])
        if tag in {"th", "td"}:
            self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"table", "caption", "th", "td"}:
            self._inside.remove(tag)
        if tag == "table":
            self.tables[self._caption] = [[" ".join(cell.split()) for cell in row] for row in self._rows]

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] == ["caption"]:
            self._caption += data
        elif self._inside[-1:] in (["th"], ["td"]):
            self._rows[-1][-1] += data

    def titled(self, start: str) -> Table:
        (found,) = {str(rows): rows for caption, rows in self.tables.items() if caption.startswith(start)}.values()
        return found[1:]


def markdown_tables(text: str) -> Iterator[Table]:
    rows: Table = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "table_open":
            rows = []
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline" and token.level and rows:
            shown = "".join(child.content for child in token.children or () if child.type in {"text", "text_special"})
            rows[-1].append(shown)
        if token.type == "table_close":
            yield rows[1:]
            rows = []


def sheet_rows(book: Any, title: str) -> list[list[Any]]:
    return [list(row) for row in book[title].iter_rows(values_only=True)]


def below(rows: list[list[Any]], heading: str) -> Iterator[list[Any]]:
    """The rows of the part of the sheet that starts with a heading and the names of its columns."""
    start = next(place for place, row in enumerate(rows) if row[0] == heading)
    for row in rows[start + 2 :]:
        if row[0] is None:
            return
        yield row


def numbers(texts: list[str]) -> tuple[float, ...]:
    """The numbers in cells such as ``47 of 71`` and ``66.1 %``; the required ones first, as everywhere here."""
    found = [[float(number) for number in re.findall(r"[0-9.]+", text)] for text in texts]
    (covered, required), *others = found
    return (required, covered, *(number for (number,) in others))


@pytest.fixture(
    scope="module",
    params=["unfinished_post.yaml", "unfinished_post.yaml --min-evidence 2", "complete_film.yaml", "mistakes.yaml"],
)
def made(
    request: pytest.FixtureRequest, ksbcheck: Ksbcheck, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("made")
    name, *options = request.param.split()
    asked = [f"--report={form}={folder / form}" for form in FORMATS]
    run = ksbcheck("summary", f"examples/{name}", *options, "--today", "2025-03-10", "-f", "json", *asked)
    assert (run.returncode, run.stderr) == (0, b"")
    files = {form: (folder / form).read_bytes() for form in FORMATS}
    assert files["json"] == run.stdout.replace(b"\r\n", b"\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it leaves out how cells are coloured
        book = openpyxl.load_workbook(BytesIO(files["xlsx"]))
    return {
        "json": json.loads(files["json"]),
        "html": Tables(files["html"].decode()),
        "xlsx": book,
        "csv": list(csv.DictReader(files["csv"].decode("utf-8-sig").splitlines(keepends=True), strict=True)),
        "markdown": list(markdown_tables(files["markdown"].decode())),
        "text": files["text"].decode(),
    }


def told(group: dict[str, Any]) -> tuple[float, ...]:
    return tuple(float(group[count]) for count in COUNTS)


def test_coverage(made: dict[str, Any]) -> None:
    coverage = made["json"]["coverage"]
    expected: Figures = {
        "All": told(coverage),
        **{name: told(coverage["by_kind"][kind]) for name, kind in KINDS.items()},
    }
    page = {row[0].removesuffix(" KSBs"): numbers(row[1:]) for row in made["html"].titled("How the KSBs in scope")}
    assert page == expected
    sheet = {row[0]: row for row in below(sheet_rows(made["xlsx"], "Summary"), "Coverage")}
    # The sheet has the percentage before what it is made of.
    assert {name: (*row[3:5], row[2], *row[5:10]) for name, row in sheet.items()} == expected
    short = {name: figures[:5] for name, figures in expected.items()}
    assert {row[0].removesuffix(" KSBs"): numbers(row[1:]) for row in made["markdown"][0]} == short
    words = re.findall(
        r"^(Covered|Knowledge|Skills|Behaviours) +(\d+ of \d+) +([\d.]+ %) +(\d+) +(\d+)", made["text"], re.MULTILINE
    )
    assert {name.replace("Covered", "All"): numbers(list(cells)) for name, *cells in words} == short


def test_duties(made: dict[str, Any]) -> None:
    expected = {str(duty["number"]): told({**duty, "percent": percent(duty)}) for duty in made["json"]["duties"]}
    page = {number_in(row[0]): numbers(row[1:]) for row in made["html"].titled("How the KSBs of each duty")}
    assert page == expected
    sheet = below(sheet_rows(made["xlsx"], "Summary"), "Coverage of each duty")
    assert {number_in(row[0]): (*row[3:5], row[2], *row[5:10]) for row in sheet} == expected
    short = {number: figures[:5] for number, figures in expected.items()}
    assert {number_in(row[0]): numbers(row[1:]) for row in made["markdown"][1]} == short


def percent(share: dict[str, int]) -> float:
    return share["covered"] * 1000 // share["required"] / 10


def number_in(text: str) -> str:
    match = re.search("[0-9]+", text)
    assert match
    return match[0]


def test_states_and_claims_of_every_ksb(made: dict[str, Any]) -> None:
    ksbs = made["json"]["ksbs"]
    states = {entry["code"]: entry["state"] for entry in ksbs}
    assert {row["KSB"]: row["State"] for row in made["csv"]} == states
    mapping = sheet_rows(made["xlsx"], "KSB mapping")[1:]
    assert {row[0]: row[4] for row in mapping} == states
    assert {row[0]: row[2] for row in sheet_rows(made["xlsx"], "Matrix")[1:]} == states
    page = {row[0]: row[3].split()[0] for row in made["html"].titled("Each KSB in scope")}
    assert page == states
    claims = Counter({entry["code"]: len(entry["claims"]) for entry in ksbs if entry["claims"]})
    assert Counter(row["KSB"] for row in made["csv"] if row["Piece"]) == claims
    assert Counter(row[0] for row in mapping if row[6]) == claims
    matrix = sheet_rows(made["xlsx"], "Matrix")[1:]
    assert {row[0]: sum(cell is not None for cell in row[3:]) for row in matrix if any(row[3:])} == claims
    heat_map = {row[0]: row[2:] for row in made["html"].titled("A row for each KSB")}
    assert {code: sum(map(bool, cells)) for code, cells in heat_map.items() if any(cells)} == claims


def test_locators(made: dict[str, Any]) -> None:
    expected = [
        (entry["code"], claim["id"], "; ".join(claim["locators"]))
        for entry in made["json"]["ksbs"]
        for claim in entry["claims"]
    ]
    assert [(row["KSB"], row["Piece"], row["Locator"]) for row in made["csv"] if row["Piece"]] == expected
    mapping = sheet_rows(made["xlsx"], "KSB mapping")[1:]
    assert [(row[0], row[6], row[11] or "") for row in mapping if row[6]] == expected


def test_pieces(made: dict[str, Any]) -> None:
    pieces = made["json"]["pieces"]
    evidence = sheet_rows(made["xlsx"], "Evidence")[1:]
    assert [(row[0], row[1], row[5], row[7]) for row in evidence] == [
        (piece["number"], piece["id"], piece["status"], len(piece["ksbs"])) for piece in pieces
    ]
    page = made["html"].titled("Each piece of evidence")
    assert [row[0].split()[0] for row in page] == [piece["id"] for piece in pieces]
    assert [row[3].split()[0] for row in page] == [piece["status"] for piece in pieces]
    smallest = set(made["json"]["smallest_set"]["pieces"])
    assert {row[1] for row in evidence if row[11] == "yes"} == smallest


def test_gateway(made: dict[str, Any]) -> None:
    expected = [(entry["name"], entry["answer"], entry["says"]) for entry in made["json"]["gateway"]["requirements"]]
    page = [(row[0], row[1], row[2].removeprefix("–")) for row in made["html"].titled("What the gateway asks for")]
    assert page == expected
    sheet = below(sheet_rows(made["xlsx"], "Summary"), "Gateway")
    assert [(row[0], row[3], row[2] or "") for row in sheet] == expected
    assert [(row[0], row[1], row[2]) for row in made["markdown"][2]] == expected


def test_evidence_over_time(made: dict[str, Any]) -> None:
    expected = [(point["day"], point["pieces"], point["covered"]) for point in made["json"]["progress"]["points"]]
    page = made["html"].titled("What there was") if expected else []
    assert [(row[0], int(row[1]), int(row[2].split()[0])) for row in page] == expected
    tables = [table for table in made["markdown"] if table and re.fullmatch(r"\d{4}-\d\d-\d\d", table[0][0])]
    assert [(row[0], int(row[1]), int(row[2])) for table in tables for row in table] == expected[-12:]


def test_problems(made: dict[str, Any]) -> None:
    found = [entry for entry in made["json"]["diagnostics"] if not entry["code"].startswith("KSB1")]
    problems = sheet_rows(made["xlsx"], "Problems")[1:]
    assert Counter(row[1] for row in problems if row[1]) == Counter(entry["code"] for entry in found)
    assert made["text"].count(" KSB2") == sum(entry["code"].startswith("KSB2") for entry in found)
