"""The keys of options. Official files have none: ours are the first words of the title that no other option has."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_JOINING = frozenset({"a", "an", "and", "for", "in", "of", "or", "the", "to", "with"})
_MOST_WORDS = 12


def option_keys(titles: Sequence[str]) -> list[str]:
    """Return a key for each title, all different: ``["Stairlift Repair", "Stairlift Service"]`` gives
    ``["stairlift-repair", "stairlift-service"]``, and ``["Film and TV", "Post Production"]`` gives
    ``["film", "post"]``.
    """  # noqa: D205
    words = [_words(title) for title in titles]
    # A file may name any number of options: their beginnings are counted, and not held against each other.
    starts = Counter(tuple(own[:count]) for own in words for count in range(1, len(own) + 1))
    numbers = Counter[str]()
    keys: dict[str, None] = {}
    for own in words:
        key = unused = "-".join(_telling(own, starts))
        while unused in keys:
            numbers[key] += 1
            unused = f"{key}-{numbers[key] + 1}"
        keys[unused] = None
    return list(keys)


def _words(title: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", title.casefold().replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)[:_MOST_WORDS] or ["option"]


def _telling(own: list[str], starts: Counter[tuple[str, ...]]) -> list[str]:
    """Return the fewest first words that start no other title, and do not end in the middle of a phrase."""
    for count in range(1, len(own)):
        if own[count - 1] not in _JOINING and starts[tuple(own[:count])] == 1:
            return own[:count]
    return own
