"""The report for pull requests, job summaries and mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ksbcheck.diagnostic import MOST_TOLD
from ksbcheck.printable import one_line
from ksbcheck.reporters.layout import part_of_gaps, plural
from ksbcheck.standards.scope import Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.coverage import KsbCoverage
    from ksbcheck.report import Report
    from ksbcheck.share import Share

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&])")
# What begins a list or underlines a heading at the start of a line, where a text may come to stand.
_START = re.compile(r"^(\d*)([.)+=-])(?=[ +=-]|$)")
# What becomes a link in the source, where a backslash is none of it: an address of the web.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
# What services make mail, mentions, references and emoji of once the Markdown is read and all escapes are gone: only
# something that stands between keeps them from it. A time such as 00:12:30 has no emoji in it.
_AUTOMATIC = re.compile(r"@(?=\w)|#(?=\d)|GH-(?=\d)|:(?=(?!(?!100:|1234:|-1:)[\d-]+:)[\w+-]+:)", re.IGNORECASE)
_BETWEEN = "\N{ZERO WIDTH SPACE}"
# No text from a file has the first as it is. The others mean something to readers of the source: mail, and formulas.
_REFERENCES = str.maketrans({_BETWEEN: "&#8203;", "@": "&#64;", "$": "&#36;"})


def render(report: Report) -> str:
    """Return the report as Markdown, with every text that came from a file escaped."""
    return "\n".join(lines_of(report)) + "\n"


def lines_of(report: Report) -> Iterator[str]:
    """Yield the lines of one report."""
    yield from heading(report)
    yield ""
    yield "| | Covered | Required | |"
    yield "|---|---:|---:|---:|"
    yield _row("**All KSBs**", report.coverage.total)
    for kind, share in report.coverage.by_kind.items():
        if share.required:
            yield _row(kind.plural.capitalize(), share)
    yield ""
    if report.change:
        from ksbcheck.reporters import change_markdown  # only where it was asked for

        yield from change_markdown.lines_of(report.change)
    yield from _gaps(report)
    yield from next_duty(report)
    yield from shortfalls(report)
    yield from problems(report)
    yield from waived(report)


def heading(report: Report) -> Iterator[str]:
    """Yield what was held against what: a title, and a list."""
    standard, option = report.standard, report.scope.option
    yield f"# {escape(standard.name)} {escape(standard.title)}"
    yield ""
    if option:
        yield f"- Option: {escape(option.title)} ({escape(option.key)})"
    if report.scope.split is Split.UNKNOWN:
        yield "- Which KSBs belong to which option is not published: this is against the whole standard."
    if report.portfolio.apprentice.name:
        yield f"- Apprentice: {escape(report.portfolio.apprentice.name)}"
    yield f"- Portfolio: {escape(report.path)}, {plural(len(report.portfolio.evidence), 'piece')} of evidence"
    if report.config_path:
        yield f"- Configuration: {escape(report.config_path)}"


def _row(label: str, share: Share) -> str:
    return f"| {label} | {share.covered} | {share.required} | {share.percent:.1f} % |"


def _gaps(report: Report) -> Iterator[str]:
    gaps = report.coverage.gaps
    if not gaps:
        yield "No gaps: every KSB in scope has the evidence asked for."
        return
    yield f"## {plural(len(gaps), 'gap')}"
    yield ""
    yield "| Code | KSB | Duties | Evidence |"
    yield "|---|---|---|---|"
    for entry in gaps:
        duties = ", ".join(map(str, entry.duties))
        yield f"| {entry.ksb.code} | {escape(entry.ksb.text)} | {duties} | {_evidence(entry)} |"


def _evidence(entry: KsbCoverage) -> str:
    pieces = escape(", ".join(entry.evidence))
    if entry.is_thin:
        return f"thin, {entry.pieces} of {entry.needed}: {pieces}"
    return f"planned: {pieces}" if pieces else "missing"


def next_duty(report: Report) -> Iterator[str]:
    """Yield, after a blank line, the duty that would close the most gaps, if any would."""
    duty = report.coverage.next_duty
    if duty:
        yield ""
        share = part_of_gaps(len(duty.gaps), len(report.coverage.gaps))
        yield f"**Next:** duty {duty.duty.number} would close {share}: {', '.join(duty.gaps)}."
        yield f"Duty {duty.duty.number}: {escape(duty.duty.text)}"


def shortfalls(report: Report) -> Iterator[str]:
    """Yield, after a blank line, in what less is covered than was asked for, if it is."""
    if report.shortfalls:
        yield ""
        yield "## Less than asked for"
        yield ""
        for found in report.shortfalls[:MOST_TOLD]:
            yield f"- {found.severity}: {found.code} {escape(found.message)}"


def problems(report: Report) -> Iterator[str]:
    """Yield, after a blank line, what is wrong in the file, if anything is."""
    if report.problems:
        yield ""
        yield f"## {plural(len(report.problems), 'problem')} in the file"
        yield ""
        for problem in report.problems[:MOST_TOLD]:
            yield f"- {problem.severity}: {escape(problem.place)} {problem.code} {escape(problem.message)}"
        if len(report.problems) > MOST_TOLD:
            yield f"- ... and {len(report.problems) - MOST_TOLD} more; JSON has up to 1,000 of each kind"


def waived(report: Report) -> Iterator[str]:
    """Yield, after a blank line, what the configuration accepts, if it does any of it."""
    if report.waived:
        from ksbcheck.reporters.gate_findings import reason  # few have any

        yield ""
        yield "## Waived"
        yield ""
        for found, waiver in report.waived[:MOST_TOLD]:
            yield f"- {escape(found.place)} {found.code} {escape(found.message)} ({escape(reason(waiver))})"
        if len(report.waived) > MOST_TOLD:
            yield f"- ... and {len(report.waived) - MOST_TOLD} more; JSON has them"


def escape(text: str) -> str:
    """Return ``text`` on one line, as Markdown that shows just this text: no markup, links, mentions or emoji."""
    parted = _AUTOMATIC.sub(rf"\g<0>{_BETWEEN}", one_line(text))
    escaped = _START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", parted)).translate(_REFERENCES)
    return _ADDRESS.sub(lambda sign: f"&#{ord(sign[0])};", escaped)
