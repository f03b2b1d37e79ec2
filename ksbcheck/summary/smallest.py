"""The fewest pieces of evidence that keep what is covered.

This is the set multi-cover problem. A search over sets of pieces finds a smallest set, and proves it, for portfolios as
people write them; where it would take too long it stops after a fixed amount of work, so that the answer is the same
on every machine, and tells between which two numbers the smallest lies. No piece of the set can ever be spared.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.portfolios.model import COUNTED
from ksbcheck.summary.model import SmallestSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.coverage import Coverage
    from ksbcheck.portfolios.model import Portfolio

_WORK = 150_000
"""How often the search looks at a piece for a need before it stops: less than half a second."""
_IMPRECISION = 1e-6
"""Far more than adding up shares can be wrong by, and far less than a piece."""


class Need(NamedTuple):
    """One KSB: the pieces that show it, a bit each, and how many of them are to be kept."""

    pieces: int
    wanted: int


def smallest_set(coverage: Coverage, portfolio: Portfolio, most_allowed: int | None) -> SmallestSet:
    """Return the fewest pieces with which every KSB that is covered stays covered."""
    counted = tuple(dict.fromkeys(piece.id for piece in portfolio.evidence if piece.status in COUNTED))
    bits = {piece: 1 << place for place, piece in enumerate(counted)}
    needs = [
        Need(sum(bits[piece] for piece in entry.evidence), entry.needed) for entry in coverage.ksbs if not entry.is_gap
    ]
    chosen, at_least = fewest(needs)
    kept = tuple(piece for piece, bit in bits.items() if bit & chosen)
    return SmallestSet(kept, at_least, len(counted), most_allowed)


def fewest(needs: list[Need], work: int = _WORK) -> tuple[int, int]:
    """Return a set of pieces, a bit each, that meets all needs, and a number that no such set can be smaller than.

    Every need has at least ``wanted`` pieces. The set is a smallest one unless the search took more than ``work``.
    """
    search = _Search(_without_implied(needs), work)
    return search.best, search.at_least


def _without_implied(needs: list[Need]) -> list[Need]:
    """Leave out what is met whenever another need is: its pieces are among these, and it wants no more of them."""
    kept: list[Need] = []
    for need in sorted(set(needs), key=lambda need: (need.pieces.bit_count(), -need.wanted, need.pieces)):
        if not any(other.pieces & ~need.pieces == 0 and other.wanted >= need.wanted for other in kept):
            kept.append(need)
    return kept


class _Search:
    """Branch and bound: take or leave one piece after the other, and turn back where nothing better can come.

    A set of pieces is a number with a bit for each.
    """

    def __init__(self, needs: list[Need], work: int) -> None:
        self._needs = needs
        self.best = self._without_spare(_all_of(needs))
        self._size = self.best.bit_count()
        self.at_least = self._run(work)

    def _run(self, work: int) -> int:
        """Search, and return how few pieces a set has at least."""
        # What is still to be looked at: the pieces taken, those left, and how few pieces a set with them can have.
        waiting = [(0, 0, _bound(self._needs))]
        while waiting and work > 0:
            taken, left, bound = waiting.pop()
            if bound >= self._size:
                continue
            open_needs = self._open(taken, left)
            work -= len(self._needs) + sum(need.pieces.bit_count() for need in open_needs)
            while forced := _forced(open_needs):
                taken |= forced
                open_needs = self._open(taken, left)
            if not open_needs:
                self._keep(taken)
                continue
            bound = max(bound, taken.bit_count() + _bound(open_needs))
            if bound < self._size:
                piece = _most_useful(open_needs)
                waiting += [(taken, left | piece, bound), (taken | piece, left, bound)]
        return min((bound for _, _, bound in waiting if bound < self._size), default=self._size)

    def _keep(self, taken: int) -> None:
        taken = self._without_spare(taken)
        if taken.bit_count() < self._size:
            self.best, self._size = taken, taken.bit_count()

    def _without_spare(self, taken: int) -> int:
        """Leave out of a set that meets all needs what it can spare, the least useful and the last first."""
        gains = _gains(self._needs)
        for piece in sorted(_each(taken), key=lambda piece: (gains[piece], -piece)):
            rest = taken ^ piece
            if all((need.pieces & rest).bit_count() >= need.wanted for need in self._needs if need.pieces & piece):
                taken = rest
        return taken

    def _open(self, taken: int, left: int) -> list[Need]:
        """Return what is still needed, from the pieces that are neither taken nor left.

        There are always enough: a piece without which a need could not be met is taken before one is left.
        """
        found = []
        for need in self._needs:
            count = need.wanted - (need.pieces & taken).bit_count()
            if count > 0:
                found.append(Need(need.pieces & ~taken & ~left, count))
        return found


def _all_of(needs: list[Need]) -> int:
    pieces = 0
    for need in needs:
        pieces |= need.pieces
    return pieces


def _forced(needs: list[Need]) -> int:
    """Return the pieces without which one of the needs cannot be met."""
    return _all_of([need for need in needs if need.pieces.bit_count() == need.wanted])


def _gains(needs: list[Need]) -> dict[int, int]:
    """Return piece -> how many needs it helps to meet."""
    gains: dict[int, int] = {}
    for need in needs:
        for piece in _each(need.pieces):
            gains[piece] = gains.get(piece, 0) + 1
    return gains


def _each(pieces: int) -> Iterator[int]:
    while pieces:
        piece = pieces & -pieces
        yield piece
        pieces ^= piece


def _bound(needs: list[Need]) -> int:
    """Return how many more pieces are needed at least.

    Let each need pay a price, so that all needs together pay no piece more than once: then a set that meets them has at
    least as many pieces as they pay. There are two ways to begin: with nothing, or with the share of a piece that
    a need would take if the piece helped as many needs as any of its pieces does.
    """
    gains = _gains(needs)
    helpers = sorted(((need.wanted, list(_each(need.pieces))) for need in needs), key=lambda helper: len(helper[1]))
    shares = [1 / max(map(gains.__getitem__, pieces)) for _, pieces in helpers]
    paid = max(_paid(gains, helpers, [0.0] * len(helpers)), _paid(gains, helpers, shares))
    return math.ceil(paid - _IMPRECISION)


def _paid(gains: dict[int, int], helpers: list[tuple[int, list[int]]], shares: list[float]) -> float:
    """Return what all needs pay: first their shares, then what none of their pieces has been paid yet."""
    unpaid = dict.fromkeys(gains, 1.0)
    total = 0.0
    for (count, pieces), share in zip(helpers, shares, strict=True):
        total += count * share
        for piece in pieces:
            unpaid[piece] -= share
    for count, pieces in helpers:
        more = min(map(unpaid.__getitem__, pieces))
        if more > _IMPRECISION:
            total += count * more
            for piece in pieces:
                unpaid[piece] -= more
    return total


def _most_useful(needs: list[Need]) -> int:
    """Return the piece to decide on next: of those for the need with the least choice, the one that helps most."""
    gains = _gains(needs)
    tightest = min(needs, key=lambda need: need.pieces.bit_count() - need.wanted)
    return max((piece for piece in gains if piece & tightest.pieces), key=lambda piece: (gains[piece], -piece))
