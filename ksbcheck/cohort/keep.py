"""Rows that were found before, for portfolios that are as they were."""

from __future__ import annotations

import json
import os
from collections import deque
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.cohort.basis import state
from ksbcheck.cohort.examine import examine_to_keep, places_of
from ksbcheck.cohort.model import Row
from ksbcheck.cohort.remote import SCHEME
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.printable import printable
from ksbcheck.source import read_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

    from ksbcheck.cohort.cache import Cache
    from ksbcheck.cohort.examine import Examined
    from ksbcheck.cohort.model import Asked
    from ksbcheck.cohort.places import Places

_BATCH = 64
_FEW = 8
"""So many changed portfolios of a batch are looked at sooner than a pool is started."""
_WAITING_FOR_EACH = 4
_MOST_FOLDERS = 1_000
"""How many folders are remembered, as in ``Places``."""
SETTLED = 2_000_000_000
"""Nanoseconds in which one change of a folder cannot be told from the next: file systems round their times, some to two
seconds."""


def kept_rows(  # noqa: PLR0913 - those of ``rows``, and what is kept
    paths: Iterable[str],
    asked: Asked,
    cache: Cache,
    *,
    now: int,
    start: Callable[[], Executor] | None = None,
    workers: int = 1,
) -> Iterator[Row]:
    """Yield what ``rows`` does, with as little work as the portfolios have changed.

    ``start`` gives the executor, and is called when there is work for it. ``now`` is the time before any of the
    portfolios is looked at, in nanoseconds: folders that changed just before may change again unseen. Raises as
    ``rows``.
    """
    look = _Look(asked, cache, now - SETTLED, start)
    paths = iter(paths)
    waiting: deque[_Batch] = deque()
    try:
        while True:
            while len(waiting) < look.most(workers) and (some := list(islice(paths, _BATCH))):
                waiting.append(look.begin(some))
            if not waiting:
                return
            yield from look.finish(waiting.popleft())
    finally:
        for batch in waiting:
            if batch.others:
                batch.others.cancel()


class _Batch(NamedTuple):
    """Some portfolios in their order: rows that are known, and maybe work on the others."""

    paths: list[str]
    known: dict[str, Row]
    others: Future[list[Examined]] | None


class _Look:
    """One look at a cohort."""

    def __init__(
        self, asked: Asked, cache: Cache, settled_before: int, start: Callable[[], Executor] | None = None
    ) -> None:
        self._asked = asked
        self._cache = cache
        self._settled_before = settled_before
        self._start = start
        self._executor: Executor | None = None
        places = places_of(asked)
        self._folder = lru_cache(_MOST_FOLDERS)(lambda name: _Folder(name, asked, places))

    def most(self, workers: int) -> int:
        """Return how many batches may wait: without workers, none is examined before it is its turn."""
        return workers * _WAITING_FOR_EACH if self._executor else 1

    def begin(self, paths: list[str]) -> _Batch:
        """Find what is known, and have the other portfolios examined if there are workers."""
        known = self._known(paths)
        others = [path for path in paths if path not in known]
        if self._start and not self._executor and len(others) > _FEW:
            self._executor = self._start()
        if self._executor and others:
            return _Batch(paths, known, self._executor.submit(examine_to_keep, others, self._asked))
        return _Batch(paths, known, None)

    def finish(self, batch: _Batch) -> Iterator[Row]:
        """Yield the rows of a batch, and keep those that were not known."""
        found: list[Examined] = []
        try:
            if batch.others:
                found = batch.others.result()
            by_workers = iter(found if batch.others else ())
            for path in batch.paths:
                if path in batch.known:
                    yield batch.known[path]
                elif batch.others:
                    yield next(by_workers).row
                else:
                    found += examine_to_keep((path,), self._asked)
                    yield found[-1].row
        finally:
            self._cache.put(
                (entry.digest, _written(entry))
                for entry in found
                if entry.digest and entry.basis and entry.basis.newest < self._settled_before
            )

    def _known(self, paths: list[str]) -> dict[str, Row]:
        looked_up: list[tuple[str, bytes, _Folder]] = []
        for path in paths:
            if SCHEME in path:
                continue
            try:
                content = read_content(path, path)
                folder = self._folder(os.path.dirname(path))  # noqa: PTH120 - a text stays a text
            except UnusableFileError:  # told by whoever examines it
                continue
            looked_up.append((path, folder.digest_of(content), folder))
        values = self._cache.get([digest for _, digest, _ in looked_up])
        found = {}
        for path, digest, folder in looked_up:
            row = folder.row_of(path, values[digest]) if digest in values else None
            if row:
                found[path] = row
        return found


class _Folder:
    """What the portfolios of one folder share, as it is in this run. Raises UnusableFileError as ``config_of``."""

    def __init__(self, name: str, asked: Asked, places: Places) -> None:
        self._base = name or os.curdir
        self._asked = asked
        self._places = places
        self._path = Path(name)
        self._digest = places.start_digest(self._path)
        self._standards: dict[str, str | None] = {}

    def digest_of(self, content: bytes) -> bytes:
        """Return what a portfolio is known by."""
        digest = self._digest.copy()
        digest.update(content)
        return digest.digest()

    def row_of(self, path: str, value: bytes) -> Row | None:
        """Return the row of a value if what it rests on is as it was; None also for a value that is none of ours."""
        try:
            return self._row_of(path, value)
        except (TypeError, ValueError, RecursionError):
            return None

    def _row_of(self, path: str, value: bytes) -> Row | None:
        day, is_timeless, named, standard, folders, values = json.loads(value.decode())
        today = self._asked.today
        then = date.fromisoformat(day)
        if then != today and not (is_timeless and then < today):
            return None
        if any(state(self._base, folder).text != known for folder, known in folders):
            return None
        if self._standard(named) != standard:
            return None
        *first, gaps, open_duties, errors, warnings, notes, start, gateway = values
        lists, days = (tuple(gaps), tuple(open_duties)), (_day(start), _day(gateway))
        return Row._make((printable(path), None, 0, *first, *lists, errors, warnings, notes, *days, today))

    def _standard(self, named: str) -> str | None:
        if named not in self._standards:
            self._standards[named] = self._places.digest_of_standard(self._path, named)
        return self._standards[named]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _written(examined: Examined) -> bytes:
    """Write a row but for its path and its day; ``row_of`` reads it."""
    row, basis = examined.row, examined.basis
    assert basis
    assert row.today
    start = Row._fields.index("name")
    rests_on = (row.today, basis.is_timeless, basis.named, basis.standard, basis.folders)
    return json.dumps([*rests_on, row[start:-1]], default=date.isoformat, separators=(",", ":")).encode()
