"""What a cohort lacks: its portfolios by standard and option, and the KSBs and duties by how many lack them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.cohort.model import Pace

if TYPE_CHECKING:
    from ksbcheck.cohort.model import Row

_STEP = 10
"""Percentage points of each part of the distribution but the last, which is 100 % alone."""


class GroupName(NamedTuple):
    """The standard and the option that some portfolios have in common."""

    standard: str
    option: str | None


class Group:
    """The portfolios of one standard and option."""

    def __init__(self, name: GroupName, first: str) -> None:
        self.name = name
        self.first = first
        """The path of the first of them, by which the standard can be read."""
        self.portfolios = 0
        self.complete = 0
        """How many have no gap."""
        self.behind = 0
        self.with_line = 0
        """How many have dates to draw a line between."""
        self.required = 0
        self.covered = 0
        self.accepted = 0
        """KSBs of all portfolios together."""
        self.distribution = [0] * (100 // _STEP + 1)
        """How many portfolios cover 0 to under 10 %, 10 to under 20 %, ..., and at last 100 %."""
        self.lacking_ksb: Counter[str] = Counter()
        """By code, how many portfolios need more evidence of it."""
        self.lacking_duty: Counter[int] = Counter()
        """By number, how many portfolios have gaps in it."""

    def add(self, row: Row) -> None:
        """Count a portfolio in."""
        self.portfolios += 1
        self.complete += not row.gaps
        pace = row.pace
        self.behind += pace is Pace.BEHIND
        self.with_line += pace is not Pace.NO_LINE
        self.required += row.required
        self.covered += row.covered
        self.accepted += row.accepted
        self.distribution[int(row.percent // _STEP)] += 1
        self.lacking_ksb.update(row.gaps)
        self.lacking_duty.update(row.open_duties)


class Cohort:
    """All portfolios that were looked at. It grows with the standards and options, and not with the portfolios."""

    def __init__(self) -> None:
        self.groups: dict[GroupName, Group] = {}
        self.portfolios = 0
        self.unusable = 0
        self.errors = 0
        self.warnings = 0
        self.notes = 0
        self.is_partial = False
        """Whether it was interrupted: there are portfolios that nobody looked at."""

    def add(self, row: Row) -> None:
        """Count a portfolio in."""
        self.portfolios += 1
        if not row.is_usable:
            self.unusable += 1
            return
        self.errors += row.errors
        self.warnings += row.warnings
        self.notes += row.notes
        name = GroupName(row.standard, row.option)
        group = self.groups.get(name)
        if group is None:
            group = self.groups[name] = Group(name, row.path)
        group.add(row)
