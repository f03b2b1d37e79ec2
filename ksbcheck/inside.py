"""Paths that a file from a stranger names: they start at its folder and stay inside it."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

# Nearly every name that is used: no drive, scheme, stream, root or step up in it, on any system.
_ORDINARY = re.compile(r"[^/\\:][^\\:]*")
# Between two steps; Python's realpath takes an empty step behind links in a circle for the root.
_SLASHES = re.compile("//+")


class Inside:
    """What is inside one folder, which is to be free of links itself.

    What a path that leads outside by its own words would meet is not looked at, and the answer for one that leads there
    by a link is the same whether or not there is such a file. Where folders lead to is looked up once.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._folders: dict[str, tuple[str, bool]] = {}

    def path(self, name: str) -> str | None:
        """Return the path that ``name`` means, links followed, or None if it leads outside.

        Raises OSError or ValueError for a name that no file can have.
        """
        if leads_outside(name):
            return None
        if "\0" in name:
            raise ValueError("embedded null byte")
        folder, last = os.path.split(_SLASHES.sub("/", name))
        if folder not in self._folders:
            real = os.path.join(self._base, folder)  # noqa: PTH118 - called for every file
            if "/" in folder or folder in {"", "."} or os.path.islink(real):  # noqa: PTH114 - never raises
                real = os.path.realpath(real)
            self._folders[folder] = real, self._has(real)
        real, is_inside = self._folders[folder]
        target = os.path.join(real, last)  # noqa: PTH118 - as above
        if last in {"", "."} or os.path.islink(target):  # noqa: PTH114 - never raises
            target = os.path.realpath(target)
            is_inside = self._has(target)
        # Only a link leads out of a folder; from outside, the last name may lead back in.
        return target if is_inside or self._has(target) else None

    def mode(self, name: str) -> int | None:
        """Return the mode of what ``name`` means, links followed, or None if it leads outside.

        Raises OSError or ValueError where nothing is, or can be.
        """
        folder, _, last = name.rpartition("/")
        real, is_inside = self._folders.get(folder, ("", False))
        if is_inside and last not in {"", "."} and not leads_outside(name):
            mode = os.lstat(f"{real}/{last}").st_mode
            if not stat.S_ISLNK(mode):
                return mode
        target = self.path(name)
        return None if target is None else os.stat(target).st_mode  # noqa: PTH116 - called for every file

    def _has(self, path: str) -> bool:
        # Mostly it is said in the same letters.
        return path.startswith(self._base + os.sep) or os.path.commonpath([self._base, path]) == self._base


def path_inside(base: str, name: str) -> Path | None:
    """Return ``Inside(base).path(name)``, for a single name."""
    target = Inside(base).path(name)
    return None if target is None else Path(target)


def leads_outside(name: str) -> bool:
    """Whether the words of a path lead outside, or to a place of their own, on POSIX or on Windows."""
    if _ORDINARY.fullmatch(name) and ".." not in name:
        return False
    windows = PureWindowsPath(name)
    # A path that is absolute on POSIX has a root on Windows, too.
    return bool("://" in name or windows.drive or windows.root or ".." in PurePosixPath(name).parts + windows.parts)
