"""The "did you mean" of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# A longer word is no slip of the finger, and comparing it costs time.
_LONGEST = 60


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the choice most like ``word``, or nothing."""
    from difflib import get_close_matches  # only messages need it

    if len(word) > _LONGEST:
        return ""
    plain = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(word.casefold(), plain, n=1)
    return f"; did you mean '{plain[close[0]]}'?" if close else ""
