"""What is set aside on disk until the whole is known: a cohort may be larger than the memory."""

from __future__ import annotations

from contextlib import contextmanager
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import TYPE_CHECKING

from ksbcheck.diagnostic import unusable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

IN_MEMORY = 4_000_000
"""Characters that need no file: those of some ten thousand portfolios."""
_AT_ONCE = 65_536


@contextmanager
def on_disk() -> Iterator[None]:
    """Raise UnusableFileError (KSB001) where temporary files cannot be written, as on a full disk."""
    try:
        yield
    except OSError as error:
        raise unusable("KSB001", f"cannot be written: {error.strerror or error}", "<temporary files>") from None


@contextmanager
def folder_aside() -> Iterator[str]:
    """Make a folder for temporary files, which is gone afterwards with all that is in it."""
    with on_disk():
        folder = TemporaryDirectory(prefix="ksbcheck-", ignore_cleanup_errors=True)
    with folder as path:
        yield path


class TextAside:
    """A text that is written piece by piece, and read back once it is whole."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115 - see __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def write(self, piece: str) -> None:
        """Add a piece."""
        with on_disk():
            self._file.write(piece)

    def read(self) -> Iterator[str]:
        """Yield what was written."""
        with on_disk():
            self._file.seek(0)
        while some := self._file.read(_AT_ONCE):
            yield some
