"""The file that is written beside the one whose name it is to take."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from ksbcheck.cli.saving.left_over import new_name, sweep
from ksbcheck.cli.saving.lock import hold, is_at
from ksbcheck.cli.saving.rights import give_rights
from ksbcheck.cli.saving.signals import tidy_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Temporary:
    """A file with a random name, locked so that ``sweep`` leaves it alone as long as its writer lives.

    Only its owner may read it before ``finish``.
    """

    file: IO[bytes]

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Known before there is such a file, so that an interrupt at any moment finds what is to be removed.
        self._path: Path | None = None
        self._lock: int | None = None

    def open(self) -> None:
        """Make the file. Raises OSError."""
        while not self._is_open():
            self.remove()

    def finish(self, like: Path) -> None:
        """See that what was written is on the disk, with the rights of ``like``, or those of new files."""
        self.file.flush()
        give_rights(self.file, like)
        os.fsync(self.file.fileno())
        self.file.close()

    def replace(self, target: Path) -> None:
        """Take the place of ``target``."""
        assert self._path
        os.replace(self._path, target)  # noqa: PTH105 - beside the other calls to the system
        sync_folder(target.parent)

    def become(self, path: Path) -> None:
        """Take a name that no file has. Raises FileExistsError if one has it."""
        assert self._path
        try:
            os.link(self._path, path)
        except OSError:  # a file of that name, or a file system without links
            self._become_by_reserving(path)
        self.remove()
        sync_folder(path.parent)

    def remove(self) -> None:
        """Remove what is left of the file, and let go of its lock."""
        with suppress(AttributeError, OSError):  # never opened, or a full disk: that is raised already
            self.file.close()
        if self._path:
            with suppress(OSError):  # in another's place by now; or a folder that became read-only
                self._path.unlink()
        if self._lock is not None:
            os.close(self._lock)
        self._path = self._lock = None

    def _is_open(self) -> bool:
        """Make and lock a file, and return if it is there: it may be swept before it is locked."""
        self._path = self._folder / new_name(self._folder)
        try:
            self.file = open(self._path, "xb", opener=_for_the_owner)  # noqa: SIM115 - closed by ``remove``
        except FileExistsError:
            self._path = None  # which is not to be removed
            return False
        with suppress(BlockingIOError, FileNotFoundError):
            self._lock = hold(self.file)
            return is_at(self._path, self.file.fileno())
        return False

    def _become_by_reserving(self, path: Path) -> None:
        """Make an empty file of that name, and take its place at once. Raises FileExistsError as ``become``."""
        assert self._path
        path.open("xb").close()
        try:
            os.replace(self._path, path)  # noqa: PTH105 - as above
        except OSError:
            path.unlink()
            raise


@contextmanager
def temporary_beside(target: Path) -> Iterator[Temporary]:
    """Give a new file in the folder of ``target``, which is gone at the end unless it took its place.

    What killed writers left in the folder is swept before. Raises OSError.
    """
    sweep(target.parent)
    new = Temporary(target.parent)
    with tidy_end():
        try:
            new.open()
            yield new
        finally:
            new.remove()


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk, where the system can do that.

    It never raises: the files have their names by now, and saying otherwise would be wrong.
    """
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
