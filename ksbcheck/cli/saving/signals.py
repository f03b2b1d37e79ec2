"""Signals that end the process while it writes a file: what is half done is taken back, a last step is finished."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# From ``kill``, and from a terminal that is closed; Windows has only the first.
_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def tidy_end() -> Iterator[None]:
    """Have signals that end the process raise SystemExit, as Ctrl-C raises KeyboardInterrupt.

    Those that are ignored, or have a handler of their own, stay as they are.
    """
    own = os.getpid()

    def end(number: int, _: object) -> None:
        if os.getpid() != own:  # a copy of this process, which has nothing to take back
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        raise SystemExit(128 + number)

    with _handled([number for number in _ENDING if signal.getsignal(number) is signal.SIG_DFL], end):
        yield


@contextmanager
def undivided() -> Iterator[None]:
    """Let Ctrl-C and the signals of ``tidy_end`` wait until a step is done that takes no time."""
    came: list[int] = []
    numbers = [number for number in (signal.SIGINT, *_ENDING) if callable(signal.getsignal(number))]
    try:
        with _handled(numbers, lambda number, _: came.append(number)):
            yield
    finally:
        for number in came:
            signal.raise_signal(number)


@contextmanager
def _handled(numbers: list[int], handler: Callable[[int, Any], object]) -> Iterator[None]:
    """Handle signals; only the main thread can, and all others are not told of them anyway."""
    before = {number: signal.getsignal(number) for number in numbers if current_thread() is main_thread()}
    try:
        for number in before:
            signal.signal(number, handler)
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
