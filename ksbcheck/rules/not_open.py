"""The version of the standard was not open for starts on the apprentice's start date.

The version log of a standard says from when to when an apprentice could start on each version. Outside of these dates
the portfolio is probably meant for another version.

Good: ST0792 v1.1 with `start_date: 2024-01-15`.

Bad: ST0792 v1.1 with `start_date: 2022-01-15`.

To configure: `ignore = ["KSB302"]` leaves it out, `severity.KSB302 = "note"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding if the start date is outside of the version's dates."""
    start = subject.file.portfolio.apprentice.start_date
    for entry in subject.standard.version_log:
        if start is None or entry.version != subject.standard.version:
            continue
        early = entry.earliest_start is not None and start < entry.earliest_start
        late = entry.latest_start is not None and start > entry.latest_start
        if early or late:
            limit = f"from {entry.earliest_start} on" if early else f"until {entry.latest_start}"
            message = f"{subject.standard.name} was open for starts {limit}, and the programme started on {start}"
            yield Finding(message, ("apprentice", "start_date"))
