"""The command over many portfolios: nothing is dropped, whatever is among them and however the run ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import pytest
from facts import SCOPE_COUNTS, scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from acceptance.conftest import Ksbcheck

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs FIFOs, signals and /proc")

MIB = 1024 * 1024
SCOPES = {option: scope(option) for option in SCOPE_COUNTS}
GOOD = 360
OF_EACH_KIND = 4
SECONDS = 60


class Good(NamedTuple):
    option: str
    claimed: frozenset[str]
    accepted: frozenset[str]
    pieces: int


def yaml(option: str, *pieces: tuple[str, list[str]]) -> str:
    head = f"standard: ST0792 v1.1\noption: {option}\napprentice:\n  name: A. N. Other\nevidence:\n"
    return head + "".join(
        f"- id: E{number}\n  title: A piece\n  status: {status}\n  ksbs: [{', '.join(codes)}]\n"
        for number, (status, codes) in enumerate(pieces)
    )


def good(number: int, path: Path) -> Good:
    """Write a portfolio that can be used, and return what it is known to show."""
    random = Random(number)
    option = random.choice(sorted(SCOPES))
    codes = sorted(SCOPES[option])
    pieces = [
        (status, random.sample(codes, random.randrange(1, 20)))
        for status in random.choices(["accepted", "submitted", "draft", "referred"], k=random.randrange(1, 15))
    ]
    path.write_text(yaml(option, *pieces), encoding="utf-8")
    shown = {status: frozenset(code for of, part in pieces if of == status for code in part) for status, _ in pieces}
    accepted = shown.get("accepted", frozenset())
    return Good(option, accepted | shown.get("submitted", frozenset()), accepted, len(pieces))


WELL = yaml("post", ("accepted", ["K1"]))


def bomb() -> str:
    names = "abcdefgh"
    lines = [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in pairwise(names)]
    return "\n".join(["a: &a [x]", *lines]) + "\n" + WELL


# What is written to the path, and the line at which that is wrong: None where no line is.
HOSTILE: dict[str, tuple[Callable[[Path], object], int | None]] = {
    "FIFO": (os.mkfifo, None),
    "folder": (Path.mkdir, None),
    "not there": (lambda path: path.unlink(missing_ok=True), None),
    "link to itself": (lambda path: path.symlink_to(path.name), None),
    "UTF-8": (lambda path: path.write_bytes(WELL.replace("A piece", "\x80 piece").encode("latin-1")), 7),
    "bomb": (lambda path: path.write_text(bomb()), 1),
    "2 MiB": (lambda path: path.write_text(WELL + "#" * (2 * MIB)), 10),
    "key twice": (lambda path: path.write_text(WELL + "option: film\n"), 10),
    "standard": (lambda path: path.write_text(WELL.replace("ST0792", "ST9999")), 1),
    "NUL": (lambda path: path.write_bytes(WELL.replace("E0", "E\0").encode()), 6),
    "deep": (lambda path: path.write_text(WELL + "notes: " + "[" * 100_000), 10),
}


class Cohort(NamedTuple):
    folder: Path
    paths: list[str]
    good: dict[str, Good]
    bad: dict[str, int | None]


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    folder = tmp_path_factory.mktemp("cohort")
    fine = {f"good/{number:03}.yaml": number for number in range(GOOD)}
    hostile = {f"bad/{kind} {number}.yaml": kind for kind in HOSTILE for number in range(OF_EACH_KIND)}
    (folder / "good").mkdir()
    (folder / "bad").mkdir()
    known = {path: good(number, folder / path) for path, number in fine.items()}
    for path, kind in hostile.items():
        HOSTILE[kind][0](folder / path)
    paths = [*fine, *hostile]
    Random(0).shuffle(paths)
    (folder / "all.txt").write_text("\n".join(paths))
    (folder / "good.txt").write_text("\n".join(path for path in paths if path in fine))
    return Cohort(folder, paths, known, {path: HOSTILE[kind][1] for path, kind in hostile.items()})


def objects(output: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Lines of JSON: those of the portfolios, and that of the cohort."""
    *portfolios, last = map(json.loads, output.decode().splitlines())
    return portfolios, last


@pytest.fixture(scope="module")
def mixed(ksbcheck: Ksbcheck, cohort: Cohort) -> subprocess.CompletedProcess[bytes]:
    return ksbcheck("cohort", "@all.txt", "-f", "jsonl", "--jobs", "2", folder=cohort.folder)


def test_every_portfolio_is_told_once_and_in_order(mixed: subprocess.CompletedProcess[bytes], cohort: Cohort) -> None:
    portfolios, together = objects(mixed.stdout)
    assert [found["path"] for found in portfolios] == cohort.paths
    assert (together["portfolios"], together["unusable"]) == (len(cohort.paths), len(cohort.bad))
    assert not together["partial"]
    assert mixed.returncode == 2
    assert mixed.stderr.decode() == f"{len(cohort.bad)} of {len(cohort.paths)} portfolios cannot be used\n"


def test_every_good_one_shows_what_it_was_made_to_show(
    mixed: subprocess.CompletedProcess[bytes], cohort: Cohort
) -> None:
    told = {found["path"]: found for found in objects(mixed.stdout)[0]}
    for path, known in cohort.good.items():
        found = told[path]
        assert found["problem"] is None
        assert (found["option"], found["pieces"]) == (known.option, known.pieces)
        assert (found["required"], found["covered"]) == (SCOPE_COUNTS[known.option], len(known.claimed))
        assert found["accepted"] == len(known.accepted)
        assert sorted(found["gaps"]) == sorted(SCOPES[known.option] - known.claimed)


def test_every_bad_one_is_named_with_its_line(mixed: subprocess.CompletedProcess[bytes], cohort: Cohort) -> None:
    told = {found["path"]: found for found in objects(mixed.stdout)[0]}
    for path, line in cohort.bad.items():
        assert told[path]["problem"].startswith(f"{path}: KSB" if line is None else f"{path}:{line}:"), path
        assert told[path]["covered"] is None


def test_the_bad_ones_change_nothing_for_the_others(
    ksbcheck: Ksbcheck, mixed: subprocess.CompletedProcess[bytes], cohort: Cohort
) -> None:
    done = ksbcheck("cohort", "@good.txt", "-f", "jsonl", folder=cohort.folder)
    assert (done.returncode, done.stderr) == (0, b"")
    portfolios, together = objects(done.stdout)
    among_all, all_together = objects(mixed.stdout)
    assert portfolios == [found for found in among_all if found["path"] in cohort.good]
    assert together["groups"] == all_together["groups"]


def test_one_alone_is_told_as_among_others(
    ksbcheck: Ksbcheck, mixed: subprocess.CompletedProcess[bytes], cohort: Cohort
) -> None:
    among_all = {found["path"]: found for found in objects(mixed.stdout)[0]}
    for path in ("good/000.yaml", "bad/key twice 0.yaml"):
        (alone,), _ = objects(ksbcheck("cohort", path, "-f", "jsonl", folder=cohort.folder).stdout)
        assert alone == among_all[path]


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_one_process_or_two_say_the_same(ksbcheck: Ksbcheck, form: str, cohort: Cohort) -> None:
    some = cohort.paths[:100]
    assert set(some) & set(cohort.bad)
    one, two = (ksbcheck("cohort", *some, "-f", form, "--jobs", n, folder=cohort.folder) for n in ("1", "2"))
    assert (one.returncode, one.stderr) == (two.returncode, two.stderr)
    assert one.stdout == two.stdout
    assert all(path in one.stdout.decode().replace("&#x20;", " ") for path in some if form in {"json", "csv"})


def test_one_process_is_enough(ksbcheck: Ksbcheck, mixed: subprocess.CompletedProcess[bytes], cohort: Cohort) -> None:
    done = ksbcheck("cohort", "@all.txt", "-f", "jsonl", "--jobs", "1", folder=cohort.folder)
    assert (done.returncode, done.stderr) == (mixed.returncode, mixed.stderr)
    assert done.stdout == mixed.stdout


def test_what_is_sorted_is_the_same_portfolios(ksbcheck: Ksbcheck, cohort: Cohort) -> None:
    done = ksbcheck("cohort", "@good.txt", "-f", "csv", "--sort", "-percent", folder=cohort.folder)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
    shares = [len(cohort.good[row["portfolio"]].claimed) / SCOPE_COUNTS[row["option"]] for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert sorted(row["portfolio"] for row in rows) == sorted(cohort.good)


# How a run can end early.


def running_in(group: int) -> set[int]:
    """The processes of a group that are not over yet."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state != "Z":
            found.add(int(stat.parent.name))
    return found


@pytest.fixture
def start(command: list[str], environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Starts a long run, in a group of its own."""
    (tmp_path / "p.yaml").write_text(WELL)
    (tmp_path / "long.txt").write_text("p.yaml\n" * 50_000)
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*command, "cohort", "@long.txt", "--no-cache", *arguments],  # each look takes its time
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # whoever reads a line has not read more
            cwd=tmp_path,
            env=environment,
            start_new_session=True,
            # Where the tests run in the background, interrupts are ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        started.append(process)
        return process

    yield start
    for process in started:
        for left in running_in(process.pid):
            os.kill(left, signal.SIGKILL)
        process.communicate()


def first_line(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_at_once_and_shows_what_was_done(start: Callable[..., Any], jobs: str) -> None:
    process = start("--jobs", jobs, "-f", "jsonl")
    first = first_line(process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
    out, err = process.communicate(timeout=SECONDS)
    portfolios, together = objects(first + out)
    assert process.returncode == 130
    assert 0 < len(portfolios) < 50_000
    assert (together["partial"], together["portfolios"]) == (True, len(portfolios))
    noun = "portfolio" if len(portfolios) == 1 else "portfolios"
    assert err.decode() == f"ended early: {len(portfolios)} {noun} looked at, and the others not\n"
    assert running_in(process.pid) == set()


def test_ctrl_c_leaves_a_file_that_says_it_is_partial(start: Callable[..., Any], tmp_path: Path) -> None:
    process = start("--jobs", "2", "-o", "report.json")
    wait_for(lambda: len(running_in(process.pid)) == 3)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert json.loads((tmp_path / "report.json").read_text())["partial"] is True
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.txt", "p.yaml", "report.json"]


def test_a_closed_pipe_is_quiet_and_ends_the_work(start: Callable[..., Any]) -> None:
    process = start("--jobs", "2", "-f", "csv")
    first_line(process)
    process.stdout.close()
    assert process.wait(timeout=SECONDS) == 0
    assert process.stderr.read() == b""
    assert running_in(process.pid) == set()


def test_a_process_that_dies_is_a_fault_and_what_was_done_is_shown(start: Callable[..., Any]) -> None:
    process = start("--jobs", "2", "-f", "jsonl")
    first = first_line(process)
    os.kill(max(running_in(process.pid) - {process.pid}), signal.SIGKILL)
    out, err = process.communicate(timeout=SECONDS)
    portfolios, together = objects(first + out)
    assert process.returncode == 3
    assert (together["partial"], together["portfolios"]) == (True, len(portfolios))
    assert err.decode().splitlines() == [
        f"ended early: {len(portfolios)} portfolios looked at, and the others not",
        "a process of ksbcheck was ended from outside, maybe for want of memory; fewer --jobs need less",
    ]
    assert running_in(process.pid) == set()


def test_no_process_outlives_a_run_that_is_killed(start: Callable[..., Any]) -> None:
    process = start("--jobs", "2", "-f", "jsonl")
    first_line(process)
    assert len(running_in(process.pid)) == 3
    process.kill()
    wait_for(lambda: running_in(process.pid) == set())


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


# The progress on a terminal.


@contextmanager
def terminal() -> Iterator[tuple[int, IO[bytes]]]:
    """A pseudo-terminal to write to, and what reads it."""
    import pty

    ours, theirs = pty.openpty()
    with open(ours, "rb", buffering=0) as reader:  # noqa: PTH123 - no path
        yield theirs, reader


def read_all(reader: IO[bytes]) -> bytes:
    """Read a pseudo-terminal until nobody writes to it any more."""
    found = b""
    try:
        while part := reader.read(65536):
            found += part
    except OSError:  # how Linux says that
        pass
    return found


def test_progress_is_shown_on_a_terminal_and_gone_at_the_end(
    command: list[str], environment: dict[str, str], tmp_path: Path, ksbcheck: Ksbcheck
) -> None:
    (tmp_path / "p.yaml").write_text(WELL)
    (tmp_path / "list.txt").write_text("p.yaml\n" * 4_000)
    # Without kept rows: it is to take long enough for progress to be shown.
    arguments = ["cohort", "@list.txt", "--jobs", "1", "--no-cache", "-o", "-", "-f", "csv"]
    with terminal() as (theirs, reader), (tmp_path / "out.csv").open("wb") as out:
        process = subprocess.Popen(
            [*command, *arguments],
            stdout=out,
            stderr=theirs,
            cwd=tmp_path,
            env={**environment, "TERM": "xterm", "COLUMNS": "80"},
        )
        os.close(theirs)
        shown = read_all(reader).decode()
        assert process.wait(timeout=SECONDS) == 0
    assert "/4000" in shown
    assert "/s" in shown
    # At the end, the line is empty again and the cursor is there.
    after = shown.rpartition("\x1b[2K")[2]
    assert "/" not in after
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
    assert (tmp_path / "out.csv").read_bytes() == ksbcheck(*arguments, folder=tmp_path).stdout
