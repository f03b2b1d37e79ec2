"""The arithmetic: from a scope and a portfolio to the state of every KSB and duty. Pure functions and values."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, get_args

from ksbcheck.portfolios.model import COUNTED, PLANNED, Status
from ksbcheck.standards.ksb import Kind, Ksb

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.standards.model import Duty, Standard
    from ksbcheck.standards.scope import Scope


class State(StrEnum):
    """The best that the evidence for a KSB has come to."""

    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    PLANNED = "planned"
    MISSING = "missing"


class Share(NamedTuple):
    """How many of the required KSBs are covered."""

    required: int
    covered: int

    @property
    def percent(self) -> float:
        """The share in percent, rounded down to one decimal: 100 means all, and none less."""
        return 100.0 if self.required == 0 else self.covered * 1000 // self.required / 10

    def reaches(self, threshold: Fraction) -> bool:
        """Whether the share is at least ``threshold`` percent, exactly."""
        return self.covered * 100 >= threshold * self.required


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


class Coverage(NamedTuple):
    """The state of every KSB and duty in scope, in the standard's order."""

    total: Share
    by_kind: dict[Kind, Share]
    ksbs: tuple[KsbCoverage, ...]
    duties: tuple[DutyCoverage, ...]

    @property
    def gaps(self) -> tuple[KsbCoverage, ...]:
        """The KSBs that need more evidence."""
        return tuple(entry for entry in self.ksbs if entry.is_gap)

    @property
    def next_duty(self) -> DutyCoverage | None:
        """The duty that would close the most gaps, the lower number first; None if no duty would close any."""
        open_duties = [entry for entry in self.duties if entry.gaps]
        return max(open_duties, key=lambda entry: (len(entry.gaps), -entry.duty.number), default=None)


def cover(standard: Standard, scope: Scope, portfolio: Portfolio, min_evidence: int = 1) -> Coverage:
    """Return what ``portfolio`` covers of ``scope`` where every KSB needs ``min_evidence`` pieces.

    A piece counts once for a KSB however often it names it, and pieces with one id are one piece: the coverage
    is never more than what can be told apart.
    """
    claims = _claims(portfolio)
    duties = _duties(scope.duties)
    ksbs = tuple(
        _state(standard.ksbs[code], claims.get(code, _NONE), duties.get(code, ()), min_evidence) for code in scope.codes
    )
    places = {code: place for place, code in enumerate(scope.codes)}
    by_kind: dict[Kind, list[KsbCoverage]] = {kind: [] for kind in Kind}
    for entry in ksbs:
        by_kind[entry.ksb.kind].append(entry)
    return Coverage(
        total=_share(ksbs),
        by_kind={kind: _share(entries) for kind, entries in by_kind.items()},
        ksbs=ksbs,
        duties=tuple(_duty(duty, ksbs, places) for duty in scope.duties),
    )


# What a piece's status makes it, as bits: pieces with one id are as good as the best of them in each.
_ACCEPTED, _COUNTED, _PLANNED = 1, 2, 4
_BITS: dict[Status, int] = {
    status: _ACCEPTED * (status == "accepted") | _COUNTED * (status in COUNTED) | _PLANNED * (status in PLANNED)
    for status in get_args(Status)
}
_NONE: dict[str, int] = {}


def _claims(portfolio: Portfolio) -> dict[str, dict[str, int]]:
    """Return code -> id of a piece that claims it -> what the statuses of the pieces with that id make it."""
    claims: dict[str, dict[str, int]] = {}
    for piece in portfolio.evidence:
        name, bits = piece.id, _BITS[piece.status]
        for code, _ in piece.claims:
            pieces = claims.get(code)
            if pieces is None:
                claims[code] = {name: bits}
            else:
                pieces[name] = pieces.get(name, 0) | bits
    return claims


def _duties(duties: Iterable[Duty]) -> dict[str, tuple[int, ...]]:
    """Return code -> the numbers of the duties that name it."""
    naming: dict[str, list[int]] = {}
    for duty in duties:
        for code in dict.fromkeys(duty.ksbs):
            naming.setdefault(code, []).append(duty.number)
    return {code: tuple(numbers) for code, numbers in naming.items()}


def _state(ksb: Ksb, claims: dict[str, int], duties: tuple[int, ...], needed: int) -> KsbCoverage:
    if not claims:
        return KsbCoverage(ksb, State.MISSING, 0, 0, needed, duties, ())
    counted = tuple([piece for piece, bits in claims.items() if bits & _COUNTED])
    if counted:
        accepted = sum([bits & _ACCEPTED for bits in claims.values()])
        state = State.ACCEPTED if accepted else State.CLAIMED
        return KsbCoverage(ksb, state, len(counted), accepted, needed, duties, counted)
    planned = tuple([piece for piece, bits in claims.items() if bits & _PLANNED])
    return KsbCoverage(ksb, State.PLANNED if planned else State.MISSING, 0, 0, needed, duties, planned)


def _share(ksbs: Sequence[KsbCoverage]) -> Share:
    return Share(required=len(ksbs), covered=sum([entry.pieces >= entry.needed for entry in ksbs]))


def _duty(duty: Duty, ksbs: tuple[KsbCoverage, ...], places: dict[str, int]) -> DutyCoverage:
    needed = [ksbs[place] for place in sorted({places[code] for code in duty.ksbs if code in places})]
    return DutyCoverage(duty, _share(needed), tuple([entry.ksb.code for entry in needed if entry.is_gap]))
