"""The rows that a cohort keeps for the next run: the same output with less work, and never a reason to fail."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs signals, limits and the folders of Linux")

COUNT = 320
"""Enough for several processes."""
NOTE = "nothing is kept there for the next run: "
SECONDS = 120


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """Portfolios in folders of their own, the first of which cannot be used."""
    for number in range(COUNT):
        folder = tmp_path / "cohort" / f"{number:03}"
        folder.mkdir(parents=True)
        claims = f"[K{number % 9 + 1}]" if number else "[K1"
        piece = f"- {{id: E1, title: 'Number {number}', ksbs: {claims}}}\n"
        (folder / "portfolio.yaml").write_text(f"standard: ST0792 v1.1\noption: post\nevidence:\n{piece}")
    return tmp_path


@pytest.fixture
def start(command: list[str], environment: dict[str, str], cohort: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts the command over the cohort, which keeps its rows in the folder ``kept``."""

    def start(*arguments: str, before: Callable[[], object] | None = None, **variables: str) -> subprocess.Popen[bytes]:
        # On a full disk, what is covered cannot be written down either.
        kept = {name: value for name, value in environment.items() if not (before and name.startswith("COVERAGE_"))}
        return subprocess.Popen(
            [*command, "cohort", "cohort", "-f", "jsonl", "--today", "2025-01-15", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cohort,
            env={**kept, "KSBCHECK_CACHE_DIR": "kept", **variables},
            preexec_fn=before,  # noqa: PLW1509
            start_new_session=True,
        )

    return start


@pytest.fixture
def run(start: Callable[..., subprocess.Popen[bytes]]) -> Callable[..., tuple[bytes, list[str]]]:
    """Runs it; gives standard output, and the lines of standard error but for the one about the unusable portfolio."""

    def run(*arguments: str, **how: object) -> tuple[bytes, list[str]]:
        process = start(*arguments, **how)
        out, err = process.communicate(timeout=SECONDS)
        assert process.returncode == 2
        *notes, last = err.decode().splitlines()
        if NOTE in last:  # it comes where the work ends
            notes, last = [last], *notes
        assert last == f"1 of {COUNT} portfolios cannot be used"
        return out, notes

    return run


@pytest.fixture
def expected(run: Callable[..., tuple[bytes, list[str]]]) -> bytes:
    out, notes = run("--no-cache")
    assert notes == []
    return out


def kept(folder: Path) -> tuple[int, int]:
    """How many rows are kept, and how many ever were."""
    with closing(sqlite3.connect(folder / "cohort.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found: tuple[int, int] = connection.execute("SELECT count(*), max(number) FROM found").fetchone()
    return found


def test_a_second_run_says_the_same_and_looks_at_nothing_anew(
    run: Callable[..., tuple[bytes, list[str]]], cohort: Path, expected: bytes
) -> None:
    assert not (cohort / "kept").exists(), "--no-cache keeps nothing"
    # Sets have another order in each process.
    for seed in ("1", "2", "3"):
        assert run("--jobs", seed, PYTHONHASHSEED=seed) == (expected, [])
        assert kept(cohort / "kept") == (COUNT - 1, COUNT - 1)
    changed = cohort / "cohort" / "001" / "portfolio.yaml"
    changed.write_text(changed.read_text().replace("[K2]", "[K3, K4]"))
    out, _ = run()
    assert [a == b for a, b in zip(out.splitlines()[:-1], expected.splitlines()[:-1], strict=True)].count(False) == 1
    assert kept(cohort / "kept") == (COUNT, COUNT)
    assert (out, []) == run("--no-cache")


def test_rows_are_kept_in_the_users_cache_folder(run: Callable[..., tuple[bytes, list[str]]], cohort: Path) -> None:
    run(KSBCHECK_CACHE_DIR="", XDG_CACHE_HOME=str(cohort / "xdg"))
    assert kept(cohort / "xdg" / "ksbcheck")[0] == COUNT - 1
    assert (cohort / "xdg" / "ksbcheck").stat().st_mode & 0o777 == 0o700


def damaged(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\0" * 10_000)


def fifo(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)


@pytest.mark.parametrize("prepare", [damaged, fifo, lambda path: path.mkdir(parents=True)])
def test_what_cannot_be_used_is_told_once(
    run: Callable[..., tuple[bytes, list[str]]], cohort: Path, expected: bytes, prepare: Callable[[Path], object]
) -> None:
    prepare(cohort / "kept" / "cohort.sqlite3")
    out, notes = run()
    assert out == expected
    assert len(notes) == 1
    assert notes[0].startswith(f"kept/cohort.sqlite3: {NOTE}")


def test_a_folder_that_cannot_be_made(run: Callable[..., tuple[bytes, list[str]]], expected: bytes) -> None:
    out, notes = run(KSBCHECK_CACHE_DIR="/proc/none")
    assert out == expected
    assert len(notes) == 1


def test_a_locked_file(run: Callable[..., tuple[bytes, list[str]]], cohort: Path, expected: bytes) -> None:
    (cohort / "kept").mkdir()
    with closing(sqlite3.connect(cohort / "kept" / "cohort.sqlite3", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert run() == (expected, [f"kept/cohort.sqlite3: {NOTE}database is locked"])
    assert run() == (expected, [])


@pytest.mark.parametrize("size", [0, 1000, 20_000, 60_000])
def test_a_full_disk(run: Callable[..., tuple[bytes, list[str]]], cohort: Path, expected: bytes, size: int) -> None:
    import resource

    out, notes = run("--jobs", "1", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    assert out == expected
    assert len(notes) == 1
    assert run() == (expected, [])
    assert kept(cohort / "kept")[0] == COUNT - 1


def test_two_at_once(start: Callable[..., subprocess.Popen[bytes]], cohort: Path, expected: bytes) -> None:
    for _ in range(3):
        both = [start("--jobs", "1"), start("--jobs", "2")]
        for process in both:
            out, err = process.communicate(timeout=SECONDS)
            assert out == expected
            assert process.returncode == 2
            # Whoever waits too long for the other says so, and goes on.
            assert all(NOTE in line for line in err.decode().splitlines()[:-1])
    assert kept(cohort / "kept")[0] == COUNT - 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_in_the_middle(
    start: Callable[..., subprocess.Popen[bytes]],
    run: Callable[..., tuple[bytes, list[str]]],
    cohort: Path,
    expected: bytes,
    jobs: str,
) -> None:
    chance = random.Random(jobs)
    for _ in range(6):
        process = start("--jobs", jobs)
        assert process.stdout
        for _ in range(chance.randrange(COUNT)):
            process.stdout.readline()
        time.sleep(chance.random() / 50)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=SECONDS)
    assert run() == (expected, [])
    assert kept(cohort / "kept")[0] == COUNT - 1


def test_ctrl_c_keeps_what_was_found(start: Callable[..., subprocess.Popen[bytes]], cohort: Path) -> None:
    # Where the tests run in the background, interrupts are ignored.
    process = start("--jobs", "1", before=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    assert process.stdout
    for _ in range(100):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=SECONDS)
    if process.returncode == 130:  # it was not done yet
        assert b"ended early" in err
    assert kept(cohort / "kept")[0] >= 60
