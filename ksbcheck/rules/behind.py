"""The coverage is behind the straight line from the start of the programme to the planned gateway.

A portfolio grows. `--on-track`, or `on_track = true` in a policy, asks that it grows evenly: half-way from `start_date`
to `planned_gateway`, half of the KSBs are to be covered, less the percentage points of `tolerance`.

Good: half-way, 36 of 71 KSBs are covered.

Bad: half-way, 20 of 71 are.

To configure: `on_track = true` and `tolerance = 10` in the policy; `--today` gives the day to check for.
`ignore = ["KSB105"]` leaves it out, `severity.KSB105 = "warning"` says how serious it is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ksbcheck.programme import passed
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding if the coverage is behind the line, or if there are no dates to draw it between."""
    policy, apprentice = subject.policy, subject.file.portfolio.apprentice
    if policy is None or not policy.on_track or subject.today is None:
        return
    start, gateway = apprentice.start_date, apprentice.planned_gateway
    if start is None or gateway is None or gateway <= start:
        yield Finding("to be on track needs a start_date, and a planned_gateway after it, under 'apprentice'")
        return
    expected = max(Fraction(0), 100 * passed(start, gateway, subject.today) - policy.tolerance)
    share = subject.coverage.total
    if not share.reaches(expected):
        message = (
            f"{share.percent:.1f} % of the KSBs are covered; on {subject.today}, {float(expected):.1f} % are expected"
        )
        yield Finding(f"{message} to be on track for the gateway on {gateway}")
