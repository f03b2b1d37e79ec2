"""The arithmetic: from a scope and a portfolio to the state of every KSB and duty. Pure functions and values."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.portfolios.model import COUNTED, PLANNED
from ksbcheck.standards.ksb import Kind, Ksb

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from ksbcheck.portfolios.model import Portfolio, Status
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
        _state(standard.ksbs[code], claims.get(code, {}), duties.get(code, ()), min_evidence) for code in scope.codes
    )
    places = {entry.ksb.code: (place, entry) for place, entry in enumerate(ksbs)}
    return Coverage(
        total=_share(ksbs),
        by_kind={kind: _share(entry for entry in ksbs if entry.ksb.kind is kind) for kind in Kind},
        ksbs=ksbs,
        duties=tuple(_duty(duty, places) for duty in scope.duties),
    )


def _claims(portfolio: Portfolio) -> dict[str, dict[str, set[Status]]]:
    """Return code -> id of a piece that claims it -> the statuses of the pieces with that id."""
    claims: dict[str, dict[str, set[Status]]] = {}
    for piece in portfolio.evidence:
        for claim in piece.claims:
            claims.setdefault(claim.code, {}).setdefault(piece.id, set()).add(piece.status)
    return claims


def _duties(duties: Iterable[Duty]) -> dict[str, tuple[int, ...]]:
    """Return code -> the numbers of the duties that name it."""
    naming: dict[str, list[int]] = {}
    for duty in duties:
        for code in dict.fromkeys(duty.ksbs):
            naming.setdefault(code, []).append(duty.number)
    return {code: tuple(numbers) for code, numbers in naming.items()}


def _state(ksb: Ksb, claims: dict[str, set[Status]], duties: tuple[int, ...], needed: int) -> KsbCoverage:
    counted = tuple(piece for piece, statuses in claims.items() if statuses & COUNTED)
    accepted = sum("accepted" in statuses for statuses in claims.values())
    planned = tuple(piece for piece, statuses in claims.items() if statuses & PLANNED)
    if accepted:
        state = State.ACCEPTED
    elif counted:
        state = State.CLAIMED
    else:
        state = State.PLANNED if planned else State.MISSING
    return KsbCoverage(ksb, state, len(counted), accepted, needed, duties, counted or planned)


def _share(ksbs: Iterable[KsbCoverage]) -> Share:
    gaps = [entry.is_gap for entry in ksbs]
    return Share(required=len(gaps), covered=gaps.count(False))


def _duty(duty: Duty, places: dict[str, tuple[int, KsbCoverage]]) -> DutyCoverage:
    needed = [entry for _, entry in sorted({places[code] for code in duty.ksbs if code in places})]
    return DutyCoverage(duty, _share(needed), tuple(entry.ksb.code for entry in needed if entry.is_gap))
