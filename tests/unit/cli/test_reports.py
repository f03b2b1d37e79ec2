"""Reports beside the main output."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from ksbcheck.cli.entry import run
from ksbcheck.cli.settings import CheckFormat, Format
from ksbcheck.reporters import GATE_REPORTERS

if TYPE_CHECKING:
    from conftest import Write

ROOT = Path(__file__).parent.parent.parent.parent
MINIMAL = str(ROOT / "examples" / "minimal.yaml")
MISTAKES = str(ROOT / "examples" / "mistakes.yaml")
COMMANDS = {"gaps": (Format, 1), "check": (CheckFormat, 0)}

both = pytest.mark.parametrize("command", COMMANDS)
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX links")


@both
def test_one_run_feeds_all_formats(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    formats, code = COMMANDS[command]
    asked = [f"--report={form}={tmp_path / form}" for form in formats]
    assert run([command, MINIMAL, "--option", "post", "-f", "json", *asked]) == code
    main, err = capsys.readouterr()
    assert err == ""
    assert json.loads(main)["option"]["key"] == "post"
    for form in formats:
        run([command, MINIMAL, "--option", "post", "-f", form, "--report", f"json={tmp_path / 'other'}"])
        assert (tmp_path / form).read_bytes().decode() == capsys.readouterr().out


@both
def test_a_quiet_run_still_writes_them(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report=1.xml"
    assert run([command, MINIMAL, "--option", "post", "-q", "--report", f"junit={path}"]) == COMMANDS[command][1]
    assert capsys.readouterr() == ("", "")
    assert ET.parse(path).getroot().tag == "testsuites"


@both
@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["json"], "'json' is not FORMAT=FILE, such as junit=report.xml"),
        (["json="], "'json=' is not FORMAT=FILE"),
        (["=x"], "there is no format '', only text, json, "),
        (["jnit=x"], "there is no format 'jnit', only text, json, markdown, csv, junit, sarif, github"),
        (["jnit=x"], "; did you mean 'junit'?"),
        (["JSON=x"], "; did you mean 'json'?"),
        (["json=-"], "'json=-' names no file"),
        (["json=x", "csv=y", "sarif=./x"], "is named twice"),
        (["json=x", "json=x"], "'x' is named twice"),
        (["json=out"], "'out' is the file of --output"),
        (["json=folder/../portfolio.yaml"], "is a portfolio that is to be checked"),
        (["\x1b[31m=x"], r"'\x1b[31m'"),
    ],
)
def test_bad_usage_is_told_before_anything_is_written(  # noqa: PLR0917 - fixtures
    command: str,
    values: list[str],
    told: str,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = write(Path(MINIMAL).read_bytes()).parent
    monkeypatch.chdir(folder)
    asked = [f"--report={value}" for value in values]
    assert run([command, "portfolio.yaml", "--option", "post", "-o", "out", *asked]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Invalid value for '--report': " in err
    assert told in err
    assert [path.name for path in folder.iterdir()] == ["portfolio.yaml"]


def test_svg_is_for_gaps_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", MINIMAL, "--report", f"svg={tmp_path / 'x'}"]) == 2
    assert "there is no format 'svg'" in capsys.readouterr().err
    assert run(["gaps", MINIMAL, "--option", "post", "-q", "--report", f"svg={tmp_path / 'x'}"]) == 1
    assert "<svg" in (tmp_path / "x").read_text("utf-8")


@posix
def test_two_names_of_one_file_are_seen(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "x")
    asked = [f"--report=json={tmp_path / 'x'}", f"--report=csv={tmp_path / 'link'}"]
    assert run(["gaps", MINIMAL, "--option", "post", *asked]) == 2
    assert not (tmp_path / "x").exists()


@posix
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert run(["gaps", MINIMAL, "--option", "post", "-q", "--report", f"json={tmp_path / 'loop'}"]) == 2
    assert "KSB001 cannot be written" in capsys.readouterr().err


@both
def test_one_that_cannot_be_written_is_told_and_the_others_are(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere, folder, good = tmp_path / "nowhere" / "a.json", tmp_path / "folder", tmp_path / "good.csv"
    folder.mkdir()
    asked = [f"--report={report}" for report in (f"json={nowhere}", f"sarif={folder}", f"csv={good}")]
    assert run([command, MINIMAL, "--option", "post", "--exit-zero", *asked]) == 2
    out, err = capsys.readouterr()
    assert "ST0792 v1.1" in out
    assert err == (
        f"{nowhere}: KSB001 cannot be written: No such file or directory\n"
        f"{folder}: KSB001 cannot be written: Is a directory\n"
    )
    rows = list(csv.reader(good.read_text("utf-8-sig").splitlines()))
    assert len(rows) == 1 + 71


@both
@pytest.mark.parametrize("form", [None, *GATE_REPORTERS])
def test_nothing_for_machines_has_an_absolute_path(
    command: str, form: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["-f", form] if form and form != "text" else []
    run([command, MISTAKES, *asked, "--report", f"sarif={tmp_path / 'x'}"])
    made = capsys.readouterr().out + (tmp_path / "x").read_text("utf-8")
    assert "mistakes.yaml" in made
    assert str(ROOT) not in made


def test_check_tells_what_cannot_be_used_where_csv_has_no_rows_for_it(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, missing = str(write("evidence: []\n")), str(write("").parent / "none\x1b.yaml")
    assert run(["check", broken, MINIMAL, missing, "--option", "post", "-f", "csv"]) == 2
    out, err = capsys.readouterr()
    assert len(list(csv.reader(out.splitlines()))) == 1 + 71
    assert [line.split(": ")[1][:6] for line in err.splitlines()] == ["KSB001", "KSB001"]
    assert r"none\x1b.yaml" in err


def test_what_cannot_be_read_has_a_path_that_is_printable_and_relative(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(tmp_path / "none\x1b.yaml"), "-f", "sarif"]) == 2
    out = capsys.readouterr().out
    (found,) = json.loads(out)["runs"][0]["results"]
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.endswith("/none%5Cx1b.yaml")
    assert not uri.startswith("/")
