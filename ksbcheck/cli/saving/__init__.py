"""Writing files so that a fault on the way leaves the old file, or none, and never half of one.

What is written goes to a file beside its target, is on the disk before it takes the target's name, and takes that name
at once.
"""

from __future__ import annotations

import errno
import os
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ksbcheck.cli.saving.lock import locked
from ksbcheck.cli.saving.signals import undivided
from ksbcheck.cli.saving.temporary import sync_folder, temporary_beside
from ksbcheck.diagnostic import UnusableFileError, unusable
from ksbcheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ksbcheck.cli.saving.temporary import Temporary


def create(path: Path, text: str, *, like: Path | None = None) -> None:
    """Write a new file, which only those may read that may read the file ``like``, if one is given.

    Raises UnusableFileError (KSB001) if there is such a file already, or it cannot be written.
    """
    with _refusing(path), _written(path, text, like or path) as new, undivided():
        new.become(path)


def create_together(texts: Mapping[Path, str]) -> None:
    """Write new files, all of them or none. Raises UnusableFileError (KSB001) as ``create``."""
    with ExitStack() as stack:
        written = {}
        for path, text in texts.items():
            with _refusing(path):
                written[path] = stack.enter_context(_written(path, text, path))
        stack.enter_context(undivided())
        there: list[Path] = []
        for path, new in written.items():
            try:
                with _refusing(path):
                    new.become(path)
            except UnusableFileError:
                for other in there:
                    other.unlink(missing_ok=True)
                raise
            there.append(path)


def make_folder(path: Path) -> None:
    """Make a folder and those that it is in, where they are not there. Raises UnusableFileError (KSB001)."""
    with _refusing(path):
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for folder in missing:
            sync_folder(folder.parent)


def replace(path: Path, content: str | bytes) -> None:
    """Write a file in place of the old one, if any, as ``replacing`` does."""
    with replacing(path) as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def rewrite(path: Path, old: bytes, text: str) -> None:
    """Write a file in place of one that holds ``old``, but only if it still does; a link is followed.

    Of two writers that have read the same, one is refused. Raises UnusableFileError (KSB001) if the file holds
    something else by now, another program keeps it locked, or it cannot be written.
    """
    with _refusing(path):
        target = _real(path)
        with _written(target, text, target) as new:
            try:
                # All that takes time is done: whoever changes the file without a lock has hardly a moment left for it.
                with locked(target, len(old) + 1) as content, undivided():
                    if content != old:
                        raise _changed(path)
                    new.replace(target)
            except FileNotFoundError:
                raise _changed(path) from None


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to, which takes the place of the old one, if any, when all went well, and else is gone.

    Where ``path`` is a link, that is the file that it leads to. A device or a FIFO is written to and not replaced.
    Raises UnusableFileError (KSB001) if that fails, and for any other OSError meanwhile.
    """
    with _refusing(path):
        if is_stream(path):
            with path.open("wb") as device:
                yield device
            return
        target = _real(path)
        with temporary_beside(target) as new:
            yield new.file
            new.finish(target)
            with undivided():
                new.replace(target)


def is_stream(path: Path) -> bool:
    """Whether ``path`` is a device or a FIFO, which keeps nothing that could be lost."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def _written(path: Path, text: str, like: Path) -> Iterator[Temporary]:
    """Give a file beside ``path`` that is written and only lacks its name."""
    with temporary_beside(path) as new:
        new.file.write(text.encode())
        new.finish(like)
        yield new


def _real(path: Path) -> Path:
    """Follow links, also to a file that is not there yet. Raises OSError for a link to itself."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise unusable("KSB001", "there is such a file already; it stays as it is", printable(str(path))) from None
    except OSError as error:
        raise unusable("KSB001", f"cannot be written: {error.strerror}", printable(str(path))) from None


def _changed(path: Path) -> UnusableFileError:
    message = "was changed by somebody else in the meantime, and stays as it is; run the command again"
    return unusable("KSB001", message, printable(str(path)))
