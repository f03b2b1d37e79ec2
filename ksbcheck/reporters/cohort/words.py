"""What is said of a cohort, the same in every format; each format escapes it its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.reporters.layout import plural
from ksbcheck.share import Share
from ksbcheck.standards.ksb import code_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort, Group
    from ksbcheck.standards.model import Standard

    Texts = Callable[[Group], Standard | None]

MOST_LACKED = 15
"""So many KSBs, and duties, of a group are told to a person: what to look at first."""


class LackedKsb(NamedTuple):
    """A KSB, and how many portfolios of a group need more evidence of it."""

    code: str
    text: str | None
    lacking: int
    percent: float


class LackedDuty(NamedTuple):
    """A duty, and how many portfolios of a group have gaps in it."""

    number: int
    text: str | None
    lacking: int
    percent: float


class Step(NamedTuple):
    """How many portfolios of a group cover as much; ``start`` and ``end`` are percentages as they are printed."""

    start: float
    end: float
    portfolios: int
    percent: float

    @property
    def label(self) -> str:
        """What the step is called: ``90.0 to 99.9 %``, or ``100.0 %``."""
        return f"{self.start:.1f} %" if self.start == self.end else f"{self.start:.1f} to {self.end:.1f} %"


def groups(cohort: Cohort) -> list[Group]:
    """Return the groups by standard and option, in whatever order their portfolios came."""
    return sorted(cohort.groups.values(), key=lambda group: (group.name.standard, group.name.option or ""))


def whose(standard: str, option: str | None) -> str:
    """Return the standard and the option: ``ST0792 v1.1 post``."""
    return f"{standard} {option}" if option else standard


def title(group: Group, standard: Standard | None) -> str:
    """Return the titles of a group's standard and option; empty if they are not known."""
    if standard is None:
        return ""
    options = [option.title for option in standard.options if option.key == group.name.option]
    return ": ".join((standard.title, *options))


def covered(group: Group) -> Share:
    """Return how many KSBs are covered, of those that all portfolios of a group need together."""
    return Share(group.required, group.covered)


def accepted(group: Group) -> Share:
    """Return how many of these are covered by accepted pieces alone."""
    return Share(group.required, group.accepted)


def steps(group: Group) -> list[Step]:
    """Return how many portfolios cover how much, from nothing to all."""
    *parts, full = group.distribution
    width = 100 // len(parts)
    shares = [(float(width * number), (width * (number + 1) * 10 - 1) / 10) for number in range(len(parts))]
    counts = zip((*shares, (100.0, 100.0)), (*parts, full), strict=True)
    return [Step(start, end, count, Share(group.portfolios, count).percent) for (start, end), count in counts]


def lacked_ksbs(group: Group, standard: Standard | None) -> list[LackedKsb]:
    """Return the KSBs that any portfolio lacks, those that most lack first, then in the standard's order."""
    texts = {code: ksb.text for code, ksb in standard.ksbs.items()} if standard else {}
    found = sorted(group.lacking_ksb.items(), key=lambda entry: (-entry[1], code_order(entry[0])))
    return [LackedKsb(code, texts.get(code), count, Share(group.portfolios, count).percent) for code, count in found]


def lacked_duties(group: Group, standard: Standard | None) -> list[LackedDuty]:
    """Return the duties in which any portfolio has gaps, those of most portfolios first, then by number."""
    texts = {duty.number: duty.text for duty in standard.duties} if standard else {}
    found = sorted(group.lacking_duty.items(), key=lambda entry: (-entry[1], entry[0]))
    return [
        LackedDuty(number, texts.get(number), count, Share(group.portfolios, count).percent) for number, count in found
    ]


def covered_by_nobody(group: Group) -> list[str]:
    """Return the codes that no portfolio of a group covers, in the standard's order."""
    return sorted((code for code, count in group.lacking_ksb.items() if count == group.portfolios), key=code_order)


def standing(group: Group) -> str:
    """Return how many portfolios of a group there are, how many are complete, and how many are behind."""
    behind = f"{group.behind} of {group.with_line} behind the line" if group.with_line else "no line for any"
    return " · ".join((plural(group.portfolios, "portfolio"), f"{group.complete} complete", behind))


def findings(row: Row) -> str:
    """Return how many findings a portfolio has: ``1 error, 2 notes``; empty if there are none."""
    counts = ((row.errors, "error"), (row.warnings, "warning"), (row.notes, "note"))
    return ", ".join(plural(count, name) for count, name in counts if count)


def why(row: Row) -> str:
    """Return why a portfolio cannot be used, with its line, and how many reasons more there are."""
    more = f" (the first of {row.problems} problems)" if row.problems > 1 else ""
    return f"{row.problem}{more}"


def counted(cohort: Cohort, listed: int) -> str:
    """Return how many portfolios and findings there are, as one line, and how many were ``listed`` if that is fewer."""
    counts = ((cohort.errors, "error"), (cohort.warnings, "warning"), (cohort.notes, "note"))
    parts = (
        "partial" if cohort.is_partial else "",
        plural(cohort.portfolios, "portfolio"),
        f"{listed} of them listed" if listed != cohort.portfolios else "",
        ", ".join(plural(count, name) for count, name in counts if count) or "no findings",
        f"{cohort.unusable} cannot be used" if cohort.unusable else "",
    )
    return " · ".join(filter(None, parts))


def partial(cohort: Cohort) -> str:
    """Return that not everything was looked at, and how much was; empty if everything was."""
    if not cohort.is_partial:
        return ""
    return f"Partial: this ended early. {plural(cohort.portfolios, 'portfolio')} had been looked at, and no others."
