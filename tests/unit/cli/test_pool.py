"""The processes that examine portfolios. What becomes of them when a run ends early, the acceptance tests show."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from ksbcheck.cli import pool

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)
    gc.unfreeze()


def in_new_process(code: str) -> str:
    """Run code in a process without threads, whose copies are safe."""
    start = "import os, signal, time\nfrom ksbcheck.cli.pool import processes\n"
    guarded = "".join(f"    {line}\n" for line in code.splitlines())
    done = subprocess.run(
        [sys.executable, "-c", f"{start}if __name__ == '__main__':\n{guarded}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def test_work_is_done_by_other_processes_that_are_deaf_to_ctrl_c() -> None:
    code = """\
before = signal.getsignal(signal.SIGINT)  # where the tests run in the background, interrupts are ignored
with processes(2) as pool:
    numbers = {pool.submit(os.getpid).result() for _ in range(20)}
    handler = pool.submit(signal.getsignal, signal.SIGINT).result()
print(os.getpid() in numbers, 1 <= len(numbers) <= 2, handler is signal.SIG_IGN or handler == signal.SIG_IGN)
print(signal.getsignal(signal.SIGINT) == before)"""
    assert in_new_process(code).split() == ["False", "True", "True", "True"]


def test_an_exception_ends_them_at_once_and_quietly() -> None:
    code = """\
start = time.monotonic()
try:
    with processes(2) as pool:
        waiting = [pool.submit(time.sleep, 50) for _ in range(50)]
        print(any(future.cancel() for future in waiting))
        raise ZeroDivisionError
except ZeroDivisionError:
    print(time.monotonic() - start < 30, all(future.exception() for future in waiting))"""
    assert in_new_process(code).split() == ["False", "True", "True"]


def test_a_new_process_is_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "parent_process", lambda: None)
    assert gc.get_freeze_count() == 0
    pool.begin()
    assert gc.get_freeze_count() > 0
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_it_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Any] = []

    class Parent:
        def join(self) -> None:
            said.append("waited")

    monkeypatch.setattr(pool, "parent_process", Parent)
    monkeypatch.setattr(os, "_exit", said.append)
    pool._end_with_parent()
    assert said == ["waited", 1]
