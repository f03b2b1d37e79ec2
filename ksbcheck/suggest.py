"""The "did you mean" of messages."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ksbcheck.printable import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

# Looking for likeness takes time. A longer word is no slip of the finger, nobody looks through more choices, and
# nobody reads more suggestions than this.
_LONGEST = 60
_MOST_CHOICES = 1000
_MOST_SUGGESTIONS = 100


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the choice most like ``word``, or nothing.

    Choices may come from anywhere: names of files and what files hold are among them.
    """
    from difflib import get_close_matches  # only messages need it

    if len(word) > _LONGEST:
        return ""
    plain = {choice.casefold(): choice for choice in islice(choices, _MOST_CHOICES)}
    close = get_close_matches(word.casefold(), plain, n=1)
    return f"; did you mean '{shortened(plain[close[0]], 2 * _LONGEST)}'?" if close else ""


class Suggestions:
    """``did_you_mean`` for many words and the same choices; beyond the first hundred words it has nothing to say."""

    def __init__(self, choices: Iterable[str]) -> None:
        self._choices = tuple(choices)
        self._left = _MOST_SUGGESTIONS

    def __call__(self, word: str) -> str:
        """Return the suggestion for ``word``, or nothing."""
        self._left -= 1
        return did_you_mean(word, self._choices) if self._left >= 0 else ""
