"""Writing files so that a fault on the way leaves the old file, or none, and never half of one."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator


def create(path: Path, text: str, *, like: Path | None = None) -> None:
    """Write a new file, which only those may read that may read the file ``like``, if one is given.

    Raises UnusableFileError (KSB001) if there is such a file already, or it cannot be written.
    """
    with _refusing(path), _temporary(path, text, like or path) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            _write_new(path, text, temporary.stat().st_mode)


def make_folder(path: Path) -> None:
    """Make a folder and those that it is in, where they are not there. Raises UnusableFileError (KSB001)."""
    with _refusing(path):
        path.mkdir(parents=True, exist_ok=True)


def replace(path: Path, content: str | bytes) -> None:
    """Write a file in place of the old one, if any; where ``path`` is a link, the file that it leads to.

    A device or a FIFO is written to and not replaced. Raises UnusableFileError (KSB001) if that fails.
    """
    with _refusing(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(_encoded(content))
            return
        target = Path(os.path.realpath(path))
        if target.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        with _temporary(target, content, target) as temporary:
            temporary.replace(target)


def _write_new(path: Path, text: str, mode: int) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        try:
            path.chmod(mode & 0o777)
            file.write(text)
            file.flush()
        except BaseException:
            path.unlink()
            raise


@contextmanager
def _temporary(path: Path, content: str | bytes, like: Path) -> Iterator[Path]:
    """Give a file beside ``path`` with the content, on the disk, with the mode of ``like`` or that of new files."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".ksbcheck-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(_encoded(content))
            file.flush()
            os.fsync(file.fileno())
            file.close()
            temporary.chmod(_mode(like))
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    shown = printable(str(path))
    try:
        yield
    except FileExistsError:
        raise unusable("KSB001", "there is such a file already; it stays as it is", shown) from None
    except OSError as error:
        raise unusable("KSB001", f"cannot be written: {error.strerror}", shown) from None


def _encoded(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


def _mode(path: Path) -> int:
    """Return the mode of the old file, or that of a new one."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
