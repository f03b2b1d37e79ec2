"""Writing files so that a fault on the way leaves the old file, or none, and never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import printable


def create(path: Path, text: str) -> None:
    """Write a new file. Raises UnusableFileError (KSB001) if there is one already, or it cannot be written."""
    _write(path, text, replace=False)


def replace(path: Path, text: str) -> None:
    """Write a file in place of the old one, if any. Raises UnusableFileError (KSB001) if it cannot be written."""
    _write(path, text, replace=True)


def _write(path: Path, text: str, *, replace: bool) -> None:
    shown = printable(str(path))
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".ksbcheck-", delete=False
        ) as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).chmod(_mode(path))
                file.close()
                if replace:
                    Path(file.name).replace(path.resolve())
                else:
                    os.link(file.name, path)
            finally:
                Path(file.name).unlink(missing_ok=True)
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
