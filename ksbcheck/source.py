"""Reading the bytes of a file that may be anything: a FIFO, a folder, a gigabyte."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import printable
from ksbcheck.suggest import did_you_mean

LARGEST = 1024 * 1024
"""The largest file that is read, in bytes: forty times the largest official standard as YAML."""

_A_FOLDER = "a folder; name the file in it"

# Not to wait for a writer where the path is a FIFO; absent on Windows, which has no such files.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Source(NamedTuple):
    """The content of one file.

    ``name`` is how messages call it; ``folder`` is where the paths in it start, None if it has no place
    on disk (standard input). ``named`` is the standard that it is named as, where it was found by that.
    """

    name: str
    data: bytes
    folder: Path | None = None
    named: str | None = None


def read_source(path: str | os.PathLike[str], name: str | None = None) -> Source:
    """Read a regular file, and no more of it than one byte over ``LARGEST``.

    Raises UnusableFileError (KSB001) for anything else, saying what it is instead.
    """
    path = Path(path)
    shown = printable(str(path) if name is None else name)
    return Source(shown, read_content(path, shown), path.parent)


def read_content(path: str | os.PathLike[str], shown: str) -> bytes:
    """Return what ``read_source`` reads; ``shown`` is how messages call the file. Raises as it does."""
    try:
        descriptor = os.open(path, _OPEN)
        try:
            status = os.fstat(descriptor)
            mode = status.st_mode
            if stat.S_ISDIR(mode):
                raise unusable("KSB001", _A_FOLDER, shown)
            if not stat.S_ISREG(mode):
                raise unusable("KSB001", "not a regular file; use '-' to read from standard input", shown)
            return _content(descriptor, status.st_size)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        path = Path(path)
        message = f"there is no such file{did_you_mean(path.name, _neighbours(path))}"
        raise unusable("KSB001", message, shown) from None
    except OSError as error:
        # Windows does not open folders at all.
        message = _A_FOLDER if os.path.isdir(path) else f"cannot be read: {error.strerror}"  # noqa: PTH112 - never raises
        raise unusable("KSB001", message, shown) from None
    except ValueError:
        raise unusable("KSB001", "not a usable path", shown) from None


def _content(descriptor: int, size: int) -> bytes:
    """Return what is in an open file, up to a byte over ``LARGEST``; ``size`` is how much there should be."""
    # Room for what there is, and to see that there is no more; that costs less than room for all that there could be.
    content = os.read(descriptor, min(size, LARGEST) + 1)
    if len(content) == size:
        return content
    parts, left = [content], LARGEST + 1 - len(content)
    while left and (part := os.read(descriptor, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _neighbours(path: Path) -> list[str]:
    """Names of the YAML files beside ``path``, for a suggestion."""
    try:
        return [printable(entry.name) for entry in path.parent.iterdir() if entry.suffix in {".yaml", ".yml"}]
    except OSError:
        return []
