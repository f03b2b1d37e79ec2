"""The rows of a cohort, by as much new work as is needed; where they are kept for the next run."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ksbcheck.cli import screen
from ksbcheck.cohort.run import rows
from ksbcheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from concurrent.futures import Executor

    from ksbcheck.cli.interrupts import Interrupts
    from ksbcheck.cohort.cache import Cache
    from ksbcheck.cohort.model import Asked, Row

VARIABLE = "KSBCHECK_CACHE_DIR"
"""The folder to keep rows in, in place of the user's cache folder."""


def cache_path() -> Path:
    """Return the file that rows are kept in, whether or not there is one."""
    folder = os.environ.get(VARIABLE)
    if folder:
        return Path(folder) / "cohort.sqlite3"
    from platformdirs import user_cache_path  # two milliseconds

    return user_cache_path("ksbcheck", appauthor=False) / "cohort.sqlite3"


@contextmanager
def opened_cache() -> Iterator[Cache | None]:
    """Give what was found in earlier runs; one that cannot be used is told of once, and ends nothing."""
    path = cache_path()
    try:
        from ksbcheck.cohort.cache import Cache
    except ImportError:  # SQLite is a part of Python that some leave out
        _tell(path, "this Python has no SQLite")
        yield None
        return
    cache = Cache(path)
    try:
        yield cache
    finally:
        cache.close()
        if cache.problem is not None:
            _tell(path, cache.problem)


def _tell(path: Path, problem: str) -> None:
    screen.tell(f"{printable(str(path))}: nothing is kept there for the next run: {printable(problem)}")


def coming_rows(
    paths: Iterable[str], asked: Asked, jobs: int, interrupts: Interrupts, cache: Cache | None = None
) -> Generator[Row]:
    """Yield the row of each portfolio, by ``jobs`` processes if there is work for them."""
    with ExitStack() as stack:

        def start() -> Executor:
            from ksbcheck.cli.pool import processes  # what runs processes takes its time to import

            return stack.enter_context(processes(jobs))

        if cache:
            from ksbcheck.cohort.keep import kept_rows

            workers = start if jobs > 1 else None
            coming = kept_rows(paths, asked, cache, now=time.time_ns(), start=workers, workers=jobs)
        else:
            coming = rows(paths, asked, start() if jobs > 1 else None, jobs)
        yield from interrupts.until_asked(coming)
