"""How far long work is, on a terminal: shown after a moment, and gone when it is done."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

PATIENCE = 0.5
"""Seconds in which no progress is shown: most work is done by then."""
OFTEN = 0.1
"""Seconds from one picture to the next."""


class Silent:
    """The progress of work that nobody watches."""

    def advance(self) -> None:
        """One more is done."""

    def hide(self) -> None:
        """Make room for a line on the terminal."""


class Bar(Silent):
    """The progress of counted work: how many are done, of how many, how fast, and how long the others will take.

    ``total`` is asked only when there is something to show, and may not know. There is no thread behind it, which
    processes that are copied would miss: it is drawn when something is done.
    """

    def __init__(self, stream: TextIO, total: Callable[[], int | None], clock: Callable[[], float] = monotonic) -> None:
        self._stream = stream
        self._total = total
        self._clock = clock
        self._start = clock()
        self._due = self._start + PATIENCE
        self._done = 0
        self._progress: Progress | None = None

    def advance(self) -> None:
        """One more is done; draw the bar if it is time to."""
        self._done += 1
        now = self._clock()
        if now < self._due:
            return
        self._due = now + OFTEN
        if self._progress is None:
            self._progress = self._drawn()
        rate = f"{self._done / (now - self._start):.0f}/s"
        self._progress.update(self._progress.task_ids[0], completed=self._done, rate=rate)
        self._progress.start()
        self._progress.refresh()

    def hide(self) -> None:
        """Take the bar away until it is drawn again."""
        if self._progress is not None:
            self._progress.stop()

    def _drawn(self) -> Progress:
        from rich.console import Console  # only who waits needs it
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        progress = Progress(
            MofNCompleteColumn(),
            BarColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(),
            console=Console(file=self._stream),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            get_time=self._clock,
        )
        progress.add_task("", total=self._total(), rate="")
        return progress


@contextmanager
def watching(total: Callable[[], int | None], *, quiet: bool = False) -> Iterator[Silent]:
    """Give what is told of each portfolio that is done; it says nothing unless standard error is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    bar = Bar(sys.stderr, total)
    try:
        yield bar
    finally:
        bar.hide()
