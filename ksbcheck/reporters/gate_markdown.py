"""A check for pull requests and job summaries."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ksbcheck.diagnostic import MOST_TOLD
from ksbcheck.reporters.layout import plural
from ksbcheck.reporters.markdown import escape, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.gate import Gate


def render(gate: Gate) -> str:
    """Return the check as Markdown: a table of several portfolios, then each of them, every text of a file escaped."""
    return "\n".join(_lines(gate)) + "\n"


def _lines(gate: Gate) -> Iterator[str]:
    if len(gate.outcomes) > 1:
        yield from _table(gate)
    for outcome in gate.outcomes:
        if outcome.report:
            yield from lines_of(outcome.report)
        else:
            yield f"# {escape(outcome.path)} cannot be used"
            yield ""
            yield from (
                f"- {escape(found.place)} {found.code} {escape(found.message)}" for found in outcome.diagnostics
            )
        yield ""
    if gate.config_faults:
        yield "## Configuration"
        yield ""
        for found in islice(gate.config_faults, MOST_TOLD):
            yield f"- {found.severity}: {escape(found.place)} {found.code} {escape(found.message)}"


def _table(gate: Gate) -> Iterator[str]:
    yield "| Portfolio | Standard | Covered | Required | | Problems |"
    yield "|---|---|---:|---:|---:|---|"
    for outcome in gate.outcomes:
        report = outcome.report
        if report is None:
            yield f"| {escape(outcome.path)} | | | | | cannot be used |"
            continue
        share = report.coverage.total
        count = len(report.problems) + len(report.shortfalls)
        problems = plural(count, "problem") if count else ""
        figures = f"{share.covered} | {share.required} | {share.percent:.1f} % | {problems}"
        yield f"| {escape(outcome.path)} | {escape(report.standard.name)} | {figures} |"
    yield ""
