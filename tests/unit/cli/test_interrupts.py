"""Ctrl-C ends the waiting for more, and not what is done with what is there."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli.interrupts import Interrupts

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_in_the_foreground() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_without_ctrl_c_all_is_yielded() -> None:
    with Interrupts() as interrupts:
        assert list(interrupts.until_asked(iter(range(5)))) == [0, 1, 2, 3, 4]


def test_while_there_is_none_it_is_raised_at_once() -> None:
    def items() -> Iterator[str]:
        yield "a"
        press()
        yield "never"

    with Interrupts() as interrupts:
        found = interrupts.until_asked(items())
        assert next(found) == "a"
        with pytest.raises(KeyboardInterrupt):
            next(found)


def test_while_one_is_used_it_waits_for_the_next() -> None:
    with Interrupts() as interrupts:
        found = interrupts.until_asked(iter("abc"))
        assert next(found) == "a"
        press()
        with pytest.raises(KeyboardInterrupt):
            next(found)


def test_pressed_again_it_is_raised_anywhere() -> None:
    with Interrupts():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()


def test_afterwards_it_is_as_before() -> None:
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with pytest.raises(KeyboardInterrupt):
        press()


def test_what_is_ignored_stays_so() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Interrupts() as interrupts:
        press()
        assert list(interrupts.until_asked(iter("ab"))) == ["a", "b"]
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
