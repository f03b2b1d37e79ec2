"""A run as annotations of a commit or pull request on GitHub: workflow commands, the most serious first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import Severity
from ksbcheck.printable import one_line, printable
from ksbcheck.reporters.gate_findings import GAPS, counted, reason, told_in, told_of
from ksbcheck.reporters.layout import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.change import Change
    from ksbcheck.config.model import Waiver
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.gate import Gate, Outcome

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_ORDER = list(Severity)
# What the runner reads back, as the toolkit writes it. The percent sign comes first.
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


class _Annotation(NamedTuple):
    severity: Severity
    title: str
    message: str
    file: str
    line: int | None = None
    column: int | None = None


def render(gate: Gate) -> str:
    """Return the run as workflow commands, and plain lines: what is waived, what changed, how much there is of what.

    GitHub shows ten annotations of each level and step. Gaps are told together, in one for each portfolio.
    """
    found = [annotation for outcome in gate.outcomes for annotation in _of(outcome)]
    found += _annotations(gate.config_faults)
    found.sort(key=lambda annotation: _ORDER.index(annotation.severity))
    waived = [_waived(found, waiver) for found, waiver in told_in(gate) if waiver]
    changed = [_changed(report.path, report.change) for report in gate.reports if report.change]
    return "".join(f"{line}\n" for line in (*map(_command, found), *waived, *changed, counted(gate)))


def _of(outcome: Outcome) -> Iterator[_Annotation]:
    told = [entry.found for entry in told_of(outcome) if not entry.waiver]
    gaps = [found for found in told if found.code in GAPS]
    if gaps and outcome.report:
        share = outcome.report.coverage.total
        title = f"{share.covered} of {share.required} KSBs covered ({share.percent:.1f} %)"
        codes = {found.ksb for found in gaps}
        message = ", ".join(entry.ksb.code for entry in outcome.report.coverage.gaps if entry.ksb.code in codes)
        severity = min((found.severity for found in gaps), key=_ORDER.index)
        yield _Annotation(severity, title, f"{plural(len(codes), 'gap')}: {message}", outcome.path)
    yield from _annotations(found for found in told if found.code not in GAPS)


def _annotations(findings: Iterable[Diagnostic]) -> Iterator[_Annotation]:
    for found in findings:
        yield _Annotation(found.severity, found.code, found.message, found.path, found.line, found.column)


def _command(annotation: _Annotation) -> str:
    places = {"file": annotation.file, "line": annotation.line, "col": annotation.column, "title": annotation.title}
    properties = ",".join(f"{name}={_escape(str(value), _IN_PROPERTY)}" for name, value in places.items() if value)
    return f"::{_COMMANDS[annotation.severity]} {properties}::{_escape(annotation.message, _IN_MESSAGE)}"


def _waived(found: Diagnostic, waiver: Waiver) -> str:
    return one_line(printable(f"waived {found.place} {found.code} {found.message} ({reason(waiver)})"))


def _changed(path: str, change: Change) -> str:
    from ksbcheck.reporters.change_line import line_of  # only where it was asked for

    return one_line(printable(f"changed {path} {line_of(change)}"))


def _escape(text: str, signs: dict[int, str]) -> str:
    # Runners know older commands, too, which may stand anywhere in a line.
    return one_line(printable(text)).translate(signs)
