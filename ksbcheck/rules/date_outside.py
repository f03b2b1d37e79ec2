"""A piece of evidence is dated outside of the programme, or in the future.

Evidence is to be current: made on the programme, and made already. An assessor will ask about a piece that is older,
and a date in the future is a slip of the pen. A policy can narrow the dates with `earliest_date` and `latest_date`.

Good: `start_date: 2024-01-15` and a piece with `date: 2024-03-02`.

Bad: the same start, and a piece with `date: 2023-03-02`, or one dated next year.

To configure: `earliest_date = 2024-06-01` and `latest_date = 2025-06-30` in the policy; `--today` gives the day to
check for. `ignore = ["KSB207"]` leaves it out, `severity.KSB207 = "error"` says how serious it is.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Limit(NamedTuple):
    """The first and the last day that something allows, and what is said of a piece of another day."""

    first: date
    last: date
    problem: str


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces that are older than the programme, newer than today, or of a day that the policy rules out."""
    limits = tuple(_limits(subject))
    first = max((limit.first for limit in limits), default=date.min)
    last = min((limit.last for limit in limits), default=date.max)
    for index, piece in enumerate(subject.file.portfolio.evidence):
        day = piece.date
        if day and not first <= day <= last:
            problem = next(limit.problem for limit in limits if not limit.first <= day <= limit.last)
            message = f"{shortened(piece.id)} is dated {day}, {problem}"
            yield Finding(message, ("evidence", index, "date"), evidence=piece.id)


def _limits(subject: Subject) -> Iterator[_Limit]:
    start, policy = subject.file.portfolio.apprentice.start_date, subject.policy
    if start:
        yield _Limit(start, date.max, f"before the programme's start on {start}")
    if subject.today:
        yield _Limit(date.min, subject.today, f"in the future: today is {subject.today}")
    if policy and policy.earliest_date:
        earliest = policy.earliest_date
        yield _Limit(earliest, date.max, f"and the policy takes evidence from {earliest} on")
    if policy and policy.latest_date:
        latest = policy.latest_date
        yield _Limit(date.min, latest, f"and the policy takes evidence until {latest}")
