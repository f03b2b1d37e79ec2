r"""An evidence file is not where the portfolio says, or not in the portfolio's folder.

Paths start at the portfolio's folder and stay inside it, so that the portfolio can be handed on as one folder. Only
whether the file is there is looked at, never what is in it; of a path that leads outside, not even that.

Good: `files: [evidence/call-sheets.pdf]`. Bad: `files: [C:\\Users\\me\\call-sheets.pdf]`, `files: [../other.pdf]`.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the files that are not there. A portfolio from standard input has no folder to look in."""
    folder = subject.file.folder
    if folder is None:
        return
    base = os.path.realpath(folder)
    problems: dict[str, str | None] = {}
    for index, piece in enumerate(subject.file.portfolio.evidence):
        for number, name in enumerate(piece.files):
            if name not in problems:
                problems[name] = _problem(base, name)
            problem = problems[name]
            if problem:
                yield Finding(
                    f"'{shortened(name)}' {problem}", subject.file.position("evidence", index, "files", number)
                )


def _problem(base: str, name: str) -> str | None:
    outside = "is not inside the portfolio's folder; evidence is to be handed on with the portfolio"
    windows = PureWindowsPath(name)
    parts = PurePosixPath(name).parts + windows.parts
    # A path that is absolute on POSIX has a root on Windows, too.
    if "://" in name or windows.drive or windows.root or ".." in parts:
        return outside
    try:
        target = os.path.realpath(Path(base, name))
        if os.path.commonpath([base, target]) != base:
            return outside
        if Path(target).is_dir():
            return "is a folder; name the files in it"
        return None if Path(target).is_file() else "is not there"
    except (OSError, ValueError):  # a name that no file can have
        return "is not there"
