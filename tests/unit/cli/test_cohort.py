"""The command over many portfolios: what is found, listed, written and answered."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from facts import SCOPE_COUNTS, scope

from ksbcheck.cli import cohort, cohort_run, pool, progress, screen
from ksbcheck.cli.cohort import ENDINGS
from ksbcheck.cli.entry import run
from ksbcheck.cli.keeping import coming_rows
from ksbcheck.cli.settings import CohortFormat
from ksbcheck.cohort.choose import ORDERS
from ksbcheck.diagnostic import unusable
from ksbcheck.reporters.cohort import COHORT_REPORTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ksbcheck.cohort.model import Row

TODAY = ["--today", "2025-01-15"]
POST = sorted(scope("post"))


def portfolio(codes: list[str], more: str = "") -> str:
    pieces = f"evidence:\n- {{id: E1, title: A piece, status: accepted, ksbs: [{', '.join(codes)}]}}\n"
    return f"standard: ST0792 v1.1\noption: post\n{more}{pieces}"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three portfolios: all, some and none covered; the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "portfolio_a.yaml").write_text(portfolio(POST))
    dates = "apprentice: {name: B, start_date: 2024-01-15, planned_gateway: 2025-07-15}\n"
    (tmp_path / "f" / "portfolio_b.yaml").write_text(portfolio(POST[:30], dates))
    (tmp_path / "f" / "portfolio_c.yaml").write_text(portfolio([]))
    return tmp_path


@pytest.fixture
def bad(here: Path) -> str:
    """A fourth, which cannot be used."""
    (here / "f" / "portfolio_d.yaml").write_text("standard: ST0792\nevidence: [\n")
    return "f/portfolio_d.yaml"


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> list[dict[str, str]]:
    """The rows that the command prints."""
    assert run(["cohort", *arguments, *TODAY, "-f", "csv"]) == code
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))


def listed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    return "".join(Path(row["portfolio"]).stem[-1] for row in told(capsys, *arguments, code=code))


def test_each_portfolio_of_a_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    rows = told(capsys, "f")
    assert [(row["portfolio"], row["covered"], row["required"]) for row in rows] == [
        ("f/portfolio_a.yaml", "71", "71"),
        ("f/portfolio_b.yaml", "30", "71"),
        ("f/portfolio_c.yaml", "0", "71"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--fail-under", "0"], 0),
        (["--fail-under", "1"], 1),
        (["--fail-under", "100", "--exit-zero"], 0),
        (["--only", "complete", "--fail-under", "50"], 1),
        (["-q", "--fail-under", "50"], 1),
        (["--sort", "size"], 2),
        (["--only", "all"], 2),
        (["--jobs", "0"], 2),
        (["--config", "gone.toml"], 2),
        (["--policy", "gone.toml"], 2),
        (["-o", "report.pdf"], 2),
        (["-o", "gone/report.json"], 2),
        (["@gone.txt"], 2),
    ],
    ids=str,
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cohort", "f", *TODAY, *arguments]) == code
    out, err = capsys.readouterr()
    assert "a fault in ksbcheck itself" not in err
    if code == 2:
        assert (out, bool(err)) == ("", True)
    else:
        assert (bool(out), err) == ("-q" not in arguments, "")


@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize("more", [[], ["--exit-zero"], ["--fail-under", "100"], ["--only", "behind"], ["-q"]], ids=str)
def test_one_that_cannot_be_used_is_counted_and_told_of_by_the_exit_code(
    more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cohort", "f", *TODAY, *more]) == 2
    out, err = capsys.readouterr()
    assert err == "1 of 4 portfolios cannot be used\n"
    assert bool(out) is (more != ["-q"])


def test_the_fault_is_told_at_its_line(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    *_, last = told(capsys, "f", code=2)
    assert last["portfolio"] == bad
    assert last["problem"].startswith(f"{bad}:3:1: KSB002 ")


@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize(
    ("arguments", "letters"),
    [
        (["--sort", "-path"], "dcba"),
        (["--sort", "percent"], "cbad"),
        (["--sort=-percent"], "abcd"),
        (["--only", "gaps"], "bc"),
        (["--only", "behind"], "b"),
        (["--only", "complete", "--only", "unusable"], "ad"),
        (["--only", "gaps", "--sort", "accepted"], "cb"),
    ],
    ids=str,
)
def test_what_is_listed_and_how(arguments: list[str], letters: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys, "f", *arguments, code=2) == letters


def test_a_mistyped_order_is_refused_with_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    run(["cohort", "f", "--sort", "-percnt\x1b"])
    err = " ".join(capsys.readouterr().err.split())
    assert "'-percnt\\x1b' is no order, only " + ", ".join(ORDERS) in err
    assert "did you mean 'percent'?" in err


def test_files_may_be_called_otherwise(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "f" / "x.yaml").write_text(portfolio(["K1"]))
    assert listed(capsys, "f", "--name", "x*", "--name", "*_A.yaml") == "ax"


@pytest.mark.parametrize(
    ("arguments", "required", "covered"),
    [
        ([], SCOPE_COUNTS["post"], 71),
        (["--option", "film"], SCOPE_COUNTS["film"], len(scope("film") & set(POST))),
        (["--min-evidence", "2"], SCOPE_COUNTS["post"], 0),
        (["--config", "config.toml"], SCOPE_COUNTS["post"], 0),
        (["--policy", "policy.toml"], SCOPE_COUNTS["post"], 0),
        (["--standard", "own.yaml", "--option", "post"], 1, 1),
    ],
    ids=str,
)
def test_all_are_held_against_what_is_asked(
    arguments: list[str], required: int, covered: int, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "config.toml").write_text("[policy]\nmin_evidence = 2\n")
    (here / "policy.toml").write_text("min_evidence = 2\n")
    options = "options:\n- {key: post, title: Post}\n- {key: other, title: Other}\n"
    duties = "duties:\n- {number: 1, text: Test., ksbs: [K1]}\n"
    (here / "own.yaml").write_text(
        f'reference: ST0001\nversion: "1.0"\ntitle: Tester\n{options}{duties}knowledge: {{K1: How to test.}}\n'
    )
    (row,) = told(capsys, "f/portfolio_a.yaml", *arguments)
    assert (row["required"], row["covered"]) == (str(required), str(covered))


def test_standards_of_the_user_s_are_found(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine").mkdir()
    own = 'reference: ST0001\nversion: "1.0"\ntitle: Tester\nknowledge: {K1: How to test.}\n'
    (here / "mine" / "ST0001_v1.0.yaml").write_text(own)
    (here / "p.yaml").write_text("standard: ST0001\nevidence: []\n")
    monkeypatch.setenv("KSBCHECK_STANDARDS", str(here / "mine"))
    (row,) = told(capsys, "p.yaml")
    assert row["standard"] == "ST0001 v1.0"


# Where the report goes.


def test_the_formats_are_those_of_the_reporters() -> None:
    assert [*COHORT_REPORTERS] == [*CohortFormat]
    assert set(ENDINGS.values()) == set(CohortFormat)


@pytest.mark.parametrize("name", ["r.json", "r.JSONL", "r.csv", "r.md", "r.markdown", "r.txt"])
def test_the_ending_says_what_is_written(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = ENDINGS[Path(name).suffix.lower()]
    assert run(["cohort", "f", *TODAY, "-f", form]) == 0
    printed = capsys.readouterr().out
    assert run(["cohort", "f", *TODAY, "-o", name, "-q", "--color", "always"]) == 0
    assert capsys.readouterr() == ("", "")
    assert (here / name).read_bytes().decode() == printed


def test_bytes_are_written_as_they_are(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def render(rows: Any, *_: object) -> Iterator[bytes]:
        for row in rows:
            yield b"\xff\n" + row.path[-6:-5].encode()

    monkeypatch.setitem(COHORT_REPORTERS, "xlsx", render)
    for more in (["-o", "r.xlsx"], ["-o", "-", "-f", "xlsx"]):
        assert run(["cohort", "f", *TODAY, *more]) == 0
    assert capfdbinary.readouterr().out == (here / "r.xlsx").read_bytes() == b"\xff\na\xff\nb\xff\nc"


@pytest.mark.usefixtures("bad")
def test_bytes_are_refused_by_a_terminal_before_any_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(cohort_run, "examine", None)
    assert run(["cohort", "f", "-f", "xlsx"]) == 2
    assert capsys.readouterr().err.startswith("<stdout>: KSB001 is a terminal")


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX links")
@pytest.mark.parametrize("argument", ["f/portfolio_a.yaml", "f", "f/*_a.yaml", "@list.txt", "link.yaml"])
def test_a_report_is_never_written_over_a_portfolio(
    argument: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "list.txt").write_text("gone.yaml\nf/../f/portfolio_a.yaml\n")
    (here / "link.yaml").symlink_to("f/portfolio_a.yaml")
    target = here / "f" / "portfolio_a.yaml"
    assert run(["cohort", argument, *TODAY, "-f", "json", "-o", str(target)]) == 2
    out, err = capsys.readouterr()
    assert (out, "is the portfolio itself" in " ".join(err.split())) == ("", True)
    assert target.read_text() == portfolio(POST)


def test_a_report_may_be_written_again(here: Path) -> None:
    for _ in range(2):
        assert run(["cohort", "f", *TODAY, "-o", "f/report.json"]) == 0
    assert len(json.loads((here / "f" / "report.json").read_text("utf-8"))["portfolios"]) == 3


@pytest.mark.parametrize("more", [[], ["--sort", "name"]], ids=str)
def test_a_format_that_needs_what_is_not_installed_says_so_before_any_work(
    more: list[str], here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def render(rows: Any, *_: object) -> Iterator[bytes]:
        raise unusable("KSB001", "needs pyarrow", "-f parquet")
        yield from rows

    monkeypatch.setitem(COHORT_REPORTERS, "parquet", render)
    looked = counted(monkeypatch)
    assert run(["cohort", "f", "-o", "r.parquet", *more]) == 2
    assert capsys.readouterr() == ("", "-f parquet: KSB001 needs pyarrow\n")
    assert looked == []
    assert not (here / "r.parquet").exists()


def test_text_for_a_screen_has_colours_if_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cohort", "f", *TODAY]) == 0
    bare = capsys.readouterr().out
    assert run(["cohort", "f", *TODAY, "--color", "always"]) == 0
    assert "\x1b[" in capsys.readouterr().out
    assert "\x1b" not in bare


@pytest.mark.parametrize(("form", "absolute"), [("text", True), ("csv", False), ("json", False), ("markdown", False)])
def test_output_for_machines_has_no_absolute_path(
    form: str, absolute: bool, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "list.txt").write_text(f"{here}/gone.yaml\n")
    assert run(["cohort", f"{here}/f", f"@{here}/list.txt", "-f", form, *TODAY]) == 2
    out = capsys.readouterr().out
    assert (str(here)[:30] in out) is absolute
    assert "portfolio" in out


def test_a_path_on_another_drive_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> str:
        raise ValueError

    monkeypatch.setattr(os.path, "relpath", refuse)
    assert cohort_run._from_here("/x/y") == "/x/y"


def test_a_reader_who_has_had_enough_ends_the_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed: list[str | bytes] = []

    def emit(content: str | bytes) -> bool:
        printed.append(content)
        return False

    monkeypatch.setattr(screen, "emit", emit)
    looked = counted(monkeypatch)
    assert run(["cohort", "f", "gone.yaml", *TODAY, "-f", "csv"]) == 0
    assert len(printed) == 1
    assert len(looked) <= 1
    assert capsys.readouterr() == ("", "")


# How a run ends.


def counted(monkeypatch: pytest.MonkeyPatch, fault: BaseException | None = None) -> list[str]:
    """Notes the portfolios that are looked at; ``fault`` comes after two."""
    looked: list[str] = []

    def watched(*given: Any) -> Iterator[Row]:
        for row in coming_rows(*given):
            if fault and len(looked) == 2:
                raise fault
            looked.append(row.path)
            yield row

    monkeypatch.setattr(cohort_run, "coming_rows", watched)
    return looked


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenProcessPool(), 3, "a process of ksbcheck was ended from outside, maybe for want of memory; "),
        (ZeroDivisionError(), 3, "ksbcheck: a fault in ksbcheck itself (ZeroDivisionError)"),
    ],
    ids=repr,
)
def test_what_was_done_is_shown_as_partial(
    fault: BaseException,
    code: int,
    said: str,
    *,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    counted(monkeypatch, fault)
    assert run(["cohort", "f", *TODAY, "-o", "r.json"]) == code
    written = json.loads((here / "r.json").read_text("utf-8"))
    assert (written["partial"], len(written["portfolios"])) == (True, 2)
    first, *more = capsys.readouterr().err.splitlines()
    assert first == "ended early: 2 portfolios looked at, and the others not"
    assert "".join(more).startswith(said)


def test_a_list_that_turns_out_to_be_none_ends_with_what_was_done(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cohort_run, "WORTH_WORKERS", 1)
    assert run(["cohort", "f", "@gone.txt", *TODAY, "--jobs", "1", "-o", "r.json"]) == 2
    assert json.loads((here / "r.json").read_text("utf-8"))["partial"] is True
    assert "gone.txt: KSB001 cannot be read: " in capsys.readouterr().err


def test_a_folder_without_portfolios_tells_what_they_are_called(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "empty").mkdir()
    assert run(["cohort", "f", "empty", *TODAY]) == 2
    called = "*portfolio*.yaml or *portfolio*.yml"
    hint = f"empty: no file in it is called {called}; --name says what they are called"
    assert capsys.readouterr().err.splitlines() == ["1 of 4 portfolios cannot be used", hint]


# How many work, and who is told how far they are.


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many processes are started: none, but that is how many."""
    started: list[int] = []

    @contextmanager
    def processes(count: int) -> Iterator[None]:
        started.append(count)
        yield None

    monkeypatch.setattr(pool, "processes", processes)
    monkeypatch.setattr(cohort_run, "processors", lambda: 5)
    return started


@pytest.mark.parametrize(
    ("worth", "arguments", "started"),
    [(4, [], []), (3, [], [5]), (3, ["--jobs", "1"], []), (4, ["--jobs", "2"], [2])],
)
def test_several_work_where_that_pays(
    worth: int,
    arguments: list[str],
    started: list[int],
    *,
    pools: list[int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cohort_run, "WORTH_WORKERS", worth)
    assert listed(capsys, "f", "--no-cache", *arguments) == "abc"
    assert pools == started


@pytest.mark.parametrize(
    ("worth", "arguments", "total"),
    [
        (300, ["f"], 3),
        (2, ["f", "f"], 6),
        (2, ["f", "@list.txt"], 5),
        (2, ["f", "@nested.txt"], None),
        pytest.param(2, ["f", f"@{os.devnull}"], None, marks=pytest.mark.skipif(os.name == "nt", reason="no device")),
    ],
    ids=str,
)
def test_the_progress_knows_the_total_where_it_can_be_known(
    worth: int,
    arguments: list[str],
    total: int | None,
    *,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (here / "list.txt").write_text("x\ny\n")
    (here / "nested.txt").write_text("@list.txt\n")
    seen: list[int | None] = []

    @contextmanager
    def watching(total: Callable[[], int | None], *, quiet: bool) -> Iterator[progress.Silent]:
        assert not quiet
        seen.append(total())
        yield progress.Silent()

    monkeypatch.setattr(cohort_run, "WORTH_WORKERS", worth)
    monkeypatch.setattr(cohort_run, "watching", watching)
    run(["cohort", *arguments, *TODAY, "--jobs", "1"])
    assert seen == [total]
    assert capsys.readouterr().out


def test_the_progress_makes_room_on_a_terminal_that_has_the_report_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden: list[int] = []

    class Bar(progress.Silent):
        def hide(self) -> None:
            hidden.append(len(capsys.readouterr().out))

    @contextmanager
    def watching(_: object, *, quiet: bool) -> Iterator[progress.Silent]:
        assert not quiet
        yield Bar()

    monkeypatch.setattr(cohort_run, "watching", watching)
    run(["cohort", "f", *TODAY])
    assert hidden == []
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run(["cohort", "f", *TODAY, "--color", "never"])
    assert len(hidden) > 3


def test_the_help_names_every_order_and_every_ending(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cohort", "--help"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert all(order in words for order in ORDERS)
    assert cohort.__doc__ is not None
