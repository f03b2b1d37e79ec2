"""The table of what becomes of official files, and that it tells of every loss."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, SHARED
from publishing import duty, foundation, official, raw, row, with_options, with_rows

from ksbcheck.standards.official import import_official

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    from publishing import Json

    from ksbcheck.source import Source
    from ksbcheck.standards.official import Imported

    Table = Callable[[Path], tuple[int, str]]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("official_files", ROOT / "benchmarks" / "official_files.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def table(script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Table:
    def table(folder: Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["official_files.py", str(folder)])
        code: int = script.main()
        return code, capsys.readouterr().out

    return table


def put(folder: Path, file: Json, name: str = "one.json") -> None:
    (folder / name).write_text(raw(file), encoding="utf-8")


def test_nothing_is_lost_of_the_official_files(official_files: list[Path], table: Table) -> None:
    code, output = table(SHARED / "standards")
    assert code == 0
    assert "\n0 crashes, 0 files with something lost without a word\n" in output
    assert all(f"\n{path.name} " in f"\n{output}" for path in official_files)


def test_an_empty_folder_proves_nothing(tmp_path: Path, table: Table) -> None:
    code, output = table(tmp_path)
    assert code == 1
    assert "0 files in" in output


@pytest.mark.parametrize(
    "file",
    [
        official(),
        with_options(),
        with_rows(row("Core", "k1", "s1", "b1"), row("Left hand", "k2"), row("Right hand", "k3")),
        with_rows(row("Core", "k1", "s1", "b1"), row("Feet", "k2"), row("Right hand", "k3")),
        foundation(),
        official(duties=[duty("k1", "k9", "k1", "s1", "b1"), duty()]),
    ],
)
def test_what_is_told_is_not_lost(tmp_path: Path, table: Table, file: Json) -> None:
    put(tmp_path, file)
    code, output = table(tmp_path)
    assert (code, "!!" in output) == (0, False)
    assert "1 imported" in output


def test_what_is_refused_is_not_lost(tmp_path: Path, table: Table) -> None:
    put(tmp_path, official(knowledges=[], skills=[], behaviours=[]))
    (tmp_path / "two.json").write_text("{", encoding="utf-8")
    code, output = table(tmp_path)
    assert code == 0
    assert "1 refused, KSB002, 1 refused, KSB309" in output


# (the file, what stands in its YAML, what is made of that, what is told)
LOSSES: dict[str, tuple[Json, str, str, str]] = {
    "a KSB": (official(duties=[]), "  K2: Why tools fail.\n", "", "knowledge: 2 in the JSON, 1 in the YAML"),
    "a duty": (
        official(duties=[duty("k1", "k2", "s1", "b1"), duty("k1", dutyDetail="Rest.")]),
        "  - number: 2\n    text: Rest.\n    ksbs: [K1]\n",
        "",
        "duties: 2 in the JSON, 1 in the YAML",
    ),
    "an option": (
        with_options(),
        "  - key: right\n    title: Right hand\n",
        "",
        "options: 2 in the JSON, 1 in the YAML",
    ),
    "a code of a duty": (official(), "[K1, K2, S1, B1]", "[K1, K2, S1]", "/duties/0/mappedBehaviour: 1 in the JSON, 0"),
    "an option of a duty": (with_options(), "    options: [left]\n", "", "/duties/1/mappedOptions: 1 in the JSON, 0"),
    "a code of a row": (
        with_rows(row("Core", "k1", "s1", "b1"), row("Left hand", "k2"), row("Right hand", "k3")),
        "[K1, S1, B1]",
        "[K1, S1]",
        "/optionsUnstructuredKsbMapping/0/mappedBehaviour: 1 in the JSON, 0 in the YAML",
    ),
    "a row": (
        with_rows(row("Core", "k1", "s1", "b1"), row("Left hand", "k2"), row("Right hand", "k3")),
        "  - options: [right]\n    ksbs: [K3]\n",
        "",
        "rows: 3 in the JSON, 2 in the YAML",
    ),
    "a KSB of the fourth kind": (
        foundation(employabilitySkillsAndBehaviours=[{"id": "3", "detail": "Come."}, {"id": "4", "detail": "Stay."}]),
        "  EB2: Stay.\n",
        "",
        "employability: 2 in the JSON, 1 in the YAML",
    ),
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_every_loss_is_told(
    tmp_path: Path, table: Table, script: ModuleType, monkeypatch: pytest.MonkeyPatch, loss: tuple[Json, str, str, str]
) -> None:
    file, old, new, told = loss

    def losing(given: Source, *_: object) -> Imported:
        imported = import_official(given)
        assert imported.text.count(old) == 1
        return imported._replace(text=imported.text.replace(old, new))

    monkeypatch.setattr(script, "import_official", losing)
    put(tmp_path, file)
    code, output = table(tmp_path)
    assert code == 1
    assert f"!! {told}" in output


def test_what_validate_finds_and_nobody_told_is_told(
    tmp_path: Path, table: Table, script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = official(duties=[duty("k1", "s1", "b1")])

    def losing(given: Source, *_: object) -> Imported:
        imported = import_official(given)
        return imported._replace(text=imported.text.partition("\nunassigned:")[0] + KSBS)

    monkeypatch.setattr(script, "import_official", losing)
    put(tmp_path, silent)
    code, output = table(tmp_path)
    assert code == 1
    assert "!! validate finds 1 KSB312 more than there are warnings" in output


KSBS = "\nknowledge: {K1: a, K2: b}\nskills: {S1: c}\nbehaviours: {B1: d}\n"


def test_a_crash_is_told(tmp_path: Path, table: Table, script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def crashing(_: Source) -> Imported:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(script, "import_official", crashing)
    put(tmp_path, official())
    code, output = table(tmp_path)
    assert code == 1
    assert "!! ZeroDivisionError('oh')" in output
    assert "1 crashes, 1 files" in output
