"""The arithmetic: from a scope and a portfolio to the state of every KSB and duty. Pure functions and values."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, get_args

from ksbcheck.portfolios.model import COUNTED, PLANNED, Status
from ksbcheck.share import Share
from ksbcheck.standards.ksb import Kind, Ksb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.standards.model import Duty, Standard
    from ksbcheck.standards.scope import Scope


class State(StrEnum):
    """The best that the evidence for a KSB has come to."""

    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    PLANNED = "planned"
    MISSING = "missing"


class KsbCoverage(NamedTuple):
    """One KSB in scope. ``evidence`` are the ids of the pieces that its state rests on, in the file's order."""

    ksb: Ksb
    state: State
    pieces: int
    """How many pieces count."""
    accepted: int
    """How many of them are accepted."""
    needed: int
    """How many pieces are asked for."""
    duties: tuple[int, ...]
    evidence: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        """Whether fewer pieces count than are asked for."""
        return self.pieces < self.needed

    @property
    def is_thin(self) -> bool:
        """Whether it is a gap although some pieces count."""
        return 0 < self.pieces < self.needed


class DutyCoverage(NamedTuple):
    """One duty in scope; ``gaps`` are the codes of its KSBs that are not covered, in the standard's order."""

    duty: Duty
    share: Share
    gaps: tuple[str, ...]


class Coverage:
    """The state of every KSB and duty in scope, in the standard's order.

    What is counted is counted at once; the KSBs and duties one by one are made when they are first asked for, since
    of thousands of portfolios most are only counted.
    """

    def __init__(self, plan: Plan, portfolio: Portfolio, needed: int) -> None:
        self._plan = plan
        self._portfolio = portfolio
        self.needed = needed
        """How many pieces each KSB needs."""
        self._counted, self._covered, self._accepted = _masks(plan, portfolio, needed)

    def __eq__(self, other: object) -> bool:
        """Whether the same is covered in the same way."""
        return isinstance(other, Coverage) and (self.ksbs, self.duties) == (other.ksbs, other.duties)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def total(self) -> Share:
        """How many KSBs have enough pieces that count."""
        return self._plan.share(self._covered)

    @cached_property
    def accepted(self) -> Share:
        """How many KSBs have enough accepted pieces."""
        return self._plan.share(self._accepted)

    @cached_property
    def by_kind(self) -> dict[Kind, Share]:
        """``total`` for each kind of KSB."""
        return {
            kind: Share(mask.bit_count(), (mask & self._covered).bit_count()) for kind, mask in self._plan.kinds.items()
        }

    @property
    def thin(self) -> int:
        """How many KSBs have some pieces that count, but too few."""
        return (self._counted & ~self._covered).bit_count()

    @property
    def gap_codes(self) -> tuple[str, ...]:
        """The codes of the KSBs that need more evidence."""
        return tuple([code for code, bit in self._plan.bits.items() if not bit & self._covered])

    @property
    def open_duties(self) -> tuple[int, ...]:
        """The numbers of the duties with gaps."""
        duties = zip(self._plan.scope.duties, self._plan.duties, strict=True)
        return tuple([duty.number for duty, mask in duties if mask & ~self._covered])

    @cached_property
    def ksbs(self) -> tuple[KsbCoverage, ...]:
        """Every KSB in scope."""
        claims = _claims(self._portfolio)
        return tuple(
            [
                _state(ksb, claims.get(ksb.code), duties, self.needed)
                for ksb, duties in zip(self._plan.ksbs, self._plan.duties_of, strict=True)
            ]
        )

    @cached_property
    def duties(self) -> tuple[DutyCoverage, ...]:
        """Every duty in scope."""
        return tuple(map(self._duty, self._plan.scope.duties, self._plan.duties))

    def _duty(self, duty: Duty, mask: int) -> DutyCoverage:
        gaps = [code for code, bit in self._plan.bits.items() if bit & mask & ~self._covered]
        return DutyCoverage(duty, Share(mask.bit_count(), (mask & self._covered).bit_count()), tuple(gaps))

    @property
    def gaps(self) -> tuple[KsbCoverage, ...]:
        """The KSBs that need more evidence."""
        return tuple(entry for entry in self.ksbs if entry.is_gap)

    @property
    def next_duty(self) -> DutyCoverage | None:
        """The duty that would close the most gaps, the lower number first; None if no duty would close any."""
        open_duties = [entry for entry in self.duties if entry.gaps]
        return max(open_duties, key=lambda entry: (len(entry.gaps), -entry.duty.number), default=None)


class Plan:
    """What of a standard and a scope the arithmetic needs: a bit for each KSB, in the standard's order."""

    def __init__(self, standard: Standard, scope: Scope) -> None:
        self.scope = scope
        self.ksbs = tuple(standard.ksbs[code] for code in scope.codes)
        self.bits = {code: 1 << place for place, code in enumerate(scope.codes)}
        self.duties = tuple(self._mask(duty.ksbs) for duty in scope.duties)
        naming = list(zip(scope.duties, self.duties, strict=True))
        self.duties_of = tuple(tuple(duty.number for duty, mask in naming if mask & bit) for bit in self.bits.values())
        self.kinds = {kind: self._mask(ksb.code for ksb in self.ksbs if ksb.kind is kind) for kind in Kind}

    def _mask(self, codes: Iterable[str]) -> int:
        return sum({self.bits[code] for code in codes if code in self.bits})

    def share(self, mask: int) -> Share:
        """Return how many of all KSBs are in ``mask``."""
        return Share(len(self.bits), mask.bit_count())


def cover(standard: Standard, scope: Scope, portfolio: Portfolio, min_evidence: int = 1) -> Coverage:
    """Return what ``portfolio`` covers of ``scope`` where every KSB needs ``min_evidence`` pieces.

    A piece counts once for a KSB however often it names it, and pieces with one id are one piece: the coverage
    is never more than what can be told apart.
    """
    key = ("plan", scope.option and scope.option.key)
    plan: Plan | None = standard.worked_out.get(key)
    if plan is None or plan.scope is not scope:
        plan = standard.worked_out[key] = Plan(standard, scope)
    return Coverage(plan, portfolio, min_evidence)


def _masks(plan: Plan, portfolio: Portfolio, needed: int) -> tuple[int, int, int]:
    """Return the KSBs for which some pieces count, for which enough do, and for which enough are accepted."""
    bits = plan.bits
    counted: dict[str, int] = {}
    accepted: dict[str, int] = {}
    for piece in portfolio.evidence:
        if piece.status in COUNTED:
            mask = 0
            for claim in piece.claims:
                mask |= bits.get(claim.code, 0)
            counted[piece.id] = counted.get(piece.id, 0) | mask
            if piece.status == "accepted":
                accepted[piece.id] = accepted.get(piece.id, 0) | mask
    return _at_least(counted.values(), 1), _at_least(counted.values(), needed), _at_least(accepted.values(), needed)


def _at_least(masks: Iterable[int], needed: int) -> int:
    """Return the bits that ``needed`` of the masks have, or more."""
    # The bits that so many of the masks have, from all that none needs to those that as many as asked for have.
    levels = [-1] + [0] * needed
    for mask in masks:
        for level in range(needed, 0, -1):
            levels[level] |= levels[level - 1] & mask
    return levels[needed]


# What a piece's status makes it, as bits: pieces with one id are as good as the best of them in each.
_ACCEPTED, _COUNTED, _PLANNED = 1, 2, 4
_BITS: dict[Status, int] = {
    status: _ACCEPTED * (status == "accepted") | _COUNTED * (status in COUNTED) | _PLANNED * (status in PLANNED)
    for status in get_args(Status)
}


def _claims(portfolio: Portfolio) -> dict[str, dict[str, int]]:
    """Return code -> id of a piece that claims it -> what the statuses of the pieces with that id make it."""
    claims: dict[str, dict[str, int]] = {}
    for piece in portfolio.evidence:
        name, bits = piece.id, _BITS[piece.status]
        for claim in piece.claims:
            pieces = claims.get(claim.code)
            if pieces is None:
                claims[claim.code] = {name: bits}
            else:
                pieces[name] = pieces.get(name, 0) | bits
    return claims


def _state(ksb: Ksb, claims: dict[str, int] | None, duties: tuple[int, ...], needed: int) -> KsbCoverage:
    if not claims:
        return KsbCoverage(ksb, State.MISSING, 0, 0, needed, duties, ())
    counted = tuple([piece for piece, bits in claims.items() if bits & _COUNTED])
    if counted:
        accepted = sum([bits & _ACCEPTED for bits in claims.values()])
        state = State.ACCEPTED if accepted else State.CLAIMED
        return KsbCoverage(ksb, state, len(counted), accepted, needed, duties, counted)
    planned = tuple([piece for piece, bits in claims.items() if bits & _PLANNED])
    return KsbCoverage(ksb, State.PLANNED if planned else State.MISSING, 0, 0, needed, duties, planned)
