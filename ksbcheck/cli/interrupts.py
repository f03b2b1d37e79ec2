"""Ctrl-C that ends the waiting for more, and not what is done with what is there."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


class Interrupts:
    """While this is entered, Ctrl-C raises KeyboardInterrupt only in ``until_asked``; pressed again, it does anywhere.

    Where interrupts are ignored, as those of a command in the background are, they stay so.
    """

    def __init__(self) -> None:
        self._waiting = False
        self._asked = False
        self._before = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> Self:
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._before)

    def until_asked(self, items: Iterator[T]) -> Iterator[T]:
        """Yield ``items``; raises KeyboardInterrupt at once when it is asked for while there is none."""
        while True:
            self._waiting = True
            try:
                if self._asked:
                    raise KeyboardInterrupt
                item = next(items)
            except StopIteration:
                return
            finally:
                self._waiting = False
            yield item

    def _take(self, *_: object) -> None:
        asked_before, self._asked = self._asked, True
        if self._waiting or asked_before:
            raise KeyboardInterrupt
