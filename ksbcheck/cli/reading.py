"""What the command line is given to read."""

from __future__ import annotations

import os
import sys

from ksbcheck.diagnostic import unusable
from ksbcheck.source import LARGEST, Source, read_source


def given_source(argument: str, *, relative: bool = False) -> Source:
    """Return the file that ``argument`` names, or standard input for ``-``.

    It is called as it was given, or by its path from the working folder if ``relative``: output for machines
    holds no absolute paths. Raises UnusableFileError if it cannot be read.
    """
    if argument == "-":
        try:
            return Source("<stdin>", sys.stdin.buffer.read(LARGEST + 1))
        except OSError as error:  # a folder, or what is only written to
            raise unusable("KSB001", f"cannot be read: {error.strerror}", "<stdin>") from None
    return read_source(argument, relative_path(argument) if relative else None)


def relative_path(path: str) -> str:
    """Return a path as it is from the working folder."""
    if os.path.isabs(path):  # noqa: PTH117 - a text stays a text
        try:
            path = os.path.relpath(path)
        except (OSError, ValueError):  # no working folder, or one on another drive
            path = os.path.basename(path)  # noqa: PTH119
    return path.replace(os.sep, "/")
