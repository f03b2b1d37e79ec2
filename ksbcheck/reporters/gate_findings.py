"""What formats for machines tell of a run: each finding at a file, waived or not, and all of them counted."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import Severity, in_file_order
from ksbcheck.reporters.layout import plural

if TYPE_CHECKING:
    from ksbcheck.config.model import Waiver
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.gate import Gate, Outcome

GAPS = frozenset({"KSB101", "KSB102"})
"""The codes of gaps, of which there may be a hundred in one portfolio: people are told of them together."""


class Told(NamedTuple):
    """A finding, and the waiver that it is accepted by, if it is."""

    found: Diagnostic
    waiver: Waiver | None = None


def told_of(outcome: Outcome) -> list[Told]:
    """Return the findings of one portfolio in the file's order, waived ones among them."""
    told = [Told(_placed(found, outcome.path)) for found in outcome.diagnostics]
    if outcome.report:
        told += [Told(_placed(found, outcome.path), waiver) for found, waiver in outcome.report.waived]
    return sorted(told, key=lambda entry: in_file_order(entry.found))


def told_in(gate: Gate) -> list[Told]:
    """Return the findings of every portfolio, and last those of the configuration."""
    return [*chain.from_iterable(map(told_of, gate.outcomes)), *map(Told, gate.config_faults)]


def _placed(found: Diagnostic, path: str) -> Diagnostic:
    """Return a finding at a file that can be looked at.

    What has no line may be about something else than a file, such as a standard's name or ``--option``. It is told of
    the portfolio, and the message says what it is about.
    """
    if found.line is not None or found.path == path:
        return found
    return found._replace(path=path, message=f"{found.path}: {found.message}")


def reason(waiver: Waiver) -> str:
    """Return why something is waived, and until when."""
    return f"{waiver.reason}, until {waiver.expires}" if waiver.expires else waiver.reason


def counted(gate: Gate) -> str:
    """Return how many portfolios and findings there are, as one line."""
    severities = [found.severity for found in gate.diagnostics()]
    counts = [plural(severities.count(severity), severity) for severity in Severity if severity in severities]
    waived = sum(len(report.waived) for report in gate.reports)
    unusable = len(gate.outcomes) - len(gate.reports)
    parts = chain(
        [plural(len(gate.outcomes), "portfolio")],
        counts or ["nothing wrong"],
        [f"{waived} waived"] if waived else [],
        [f"{unusable} cannot be used"] if unusable else [],
    )
    return " · ".join(parts)
