"""Which words changed between two wordings of a text."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

MOST_WORDS = 500
"""Of longer texts no words are told apart: finding them takes time that grows with the square, or worse."""


class Fate(StrEnum):
    """What became of words."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


class Run(NamedTuple):
    """Neighbouring words of one fate, with a space between them."""

    fate: Fate
    text: str


def changed_words(old: str, new: str) -> tuple[Run, ...]:
    """Return the words of both texts as runs: kept ones once, taken out ones before those put in for them.

    The kept and taken out runs make up ``old``, the kept and put in ones ``new``, but for white space.
    """
    from difflib import SequenceMatcher  # only comparing needs it

    before, after = old.split(), new.split()
    if max(len(before), len(after)) > MOST_WORDS:
        return _runs(Run(Fate.OUT, " ".join(before)), Run(Fate.IN, " ".join(after)))
    runs = []
    for tag, at, end, to, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        words_out, words_in = " ".join(before[at:end]), " ".join(after[to:new_end])
        runs += [Run(Fate.KEPT, words_in)] if tag == "equal" else [Run(Fate.OUT, words_out), Run(Fate.IN, words_in)]
    return _runs(*runs)


def _runs(*runs: Run) -> tuple[Run, ...]:
    """Return the runs that have words."""
    return tuple(run for run in runs if run.text)
