"""Writing files so that a fault on the way leaves the old file, or none, and never half of one."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator


def create(path: Path, text: str, *, like: Path | None = None) -> None:
    """Write a new file, which only those may read that may read the file ``like``, if one is given.

    Raises UnusableFileError (KSB001) if there is such a file already, or it cannot be written.
    """
    with _refusing(path), _temporary(path) as file:
        file.write(text.encode())
        temporary = _finished(file, like or path)
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
    """Write a file in place of the old one, if any, as ``replacing`` does."""
    with replacing(path) as file:
        file.write(content if isinstance(content, bytes) else content.encode())


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to, which takes the place of the old one, if any, when all went well, and else is gone.

    Where ``path`` is a link, that is the file that it leads to. A device or a FIFO is written to and not replaced.
    Raises UnusableFileError (KSB001) if that fails, and for any other OSError meanwhile.
    """
    with _refusing(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:
                yield device
            return
        target = Path(os.path.realpath(path))
        if target.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        with _temporary(target) as file:
            yield file
            _finished(file, target).replace(target)


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
def _temporary(path: Path) -> Iterator[IO[bytes]]:
    """Give a new file beside ``path``, which is gone at the end unless it was moved."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".ksbcheck-", delete=False) as file:
        try:
            yield file
        finally:
            with suppress(OSError):  # a full disk: that is raised already
                file.close()
            Path(file.name).unlink(missing_ok=True)


def _finished(file: IO[bytes], like: Path) -> Path:
    """See that what was written is on the disk, and give the file the mode of ``like``, or that of new files."""
    file.flush()
    os.fsync(file.fileno())
    file.close()
    temporary = Path(file.name)
    temporary.chmod(_mode(like))
    return temporary


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    shown = printable(str(path))
    try:
        yield
    except FileExistsError:
        raise unusable("KSB001", "there is such a file already; it stays as it is", shown) from None
    except OSError as error:
        raise unusable("KSB001", f"cannot be written: {error.strerror}", shown) from None


def _mode(path: Path) -> int:
    """Return the mode of the old file, or that of a new one."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
