"""Processes that examine portfolios, and end when this one does, however it does."""

from __future__ import annotations

import gc
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future

P = ParamSpec("P")
T = TypeVar("T")


class _Pool(ProcessPoolExecutor):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Submit work that cannot be taken back: its process is ended instead.

        Python's pool prints a traceback where a process ends and there is work that was taken back.
        """
        future = super().submit(fn, *args, **kwargs)
        future.cancel = lambda: False  # type: ignore[method-assign]
        return future


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    """Give an executor of ``count`` processes; where it is left by an exception, they are ended at once."""
    others = set(active_children())
    # A copy of this process, which has everything imported, is there at once. Elsewhere that is not safe.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with _Pool(count, context, begin) as pool:
        _start(pool, count)
        try:
            yield pool
        except BaseException:
            for process in set(active_children()) - others:
                process.kill()
            raise


def begin() -> None:
    """Make ready the process that this is called in."""
    # What is imported is no garbage, and stays shared with the other processes as long as nobody touches it.
    gc.freeze()
    # Ctrl-C reaches all processes of a terminal. This one is told by its parent what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _start(pool: Executor, count: int) -> None:
    """Start all processes now, and deaf to Ctrl-C from their first moment on."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for _ in range(count):
            pool.submit(os.getpid)
    finally:
        signal.signal(signal.SIGINT, before)


def _end_with_parent() -> None:
    """Wait for the end of the parent: one that is killed has no time to end its processes."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
