"""Importing a standard, and checking portfolios against it."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest
from conftest import ROOT
from publishing import duty, foundation, official, place_of, raw, row, with_options, with_rows

from ksbcheck.cli import download
from ksbcheck.cli.entry import run
from ksbcheck.source import Source

if TYPE_CHECKING:
    from publishing import Json

BUNDLED = ROOT / "data" / "standard_st0792_v1_1.yaml"
PAGE = "Duties\nDuty 1 Plan.\nK1\nKSBs\nKnowledge\nK1: Tools.\nReference: ST0001\nVersion: 1.1\n"
STORED = Path("data/ksbcheck/standards/standard_st0001_v1_0.yaml")


class Told(NamedTuple):
    """What a command line did."""

    code: int
    output: str
    errors: str


class Command(Protocol):
    """Runs one command line in the test's own folder, in this process."""

    def __call__(self, *arguments: str) -> Told: ...


@pytest.fixture
def ksb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ksbcheck.cli.store.user_folder", lambda: Path("data/ksbcheck/standards"))
    monkeypatch.setenv("KSBCHECK_STANDARDS", str(tmp_path / "listed"))
    monkeypatch.setenv("COLUMNS", "100")

    def ksb(*arguments: str) -> Told:
        code = run(list(arguments))
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return ksb


def put(file: Json, name: str = "official.json") -> str:
    Path(name).write_text(raw(file), encoding="utf-8")
    return name


def files() -> dict[str, bytes]:
    """Return all that there is in the test's folder."""
    return {path.as_posix(): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


# --- where to


def test_a_standard_is_imported_into_the_users_folder(ksb: Command) -> None:
    told = ksb("standard", "import", put(official()))
    assert told == (0, "", f"wrote ST0001 v1.0 Tester to {STORED}\n")
    assert ksb("standard", "import", "official.json", "-o", "-").output == STORED.read_text(encoding="utf-8")
    assert ksb("standard", "validate", "ST0001").code == 0
    assert "Tester" in ksb("standard", "list").output


def test_defects_are_told_at_their_places(ksb: Command) -> None:
    file = official(duties=[duty("k1", "s1", "b1", "s9")])
    told = ksb("standard", "import", put(file))
    assert told.code == 0
    line, column = place_of('^"s9"', raw(file))
    other_line, other_column = place_of('^{"knowledgeId": "k2"', raw(file))
    assert told.errors.splitlines() == [
        f"official.json:{line}:{column}: warning: KSB321 no KSB has the id s9; left out",
        f"official.json:{other_line}:{other_column}: warning: KSB312 no duty names K2; it is required of everybody",
        f"wrote ST0001 v1.0 Tester to {STORED}",
    ]
    assert ksb("standard", "validate", "ST0001").code == 0


def test_of_very_many_defects_the_first_are_told(ksb: Command) -> None:
    errors = ksb("standard", "import", put(official(typicalJobTitles=[1] * 150))).errors.splitlines()
    assert len(errors) == 102
    assert errors[100] == "... and 50 more; the standard's file has them under 'warnings'"
    assert STORED.read_text(encoding="utf-8").count("code: KSB330") == 150


def test_a_file_can_be_named(ksb: Command) -> None:
    assert ksb("standard", "import", put(official()), "-o", "here.yaml") == (
        *(0, "", "wrote ST0001 v1.0 Tester to here.yaml\n"),
    )
    assert set(files()) == {"official.json", "here.yaml"}


def test_a_folder_can_be_named(ksb: Command) -> None:
    Path("there").mkdir()
    for name in ("there", "there/"):
        assert ksb("standard", "import", put(official()), "-o", name).code == 0
    assert set(files()) == {"official.json", "there/standard_st0001_v1_0.yaml"}


def test_standard_output_can_be_named(ksb: Command) -> None:
    told = ksb("standard", "import", put(official()), "-o", "-")
    assert told.code == 0
    assert told.errors == ""
    assert told.output.startswith("# ST0001 v1.0, read from the official JSON;")
    assert set(files()) == {"official.json"}


def test_a_device_is_written_to(ksb: Command) -> None:
    assert ksb("standard", "import", put(official()), "-o", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()


# --- where from


def test_standard_input_is_read(ksb: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    data = raw(official(level="x")).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    told = ksb("standard", "import", "-", "-o", "-")
    assert told.code == 0
    assert told.errors.startswith("<stdin>:")


def test_a_url_is_fetched(ksb: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetched(url: str) -> Source:
        asked.append(url)
        return Source(url, raw(official()).encode())

    monkeypatch.setattr(download, "download", fetched)
    assert ksb("standard", "import", "https://example.org/ST0001").code == 0
    assert asked == ["https://example.org/ST0001"]
    assert STORED.is_file()


def test_a_url_that_is_not_https_is_refused(ksb: Command) -> None:
    assert ksb("standard", "import", "http://localhost/ST0001") == (
        *(2, "", "http://localhost/ST0001: KSB001 is not https; nothing is read from there\n"),
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "official.json: KSB001 there is no such file"),
        ("x", "official.json:1:1: KSB308 neither the official JSON"),
        ("{}", "official.json:1:1: KSB308 not an official standard"),
        ('{"referenceNumber": "ST0001", "version": "1"}', "official.json:1:21: KSB309 ST0001 v1 publishes no KSBs"),
        ('{"a": }', "official.json:1:7: KSB002 not valid JSON"),
    ],
)
def test_what_is_no_standard_is_refused(ksb: Command, content: str | None, told: str) -> None:
    if content:
        Path("official.json").write_text(content, encoding="utf-8")
    before = files()
    found = ksb("standard", "import", "official.json")
    assert (found.code, found.output, found.errors[: len(told)]) == (2, "", told)
    assert files() == before
    assert not Path("data").exists()


# --- titles


def test_a_title_can_be_given(ksb: Command) -> None:
    assert ksb("standard", "import", put(official()), "--title", "Chief tester").code == 0
    assert "title: Chief tester\n" in STORED.read_text(encoding="utf-8")


def test_a_page_has_the_title_of_another_version_or_the_one_that_is_given(ksb: Command) -> None:
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    told = ksb("standard", "import", "page.txt")
    assert (told.code, "--title" in told.errors) == (2, True)
    assert ksb("standard", "import", "page.txt", "--title", "Given", "-o", "page.yaml").code == 0
    assert "title: Given\n" in Path("page.yaml").read_text(encoding="utf-8")
    assert ksb("standard", "import", put(official())).code == 0
    assert ksb("standard", "import", "page.txt").code == 0
    assert "title: Tester\n" in STORED.with_name("standard_st0001_v1_1.yaml").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_has_no_title_for_a_page(ksb: Command) -> None:
    STORED.parent.mkdir(parents=True)
    STORED.write_text("reference: [", encoding="utf-8")
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    assert "--title" in ksb("standard", "import", "page.txt").errors


# --- what is there already


def test_the_same_twice_changes_nothing(ksb: Command) -> None:
    put(official())
    ksb("standard", "import", "official.json")
    before = files()
    told = ksb("standard", "import", "official.json")
    assert told == (
        *(
            0,
            "",
            "ST0001 v1.0 is here already with the same content (standard_st0001_v1_0.yaml in the user data folder)\n",
        ),
    )
    assert files() == before


def test_the_same_file_twice_changes_nothing(ksb: Command) -> None:
    put(official())
    ksb("standard", "import", "official.json", "-o", "here.yaml")
    before = files()
    told = ksb("standard", "import", "official.json", "-o", "here.yaml")
    assert told == (0, "", "here.yaml is the same already\n")
    assert files() == before


def test_the_same_content_in_other_words_is_the_same(ksb: Command) -> None:
    ksb("standard", "import", put(official()))
    STORED.write_text("# Ours\n" + STORED.read_text(encoding="utf-8"), encoding="utf-8")
    before = files()
    assert ksb("standard", "import", "official.json").code == 0
    assert files() == before


def test_other_content_is_not_replaced_unless_that_is_said(ksb: Command) -> None:
    ksb("standard", "import", put(official()))
    put(official(title="Chief"))
    before = files()
    message = "is here already with other content; --replace imports it all the same, -o FILE to a place of its own"
    told = ksb("standard", "import", "official.json")
    assert told == (*(2, "", f"ST0001 v1.0 (standard_st0001_v1_0.yaml in the user data folder): KSB310 {message}\n"),)
    assert files() == before
    assert ksb("standard", "import", "official.json", "--replace").code == 0
    assert "title: Chief\n" in STORED.read_text(encoding="utf-8")


def test_a_file_with_other_content_is_not_replaced_unless_that_is_said(ksb: Command) -> None:
    put(official())
    Path("here.yaml").write_text("Mine.", encoding="utf-8")
    before = files()
    message = "there is such a file already with other content; --replace writes over it"
    told = ksb("standard", "import", "official.json", "-o", "here.yaml")
    assert told == (2, "", f"here.yaml: KSB310 {message}\n")
    assert files() == before
    assert ksb("standard", "import", "official.json", "-o", "here.yaml", "--replace").code == 0
    assert Path("here.yaml").read_text(encoding="utf-8").startswith("# ST0001")


def test_a_broken_file_of_that_name_in_the_users_folder_is_not_replaced(ksb: Command) -> None:
    STORED.parent.mkdir(parents=True)
    STORED.write_text("reference: [", encoding="utf-8")
    before = {**files(), "official.json": raw(official()).encode()}
    told = ksb("standard", "import", put(official()))
    assert (told.code, "KSB310" in told.errors) == (2, True)
    assert files() == before
    assert ksb("standard", "import", "official.json", "--replace").code == 0
    assert ksb("standard", "validate", "ST0001").code == 0


def test_a_standard_of_a_folder_that_is_listed_is_here_already(ksb: Command) -> None:
    Path("listed").mkdir()
    ksb("standard", "import", put(official()), "-o", "listed")
    assert "is here already" in ksb("standard", "import", "official.json").errors
    assert not STORED.exists()
    assert ksb("standard", "import", put(official(title="Chief"))).code == 2
    assert not STORED.exists()


def test_the_bundled_standard_is_here_already(ksb: Command, page: str) -> None:
    Path("page.txt").write_text(page, encoding="utf-8")
    told = ksb("standard", "import", "page.txt")
    assert told == (
        *(0, "", "ST0792 v1.1 is here already with the same content (standard_st0792_v1_1.yaml in ksbcheck)\n"),
    )
    assert ksb("standard", "import", "page.txt", "-o", "-").output.encode() == BUNDLED.read_bytes()


def test_a_folder_that_cannot_be_made(ksb: Command) -> None:
    Path("data").write_text("in the way", encoding="utf-8")
    told = ksb("standard", "import", put(official()))
    assert (told.code, told.output) == (2, "")
    assert told.errors == "data/ksbcheck/standards: KSB001 cannot be written: Not a directory\n"


def test_a_file_in_a_folder_that_is_not_there(ksb: Command) -> None:
    told = ksb("standard", "import", put(official()), "-o", "no/such.yaml")
    assert told == (2, "", "no/such.yaml: KSB001 cannot be written: No such file or directory\n")


def test_a_file_that_cannot_be_read_is_not_replaced(ksb: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    put(official())
    Path("here.yaml").write_text("Mine.", encoding="utf-8")
    real = os.open

    def failing(path: Path | str, flags: int, mode: int = 0o777) -> int:
        if str(path) == "here.yaml":
            raise PermissionError(13, "Permission denied")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", failing)
    told = ksb("standard", "import", "official.json", "-o", "here.yaml")
    monkeypatch.undo()
    assert (told.code, told.errors) == (2, "here.yaml: KSB001 cannot be read: Permission denied\n")


# --- portfolios


def portfolio(*codes: str, option: str | None = None, of: str = "ST0001") -> str:
    piece = {"id": "E1", "title": "Piece", "ksbs": list(codes)}
    content = {"standard": of, "evidence": [piece]} | ({"option": option} if option else {})
    Path("p.yaml").write_text(json.dumps(content), encoding="utf-8")
    return "p.yaml"


def uncovered(ksb: Command) -> list[str]:
    report = json.loads(ksb("gaps", "p.yaml", "-f", "json").output)
    return [entry["code"] for entry in report["ksbs"] if entry["state"] == "missing"]


@pytest.mark.parametrize(
    "file",
    [with_options(), with_rows(row("Core", "k1", "s1", "b1"), row("LEFT HAND", "k2"), row("Right hand", "k3"))],
    ids=["duties", "rows"],
)
def test_gaps_of_a_standard_with_options(ksb: Command, file: Json) -> None:
    ksb("standard", "import", put(file))
    portfolio("K1", "S1", option="left")
    assert ksb("gaps", "p.yaml").code == 1
    assert uncovered(ksb) == ["K2", "B1"]
    portfolio("K1", "S1", "B1", "K3", option="right")
    told = ksb("gaps", "p.yaml")
    assert (told.code, told.errors) == (0, "")
    assert "KSB103" not in told.output
    assert ksb("gaps", portfolio("K1")).code == 2


def test_gaps_of_a_standard_with_an_unknown_split(ksb: Command) -> None:
    file = with_rows(duties=[duty()])
    assert ksb("standard", "import", put(file)).errors.count("KSB336") == 1
    for option in (None, "left"):
        portfolio("K1", "K2", "K3", "S1", option=option)
        assert uncovered(ksb) == ["B1"]
        assert ksb("gaps", "p.yaml").code == 1
        for format_ in ("text", "markdown"):
            output = ksb("gaps", "p.yaml", "-f", format_).output
            assert "Which KSBs belong to which option is not published: this is against the whole standard." in output
        report = json.loads(ksb("gaps", "p.yaml", "-f", "json").output)
        assert report["scope"]["split"] == "not published"
        assert "KSB103" in {found["code"] for found in report["diagnostics"]}
    portfolio("K1", "K2", "K3", "S1", "B1")
    assert ksb("gaps", "p.yaml").code == 0


def test_gaps_of_a_foundation_apprenticeship(ksb: Command) -> None:
    assert ksb("standard", "import", put(foundation())).code == 0
    portfolio("K1", "eb1", of="FA0001")
    assert uncovered(ksb) == ["S1"]
    portfolio("K1", "EB1", "S1", of="FA0001 v1.0")
    assert ksb("gaps", "p.yaml").code == 0


def test_every_official_file_of_the_largest_is_usable_at_once(ksb: Command, official_files: list[Path]) -> None:
    path = max(official_files, key=lambda path: path.stat().st_size)
    reference = path.name.partition("_")[0]
    assert ksb("standard", "import", str(path)).code == 0
    assert ksb("standard", "validate", reference).code == 0
    assert ksb("standard", "show", reference).code == 0
