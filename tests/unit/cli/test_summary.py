"""``ksbcheck summary``: what it writes where, and for which day, policy and folder."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from ksbcheck.cli.entry import run
from ksbcheck.cli.settings import SummaryFormat
from ksbcheck.cli.summary import ENDINGS, _way
from ksbcheck.reporters import SUMMARY_REPORTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Write

ROOT = Path(__file__).parent.parent.parent.parent
UNFINISHED = str(ROOT / "examples" / "unfinished_post.yaml")
STANDARD = "reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: How to test., K2: Why., K3: When.}\n"
PORTFOLIO = """\
standard: ST0001
apprentice: {name: A. N. Apprentice, start_date: 2024-01-15, planned_gateway: 2025-01-15}
evidence:
- {id: E1, title: t, ksbs: [K1, K2], files: [there.txt], date: 2024-02-01}
- {id: E2, title: t, ksbs: [K1], status: accepted, date: 2024-03-01}
"""

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX names and links")


@pytest.fixture(autouse=True)
def folder(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: the root of a repository, with a standard and a portfolio."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "standards").mkdir()
    monkeypatch.chdir(tmp_path)
    write(STANDARD, "standards/standard_st0001_v1_0.yaml")
    write("evidence", "there.txt")
    write(PORTFOLIO)
    return tmp_path


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs the command as JSON and returns what it prints."""

    def told(*arguments: str, portfolio: str = "portfolio.yaml") -> Any:
        assert run(["summary", portfolio, *arguments, "-f", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return told


def is_of(form: str, content: bytes) -> bool:
    """Whether a file is of a format, by what such files begin with or hold."""
    if form == "json":
        return bool(json.loads(content)["standard"]["reference"] == "ST0001")
    if form == "xlsx":
        return "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    text = content.decode("utf-8")
    starts = {"html": "<!doctype html>", "csv": "\ufeff", "markdown": "#", "text": "ST0001 v1.0  Tester\n"}
    return text.lower().startswith(starts[form].lower())


def test_the_formats_are_those_of_the_reporters() -> None:
    assert [choice.value for choice in SummaryFormat] == list(SUMMARY_REPORTERS)
    assert set(ENDINGS.values()) == set(SummaryFormat)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("s.html", "html"),
        ("s.htm", "html"),
        ("s.HTML", "html"),
        ("s.xlsx", "xlsx"),
        ("S.Xlsx", "xlsx"),
        ("s.csv", "csv"),
        ("s.md", "markdown"),
        ("s.markdown", "markdown"),
        ("s.json", "json"),
        ("s.txt", "text"),
        ("s.json.txt", "text"),
        (".s.json", "json"),
    ],
)
def test_the_ending_says_the_format(name: str, form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", "portfolio.yaml", "-o", name]) == 0
    assert capsys.readouterr() == ("", "")
    content = (folder / name).read_bytes()
    assert is_of(form, content)


@pytest.mark.parametrize("name", ["s.pdf", "s", ".html", "s.html~", "s.", "html"])
def test_another_ending_is_told_before_anything_is_read(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["summary", "nowhere.yaml", "-o", name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"Invalid value for '--output': '{name}' ends in none of " in err
    plain = " ".join(err.replace("│", " ").split())
    assert all(ending in plain for ending in ENDINGS)
    assert "--format says what to write" in plain
    assert not (folder / name).exists()


@pytest.mark.parametrize("name", ["s.pdf", "s", "s.html"])
def test_the_format_that_is_asked_for_wins(name: str, folder: Path) -> None:
    assert run(["summary", "portfolio.yaml", "-o", name, "-f", "json"]) == 0
    assert is_of("json", (folder / name).read_bytes())


@pytest.mark.parametrize("arguments", [[], ["-o", "-"]])
def test_without_a_file_it_is_for_the_screen(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.iterdir())
    assert run(["summary", "portfolio.yaml", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert is_of("text", out.encode())
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("form", SummaryFormat)
def test_standard_output_is_the_file(form: str, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["summary", "portfolio.yaml", "-f", form, "-o", "out", "--today", "2024-06-01"]) == 0
    assert capfdbinary.readouterr() == (b"", b"")
    assert run(["summary", "portfolio.yaml", "-f", form, "-o", "-", "--today", "2024-06-01"]) == 0
    out, err = capfdbinary.readouterr()
    assert (out, err) == ((folder / "out").read_bytes(), b"")
    assert is_of(form, out)


def test_a_workbook_is_not_for_a_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert run(["summary", "portfolio.yaml", "-f", "xlsx"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "<stdout>: KSB001 is a terminal, and this is not a text; write it to a file with -o\n"
    assert run(["summary", "portfolio.yaml", "-f", "xlsx", "-o", "s"]) == 0
    assert is_of("xlsx", (folder / "s").read_bytes())


def test_colours_are_for_the_screen_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", "portfolio.yaml", "--color", "always"]) == 0
    assert "\x1b[" in capsys.readouterr().out
    assert run(["summary", "portfolio.yaml", "--color", "always", "-o", "s.txt"]) == 0
    assert b"\x1b" not in (folder / "s.txt").read_bytes()


@pytest.mark.parametrize("form", ["text", "xlsx", "html"])
@posix
def test_a_reader_that_has_seen_enough_is_no_fault(form: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "ksbcheck", "summary", "portfolio.yaml", "-f", form],
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.yaml"], "nowhere.yaml: KSB001 there is no such file"),
        (["standards/standard_st0001_v1_0.yaml"], "KSB001 a standard and not a portfolio"),
        (["portfolio.yaml", "--standard", "ST9999"], "ST9999"),
        (["portfolio.yaml", "--option", "post"], "--option"),
        (["portfolio.yaml", "-f", "pdf"], "pdf"),
        (["portfolio.yaml", "--today", "soon"], "soon"),
        (["portfolio.yaml", "--min-evidence", "0"], "--min-evidence"),
        (["portfolio.yaml", "--config", "none.toml"], "none.toml: KSB001"),
        (["portfolio.yaml", "--policy", "none.yaml"], "none.yaml: KSB001"),
        (["portfolio.yaml", "-o", "none/s.html"], "s.html: KSB001 cannot be written"),
        (["portfolio.yaml", "--report", "html"], "is not FORMAT=FILE"),
        (["portfolio.yaml", "--report", "junit=x"], "there is no format 'junit', only text, html, xlsx,"),
        (["portfolio.yaml", "--report", "json=portfolio.yaml"], "is a portfolio that is to be checked"),
        (["portfolio.yaml", "-o", "s.html", "--report", "json=s.html"], "is the file of --output"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_used_is_2(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.iterdir())
    assert run(["summary", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in " ".join(err.split())
    assert sorted(folder.iterdir()) == before


def test_gaps_and_problems_do_not_make_it_fail(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write(PORTFOLIO.replace("there.txt", "nowhere.txt").replace("K2]", "K2, K99]"), "bad.yaml")
    assert run(["check", "bad.yaml"]) == 1
    assert run(["gaps", "bad.yaml"]) == 1
    assert run(["summary", "bad.yaml"]) == 0
    capsys.readouterr()


def test_the_day_is_today_unless_one_is_given(told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    import ksbcheck.cli.summary as module

    class Clock(date):
        @classmethod
        def today(cls) -> Clock:
            return cls(2024, 7, 15)

    monkeypatch.setattr(module, "date", Clock)
    assert told()["today"] == "2024-07-15"
    assert told("--today", "2024-02-15")["today"] == "2024-02-15"


def test_the_day_decides_which_dates_are_in_the_future(told: Callable[..., Any]) -> None:
    def future(day: str) -> list[int]:
        return [found["line"] for found in told("--today", day)["diagnostics"] if found["code"] == "KSB207"]

    assert future("2024-01-31") == [4, 5]
    assert future("2024-02-01") == [5]
    assert future("2024-03-01") == []


def test_the_day_decides_what_is_waived_and_asked_for(told: Callable[..., Any], write: Write) -> None:
    waiver = "[[waivers]]\ncode = 'KSB101'\nksb = 'K3'\nreason = 'on leave'\nexpires = 2024-06-30\n"
    write(waiver, ".ksbcheck.toml")
    on_time, late = told("--today", "2024-06-30"), told("--today", "2024-07-01")
    assert [len(found["waived"]) for found in (on_time, late)] == [1, 0]
    assert on_time["configuration_file"] == ".ksbcheck.toml"
    assert [found["coverage"]["covered"] for found in (on_time, late)] == [2, 2]
    # 167 and 168 of 366 days.
    assert [found["progress"]["expected"] for found in (on_time, late)] == [45.6, 45.9]


def test_configuration_and_policy_are_used(told: Callable[..., Any], write: Write) -> None:
    bare = told()
    assert (bare["configuration_file"], bare["coverage"]["covered"], bare["many"]["most"]) == (None, 2, 12)
    assert bare["smallest_set"]["most_allowed"] is None
    write("[policy]\nmin_evidence = 2\nmax_pieces = 7\nmax_ksbs_per_piece = 1\n", ".ksbcheck.toml")
    configured = told()
    assert (configured["coverage"]["covered"], configured["coverage"]["thin"]) == (1, 1)
    assert configured["smallest_set"]["most_allowed"] == 7
    assert configured["many"] == {"most": 1, "asked": True}
    assert told("--min-evidence", "1")["coverage"]["covered"] == 2
    write("max_pieces = 5\n", "policy.toml")
    write("[policy]\nmax_pieces = 6\n", "other.toml")
    assert told("--policy", "policy.toml")["smallest_set"]["most_allowed"] == 5
    assert told("--config", "other.toml")["smallest_set"]["most_allowed"] == 6
    assert told("--config", "other.toml", "--policy", "policy.toml")["smallest_set"]["most_allowed"] == 5


def test_all_rules_are_asked(told: Callable[..., Any], write: Write) -> None:
    write(PORTFOLIO.replace("there.txt", "nowhere.txt"), "bad.yaml")
    found = told("--today", "2024-12-01", portfolio="bad.yaml")["diagnostics"]
    assert "KSB206" in {one["code"] for one in found}  # which gaps does not look for


def test_option_and_standard_of_the_command_line_win(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", UNFINISHED, "--option", "film", "--standard", "ST0792 v1.1", "-f", "json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["option"]["key"], made["coverage"]["required"]) == ("film", 79)


@pytest.mark.parametrize("form", [form for form in SummaryFormat if form != "xlsx"])
def test_nothing_for_machines_has_an_absolute_path(
    form: str, folder: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("[policy]\nmin_evidence = 1\n", ".ksbcheck.toml")
    path = str(folder / "portfolio.yaml")
    arguments = ["--report", f"json={folder / 'beside.json'}"] if form == "text" else []
    assert run(["summary", path, "-f", form, *arguments]) == 0
    assert str(folder) not in capsys.readouterr().out
    if arguments:
        assert str(folder) not in (folder / "beside.json").read_text("utf-8")


def test_a_workbook_has_no_absolute_path(folder: Path) -> None:
    assert run(["summary", str(folder / "portfolio.yaml"), "-o", str(folder / "s.xlsx")]) == 0
    book = zipfile.ZipFile(folder / "s.xlsx")
    assert not any(str(folder).encode() in book.read(name) for name in book.namelist())


# The way to the evidence.


def links(page: Path) -> list[str]:
    """Return where the links of a page to the evidence lead, as a browser resolves them."""
    found = re.findall(r'href="([^"#][^"]*there\.txt)"', page.read_text("utf-8"))
    base = page.resolve().as_uri()
    return [unquote(urlsplit(urljoin(base, link)).path) for link in found]


def test_each_file_has_its_own_way_to_the_evidence(folder: Path) -> None:
    for deeper in ("out/deeper", "a b & 'c' é%20#?"):
        (folder / deeper).mkdir(parents=True)
    pages = [Path("s.html"), Path("out/s.html"), Path("out/deeper/s.html"), Path("a b & 'c' é%20#?/s.html")]
    reports = [f"--report=html={page}" for page in pages[1:]]
    assert run(["summary", "portfolio.yaml", "-o", str(pages[0]), *reports]) == 0
    for page in pages:
        found = links(page)
        assert found
        assert {Path(path) for path in found} == {(folder / "there.txt").resolve()}


def test_one_run_feeds_all_formats(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = [f"--report={form}={form}.out" for form in SummaryFormat]
    assert run(["summary", "portfolio.yaml", "--today", "2024-06-01", "-f", "json", *reports]) == 0
    main = capsys.readouterr().out
    assert (folder / "json.out").read_bytes().decode() == main
    for form in SummaryFormat:
        assert is_of(form, (folder / f"{form}.out").read_bytes())


def test_one_that_cannot_be_written_stops_no_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = ["--report=html=none/s.html", "--report=xlsx=good.xlsx"]
    assert run(["summary", "portfolio.yaml", "-f", "json", *reports]) == 2
    out, err = capsys.readouterr()
    assert is_of("json", out.encode())
    assert "KSB001 cannot be written" in err
    assert is_of("xlsx", (folder / "good.xlsx").read_bytes())


def test_from_standard_input_there_are_no_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, given, arguments in (
        ("file.html", None, ["portfolio.yaml"]),
        ("stdin.html", PORTFOLIO, ["-", "--standard", "standards/standard_st0001_v1_0.yaml"]),
    ):
        if given:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        assert run(["summary", *arguments, "-o", name]) == 0
        assert bool(links(folder / name)) is (given is None)
        assert "there.txt" in (folder / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("output", "portfolio", "way"),
    [
        (None, "", "."),
        ("-", "", "."),
        ("s.html", "", "."),
        ("s.html", "deep/er", "deep/er"),
        ("out/s.html", "", ".."),
        ("out/s.html", "deep", "../deep"),
        ("deep/s.html", "deep", "."),
        ("deep/er/s.html", "deep", ".."),
        ("./out/../s.html", "deep", "deep"),
        ("../s.html", "deep", "{}/deep"),
        ("s.html", "a b/c%20d", "a%20b/c%2520d"),
        ("s.html", "é#?&'\"<>", "%C3%A9%23%3F%26%27%22%3C%3E"),
    ],
)
def test_the_way_is_relative_and_a_url(output: str | None, portfolio: str, way: str, folder: Path) -> None:
    (folder / "out").mkdir()
    expected = way.format(folder.name)
    for base in (Path(portfolio), folder / portfolio):
        assert _way(Path(output) if output else None, base) == expected
        if output and output != "-":
            assert _way(folder / output, base) == expected


@posix
def test_a_name_with_a_colon_or_a_backslash_begins_no_address() -> None:
    assert _way(None, Path("javascript:alert(1)")) == "javascript%3Aalert%281%29"
    assert _way(None, Path("a\\b")) == "a%5Cb"


@posix
def test_links_to_folders_are_followed(folder: Path) -> None:
    (folder / "real" / "deep").mkdir(parents=True)
    (folder / "link").symlink_to("real/deep")
    assert _way(Path("link/s.html"), Path()) == "../.."
    assert _way(Path("s.html"), Path("link")) == "real/deep"


@posix
def test_a_folder_whose_name_is_not_unicode_has_a_way() -> None:
    assert _way(None, Path(os.fsdecode(b"a\xff"))) == "a%FF"


@posix
def test_an_output_behind_links_that_lead_nowhere_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "loop").symlink_to("loop")
    assert run(["summary", "portfolio.yaml", "-o", "loop/s.html"]) == 2
    assert "KSB001 cannot be written" in capsys.readouterr().err


def test_without_a_folder_there_is_no_way() -> None:
    assert _way(Path("s.html"), None) is None


def test_on_another_drive_there_is_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def relpath(*_: str) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", relpath)
    assert _way(Path("s.html"), Path()) is None
