"""Paths that a file from a stranger names: they start at its folder and stay inside it."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath


def path_inside(base: str, name: str) -> Path | None:
    """Return the path that ``name`` means in the folder ``base``, links followed, or None if it leads outside.

    ``base`` is to be free of links itself. What a path that leads outside by its own words would meet is not looked
    at, and the answer for one that leads there by a link is the same whether or not there is such a file. Raises
    OSError or ValueError for a name that no file can have.
    """
    windows = PureWindowsPath(name)
    parts = PurePosixPath(name).parts + windows.parts
    # A path that is absolute on POSIX has a root on Windows, too.
    if "://" in name or windows.drive or windows.root or ".." in parts:
        return None
    target = os.path.realpath(Path(base, name))
    return Path(target) if os.path.commonpath([base, target]) == base else None
