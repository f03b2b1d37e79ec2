"""Importing a file: refusals, titles, and that what was imported is what its file says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import source
from publishing import Json, knowledge, official, raw, read, standard

from ksbcheck import UnusableFileError
from ksbcheck.source import LARGEST, read_source
from ksbcheck.standards.official import file_name, import_official
from ksbcheck.standards.read import inspect_standard, read_standard

if TYPE_CHECKING:
    from pathlib import Path

API = "https://skillsengland.education.gov.uk/api/apprenticeshipstandards/REFERENCE"
SOUND = raw(official())


def refusal(data: str | bytes) -> str:
    with pytest.raises(UnusableFileError) as caught:
        import_official(source(data, "file"))
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", "KSB308 neither the official JSON of a standard nor the text of its page"),
        (" \n", "KSB308 neither the official JSON of a standard nor the text of its page"),
        ("reference: ST0001", "KSB308 neither the official JSON of a standard nor the text of its page"),
        ('"ST0001"', "KSB308 neither the official JSON of a standard nor the text of its page"),
        (
            "\n <!DOCTYPE html>",
            f"KSB308 a web page; import the official JSON ({API}), or a file with the text copied from the page",
        ),
        (SOUND.encode("utf-16"), "KSB001 the file is UTF-16 text; save it as UTF-8"),
        (
            SOUND.replace("Tester", "T\xe9ster").encode("latin-1"),
            "KSB001 the byte 0xe9 is not UTF-8; save the file as UTF-8",
        ),
        (SOUND + " " * LARGEST, "KSB001 larger than 1 MiB, which is the most that is read"),
        ("{" + SOUND, "KSB002 not valid JSON: expecting property name enclosed in double quotes"),
        ("[" * 100_000, "KSB003 nested more than 20 deep; that is deeper than is read"),
        (SOUND.replace('"title"', '"version"'), "KSB004 'version' stands twice in one object"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "bytes",
)
def test_what_cannot_be_imported(data: str | bytes, told: str) -> None:
    place, _, message = refusal(data).partition(": ")
    assert place.split(":")[0] == "file"
    assert message == told


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert import_official(source("\ufeff" + SOUND)).standard == standard(official())


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        (
            {"typicalJobTitles": [f"Tester {number}" for number in range(2001)]},
            "job_titles has more items than are read",
        ),
        (
            {"knowledges": knowledge(*(f"Tool {number}." for number in range(10_000))), "duties": []},
            "'K10000' is no code",
        ),
    ],
)
def test_more_than_a_standard_holds(fields: Json, what: str) -> None:
    told = refusal(raw(official(**fields)))
    assert told.startswith("file: KSB308 ")
    assert what in told


@pytest.mark.parametrize("title", ["Given: title", "'"])
def test_a_title_that_is_given_wins(title: str) -> None:
    imported = read(official(title=""), title=title)
    assert imported.standard.title == title
    assert read_standard(source(imported.text)) == imported.standard


def test_a_json_file_needs_no_title_of_another_version() -> None:
    assert import_official(source(SOUND), None, lambda _: "Other").standard.title == "Tester"


def test_control_characters_are_written_out() -> None:
    read_back = standard(
        official(title="Test\x1b[31mer", knowledges=knowledge("A\x00b\x85c\u2028d\u202ee\x0c\x07", "B"))
    )
    assert read_back.title == "Test\\x1b[31mer"
    assert read_back.knowledge["K1"] == "A\\x00b\\x85c\\u2028d\\u202ee\\x0c\\x07"


@pytest.mark.parametrize(
    ("reference", "version", "name"),
    [("ST0792", "1.1", "standard_st0792_v1_1.yaml"), ("FA0001", "1", "standard_fa0001_v1.yaml")],
)
def test_a_file_is_called_by_reference_and_version(reference: str, version: str, name: str) -> None:
    assert file_name(standard(official(referenceNumber=reference, version=version))) == name


def test_every_official_file_is_imported_or_refused_and_twice_the_same(official_files: list[Path]) -> None:
    refused: set[str] = set()
    reasons: set[str] = set()
    for path in official_files:
        try:
            imported = import_official(read_source(path))
        except UnusableFileError as error:
            refused.add(path.name)
            reasons.update(found.code for found in error.diagnostics)
            continue
        assert import_official(read_source(path)) == imported
        assert inspect_standard(source(imported.text)).standard == imported.standard
        assert len(imported.defects) == len(imported.standard.warnings)
    assert reasons == {"KSB309"}
    assert refused == {path.name for path in official_files if not has_ksbs(path)}


def has_ksbs(path: Path) -> bool:
    file = json.loads(path.read_text(encoding="utf-8"))
    fields = ("knowledges", "skills", "behaviours")
    return any(file.get(field) for field in (*fields, "technicalKnowledges", "technicalSkills"))


def test_texts_of_every_official_file_are_the_files(official_files: list[Path]) -> None:
    """White space aside, the YAML's text of a KSB is the end of the JSON's, and mostly all of it."""
    shorter = 0
    for path in official_files:
        if has_ksbs(path):
            ours = import_official(read_source(path)).standard
            file = json.loads(path.read_text(encoding="utf-8"))
            for field, texts in (
                ("knowledges", ours.knowledge),
                ("skills", ours.skills),
                ("behaviours", ours.behaviours),
            ):
                for theirs, text in zip(file.get(field) or [], texts.values(), strict=not path.name.startswith("FA")):
                    detail = theirs["detail"].replace("\r\n", "\n").strip()
                    if "&" not in detail:
                        assert detail.endswith(text)
                        shorter += detail != text
    assert shorter
