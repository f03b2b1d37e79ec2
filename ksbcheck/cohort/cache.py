"""What was found before, by the content that it was found in: a table of small values in one file."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST = 200_000
"""The most values that are kept, the newest: some 150 MB."""
LARGEST = 8_000
"""The longest value that is kept, in bytes: ten times what most need."""
_AT_ONCE = 500
"""Keys of one question; SQLite takes up to 32,766, and older ones 999."""
_PATIENCE = 0.25
"""Seconds to wait for another process that is writing; looking anew at a portfolio takes less."""
_OURS = 0x6B736263
"""What SQLite's files are told apart by."""
_TABLE = "CREATE TABLE IF NOT EXISTS found (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)"
_SEAL = 16


class Cache:
    """The values of one file, which is made when it is not there.

    Nothing here ever raises for a file that cannot be used: it is as good as none. ``problem`` then says why, and from
    there on nothing is found or kept. A value that is not as it was kept is not found.
    """

    def __init__(self, path: Path, most: int = MOST) -> None:
        self.problem: str | None = None
        self._most = most
        self._open: sqlite3.Connection | None = None
        with self._trying():
            _make_ready(path)
            self._open = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            _make_ours(self._open)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return what is known of ``keys``."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            question = f"SELECT key, value FROM found WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608 - no text
            with self._trying():
                if self._open:
                    found |= _unsealed(self._open.execute(question, some))
        return found

    def put(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values in place of the old ones of the same keys, and forget the oldest if there are too many."""
        sealed = [(key, _seal(key, value) + value) for key, value in values if len(value) <= LARGEST]
        with self._trying():
            if self._open and sealed:
                self._open.execute("BEGIN IMMEDIATE")
                self._open.executemany("INSERT OR REPLACE INTO found (key, value) VALUES (?, ?)", sealed)
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
        except BaseException as error:
            broken, self._open = self._open, None
            if broken:
                # It may hold the lock that others wait for. Closing does not fail where the file is broken.
                broken.close()
            if not isinstance(error, sqlite3.Error | OSError | ValueError):
                raise
            self.problem = str(error)


def _make_ready(path: Path) -> None:
    """Make the folder, and refuse what SQLite would wait for, or what somebody else could have prepared."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid") and path.parent.stat().st_uid != os.getuid():
        raise PermissionError("its folder belongs to another user")
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.stat().st_mode):
            raise ValueError("it is no file")


def _make_ours(file: sqlite3.Connection) -> None:
    """Make a new file a cache, and refuse one of another program."""
    if _number(file, "PRAGMA application_id") == _OURS:
        return
    if _number(file, "SELECT count(*) FROM sqlite_master"):
        raise ValueError("it is of another program")
    with suppress(sqlite3.OperationalError):  # another process is just doing it
        file.execute("PRAGMA journal_mode = WAL")
    file.execute("BEGIN IMMEDIATE")
    file.execute(_TABLE)
    file.execute(f"PRAGMA application_id = {_OURS}")
    file.execute("COMMIT")


def _number(file: sqlite3.Connection, question: str) -> int:
    (number,) = file.execute(question).fetchone()
    return int(number)


def _seal(key: bytes, value: bytes) -> bytes:
    """Return what tells that a value was kept for a key. It is no secret: whoever writes the file is the user."""
    return sha256(key + value).digest()[:_SEAL]


def _unsealed(found: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    values = {}
    for key, sealed in found:
        if isinstance(key, bytes) and isinstance(sealed, bytes):
            value = sealed[_SEAL:]
            if _seal(key, value) == sealed[:_SEAL]:
                values[key] = value
    return values
