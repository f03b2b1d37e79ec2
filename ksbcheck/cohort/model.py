"""What is known of many portfolios: small values, since there may be hundreds of thousands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.percentage import rounded_down
from ksbcheck.programme import expected_percent
from ksbcheck.share import Share

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction
    from pathlib import Path

    from ksbcheck.standards.store import Place


class Asked(NamedTuple):
    """What the portfolios of a cohort are held against. It can be sent to another process or machine."""

    today: date
    option: str | None = None
    standard: str | None = None
    """A standard by name or file; what each portfolio names if left out."""
    min_evidence: int | None = None
    config: Path | None = None
    """The configuration's file; the nearest to each portfolio if left out."""
    policy: Path | None = None
    """A file with a policy in place of the configuration's."""
    places: tuple[Place, ...] = ()
    """Where standards are looked for besides near each portfolio and among those that ksbcheck brings."""
    run: tuple[int, int] = (0, 0)
    """Which run it is: what a worker remembers of an earlier one may have changed since."""


class Pace(StrEnum):
    """Where the coverage is against the straight line from the start of the programme to the planned gateway."""

    AHEAD = "ahead"
    """On the line or ahead of it."""
    BEHIND = "behind"
    NO_LINE = "no line"
    """There are no dates to draw one between."""


class Row(NamedTuple):
    """One portfolio. One that cannot be used has ``problem``, and nothing else but its path."""

    path: str
    problem: str | None = None
    """Why it cannot be used, with the line: the first of ``problems`` reasons."""
    problems: int = 0
    name: str | None = None
    """The apprentice's."""
    standard: str = ""
    """Reference and version, as in ``ST0792 v1.1``."""
    option: str | None = None
    """The option's key."""
    pieces: int = 0
    required: int = 0
    covered: int = 0
    accepted: int = 0
    """How many KSBs are covered by accepted pieces alone."""
    thin: int = 0
    gaps: tuple[str, ...] = ()
    """The codes that need more evidence, thin ones too, in the standard's order."""
    open_duties: tuple[int, ...] = ()
    """The duties with gaps, by number."""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    """Findings that are not waived; gaps are not among the notes."""
    start: date | None = None
    gateway: date | None = None
    """The planned gateway."""
    today: date | None = None
    """The day on which it was checked."""

    @property
    def percent(self) -> float:
        """The covered share in percent, rounded down to one decimal: 100 means all."""
        return Share(self.required, self.covered).percent

    @property
    def expected(self) -> float | None:
        """What the line to the planned gateway asks for on the day, in percent, rounded down; None without a line."""
        percent = self._expected
        return None if percent is None else rounded_down(percent)

    @property
    def pace(self) -> Pace:
        """Where the coverage is against that line."""
        percent = self._expected
        if percent is None:
            return Pace.NO_LINE
        return Pace.AHEAD if Share(self.required, self.covered).reaches(percent) else Pace.BEHIND

    @property
    def _expected(self) -> Fraction | None:
        return None if self.today is None else expected_percent(self.start, self.gateway, self.today)

    @property
    def is_usable(self) -> bool:
        """Whether the portfolio could be held against its standard."""
        return self.problem is None
