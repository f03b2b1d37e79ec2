"""Locks on the very files that are written, which end with whoever holds them, however that ends.

A lock file beside the target, as libraries for locking use, would be left behind in people's folders, and a stranger
who gives away a folder could prepare it. The lock on a file itself goes with the file, and names nothing.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows, which does not let others replace or delete a file that is open
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 5.0
"""Seconds to wait for another writer, who holds the lock for some milliseconds."""
_PAUSE = 0.01


def take(descriptor: int) -> bool:
    """Lock a file for as long as it is open, and return if that can be done here.

    Raises BlockingIOError if somebody else holds the lock.
    """
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a file system without locks
        return False
    return True


def hold(file: IO[bytes]) -> int | None:
    """Lock a file also for the time after it is closed: until the descriptor that is returned is closed, too.

    Returns None where that cannot be done, and raises BlockingIOError if somebody else holds the lock.
    """
    return os.dup(file.fileno()) if take(file.fileno()) else None


@contextmanager
def locked(path: Path, most: int) -> Iterator[bytes]:
    """Give the first ``most`` bytes of a file that no other writer who asks for the lock changes meanwhile.

    Raises TimeoutError if somebody else holds it for longer than ``PATIENCE``, and OSError if it cannot be read.
    """
    until = time.monotonic() + PATIENCE
    while True:
        with open(path, "rb", opener=_without_waiting) as file:
            if _is_taken(path, file):
                content = file.read(most)
                if fcntl is None:
                    file.close()  # or it could not be replaced
                yield content
                return
        if time.monotonic() > until:
            raise TimeoutError(errno.ETIMEDOUT, "another program is writing to it; try again when that has ended")
        time.sleep(_PAUSE)


def _is_taken(path: Path, file: IO[bytes]) -> bool:
    """Lock an open file; False while another holds it, or if another file has taken its place meanwhile."""
    try:
        take(file.fileno())
    except BlockingIOError:
        return False
    return is_at(path, file.fileno())


def is_at(path: Path, descriptor: int) -> bool:
    """Whether a name leads to an open file. Raises OSError if it leads to none."""
    return os.path.samestat(path.stat(), os.fstat(descriptor))


def _without_waiting(path: str, flags: int) -> int:
    """Open a file that may have become a FIFO."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
