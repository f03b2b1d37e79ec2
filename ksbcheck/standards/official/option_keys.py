"""The keys of options. Official files have none: ours are the first words of the title that no other option has."""

from __future__ import annotations

import re
import unicodedata
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
    keys: list[str] = []
    for index, own in enumerate(words):
        others = words[:index] + words[index + 1 :]
        key = "-".join(_telling(own, others))
        keys.append(_unused(key, keys))
    return keys


def _words(title: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", title.casefold().replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)[:_MOST_WORDS] or ["option"]


def _telling(own: list[str], others: list[list[str]]) -> list[str]:
    """Return the fewest first words that start no other title, and do not end in the middle of a phrase."""
    for count in range(1, len(own)):
        first = own[:count]
        if own[count - 1] not in _JOINING and all(other[:count] != first for other in others):
            return first
    return own


def _unused(key: str, used: list[str]) -> str:
    number = 2
    unused = key
    while unused in used:
        unused = f"{key}-{number}"
        number += 1
    return unused
