"""Which texts of one list are those of another: equal ones first, then by likeness, one to one."""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterator, Sequence

LEAST_ALIKE = 0.75
"""Texts less alike than this are not paired: over the official versions only one in 25 pairs above it is wrong."""
MOST_LOOKED_AT = 500
"""How many texts of each list are held against the other's for likeness; the largest official standard has 331."""


LONGEST_LOOKED_AT = 10_000
"""How long a text may be to be held against others for likeness; the longest official KSB has 1,588 characters."""


class Labelled(NamedTuple):
    """A text, and what it is called where it stands: a code, a number or a key."""

    label: str
    text: str


class Match(NamedTuple):
    """Places in the old and the new list, one of them None where a text has no partner; likeness from 0 to 1."""

    old: int | None
    new: int | None
    similarity: float


def pair_up(old: Sequence[Labelled], new: Sequence[Labelled]) -> list[Match]:
    """Return every text of both lists exactly once: the old ones in order, then the new ones without a partner.

    Equal texts are paired first (similarity 1), under the same label where one stands several times, then in order.
    What is left is paired by likeness, the most alike first; between equals the same label wins, then the nearest
    place. The other way round the same pairs come out.
    """
    old_texts = [Labelled(label, normalised(text)) for label, text in old]
    new_texts = [Labelled(label, normalised(text)) for label, text in new]
    partners = {at: (to, 1.0) for at, to in _equal(old_texts, new_texts).items()}
    partners |= _alike(old_texts, new_texts, partners)
    taken = {to for to, _ in partners.values()}
    return [
        *(Match(at, *partners.get(at, (None, 0.0))) for at in range(len(old))),
        *(Match(None, to, 0.0) for to in range(len(new)) if to not in taken),
    ]


def normalised(text: str) -> str:
    """Return ``text`` without what two versions of a page differ in by chance: case and white space."""
    return " ".join(text.casefold().split())


def _equal(old: Sequence[Labelled], new: Sequence[Labelled]) -> dict[int, int]:
    found: dict[int, int] = {}
    keys: tuple[Callable[[Labelled], Hashable], ...] = (lambda item: item, lambda item: item.text)
    for key in keys:
        taken = set(found.values())
        free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for to, item in enumerate(new):
            if to not in taken:
                free[key(item)].append(to)
        for at, item in enumerate(old):
            if at not in found and free[key(item)]:
                found[at] = free[key(item)].popleft()
    return found


def _alike(
    old: Sequence[Labelled], new: Sequence[Labelled], partners: dict[int, tuple[int, float]]
) -> dict[int, tuple[int, float]]:
    """Pair the texts that have no partners yet."""
    found: dict[int, tuple[int, float]] = {}
    taken = {to for to, _ in partners.values()}
    old_places = _looked_at(old, partners)
    new_places = _looked_at(new, taken)
    # What ties down to the least of the two places is (a, b) and (b, a), and these can both be had.
    candidates = sorted(
        (-similarity, old[at].label != new[to].label, abs(at - to), min(at, to), at, to)
        for at, to, similarity in _likenesses(old, new, old_places, new_places)
    )
    for negative, *_, at, to in candidates:
        if at not in found and to not in taken:
            found[at] = (to, -negative)
            taken.add(to)
    return found


def _looked_at(items: Sequence[Labelled], taken: Container[int]) -> list[int]:
    """Return the places that are held against the other list's: free ones, as many and as long as time allows."""
    free = (at for at, item in enumerate(items) if at not in taken and len(item.text) <= LONGEST_LOOKED_AT)
    return list(islice(free, MOST_LOOKED_AT))


def _likenesses(
    old: Sequence[Labelled], new: Sequence[Labelled], old_places: Sequence[int], new_places: Sequence[int]
) -> Iterator[tuple[int, int, float]]:
    from rapidfuzz import fuzz  # only comparing needs it

    for at in old_places:
        for to in new_places:
            percent = fuzz.ratio(old[at].text, new[to].text, score_cutoff=100 * LEAST_ALIKE)
            if percent:
                yield at, to, percent / 100
