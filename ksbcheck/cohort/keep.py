"""Rows that were found before, for portfolios that are as they were."""

from __future__ import annotations

import json
from collections import deque
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ksbcheck.cohort.basis import Basis, changed
from ksbcheck.cohort.examine import examine_to_keep, places_of
from ksbcheck.cohort.model import Row
from ksbcheck.cohort.remote import source_at
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from ksbcheck.cohort.cache import Cache
    from ksbcheck.cohort.examine import Examined
    from ksbcheck.cohort.model import Asked
    from ksbcheck.cohort.places import Places

_BATCH = 64
_WAITING_FOR_EACH = 4
_DATES = ("start", "gateway")


class _Batch(NamedTuple):
    """Some portfolios in their order: those that are known, and those that are being examined."""

    paths: list[str]
    known: dict[str, Row]
    examined: Future[list[Examined]] | list[Examined]


def kept_rows(
    paths: Iterable[str], asked: Asked, cache: Cache, executor: Executor | None = None, workers: int = 1
) -> Iterator[Row]:
    """Yield what ``rows`` does, with as little work as the portfolios have changed."""
    paths = iter(paths)
    places = places_of(asked)
    waiting: deque[_Batch] = deque()
    most = workers * _WAITING_FOR_EACH if executor else 1
    try:
        while True:
            while len(waiting) < most and (some := list(islice(paths, _BATCH))):
                waiting.append(_start(some, asked, places, cache, executor))
            if not waiting:
                return
            yield from _finish(waiting.popleft(), cache)
    finally:
        for batch in waiting:
            if not isinstance(batch.examined, list):
                batch.examined.cancel()


def _start(paths: list[str], asked: Asked, places: Places, cache: Cache, executor: Executor | None) -> _Batch:
    known = _known(paths, asked, places, cache)
    others = [path for path in paths if path not in known]
    if executor and others:
        return _Batch(paths, known, executor.submit(examine_to_keep, others, asked))
    return _Batch(paths, known, examine_to_keep(others, asked))


def _finish(batch: _Batch, cache: Cache) -> Iterator[Row]:
    examined = batch.examined if isinstance(batch.examined, list) else batch.examined.result()
    cache.put([(entry.digest, _written(entry)) for entry in examined if entry.digest])
    others = iter(examined)
    for path in batch.paths:
        yield batch.known[path] if path in batch.known else next(others).row


def _known(paths: list[str], asked: Asked, places: Places, cache: Cache) -> dict[str, Row]:
    digests: dict[str, tuple[bytes, Path | None]] = {}
    for path in paths:
        try:
            source = source_at(path, path)
            digests[path] = places.digest_of(source.folder, source.data), source.folder
        except UnusableFileError:  # told by whoever examines it
            continue
    values = cache.get([digest for digest, _ in digests.values()])
    found = {}
    for path, (digest, folder) in digests.items():
        value = values.get(digest)
        row = value and _read(value, path, folder, asked, places)
        if row:
            found[path] = row
    return found


def _written(examined: Examined) -> str:
    row = examined.row._asdict()
    for name in _DATES:
        row[name] = row[name] and row[name].isoformat()
    assert examined.row.today
    return json.dumps({"day": examined.row.today.isoformat(), "row": {**row, "today": None}, "basis": examined.basis})


def _read(value: str, path: str, folder: Path | None, asked: Asked, places: Places) -> Row | None:
    """Return a row if what it rests on is as it was; None also for a value that is none of ours."""
    try:
        written: dict[str, Any] = json.loads(value)
        basis = Basis(*written["basis"])
        day = date.fromisoformat(written["day"])
        if day != asked.today and not (basis.is_timeless and day < asked.today):
            return None
        if any(changed(folder, name) != time for name, time in basis.folders):
            return None
        if places.digest_of_standard(folder, basis.named) != basis.standard:
            return None
        row = written["row"]
        for name in _DATES:
            row[name] = row[name] and date.fromisoformat(row[name])
        for name in ("gaps", "open_duties"):
            row[name] = tuple(row[name])
        return Row(**row)._replace(path=printable(path), today=asked.today)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
