"""Many portfolios, one after the other or by several at once, in their order and with a flat use of memory."""

from __future__ import annotations

import os
from collections import deque
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from ksbcheck.cohort.examine import examine
from ksbcheck.cohort.model import Asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor, Future
    from datetime import date

    from ksbcheck.cohort.model import Row

BATCH = 32
"""Portfolios that are sent to a worker at once: much more work than the sending is."""
WORTH_WORKERS = 300
"""From so many portfolios on, several processes are done sooner than one: starting them takes as long as 100 do."""
_RUNS = count(1)
_WAITING_FOR_EACH = 4
"""Batches in flight for each worker: none is ever idle, and no more is held than that."""


def rows(paths: Iterable[str], asked: Asked, executor: Executor | None = None, workers: int = 1) -> Iterator[Row]:
    """Yield the row of each portfolio, in the order of ``paths``.

    ``executor`` is any executor of ``concurrent.futures`` or like one; ``workers`` says how many it has. Without one,
    the portfolios are examined here. Raises as ``examine``.
    """
    if executor is None:
        for path in paths:
            yield from examine((path,), asked)
        return
    paths = iter(paths)
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


def check_many(  # noqa: PLR0913 - all that can be asked for
    paths: Iterable[str | os.PathLike[str]],
    *,
    today: date,
    executor: Executor | None = None,
    workers: int | None = None,
    option: str | None = None,
    standard: str | None = None,
    min_evidence: int | None = None,
    config: str | os.PathLike[str] | None = None,
    policy: str | os.PathLike[str] | None = None,
) -> Iterator[Row]:
    """Yield a row for each portfolio, in the order of ``paths``; one that cannot be used is a row with a problem.

    Paths are those of files, and mean the same to every worker; ``scheme://`` is opened with fsspec. ``executor`` is
    any executor of ``concurrent.futures``, and has ``workers`` workers, or as many as there are processors here. Few
    rows are held at a time, whatever their number. ``today`` is the day to check for: nothing here asks a clock.
    Raises UnusableFileError for a ``config`` or a ``policy`` that cannot be used.
    """
    config, policy = (None if path is None else Path(path) for path in (config, policy))
    asked = Asked(today, option, standard, min_evidence, config, policy, run=(os.getpid(), next(_RUNS)))
    return rows((os.fspath(path) for path in paths), asked, executor, workers or processors())


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
