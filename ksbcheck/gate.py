"""Many portfolios, checked in one run: what became of each, and whether the run lets them pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.report import Report


class Outcome(NamedTuple):
    """What became of one portfolio: its report, or why there is none."""

    path: str
    report: Report | None
    diagnostics: tuple[Diagnostic, ...]
    """The findings of the report, or what is wrong with a file that cannot be used."""


class Gate(NamedTuple):
    """All portfolios of a run, in the order in which they were asked for."""

    outcomes: tuple[Outcome, ...]
    config_faults: tuple[Diagnostic, ...] = ()
    """What is wrong with the configuration, such as waivers that are of no use."""
    asks_for_gaps: bool = False
    """Whether gaps are what the run was for, as in ``ksbcheck gaps``; to ``check``, they are notes."""

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports of the portfolios that could be used."""
        return tuple(outcome.report for outcome in self.outcomes if outcome.report)

    @property
    def is_unusable(self) -> bool:
        """Whether a portfolio, or what it is held against, could not be used."""
        return any(outcome.report is None for outcome in self.outcomes)

    def has_errors_of(self, codes: tuple[str, ...] = ("KSB",)) -> bool:
        """Whether there is an error that nothing waives, of rules whose codes start so."""
        return any(found.severity is Severity.ERROR and found.code.startswith(codes) for found in self.diagnostics())

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Yield every finding, portfolio by portfolio, and last those of the configuration."""
        for outcome in self.outcomes:
            yield from outcome.diagnostics
        yield from self.config_faults
