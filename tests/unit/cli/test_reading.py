"""What the command line is given to read: a path as it was given, or standard input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ksbcheck import UnusableFileError
from ksbcheck.cli.entry import run
from ksbcheck.cli.reading import given_source, relative_path
from ksbcheck.source import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Write

EXAMPLES = Path(__file__).parent.parent.parent.parent / "examples"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], io.BytesIO]:
    """Gives bytes as standard input."""

    def given(data: bytes) -> io.BytesIO:
        buffer = io.BytesIO(data)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(buffer, encoding="ascii"))
        return buffer

    return given


def report_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    run(["gaps", *arguments, "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


@pytest.mark.parametrize("relative", [True, False])
def test_standard_input_is_read_as_bytes_and_has_no_folder(
    given: Callable[[bytes], io.BytesIO], relative: bool
) -> None:
    given(b"\xff\r\n\x00")
    assert given_source("-", relative=relative) == ("<stdin>", b"\xff\r\n\x00", None, None)


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_standard_input_that_cannot_be_read_is_refused() -> None:
    line = '"$0" -m ksbcheck gaps - 0>/dev/null'
    done = subprocess.run(["sh", "-c", line, sys.executable], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "<stdin>: KSB001 cannot be read: Bad file descriptor\n",
    )


def test_a_path_stays_where_there_is_no_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(os, "getcwd", gone)
    assert relative_path(f"{Path(os.sep).resolve()}folder{os.sep}portfolio.yaml") == "portfolio.yaml"


def test_no_more_of_standard_input_is_read_than_shows_that_it_is_too_large(
    given: Callable[[bytes], io.BytesIO], capsys: pytest.CaptureFixture[str]
) -> None:
    buffer = given(b"#" * (LARGEST + 100))
    assert run(["gaps", "-"]) == 2
    assert buffer.tell() == LARGEST + 1
    assert capsys.readouterr().err.startswith("<stdin>:1:")


def test_as_much_as_is_allowed_is_read(
    given: Callable[[bytes], io.BytesIO], capsys: pytest.CaptureFixture[str]
) -> None:
    start = (EXAMPLES / "minimal.yaml").read_bytes() + b"#"
    given(start + b"#" * (LARGEST - len(start)))
    assert report_of(capsys, "-", "--option", "post")["portfolio"]["evidence_count"] == 2


def test_empty_standard_input_is_no_portfolio(
    given: Callable[[bytes], io.BytesIO], capsys: pytest.CaptureFixture[str]
) -> None:
    given(b"")
    assert run(["gaps", "-"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("<stdin>:")


@pytest.mark.parametrize("name", ["minimal", "unfinished_post", "complete_film"])
def test_standard_input_gives_what_the_file_gives(
    name: str, given: Callable[[bytes], io.BytesIO], capsys: pytest.CaptureFixture[str]
) -> None:
    path = EXAMPLES / f"{name}.yaml"
    option = ["--option", "post"] if name == "minimal" else []
    from_file = report_of(capsys, str(path), *option)
    given(path.read_bytes())
    from_stdin = report_of(capsys, "-", *option)
    assert from_stdin.pop("portfolio") == {**from_file.pop("portfolio"), "path": "<stdin>"}
    # A file that is not there cannot be told from standard input.
    assert [found["code"] for found in from_stdin.pop("diagnostics")] == [
        found["code"] for found in from_file.pop("diagnostics") if found["code"] != "KSB206"
    ]
    assert from_stdin == from_file


def test_a_file_called_dash_is_meant_with_its_folder(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write((EXAMPLES / "minimal.yaml").read_bytes(), "-")
    monkeypatch.chdir(path.parent)
    assert report_of(capsys, "./-", "--option", "post")["portfolio"]["path"] == "./-"


def test_a_path_is_called_as_it_was_given(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a: 1")
    monkeypatch.chdir(path.parent)
    assert given_source(str(path)) == (str(path), b"a: 1", path.parent, None)
    assert given_source("portfolio.yaml") == ("portfolio.yaml", b"a: 1", Path(), None)


@pytest.mark.parametrize(
    ("folder", "shown"), [(".", "portfolio.yaml"), ("below", "../portfolio.yaml"), ("..", "{}/portfolio.yaml")]
)
def test_an_absolute_path_is_called_by_its_way_from_the_working_folder(
    folder: str, shown: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a: 1")
    (path.parent / "below").mkdir()
    monkeypatch.chdir(path.parent / folder)
    source = given_source(str(path), relative=True)
    assert source == (shown.format(path.parent.name), b"a: 1", path.parent, None)


@pytest.mark.parametrize("given", ["portfolio.yaml", "./portfolio.yaml", "below/../portfolio.yaml"])
def test_a_relative_path_stays_as_it_is(given: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write("a: 1").parent
    (folder / "below").mkdir()
    monkeypatch.chdir(folder)
    assert given_source(given, relative=True).name == given


def test_a_path_on_another_drive_is_called_by_its_name(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def relpath(_path: str) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    path = write("a: 1")
    monkeypatch.setattr(os.path, "relpath", relpath)
    assert given_source(str(path), relative=True).name == "portfolio.yaml"


def test_the_separators_of_windows_become_slashes(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a: 1", r"below\portfolio.yaml")
    monkeypatch.chdir(path.parent)
    monkeypatch.setattr("ksbcheck.cli.reading.os.sep", "\\")
    assert given_source(r"below\portfolio.yaml", relative=True).name == "below/portfolio.yaml"


@pytest.mark.parametrize("relative", [True, False])
def test_what_cannot_be_read_is_called_in_the_same_way(relative: bool, tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError) as caught:
        given_source(str(tmp_path), relative=relative)
    shown = os.path.relpath(tmp_path) if relative else str(tmp_path)
    assert [(found.code, found.path) for found in caught.value.diagnostics] == [("KSB001", shown)]


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_output_for_machines_holds_no_absolute_path(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES)
    run(["gaps", str(EXAMPLES / "mistakes.yaml"), "--format", form])
    out = capsys.readouterr().out
    assert str(EXAMPLES) not in out
    assert "mistakes.yaml" in out


def test_a_person_reads_the_path_that_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(EXAMPLES / "mistakes.yaml")
    run(["gaps", path])
    assert "".join(path.split()) in "".join(capsys.readouterr().out.split())


def test_a_similar_name_beside_it_is_suggested(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("a: 1").with_name("portfolo.yaml")
    assert run(["gaps", str(path)]) == 2
    assert capsys.readouterr().err == f"{path}: KSB001 there is no such file; did you mean 'portfolio.yaml'?\n"
