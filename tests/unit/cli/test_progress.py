"""The progress on a terminal: when it is shown, what it says, and that nothing of it is left."""

from __future__ import annotations

import io
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli import progress
from ksbcheck.cli.progress import OFTEN, PATIENCE, Bar, Silent, watching

if TYPE_CHECKING:
    from collections.abc import Callable

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SHOWN, HIDDEN = "\x1b[?25l", "\x1b[?25h"
"""The cursor is hidden while a bar is shown."""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def screen() -> Terminal:
    return Terminal()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bar(screen: Terminal, clock: Clock) -> Bar:
    return Bar(screen, lambda: 400, clock)


def drawn(screen: Terminal) -> list[str]:
    """The lines that have been drawn over each other, without what steers the terminal."""
    return [text for line in re.split(r"[\r\n]", screen.getvalue()) if (text := CONTROL.sub("", line).strip())]


def work(bar: Bar, clock: Clock, count: int, seconds: float) -> None:
    for _ in range(count):
        clock.now += seconds / count
        bar.advance()


def test_short_work_shows_nothing_and_asks_for_no_total(screen: Terminal, clock: Clock) -> None:
    def total() -> int:
        raise AssertionError

    bar = Bar(screen, total, clock)
    work(bar, clock, 100, PATIENCE * 0.99)
    bar.hide()
    assert screen.getvalue() == ""


def test_long_work_shows_how_many_how_fast_and_how_long(bar: Bar, screen: Terminal, clock: Clock) -> None:
    work(bar, clock, 100, 10)
    last = drawn(screen)[-1]
    assert "100/400" in last
    assert "10/s" in last
    assert "0:00:30" in last


def test_it_is_not_drawn_for_each(bar: Bar, screen: Terminal, clock: Clock) -> None:
    work(bar, clock, 10_000, 2)
    assert 1 < len(drawn(screen)) <= (2 - PATIENCE) / OFTEN + 2


def test_it_goes_on_where_nobody_knows_how_many_there_are(screen: Terminal, clock: Clock) -> None:
    bar = Bar(screen, lambda: None, clock)
    work(bar, clock, 10, 10)
    last = drawn(screen)[-1]
    assert "10/?" in last
    assert "1/s" in last


def test_it_makes_room_and_comes_back(bar: Bar, screen: Terminal, clock: Clock) -> None:
    work(bar, clock, 10, 1)
    bar.hide()
    assert screen.getvalue().endswith("\x1b[1A\x1b[2K")
    assert screen.getvalue().count(SHOWN) == screen.getvalue().count(HIDDEN) == 1
    bar.hide()
    before = len(screen.getvalue())
    work(bar, clock, 10, 1)
    assert "20/400" in drawn(screen)[-1]
    assert len(screen.getvalue()) > before
    bar.hide()
    assert screen.getvalue().count(SHOWN) == screen.getvalue().count(HIDDEN) == 2


@pytest.mark.parametrize(("stream", "quiet"), [(io.StringIO, False), (Terminal, True)], ids=["piped", "quiet"])
def test_nobody_is_told_who_does_not_watch(
    stream: Callable[[], io.StringIO], quiet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", error := stream())
    with watching(lambda: 1, quiet=quiet) as bar:
        assert type(bar) is Silent
        bar.advance()
        bar.hide()
    assert error.getvalue() == ""


@pytest.mark.parametrize("fault", [False, True], ids=["well", "fault"])
def test_it_is_gone_when_the_work_is_done_or_fails(fault: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    with suppress(KeyboardInterrupt), watching(lambda: 3) as bar:
        bar.advance()
        if fault:
            raise KeyboardInterrupt
    assert "1/3" in drawn(screen)[0]
    assert screen.getvalue().endswith("\x1b[1A\x1b[2K")
