"""What is written in a portfolio stays a text in its workbook, whatever it looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from checking import piece, small
from gates import HOSTILE, as_id, as_title
from spreadsheets import HOSTILE_CELLS, facts, part, parts, read, summary_of, table, workbook, xlsx

from ksbcheck.printable import printable
from ksbcheck.reporters.workbook.book import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

MOST = 32_767


def _cells(book: Workbook) -> Iterable[Cell | MergedCell]:
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("text", [*HOSTILE.values(), *HOSTILE_CELLS.values()], ids=[*HOSTILE, *HOSTILE_CELLS])
def test_a_text_is_never_anything_else(text: str) -> None:
    standard = small(
        title=text,
        options=[{"key": "a", "title": text}],
        knowledge={"K1": text, "K2": text},
        duties=[{"number": 4, "options": ["a"], "text": text, "ksbs": ["K1", "K2"]}],
        qualifications=[{"title": text, "text": text}],
        licence={"name": text, "url": text, "attribution": text},
    )
    fields: dict[str, Any] = {"id": as_id(text), "title": as_title(text), "type": text, "notes": text, "files": [text]}
    pieces: list[dict[str, Any]] = [
        {"ksbs": {"K1": text, text[:200]: text}, **fields},
        {"ksbs": ["K1"], **fields},
    ]
    shown = printable(text)
    waivers = [{"code": "KSB203", "reason": shown}]
    summary = summary_of(
        *pieces,
        of=standard,
        option="a",
        path=shown,
        config={"waivers": waivers},
        apprentice={"name": text},
        gateway={"english": f"yes, {text}"},
    )
    made = xlsx(summary)
    book = read(made)
    assert {cell.data_type for cell in _cells(book)} <= {"s", "n", "d"}
    assert not [cell for cell in _cells(book) if cell.hyperlink]
    content = parts(made)
    assert not [name for name in content if "external" in name.lower() or ("rels" in name and "sheet" in name)]
    sheets = b"".join(part for name, part in content.items() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets

    row, *_ = table(book, "KSB mapping")
    for title in ("Definition", "Type", "Locator", "Files"):
        _assert_shown(row[title], shown)
    _assert_shown(row["Piece"], as_id(shown))
    _assert_shown(row["Title"], as_title(shown))
    row, _ = table(book, "Evidence")
    _assert_shown(row["Notes"], shown)
    _assert_shown(book["Matrix"]["D1"].value, as_id(shown))
    _assert_shown(table(book, "Problems")[-1]["Waived, and why"], shown)
    _assert_shown(facts(book)["Apprentice"], shown)
    _assert_shown(dict(part(book, "Source of the standard"))["Attribution"], shown)


def _assert_shown(cell: str, text: str) -> None:
    """A cell has a text as it is, or as much of it as it can hold and a word that it was cut."""
    text = text.strip()  # as the reader of portfolios takes it
    if text.startswith("<r>"):
        assert cell == f"{text} "
    elif len(text.encode("utf-16-le")) // 2 <= MOST:
        assert cell.strip() == text
    else:
        kept, mark = cell.split(" … ")
        assert mark == "(cut here: a cell holds no more)"
        assert text.startswith(kept)
        assert MOST - 1 <= len(cell.encode("utf-16-le")) // 2 <= MOST


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "＝1", "'=1", "'"])
def test_what_looks_like_a_formula_stays_a_text_when_it_is_edited(text: str) -> None:
    made = workbook(summary_of(piece("E1", ["K1"], title=text), piece("E2", ["K1"], title=f"x{text}")))
    first, second = (made["Evidence"][f"C{row}"] for row in (2, 3))
    assert (first.value, first.quotePrefix) == (text, True)
    assert (second.value, second.quotePrefix) == (f"x{text}", False)


@pytest.mark.parametrize("text", ["_x0041_", "_x005F_", "_x005f_", "_xFFFE_", "_x41_"])
def test_what_the_format_takes_for_an_escape_is_escaped(text: str) -> None:
    # openpyxl is not exact here; the standard of the format, ECMA-376 part 1, 22.4.2.4, is.
    strings = parts(xlsx(summary_of(piece("E1", ["K1"], notes=text))))["xl/sharedStrings.xml"]
    found = ["".join(item.itertext()) for item in ET.fromstring(strings)]
    assert text in [re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), cell) for cell in found]


def test_space_around_a_text_is_kept() -> None:
    texts = {"K1": "\t=1", "K2": "  x  ", "K3": "a\n"}
    made = workbook(summary_of(of=small(knowledge=texts)))
    assert {row["KSB"]: row["Definition"] for row in table(made, "KSB mapping")} == texts


def test_a_text_is_cut_only_where_it_is_too_long() -> None:
    assert text_of("x" * MOST) == "x" * MOST
    assert text_of("x" * (MOST + 1)).endswith("a cell holds no more)")
    assert len(text_of("x" * (MOST + 1))) == MOST
    assert text_of("🎬" * 16_383) == "🎬" * 16_383
    assert text_of("<r>x") == "<r>x"


@pytest.mark.parametrize(
    ("name", "foot"),
    [
        ("R&D &G &P &&", "R+D +G +P ++"),
        ("a\nb", "a b"),
        ("x" * 300, "x" * 65 + "…"),
    ],
)
def test_the_foot_of_a_page_takes_no_command_from_a_name(name: str, foot: str) -> None:
    content = parts(xlsx(summary_of(apprentice={"name": name})))["xl/worksheets/sheet1.xml"].decode()
    match = re.search("<oddFooter>(.*)</oddFooter>", content)
    assert match
    assert match[1].replace("&amp;", "&") == f"&LST0001 v1.0 · {foot}&C&A&RPage &P of &N"
