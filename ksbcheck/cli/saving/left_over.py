"""The temporary files of writers that were killed: how they are told from all other files, and removed."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from ksbcheck.cli.saving.lock import take

if TYPE_CHECKING:
    from pathlib import Path

_RANDOM_BYTES = 8
_NAME = re.compile(r"\.ksbcheck-([0-9a-f]{16})-([0-9a-f]{16})\.tmp")


def new_name(folder: Path) -> str:
    """Return a random name for a temporary file in ``folder``. Raises OSError if there is no such folder."""
    random = os.urandom(_RANDOM_BYTES).hex()
    return f".ksbcheck-{random}-{_mark(random, folder.stat())}.tmp"


def sweep(folder: Path) -> None:
    """Remove the temporary files that killed writers left in ``folder``; what cannot be removed stays.

    Such a file has a name that was made in this folder, and not unpacked or copied into it; it is a regular file of
    this user; and its lock is free, as it is not while its writer lives. Where there are no locks, nothing is removed.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        of_folder = folder.stat()
        for entry in entries:
            found = _NAME.fullmatch(entry.name)
            if found and found[2] == _mark(found[1], of_folder):
                with suppress(OSError):
                    _remove_if_left(entry.path)


def _remove_if_left(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode) and _is_own(status) and take(descriptor):
            os.unlink(path)  # noqa: PTH108 - a name
    finally:
        os.close(descriptor)


def _is_own(status: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _mark(random: str, folder: os.stat_result) -> str:
    """Return what a name with ``random`` in it has in this folder only, whose number no other file system knows."""
    return sha256(f"{random} {folder.st_ino}".encode()).hexdigest()[:16]
