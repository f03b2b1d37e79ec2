"""A file of values that is never an error: what is damaged, locked or somebody else's is as good as none."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ksbcheck.cohort import cache
from ksbcheck.cohort.cache import LARGEST, Cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs FIFOs and owners")
VALUES = {b"a": b"one", b"b": b"", b"\0\xff": "zwei \N{GREEK SMALL LETTER BETA}".encode()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "cohort.sqlite3"


def filled(path: Path) -> None:
    kept = Cache(path)
    kept.put(VALUES.items())
    kept.close()
    assert kept.problem is None


def found(path: Path) -> dict[bytes, bytes]:
    kept = Cache(path)
    values = kept.get([*VALUES, b"never kept"])
    kept.close()
    return values


def other(path: Path, *statements: str, values: tuple[Any, ...] = ()) -> None:
    """Do something to the file as another program would."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement, values)
    connection.close()


def test_what_was_kept_is_found(path: Path) -> None:
    filled(path)
    assert found(path) == VALUES
    kept = Cache(path)
    kept.put([(b"a", b"new")])
    assert kept.get([b"a", b"b"]) == {b"a": b"new", b"b": b""}
    assert kept.get([]) == {}
    kept.put([])
    kept.close()
    kept.close()
    assert (kept.get([b"a"]), kept.problem) == ({}, None)


def test_more_keys_than_one_question_takes(path: Path) -> None:
    kept = Cache(path)
    values = {number.to_bytes(4): b"%d" % number for number in range(1203)}
    kept.put(values.items())
    assert kept.get(list(values)) == values
    kept.close()
    assert kept.problem is None


def test_the_oldest_are_forgotten(path: Path) -> None:
    kept = Cache(path, most=3)
    for number in range(10):
        kept.put([(b"%d" % number, b"x")])
    assert kept.get([b"%d" % number for number in range(10)]) == dict.fromkeys([b"7", b"8", b"9"], b"x")
    kept.put([(b"8", b"again")])  # which takes the place of an old one for good
    assert kept.get([b"%d" % number for number in range(10)]) == {b"9": b"x", b"8": b"again"}
    kept.put((b"new %d" % number, b"x") for number in range(20))
    kept.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM found").fetchone() == (3,)


def test_long_values_are_not_kept(path: Path) -> None:
    kept = Cache(path)
    kept.put([(b"fits", b"x" * LARGEST), (b"does not", b"x" * (LARGEST + 1))])
    assert list(kept.get([b"fits", b"does not"])) == [b"fits"]
    kept.close()
    assert kept.problem is None


@posix
def test_the_folder_is_the_users_alone(path: Path) -> None:
    filled(path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


# Values that are not as they were kept.


@pytest.mark.parametrize("at", range(len(b"one") + 16))
def test_a_changed_byte_is_seen(path: Path, at: int) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    (value,) = connection.execute("SELECT value FROM found WHERE key = ?", (b"a",)).fetchone()
    connection.close()
    changed = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    other(path, "UPDATE found SET value = ? WHERE key = x'61'", values=(changed,))
    assert found(path) == {key: value for key, value in VALUES.items() if key != b"a"}


@pytest.mark.parametrize("value", [b"", b"one", '{"any": "JSON"}', 7, 2**62, 1.5, "\ud7ff", b"\xff" * 20])
def test_values_of_others_are_not_taken(path: Path, value: object) -> None:
    filled(path)
    other(path, "UPDATE found SET value = ?", values=(value,))
    assert found(path) == {}


def test_a_value_of_another_key_is_not_taken(path: Path) -> None:
    filled(path)
    other(path, "UPDATE found SET value = (SELECT value FROM found WHERE key = x'61')")
    assert found(path) == {b"a": b"one"}


def test_a_key_of_another_kind_is_none(path: Path) -> None:
    filled(path)
    other(path, "UPDATE found SET key = 'a' WHERE key = x'61'")
    assert b"a" not in found(path)


# Files that cannot be used.


def _truncated(path: Path) -> None:
    kept = Cache(path)
    kept.put((number.to_bytes(4), b"x" * 1000) for number in range(500))
    kept.close()
    os.truncate(path, path.stat().st_size // 2)


def _of_another_program(path: Path) -> None:
    other(path, "CREATE TABLE found (key BLOB, value BLOB)", "INSERT INTO found VALUES ('a', 'b')")


def _of_another_kind(path: Path) -> None:
    other(path, "CREATE TABLE t (x)", "PRAGMA application_id = 12345")


def _without_table(path: Path) -> None:
    filled(path)
    other(path, "DROP TABLE found")


def _parent_is_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("x")


UNUSABLE: dict[str, Callable[[Path], object]] = {
    "is not a database": lambda path: path.write_bytes(b"no database at all " * 1000),
    "malformed": _truncated,
    "of another program": _of_another_program,
    "is of another program": _of_another_kind,
    "no such table": _without_table,
    "it is no file": lambda path: path.mkdir(),
    "ile exists": _parent_is_a_file,
}


def used(path: Path) -> Cache:
    """Use a file in every way."""
    kept = Cache(path)
    kept.get([number.to_bytes(4) for number in range(1000)])
    kept.put([(b"a", b"one")])
    assert kept.get([b"a"]) == {}
    kept.close()
    return kept


@pytest.mark.parametrize("problem", UNUSABLE)
def test_what_cannot_be_used_is_as_good_as_none(path: Path, problem: str) -> None:
    path.parent.mkdir()
    UNUSABLE[problem](path)
    before = path.read_bytes() if path.is_file() else None
    assert problem in (used(path).problem or "")
    if before is not None:
        assert path.read_bytes() == before, "it is not ours to change"


@posix
def test_nobody_waits_for_a_fifo(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    assert used(path).problem == "it is no file"


def test_a_path_that_no_file_can_have(tmp_path: Path) -> None:
    assert "null" in (used(tmp_path / "a\0b").problem or "")


def test_an_empty_file_is_a_new_one(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    filled(path)
    assert found(path) == VALUES


@posix
def test_a_folder_of_another_user_is_not_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    monkeypatch.setattr(os, "getuid", lambda: -1)
    assert used(path).problem == "its folder belongs to another user"
    monkeypatch.delattr(os, "getuid")  # as on Windows
    assert found(path) == VALUES


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(path: Path) -> None:
    filled(path)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        assert used(path).problem
    finally:
        path.parent.chmod(0o700)


# Other processes.


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_PATIENCE", 0.01)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("is_new", [True, False])
def test_what_is_locked_is_left_alone(path: Path, is_new: bool) -> None:
    path.parent.mkdir()
    if not is_new:
        filled(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    kept = Cache(path)
    assert kept.get([b"a"]) == ({} if is_new else {b"a": b"one"})  # a writer does not stop those who read
    kept.put([(b"c", b"three")])
    assert kept.problem == "database is locked"
    assert kept.get([b"a"]) == {}
    holder.execute("COMMIT")
    holder.close()
    filled(path)
    assert found(path) == VALUES


def test_two_at_once_find_what_the_other_kept(path: Path) -> None:
    one, two = Cache(path), Cache(path)
    for number in range(20):
        (one if number % 2 else two).put([(b"%d" % number, b"x")])
    keys = [b"%d" % number for number in range(20)]
    assert one.get(keys) == two.get(keys) == dict.fromkeys(keys, b"x")
    one.close()
    two.put([(b"last", b"x")])
    two.close()
    assert (one.problem, two.problem) == (None, None)


class Interrupted:
    """A connection on which Ctrl-C is pressed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.close = connection.close
        self.execute = connection.execute

    def executemany(self, *_: object) -> None:
        raise KeyboardInterrupt


@pytest.mark.usefixtures("impatient")
def test_nothing_stays_locked_where_the_work_ends(path: Path) -> None:
    filled(path)
    kept = Cache(path)
    assert kept._open
    kept._open = Interrupted(kept._open)  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        kept.put([(b"a", b"new")])
    assert (kept.get([b"a"]), kept.problem) == ({}, None)
    filled(path)
    assert found(path) == VALUES
