"""One writer at a time, and nobody waits for one that is gone."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from ksbcheck import UnusableFileError
from ksbcheck.cli.saving import lock, rewrite
from ksbcheck.cli.saving.lock import hold, locked, take

if TYPE_CHECKING:
    from pathlib import Path

fcntl = pytest.importorskip("fcntl")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "portfolio.yaml"
    path.write_bytes(b"content")
    return path


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, which take no time here: every pause is a second long."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(time, "monotonic", lambda: float(len(pauses)))
    return pauses


def is_free(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def test_a_lock_is_held_as_long_as_it_is_needed(path: Path) -> None:
    with locked(path, 100) as content:
        assert content == b"content"
        assert not is_free(path)
    assert is_free(path)


def test_no_more_is_read_than_is_asked_for(path: Path) -> None:
    with locked(path, 3) as content:
        assert content == b"con"


def test_a_lock_outlives_the_closing_of_its_file(path: Path) -> None:
    with path.open("rb") as file:
        held = hold(file)
    assert held is not None
    assert not is_free(path)
    os.close(held)
    assert is_free(path)


def test_there_is_one_holder(path: Path) -> None:
    with path.open("rb") as one, path.open("rb") as other:
        assert take(one.fileno())
        with pytest.raises(BlockingIOError):
            take(other.fileno())
        with pytest.raises(BlockingIOError):
            hold(other)


def test_it_waits_for_another_holder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with path.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        monkeypatch.setattr(time, "sleep", lambda _: fcntl.flock(other, fcntl.LOCK_UN))
        with locked(path, 100) as content:
            assert content == b"content"


def test_it_does_not_wait_forever(path: Path, waited: list[float]) -> None:
    with path.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(UnusableFileError) as caught:
            rewrite(path, b"content", "new")
    assert str(caught.value) == (
        f"{path}: KSB001 cannot be written: another program is writing to it; try again when that has ended"
    )
    assert len(waited) == int(lock.PATIENCE) + 1
    assert path.read_bytes() == b"content"
    assert [entry.name for entry in path.parent.iterdir()] == ["portfolio.yaml"]


def test_a_file_in_the_place_of_the_locked_one_is_locked_in_turn(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def replaced_meanwhile(descriptor: int, operation: int) -> None:
        if not taken:
            path.rename(path.with_name("old"))
            path.write_bytes(b"new")
        taken.append(operation)
        fcntl.flock(descriptor, operation)

    class Fcntl:
        LOCK_EX, LOCK_NB = fcntl.LOCK_EX, fcntl.LOCK_NB
        flock = staticmethod(replaced_meanwhile)

    monkeypatch.setattr(lock, "fcntl", Fcntl)
    with locked(path, 100) as content:
        assert content == b"new"
        assert not is_free(path)
    assert len(taken) == 2


def test_a_file_system_without_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fcntl:
        LOCK_EX, LOCK_NB = fcntl.LOCK_EX, fcntl.LOCK_NB

        @staticmethod
        def flock(*_: Any) -> None:
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "fcntl", Fcntl)
    with path.open("rb") as file:
        assert not take(file.fileno())
        assert hold(file) is None
    rewrite(path, b"content", "new")
    assert path.read_bytes() == b"new"


def test_a_system_that_always_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_NONBLOCK")
    with locked(path, 100) as content:
        assert content == b"content"


def test_a_python_without_locks(path: Path) -> None:
    code = (
        "import sys; sys.modules['fcntl'] = None; from pathlib import Path; from ksbcheck.cli.saving import rewrite; "
        "rewrite(Path(sys.argv[1]), b'content', 'new')"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in path.parent.iterdir()] == ["portfolio.yaml"]
