"""A piece of evidence is dated outside of the programme, or in the future.

Evidence is to be current: made on the programme, and made already. An assessor will ask about a piece that is older,
and a date in the future is a slip of the pen. A policy can narrow the dates with `earliest_date` and `latest_date`.

Good: `start_date: 2024-01-15` and a piece with `date: 2024-03-02`.

Bad: the same start, and a piece with `date: 2023-03-02`, or one dated next year.

To configure: `earliest_date = 2024-06-01` and `latest_date = 2025-06-30` in the policy; `--today` gives the day to
check for. `ignore = ["KSB207"]` leaves it out, `severity.KSB207 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces that are older than the programme, newer than today, or of a day that the policy rules out."""
    for index, piece in enumerate(subject.file.portfolio.evidence):
        problem = piece.date and _problem(piece.date, subject)
        if problem:
            message = f"{shortened(piece.id)} is dated {piece.date}, {problem}"
            yield Finding(message, ("evidence", index, "date"), evidence=piece.id)


def _problem(day: date, subject: Subject) -> str | None:
    start, policy = subject.file.portfolio.apprentice.start_date, subject.policy
    if start and day < start:
        return f"before the programme's start on {start}"
    if subject.today and day > subject.today:
        return f"in the future: today is {subject.today}"
    if policy and policy.earliest_date and day < policy.earliest_date:
        return f"and the policy takes evidence from {policy.earliest_date} on"
    if policy and policy.latest_date and day > policy.latest_date:
        return f"and the policy takes evidence until {policy.latest_date}"
    return None
