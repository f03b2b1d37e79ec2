"""The workbook and the CSV of the installed command, opened by LibreOffice and by openpyxl."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from checking import as_yaml
from facts import scope
from office import Office, find_office
from openpyxl import load_workbook
from pypdf import PdfReader
from spreadsheets import SHEETS, plain, read, table

if TYPE_CHECKING:
    from pathlib import Path

    from acceptance.conftest import Ksbcheck
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

FORMULAS = ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x","y")', "'=1", "=cmd|' /C calc'!A0"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return find_office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def made(ksbcheck: Ksbcheck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(ksbcheck, "examples/unfinished_post.yaml", tmp_path_factory.mktemp("summary") / "summary.xlsx")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pieces = [
        {"id": f"E{number}", "title": text, "type": text, "ksbs": {"K1": text}}
        for number, text in enumerate([*FORMULAS, "plain"])
    ]
    path = tmp_path_factory.mktemp("hostile") / "portfolio.yaml"
    path.write_bytes(as_yaml({"standard": "ST0792 v1.1", "option": "post", "evidence": pieces}))
    return path


def _written(ksbcheck: Ksbcheck, portfolio: str, output: Path) -> Path:
    run = ksbcheck("summary", portfolio, "--today", "2025-03-10", "-o", str(output))
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
    return output


def _shown(cell: Cell | MergedCell) -> str:
    """Return a cell as a spreadsheet shows it."""
    value = plain(cell)
    if isinstance(value, float) or "%" in cell.number_format:
        return f"{value:.1f} %"
    return "" if value is None else str(value)


def _rows(book: Workbook, name: str) -> list[list[str]]:
    return [[_shown(cell) for cell in row] for row in book[name].iter_rows()]


def test_libreoffice_and_openpyxl_read_the_same(made: Path, office: Office) -> None:
    book = read(made.read_bytes())
    sheets = office.sheets(made)
    assert sorted(sheets) == sorted(SHEETS)
    for name in SHEETS:
        assert sheets[name] == _rows(book, name)
    mapping = sheets["KSB mapping"]
    assert {row[0] for row in mapping[1:]} == scope("post")


def test_a_second_workbook_of_one_run_is_the_same(ksbcheck: Ksbcheck, made: Path, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.xlsx", "two.xlsx")]
    asked = ["--today", "2025-03-10", "-o", str(paths[0]), f"--report=xlsx={paths[1]}"]
    assert ksbcheck("summary", "examples/unfinished_post.yaml", *asked).returncode == 0
    assert [path.read_bytes() for path in paths] == [made.read_bytes()] * 2


def test_the_printed_workbook_has_all_sheets(made: Path, office: Office) -> None:
    pages = PdfReader(office.pdf(made)).pages
    text = " ".join(page.extract_text() for page in pages)
    words = set(re.findall(r"\w+", text))
    assert {code for row in table(read(made.read_bytes()), "KSB mapping") for code in [row["KSB"]]} <= words
    for name in SHEETS:
        assert name in text
    assert f"Page {len(pages)} of {len(pages)}" in re.sub(r"\s+", " ", text)
    for heading in ("Coverage of each duty", "Gateway", "KSBs that rest on a single piece", "Source of the standard"):
        assert heading in text
    assert "66.1 %" in text
    for page in pages:
        width, height = page.mediabox.width, page.mediabox.height
        assert (round(width), round(height)) == (842, 595)


def test_no_text_becomes_a_formula_in_the_workbook(hostile: Path, office: Office, ksbcheck: Ksbcheck) -> None:
    made = _written(ksbcheck, str(hostile), hostile.with_name("hostile.xlsx"))
    header, *rows = office.sheets(made)["Evidence"]
    assert [row[header.index("Title")] for row in rows] == [*FORMULAS, "plain"]


def test_no_text_becomes_a_formula_in_the_csv(hostile: Path, office: Office, ksbcheck: Ksbcheck) -> None:
    made = _written(ksbcheck, str(hostile), hostile.with_name("hostile.csv"))
    sheet = _only_sheet(office.workbook(made))
    header, *rows = sheet
    titles = [row[[cell.value for cell in header].index("Title")] for row in rows if row[6].value]
    assert [cell.value for cell in titles] == [*(f"'{text}" for text in FORMULAS), "plain"]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "d", "n"}


def test_what_is_a_formula_would_be_seen(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "formula.csv"
    path.write_text("Title\r\n=1+1\r\n", encoding="utf-8")
    assert _only_sheet(office.workbook(path))[1][0].data_type == "f"


def test_the_csv_opens_as_a_table(ksbcheck: Ksbcheck, office: Office, tmp_path: Path, made: Path) -> None:
    path = _written(ksbcheck, "examples/unfinished_post.yaml", tmp_path / "mapping.csv")
    opened = [[cell.value or "" for cell in row] for row in _only_sheet(office.workbook(path))]
    kept = _rows(read(made.read_bytes()), "KSB mapping")
    columns = [number for number, title in enumerate(kept[0]) if title not in {"Date", "Duties", "Locator"}]
    assert [[row[number] for number in columns] for row in opened] == [[row[n] for n in columns] for row in kept]


def _only_sheet(path: Path) -> list[tuple[Any, ...]]:
    book = load_workbook(path)
    assert len(book.sheetnames) == 1
    return list(book[book.sheetnames[0]].iter_rows())


@pytest.mark.parametrize(("required", "outcome"), [(False, pytest.skip.Exception), (True, pytest.fail.Exception)])
def test_where_libreoffice_is_missing_this_is_told(
    required: bool, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("office.REQUIRED", required)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(outcome, match="LibreOffice is not installed"):
        find_office(tmp_path)
