"""What is wrong with an official file, noted while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import one_line, printable

if TYPE_CHECKING:
    from ksbcheck.standards.official.json_file import Pointer

MOST_NOTED = 1000
"""The most defects of one file; the worst official one has some three hundred."""


class Defect(NamedTuple):
    """A defect, where in the file it is, and what was made of it."""

    code: str
    message: str
    pointer: Pointer
    """The way to it in a JSON file; for the text of a page, the number of the line."""


class Defects:
    """Takes the defects of the file ``name``, in the order in which they are found."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.noted: list[Defect] = []

    def note(self, code: str, message: str, pointer: Pointer = ()) -> None:
        """Note one defect. Raises UnusableFileError (KSB003) beyond ``MOST_NOTED``: none is to be lost."""
        if len(self.noted) == MOST_NOTED:
            raise unusable("KSB003", f"has more than {MOST_NOTED} defects; no official standard has as many", self.name)
        self.noted.append(Defect(code, one_line(printable(message)), pointer))
