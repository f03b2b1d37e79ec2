r"""An evidence file is not where the portfolio says, or not in the portfolio's folder.

Paths start at the portfolio's folder and stay inside it, so that the portfolio can be handed on as one folder. Only
whether the file is there is looked at, never what is in it; of a path that leads outside, not even that.

Good: `files: [evidence/call-sheets.pdf]`.

Bad: `files: [C:\Users\me\call-sheets.pdf]`, `files: [../other.pdf]`.

To configure: `ignore = ["KSB206"]` leaves it out, `severity.KSB206 = "warning"` says how serious it is. That each piece
is to have a file is asked for with `files = true` in the policy: see KSB208.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from ksbcheck.inside import Inside
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the files that are not there. A portfolio from standard input has no folder to look in."""
    folder = subject.file.folder
    if folder is None:
        return
    inside = Inside(os.path.realpath(folder))
    evidence = subject.file.portfolio.evidence
    names = {name for piece in evidence for name in piece.files}
    problems = {name: problem for name in names if (problem := _problem(inside, name))}
    for index, piece in enumerate(evidence) if problems else ():
        for number, name in enumerate(piece.files):
            if name in problems:
                loc = ("evidence", index, "files", number)
                yield Finding(f"'{shortened(name)}' {problems[name]}", loc, evidence=piece.id)


def _problem(inside: Inside, name: str) -> str | None:
    try:
        mode = inside.mode(name)
        if mode is None:
            return "is not inside the portfolio's folder; evidence is to be handed on with the portfolio"
        if stat.S_ISREG(mode):
            return None
        return "is a folder; name the files in it" if stat.S_ISDIR(mode) else "is not there"
    except (OSError, ValueError):  # a name that no file can have
        return "is not there"
