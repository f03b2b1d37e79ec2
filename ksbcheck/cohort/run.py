"""Many portfolios, one after the other or by several at once, in their order and with a flat use of memory."""

from __future__ import annotations

import os
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from ksbcheck.cohort.examine import examine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor, Future

    from ksbcheck.cohort.model import Asked, Row

BATCH = 32
"""Portfolios that are sent to a worker at once: much more work than the sending is."""
WORTH_WORKERS = 300
"""From so many portfolios on, several processes are done sooner than one: starting them takes as long as 100 do."""
_WAITING_FOR_EACH = 4
"""Batches in flight for each worker: none is ever idle, and no more is held than that."""


def rows(paths: Iterable[str], asked: Asked, executor: Executor | None = None, workers: int = 1) -> Iterator[Row]:
    """Yield the row of each portfolio, in the order of ``paths``.

    ``executor`` is any executor of ``concurrent.futures`` or like one; ``workers`` says how many it has. Without one,
    the portfolios are examined here. Raises as ``examine``.
    """
    paths = iter(paths)
    if executor is None:
        while batch := list(islice(paths, BATCH)):
            yield from examine(batch, asked)
        return
    waiting: deque[Future[list[Row]]] = deque()
    try:
        while True:
            while len(waiting) < workers * _WAITING_FOR_EACH and (batch := list(islice(paths, BATCH))):
                waiting.append(executor.submit(examine, batch, asked))
            if not waiting:
                return
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
