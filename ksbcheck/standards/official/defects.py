"""What is wrong with an official file, noted while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.printable import one_line, printable

if TYPE_CHECKING:
    from ksbcheck.standards.official.json_file import Pointer

MOST_NOTED = 1000
"""The most defects that are kept; the worst official file has some three hundred."""


class Defect(NamedTuple):
    """A defect, where in the file it is, and what was made of it."""

    code: str
    message: str
    pointer: Pointer
    """The way to it in a JSON file; for the text of a page, the number of the line."""


class Defects:
    """Takes the defects of one file, in the order in which they are found."""

    def __init__(self) -> None:
        self.noted: list[Defect] = []
        self.omitted = 0

    def note(self, code: str, message: str, pointer: Pointer = ()) -> None:
        """Note one defect; beyond ``MOST_NOTED`` it is only counted."""
        if len(self.noted) < MOST_NOTED:
            self.noted.append(Defect(code, one_line(printable(message)), pointer))
        else:
            self.omitted += 1
