"""How much of something is there, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


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
        # In whole numbers: every row of a cohort asks this, and a product of fractions is reduced first.
        return self.covered * 100 * threshold.denominator >= threshold.numerator * self.required
