"""The options that several commands have."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli.entry import run
from ksbcheck.cli.options import percentage_option
from ksbcheck.cli.settings import Format
from ksbcheck.reporters import REPORTERS

if TYPE_CHECKING:
    from conftest import Write

    from ksbcheck import Standard

ROOT = Path(__file__).parent.parent.parent.parent
UNFINISHED = str(ROOT / "examples" / "unfinished_post.yaml")
MINIMAL = str(ROOT / "examples" / "minimal.yaml")
FOUND_AS_POST = ["post", "POST", "Post Production, VFX and Animation Production", "vfx", "post production", "animation"]


@pytest.fixture
def all_but_one(st0792: Standard, write: Write) -> str:
    """A portfolio that covers 70 of the 71 KSBs of the option post."""
    codes = ", ".join(code for code in st0792.ksbs if code != "K13")
    piece = f"evidence:\n  - id: E01\n    title: All but one\n    ksbs: [{codes}]\n"
    return str(write(f"standard: ST0792\noption: post\n{piece}"))


def test_the_formats_are_those_of_the_reporters() -> None:
    assert [choice.value for choice in Format] == list(REPORTERS)


# 70 of 71 is 98.591549295774647887323943661971830985915492957746... %
@pytest.mark.parametrize(
    ("threshold", "code"),
    [
        ("0", 0),
        ("98.5", 0),
        ("98.59", 0),
        ("98.591549295774647887323943661971830985915492957746", 0),
        ("98%", 0),
        (" 98.59 %", 0),
        ("98.591549295774647887323943661971830985915492957747", 1),
        ("98.6", 1),
        ("99%", 1),
        ("99.99999", 1),
        ("100", 1),
        ("100%", 1),
    ],
)
def test_fail_under_is_exact(all_but_one: str, threshold: str, code: int) -> None:
    assert run(["gaps", all_but_one, "-q", "--fail-under", threshold]) == code


def test_without_fail_under_all_is_asked_for(all_but_one: str, write: Write) -> None:
    assert run(["gaps", all_but_one, "-q"]) == 1
    complete = write(Path(all_but_one).read_text(encoding="utf-8").replace("[K1,", "[K1, K13,"), "complete.yaml")
    assert run(["gaps", str(complete), "-q"]) == 0


def test_without_fail_under_not_one_of_many_may_be_missing(write: Write) -> None:
    texts = "".join(f"  K{number}: Text.\n" for number in range(1, 201))
    standard = write(f"reference: ST9998\nversion: '1.0'\ntitle: Test\nknowledge:\n{texts}", "standard.yaml")
    codes = ", ".join(f"K{number}" for number in range(1, 200))
    portfolio = write(f"standard: ST9998\nevidence: [{{id: E1, title: All but K200, ksbs: [{codes}]}}]\n")
    assert run(["gaps", str(portfolio), "--standard", str(standard), "-q"]) == 1
    assert run(["gaps", str(portfolio), "--standard", str(standard), "-q", "--fail-under", "99.5"]) == 0


def test_nearly_all_is_not_shown_as_all(all_but_one: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["gaps", all_but_one, "-f", "json"])
    assert json.loads(capsys.readouterr().out)["coverage"]["percent"] == 98.5
    run(["gaps", all_but_one])
    assert "70 of 71   98.5 %" in capsys.readouterr().out


@pytest.mark.parametrize(
    "threshold",
    [
        "nan",
        "inf",
        "1/0",
        "1/3",
        "abc",
        "",
        "%",
        "5%%",
        "98,6",
        "1 2",
        "٥",
        "-1",
        "100.0001",
        "101%",
        "1e1",
        "1e99999999",
    ],
)
def test_other_thresholds_are_refused(threshold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gaps", UNFINISHED, "--fail-under", threshold]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "'--fail-under'" in err
    assert threshold in err
    assert "write a number from 0 to 100" in err


@pytest.mark.parametrize(
    ("value", "percent"),
    [(Fraction(100), 100), ("0", 0), ("98.59", Fraction(9859, 100)), ("33 %", 33)],
)
def test_a_percentage_is_a_fraction(value: str | Fraction, percent: Fraction) -> None:
    assert percentage_option(value) == percent


@pytest.mark.parametrize("minimum", ["0", "-1", "1.5", "one", ""])
def test_a_minimum_of_pieces_that_makes_no_sense_is_refused(minimum: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gaps", UNFINISHED, "--min-evidence", minimum]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "'--min-evidence'" in err


@pytest.mark.parametrize(("minimum", "covered"), [([], 47), (["1"], 47), (["2"], 12), (["3"], 2), (["99"], 0)])
def test_the_minimum_of_pieces(minimum: list[str], covered: int, capsys: pytest.CaptureFixture[str]) -> None:
    run(["gaps", UNFINISHED, "-f", "json", *(["--min-evidence", *minimum] if minimum else [])])
    assert json.loads(capsys.readouterr().out)["coverage"]["covered"] == covered


@pytest.mark.parametrize("asked", FOUND_AS_POST)
def test_an_option_is_found_by_key_title_or_part(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["gaps", MINIMAL, "-f", "json", "--option", asked])
    assert json.loads(capsys.readouterr().out)["option"]["key"] == "post"


@pytest.mark.parametrize("asked", ["", " ", "p", "Production", "radiography"])
def test_any_other_option_lists_the_choices(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gaps", UNFINISHED, "--option", asked]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("--option: KSB301 ")
    assert err.endswith(
        "choose one: film (Film, TV, Commercial, Short Form, Radio and Audio Production), "
        "post (Post Production, VFX and Animation Production)\n"
    )


def test_the_command_line_s_option_wins_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    run(["gaps", UNFINISHED, "-f", "json", "--option", "film"])
    report = json.loads(capsys.readouterr().out)
    assert report["option"]["key"] == "film"
    assert [found["line"] for found in report["diagnostics"] if "'post'" in found["message"] and found["line"] == 5]


def test_a_standard_by_file_wins_over_the_portfolio_s(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    standard = write("reference: ST9998\nversion: '1.0'\ntitle: Test\nknowledge:\n  K2: Two.\n", "standard.yaml")
    portfolio = write("standard: ST9998\nevidence: [{id: E1, title: Call sheets, ksbs: [K2]}]\n")
    assert run(["gaps", str(portfolio)]) == 2
    assert "KSB305" in capsys.readouterr().err
    assert run(["gaps", str(portfolio), "--standard", str(standard), "-f", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["standard"] == {"reference": "ST9998", "version": "1.0", "title": "Test"}
    assert report["option"] is None


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("short", [True, False], ids=["-o", "--output"])
def test_output_goes_to_the_file_as_utf_8(
    form: str, short: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report"
    # Quiet is only what is printed.
    asked = ["-q", "-f", form, "-o", str(path)] if short else ["--format", form, "--output", str(path)]
    assert run(["gaps", UNFINISHED, *asked]) == 1
    assert capsys.readouterr() == ("", "")
    run(["gaps", UNFINISHED, "-f", form])
    assert path.read_bytes().decode() == capsys.readouterr().out


def test_a_file_never_has_colours(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    run(["gaps", UNFINISHED, "-o", str(path), "--color", "always"])
    assert "\x1b" not in path.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nowhere" / "report.txt"
    assert run(["gaps", UNFINISHED, "-o", str(path)]) == 2
    assert capsys.readouterr() == ("", f"{path}: KSB001 cannot be written: No such file or directory\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["explain", "k13"], "K13"), (["explain", " s1 "], "S1"), (["explain", "B6", "--standard", "st0792_v1_1"], "B6")],
    ids=" ".join,
)
def test_a_ksb_is_explained(arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert capsys.readouterr().out.startswith(f"{code} ")


@pytest.mark.parametrize(
    ("code", "suggested"),
    [("K99", "; did you mean 'K9'?"), ("s39", "; did you mean 'S9'?"), ("X\x1b[31m", ""), ("", "")],
)
def test_a_ksb_that_is_not_there(code: str, suggested: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", code]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    shown = code.replace("\x1b", r"\x1b")
    assert f"ST0792 v1.1 has no KSB '{shown}'{suggested}\n" in err


@pytest.mark.parametrize("day", ["soon", "2025-02-29", "01/02/2025", ""])
def test_what_is_no_day_is_refused(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "none.yaml", "--today", day]) == 2
    assert f"'{day}' is not a date like 2024-03-02" in " ".join(capsys.readouterr().err.split())
