"""What was found before, by the content that it was found in: a table of small values in one file."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST = 200_000
"""The most values that are kept, the newest: some 100 MB."""
_AT_ONCE = 500
"""Keys of one question; SQLite takes up to 32,766, and older ones 999."""
_PATIENCE = 0.25
"""Seconds to wait for another process that is writing; looking anew at a portfolio takes less."""
_TABLE = "CREATE TABLE IF NOT EXISTS found (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, value TEXT NOT NULL)"


class Cache:
    """The values of one file, which is made when it is not there.

    Nothing here ever raises: a file that cannot be used is as good as none. ``problem`` then says why, and from there
    on nothing is found or kept.
    """

    def __init__(self, path: Path, most: int = MOST) -> None:
        self.problem: str | None = None
        self._most = most
        self._open: sqlite3.Connection | None = None
        with self._trying():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            # What is lost with the machine's power is only work.
            self._open.execute("PRAGMA synchronous = OFF")
            self._open.execute("PRAGMA journal_mode = WAL")
            self._open.execute(_TABLE)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """Return what is known of ``keys``."""
        found: dict[bytes, str] = {}
        for start in range(0, len(keys), _AT_ONCE):
            with self._trying():
                if self._open:
                    some = keys[start : start + _AT_ONCE]
                    places = ",".join("?" * len(some))
                    question = f"SELECT key, value FROM found WHERE key IN ({places})"  # noqa: S608 - question marks only
                    found.update(self._open.execute(question, some))
        return found

    def put(self, values: Iterable[tuple[bytes, str]]) -> None:
        """Keep values in place of the old ones of the same keys, and forget the oldest if there are too many."""
        with self._trying():
            if self._open:
                self._open.execute("BEGIN IMMEDIATE")
                self._open.executemany("INSERT OR REPLACE INTO found (key, value) VALUES (?, ?)", values)
                newest = "SELECT max(number) FROM found"
                self._open.execute(f"DELETE FROM found WHERE number <= ({newest}) - ?", (self._most,))  # noqa: S608
                self._open.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        with self._trying():
            if self._open:
                self._open.close()
        self._open = None

    @contextmanager
    def _trying(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeError) as error:
            self.problem = str(error)
            broken, self._open = self._open, None
            if broken:
                # It may hold the lock that others wait for. Closing does not fail where the file is broken.
                broken.close()
