"""A piece that counts says that it is not evidence yet.

"EVIDENCE NEEDED", "TODO", "TBC", "under construction" and the like are notes to oneself. In a piece that is `submitted`
or `accepted` they mean that the status is wrong or that a note was left behind; an assessor will read it. Titles,
locators, file names and notes are looked through for these as whole words, in small letters or capitals.

Good: a piece with `status: draft` and `notes: to be completed after the wrap`.

Bad: a piece with `status: submitted` and `K1: TBC`, or with `files: [evidence/placeholder.pdf]`.

To configure: `ignore = ["KSB217"]` leaves it out, `severity.KSB217 = "error"` says how serious it is. Where such a word
is meant, as in a piece about placeholder shots, accept it with a waiver.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ksbcheck.portfolios.model import COUNTED
from ksbcheck.portfolios.texts import prose_of
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands between the words of a phrase is a space in prose, and often something else in a file's name. A word ends
# at an underscore, for the same reason.
_PHRASES = (
    "evidence needed",
    "todo",
    "tbc",
    "tbd",
    "fixme",
    "under construction",
    "lorem ipsum",
    "to be (?:added|confirmed|completed|uploaded)",
    "placeholder",
    "xxx",
)
_NOT_YET = re.compile(
    r"(?<![^\W_])(?:" + "|".join(_PHRASES).replace(" ", r"[\s_-]{1,9}") + r")(?![^\W_])", re.IGNORECASE
)


# A word of each phrase that is rare in portfolios: without any of them, there is nothing to look for.
_RARE = (
    *("needed", "todo", "tbc", "tbd", "fixme", "construction", "ipsum"),
    *("added", "confirmed", "completed", "uploaded", "placeholder", "xxx"),
)
_ALSO_LETTERS = (
    ("\N{LATIN SMALL LETTER DOTLESS I}", "i"),
    ("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i"),
    ("\N{LATIN SMALL LETTER LONG S}", "s"),
)
"""Where capitals make no difference, a pattern takes these for letters of the words, too; ``lower`` does not."""


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the texts that say so, each with the first such words in it."""
    text = subject.file.portfolio.text_of_pieces
    for letter, plain in _ALSO_LETTERS:
        text = text.replace(letter, plain)
    text = text.lower()
    if not any(word in text for word in _RARE):
        return
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if piece.status not in COUNTED:
            continue
        for written in prose_of(index, piece):
            match = _NOT_YET.search(written.text)
            if match:
                name, words = shortened(piece.id), shortened(match[0])
                message = f"{written.what} of {name} says '{words}', but {name} is {piece.status}"
                ksb = written.ksb and shortened(written.ksb)
                yield Finding(message, written.loc, ksb, piece.id)
