"""Signals that end the process leave no file half done."""

from __future__ import annotations

import os
import signal
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli.entry import run
from ksbcheck.cli.saving import create, create_together, replacing, temporary
from ksbcheck.cli.saving.signals import tidy_end, undivided

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows ends processes without a signal")

ENDING = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    """What the tests start from, and what they are to leave."""
    numbers = [signal.SIGINT, *ENDING]
    before = [signal.getsignal(number) for number in numbers]
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    after = [signal.getsignal(number) for number in numbers]
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)
    assert after == [signal.default_int_handler, signal.SIG_DFL, signal.SIG_DFL]


@pytest.mark.parametrize("number", ENDING)
@pytest.mark.parametrize("old", ["old", None])
def test_an_end_from_outside_leaves_the_old_file(number: int, old: str | None, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    if old:
        path.write_text(old)
    with pytest.raises(SystemExit) as caught, replacing(path) as file:  # noqa: PT012 - a file is written
        file.write(b"new")
        signal.raise_signal(number)
    assert caught.value.code == 128 + number
    assert [entry.name for entry in tmp_path.iterdir()] == (["report.md"] if old else [])
    assert not old or path.read_text() == old


@pytest.mark.parametrize("number", ENDING)
def test_the_exit_code_is_that_of_a_signal(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: signal.raise_signal(number))
    assert run(["schema", "-o", str(tmp_path / "schema.json")]) == 128 + number
    assert list(tmp_path.iterdir()) == []


def test_a_signal_that_is_ignored_stays_so() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with tidy_end(), undivided():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def test_a_copy_of_the_process_ends_as_it_would_have(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[int] = []
    with tidy_end():
        monkeypatch.setattr(os, "getpid", lambda: -1)
        monkeypatch.setattr(signal, "raise_signal", raised.append)
        handler = signal.getsignal(signal.SIGTERM)
        assert callable(handler)
        with pytest.raises(SystemExit):
            handler(signal.SIGTERM, None)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert raised == [signal.SIGTERM]


@pytest.mark.parametrize(
    ("number", "error"), [(signal.SIGINT, KeyboardInterrupt), *((number, SystemExit) for number in ENDING)]
)
def test_a_last_step_is_finished_first(
    number: int, error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, link = tmp_path / "portfolio.yaml", os.link

    def interrupted(*names: Path) -> None:
        link(*names)
        signal.raise_signal(number)

    monkeypatch.setattr(os, "link", interrupted)
    with pytest.raises(error):
        create(path, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["portfolio.yaml"]
    assert path.read_text() == "new"


@pytest.mark.parametrize("number", [signal.SIGINT, *ENDING])
def test_files_that_are_made_together_are_all_there(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def interrupted(*names: Path) -> None:
        link(*names)
        signal.raise_signal(number)

    monkeypatch.setattr(os, "link", interrupted)
    with pytest.raises((KeyboardInterrupt, SystemExit)):
        create_together({tmp_path / "one.md": "1", tmp_path / "two.md": "2"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"one.md": "1", "two.md": "2"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interrupt_while_the_file_is_made_leaves_none(
    error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(path: str, flags: int) -> int:
        os.close(os.open(path, flags, 0o600))
        raise error

    monkeypatch.setattr(temporary, "_for_the_owner", interrupted)
    assert run(["schema", "-o", str(tmp_path / "schema.json")]) == (130 if error is KeyboardInterrupt else 2)
    assert list(tmp_path.iterdir()) == []


def test_other_threads_are_told_of_no_signal_anyway(tmp_path: Path) -> None:
    thread = Thread(target=create, args=(tmp_path / "report.md", "new"))
    thread.start()
    thread.join()
    assert (tmp_path / "report.md").read_text() == "new"
