"""The cohort as a workbook, read back by openpyxl and held against JSON, sets and the page's facts."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import tracemalloc
from datetime import date
from hashlib import sha256
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import pytest
from checking import small
from cohort_files import TODAY, as_json, file, mixed, pieces
from cohort_outputs import UNUSABLE, usable
from facts import DIGESTS
from gates import HOSTILE
from spreadsheets import HOSTILE_CELLS, parts, plain, read, table
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # the library has no types

from ksbcheck import UnusableFileError
from ksbcheck.cohort.model import Row
from ksbcheck.printable import printable
from ksbcheck.reporters.cohort import xlsx
from ksbcheck.reporters.workbook.book import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from openpyxl.workbook import Workbook

SHEETS = ["Portfolios", "Cohort", "KSBs", "Duties"]
MOST = 32_767
COLUMNS = {
    "Portfolio": "path",
    "Apprentice": "apprentice",
    "Standard": "standard",
    "Option": "option",
    "Pieces": "pieces",
    "Required": "required",
    "Covered": "covered",
    "Percent": "percent",
    "Accepted": "accepted",
    "Thin": "thin",
    "Gaps": "gaps",
    "Open duties": "open_duties",
    "Start": "start",
    "Gateway": "gateway",
    "Expected": "expected",
    "Line": "pace",
}


def _book(rows: Iterable[Row], **asked: Any) -> Workbook:
    return read(file("xlsx", rows, **asked))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return _book(mixed())


def _cohort(book: Workbook) -> dict[str, list[list[Any]]]:
    """The parts of the sheet Cohort by their headings, without empty cells; the first has the facts."""
    rows = [[plain(cell) for cell in row] for row in book["Cohort"].iter_rows()]
    found: dict[str, list[list[Any]]] = {}
    for before, row in pairwise([[], *rows]):
        if not any(before):
            found[row[0]] = []
            last = found[row[0]]
        elif any(value is not None for value in row):
            last.append([value for value in row if value is not None])
    return found


def _facts(book: Workbook) -> dict[str, Any]:
    return dict(_cohort(book)["Cohort"])


def _known(entry: dict[str, Any]) -> dict[str, Any]:
    """What a row of the sheet says of a portfolio that JSON says this of."""
    told = {title: entry[key] for title, key in COLUMNS.items()}
    told |= {name: entry["findings"][name.lower()] for name in ("Errors", "Warnings", "Notes")}
    told |= {"Gaps": "; ".join(entry["gaps"]), "Open duties": "; ".join(map(str, entry["open_duties"]))}
    told |= {name: told[name] and date.fromisoformat(told[name]) for name in ("Start", "Gateway")}
    return {title: value for title, value in told.items() if value not in (None, "")} | {"As on": TODAY}


def test_each_portfolio_is_told_as_json_tells_it(book: Workbook) -> None:
    told = as_json(mixed())["portfolios"]
    rows = table(book, "Portfolios")
    assert len(rows) == len(told)
    for row, entry in zip(rows, told, strict=True):
        if entry["problem"] is None:
            assert row == _known(entry)
        else:
            assert set(row) == {"Portfolio", "Problem"}
            assert row["Portfolio"] == entry["path"]
            assert row["Problem"].split(" (the first of ")[0] == entry["problem"]
    assert rows[10]["Problem"].endswith("is no portfolio (the first of 10 problems)")


def test_sheets_are_set_up_to_be_read_and_printed(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert book.active is book["Portfolios"]
    frozen = {"Portfolios": "B2", "Cohort": "A2", "KSBs": "D2", "Duties": "D2"}
    for sheet in book:
        assert sheet.freeze_panes == frozen[sheet.title]
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert str(sheet.page_setup.fitToWidth) == ("2" if sheet.title == "Portfolios" else "None")
        if sheet.title != "Cohort":
            assert sheet.auto_filter.ref == sheet.dimensions
            assert sheet.print_title_rows == "$1:$1"
    assert book["Portfolios"].sheet_format.defaultRowHeight == 15.75
    assert not book["Portfolios"]["K2"].alignment.wrap_text
    assert book["Portfolios"]["H2"].number_format == '0.0" %"'
    (rule,) = book["Portfolios"].conditional_formatting
    assert (str(rule.sqref), rule.rules[0].formula) == ("T2:T41", ['"behind"'])


def test_groups_have_the_figures_of_json(book: Workbook) -> None:
    groups = as_json(mixed())["cohort"]["groups"]
    header, *rows = _cohort(book)["By standard and option"]
    keys = ("standard", "option", "portfolios", "complete", "with_line", "behind", "required", "covered", "percent")
    assert len(rows) == 2
    for row, group in zip(rows, groups, strict=True):
        told = dict(zip(header, row, strict=True))
        assert told.pop("Title").startswith("Media production co-ordinator: ")
        accepted = group["accepted"] * 1000 // group["required"] / 10
        assert list(told.values()) == [*(group[key] for key in keys), group["accepted"], accepted]
    assert _facts(book) == {
        "Portfolios": 40,
        "Cannot be used": 6,
        "Errors": sum(row.errors for row in mixed()),
        "Warnings": sum(row.warnings for row in mixed()),
        "Notes": sum(row.notes for row in mixed()),
        "As on": TODAY,
    }


def test_distribution_has_the_counts_of_the_portfolios(book: Workbook) -> None:
    header, *rows = _cohort(book)["Portfolios by how much they cover"]
    assert header == ["Standard", "Option", "Covered", "Portfolios", "Percent"]
    assert len(rows) == 22
    for option in ("film", "post"):
        shares = [10 * row.covered // row.required for row in mixed() if row.option == option]
        counts = [shares.count(tenth) for tenth in range(11)]
        own = [row for row in rows if row[1] == option]
        assert [count for *_, count, _ in own] == counts
        assert [percent for *_, percent in own] == [count * 1000 // len(shares) / 10 for count in counts]
        assert [own[0][2], own[-2][2], own[-1][2]] == ["0.0 to 9.9 %", "90.0 to 99.9 %", "100.0 %"]


@pytest.mark.parametrize(("name", "code"), [("KSBs", "Code"), ("Duties", "Duty")])
def test_what_is_lacked_is_that_of_json(book: Workbook, name: str, code: str) -> None:
    told = [
        (group["option"], entry.get("code") or entry["number"], entry["text"], entry["lacking"], entry["percent"])
        for group in as_json(mixed())["cohort"]["groups"]
        for entry in group[name.lower()]
    ]
    rows = table(book, name)
    text = "KSB" if name == "KSBs" else "What it is"
    assert [(row["Option"], row[code], row[text], row["Lacking"], row["Percent"]) for row in rows] == told
    counts = {option: sum(row.option == option for row in mixed()) for option in ("film", "post")}
    assert all(row["Portfolios"] == counts[row["Option"]] for row in rows)
    if name == "KSBs":
        assert all(sha256(row["KSB"].encode()).hexdigest()[:16] == DIGESTS[row["Code"]] for row in rows)
    assert len({(row["Option"], row[code]) for row in rows}) == len(rows) >= 20


def test_percentages_have_a_bar(book: Workbook) -> None:
    bars = {
        sheet.title: {str(found.sqref) for found in sheet.conditional_formatting if found.rules[0].type == "dataBar"}
        for sheet in book
    }
    last = {name: book[name].max_row for name in ("KSBs", "Duties")}
    of_cohort = bars.pop("Cohort")
    assert bars == {"Portfolios": set(), "KSBs": {f"G2:G{last['KSBs']}"}, "Duties": {f"G2:G{last['Duties']}"}}
    assert sorted(found[0] for found in of_cohort) == ["E", "J", "L"]


def test_a_standard_that_nobody_finds_again_has_codes_and_no_texts() -> None:
    book = _book([usable(open_duties=(4,))], known=False)
    assert table(book, "KSBs") == [
        {"Standard": "ST0792 v1.1", "Option": "post", "Code": "K1", "Lacking": 1, "Portfolios": 1, "Percent": 100}
    ]
    (duty,) = table(book, "Duties")
    assert (duty["Duty"], duty["Lacking"], duty["Percent"]) == (4, 1, 100)
    assert "What it is" not in duty
    assert "Media" not in str(_cohort(book))
    assert not [heading for heading in _cohort(book) if heading.startswith("Source")]


def test_source_and_licence_are_told_once_for_each_standard(book: Workbook) -> None:
    told = dict(_cohort(book)["Source of ST0792 v1.1"])
    assert list(told) == ["Published by", "At", "Licence", "Terms", "Attribution"]
    assert told["Licence"] == "Open Government Licence v3.0"
    assert told["Attribution"].startswith("Crown copyright © 2024.")
    assert list(_cohort(book)) == [
        *("Cohort", "By standard and option", "Portfolios by how much they cover", "Source of ST0792 v1.1")
    ]
    assert not [heading for heading in _cohort(_book([usable()], of=small())) if heading.startswith("Source")]


def test_what_was_interrupted_says_so_where_it_opens() -> None:
    given = [usable("a"), UNUSABLE]
    made = _book(given, interrupted=True)
    assert made.active is made["Cohort"]
    assert _facts(made)["Partial"] == ("Partial: this ended early. 2 portfolios had been looked at, and no others.")
    assert "artial" not in str(_cohort(_book(given)))


def test_all_are_counted_where_only_some_are_listed() -> None:
    made = _book(mixed(), only=lambda row: row.path.endswith(" 5.yaml"))
    assert [row["Portfolio"] for row in table(made, "Portfolios")] == ["coach/portfolio 5.yaml"]
    assert (_facts(made)["Portfolios"], _facts(made)["Listed"]) == (40, 1)
    assert "Listed" not in _facts(_book(mixed()))


def test_a_cohort_without_portfolios_has_headers() -> None:
    made = _book([])
    assert made.sheetnames == SHEETS
    assert [table(made, name) for name in ("Portfolios", "KSBs", "Duties")] == [[], [], []]
    assert _facts(made)["Portfolios"] == 0
    assert _facts(made)["As on"] == "not known"
    assert made.properties.created.date() == date(1980, 1, 1)


def test_the_day_is_that_of_any_portfolio_that_tells_it() -> None:
    made = _book([UNUSABLE, usable(today=TODAY), usable(), UNUSABLE])
    assert _facts(made)["As on"] == made.properties.created.date() == TODAY


@pytest.mark.parametrize(("count", "rows"), [(0, [0]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])])
def test_what_one_sheet_does_not_hold_goes_on_the_next(
    monkeypatch: pytest.MonkeyPatch, count: int, rows: list[int]
) -> None:
    assert xlsx.MOST_ROWS == 2**20
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)  # with the header
    made = _book(usable(f"{number}") for number in range(count))
    names = ["Portfolios", *(f"Portfolios {number}" for number in range(2, len(rows) + 1))]
    assert made.sheetnames == [*names, *SHEETS[1:]]
    found = [[row["Portfolio"] for row in table(made, name)] for name in names]
    assert list(map(len, found)) == rows
    assert list(chain(*found)) == [str(number) for number in range(count)]
    assert {made[name].freeze_panes for name in names} == {"B2"}


@pytest.mark.parametrize("text", [*HOSTILE.values(), *HOSTILE_CELLS.values()], ids=[*HOSTILE, *HOSTILE_CELLS])
def test_a_text_is_never_anything_else(text: str) -> None:
    shown = printable(text)
    standard = small(
        title=text,
        options=[{"key": "post", "title": text}],
        knowledge={"K1": text},
        duties=[{"number": 4, "options": ["post"], "text": text, "ksbs": ["K1"]}],
        licence={"name": text, "url": text, "attribution": text},
    )
    good = usable(shown, name=shown, open_duties=(4,), standard="ST0001 v1.0")
    made = file("xlsx", [good, Row(shown, shown, 1)], of=standard)
    book = read(made)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    content = parts(made)
    assert not [name for name in content if "external" in name.lower() or ("rels" in name and "sheet" in name)]
    sheets = b"".join(part for name, part in content.items() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets

    first, second = table(book, "Portfolios")
    found = [first["Portfolio"], first["Apprentice"], second["Portfolio"], second["Problem"]]
    found += [table(book, "KSBs")[0]["KSB"], table(book, "Duties")[0]["What it is"]]
    found.append(dict(_cohort(book)["Source of ST0001 v1.0"])["Attribution"])
    for cell in found:
        _assert_shown(cell, shown.strip())


def _assert_shown(cell: str, text: str) -> None:
    """A cell has a text as it is, or as much of it as it can hold and a word that it was cut."""
    # openpyxl leaves these as they are; the standard of the format, ECMA-376 part 1, 22.4.2.4, says what they mean.
    cell = re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), cell)
    if len(text.encode("utf-16-le")) // 2 <= MOST:
        assert cell.strip() == text
    else:
        kept, mark = cell.split(" … ")
        assert mark == "(cut here: a cell holds no more)"
        assert text.startswith(kept.strip())


def test_what_looks_like_a_formula_stays_a_text_when_it_is_edited() -> None:
    made = _book([usable("=1", name="+1"), usable("x", name="1")])["Portfolios"]
    assert [made[place].quotePrefix for place in ("A2", "B2", "A3", "B3")] == [True, True, False, False]


def test_the_same_cohort_gives_the_same_bytes_and_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    first = file("xlsx", mixed())
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert file("xlsx", mixed()) == first
    properties = read(first).properties
    assert properties.created.date() == properties.modified.date() == TODAY
    assert properties.title == "KSB cohort"


def test_it_comes_in_pieces_of_64_kilobytes() -> None:
    given = [usable(os.urandom(40).hex()) for _ in range(3_000)]
    sizes = [len(piece) for piece in pieces("xlsx", given)]
    assert len(sizes) > 1
    assert set(sizes[:-1]) == {65_536}
    assert 0 < sizes[-1] <= 65_536


def test_no_portfolio_is_held() -> None:
    def coming(count: int) -> Iterator[Row]:
        for number in range(count):
            yield usable(f"{number:06}" * 2_000) if number % 2 else UNUSABLE._replace(problem=f"{number:06}" * 2_000)

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in pieces("xlsx", coming(count)):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # modules and standards
    assert peak(600) < peak(50) + 1_000_000  # all of them would be 7 MB


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_nothing_is_left_on_the_disk(temporary: Path) -> None:
    seen: set[str] = set()

    def coming() -> Iterator[Row]:
        for row in mixed():
            seen.update(map(str, temporary.rglob("*")))
            yield row

    list(pieces("xlsx", coming()))
    assert len(seen) >= 2
    assert list(temporary.iterdir()) == []


def test_nothing_is_left_on_the_disk_where_it_ends_early(temporary: Path) -> None:
    def coming() -> Iterator[Row]:
        yield usable()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(pieces("xlsx", coming()))
    assert list(temporary.iterdir()) == []


def test_where_there_is_no_place_for_temporary_files_it_says_so(temporary: Path) -> None:
    temporary.rmdir()
    with pytest.raises(UnusableFileError, match="<temporary files>: KSB001 cannot be written: No such file"):
        list(pieces("xlsx", mixed()))


def test_a_disk_that_is_full_at_the_end_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    finished = Book.finish

    def finish(book: Book) -> bytes:
        finished(book)
        raise FileCreateError(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(Book, "finish", finish)
    with pytest.raises(UnusableFileError, match="cannot be written: No space left on device"):
        list(pieces("xlsx", []))
