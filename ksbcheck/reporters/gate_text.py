"""A check for a person at a screen: a line for each finding, as editors and terminals link them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ksbcheck.diagnostic import MOST_TOLD, Severity
from ksbcheck.printable import one_line
from ksbcheck.reporters.gate_findings import GAPS, counted, reason
from ksbcheck.reporters.layout import WIDEST, Line, Span, cells, paragraph, plural

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.gate import Gate, Outcome
    from ksbcheck.report import Report
    from ksbcheck.waivers import Waived

_BLANK: Line = ()
_STYLES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "code"}


def lay_out(gate: Gate, width: int) -> list[Line]:
    """Return the check as lines of at most ``width`` cells (but no less than 40): portfolio by portfolio, and a sum."""
    width = max(40, min(width, WIDEST))
    lines: list[Line] = []
    for outcome in gate.outcomes:
        lines += [*_outcome(outcome, width), _BLANK]
    if gate.config_faults:
        lines += [*_findings(gate.config_faults, width), _BLANK]
    lines += _configurations(gate, width)
    lines += paragraph(counted(gate), width, "strong")
    return lines


def _outcome(outcome: Outcome, width: int) -> Iterator[Line]:
    report = outcome.report
    if report is None:
        yield from _heading(outcome.path, "cannot be used", width, "bad")
    else:
        yield from _heading(outcome.path, _facts(report), width, "faint")
    new: frozenset[Diagnostic] = frozenset()
    if report and report.change:
        from ksbcheck.reporters.change_line import line_of  # only where it was asked for

        yield from paragraph(line_of(report.change), width, indent=2)
        new = frozenset(report.change.new)
    yield from _findings([found for found in outcome.diagnostics if found.code not in GAPS], width, new)
    if report:
        yield from _gaps(report, outcome.diagnostics, width)
        yield from _waived(report.waived, width)


def _heading(path: str, facts: str, width: int, style: str) -> Iterator[Line]:
    """Yield a path and what is to say about it; below it, if it is long."""
    heading = Span(f"{one_line(path)}  ", "strong")
    if cells(heading.text) > width // 2:
        yield from paragraph(path, width, "strong")
        yield from paragraph(facts, width, style, indent=2)
    else:
        yield from paragraph(facts, width, style, first=(heading,), indent=cells(heading.text))


def _facts(report: Report) -> str:
    share, option = report.coverage.total, report.scope.option
    whose = f"{report.standard.name} {option.key}" if option else report.standard.name
    covered = f"{share.covered} of {share.required} KSBs covered ({share.percent:.1f} %)"
    return f"{whose} · {plural(len(report.portfolio.evidence), 'piece')} · {covered}"


def _findings(findings: Iterable[Diagnostic], width: int, new: Container[Diagnostic] = frozenset()) -> Iterator[Line]:
    told = list(findings)
    for found in told[:MOST_TOLD]:
        first = (Span(f"  {found.severity:<8}", _STYLES[found.severity]),)
        code = f"{found.code} (new)" if found in new else found.code
        yield from paragraph(f"{found.place} {code} {found.message}", width, first=first, indent=10)
    if len(told) > MOST_TOLD:
        yield from paragraph(f"... and {len(told) - MOST_TOLD} more; --format json has them", width, indent=10)


def _gaps(report: Report, findings: Iterable[Diagnostic], width: int) -> Iterator[Line]:
    told = {found.ksb: found.severity for found in findings if found.code in GAPS}
    for severity in Severity:
        gaps = [entry.ksb.code for entry in report.coverage.gaps if told.get(entry.ksb.code) is severity]
        if gaps:
            first = (Span(f"  {severity:<8}", _STYLES[severity]),)
            yield from paragraph(f"{plural(len(gaps), 'gap')}: {', '.join(gaps)}", width, first=first, indent=10)


def _configurations(gate: Gate, width: int) -> Iterator[Line]:
    """Say which configurations were used: one may be a stranger's."""
    paths = Counter(report.config_path for report in gate.reports if report.config_path)
    for path, count in paths.items():
        for_some = "" if count == len(gate.outcomes) else f" for {plural(count, 'portfolio')}"
        yield from paragraph(f"configuration {path}{for_some}", width, "faint")


def _waived(waived: Sequence[Waived], width: int) -> Iterator[Line]:
    for found, waiver in waived[:MOST_TOLD]:
        text = f"{found.place} {found.code} {found.message} ({reason(waiver)})"
        yield from paragraph(text, width, "faint", first=(Span("  waived  ", "faint"),), indent=10)
    if len(waived) > MOST_TOLD:
        yield from paragraph(f"... and {len(waived) - MOST_TOLD} more; --format json has them", width, indent=10)
