"""A list of portfolios, as ``cohort @list.txt`` reads it; the paths in it are not followed here."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from ksbcheck.cohort.find import _listed

_folder = TemporaryDirectory(prefix="ksbcheck-fuzz-")
_path = Path(_folder.name) / "list.txt"


def read_list(data: bytes) -> None:
    """Read a list. Each entry is a line of it that means something."""
    _path.write_bytes(data)
    entries = list(_listed(os.fspath(_path)))
    # Of a file that is no UTF-8, what comes before the fault may have been yielded.
    lines = {line.rstrip("\r").removeprefix("\ufeff") for line in data.decode("utf-8", "replace").split("\n")}
    for entry in entries:
        assert entry in lines, entry
        assert not entry.startswith(("#", "@")), entry
