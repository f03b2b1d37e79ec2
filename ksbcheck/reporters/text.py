"""The report for a person at a screen."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from ksbcheck.coverage import State
from ksbcheck.diagnostic import MOST_TOLD
from ksbcheck.reporters.layout import WIDEST, Line, Span, bar, cells, pad, paragraph, part_of_gaps, plural, wrap
from ksbcheck.standards.scope import Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.coverage import KsbCoverage
    from ksbcheck.report import Report
    from ksbcheck.share import Share

# From this width on, duties stand beside the text and not below it.
_WIDE = 78
_WIDEST_DUTIES = 18
_BLANK: Line = ()
SEVERITY_STYLES = {"error": "bad", "warning": "warn", "note": "code"}


def lay_out(report: Report, width: int) -> list[Line]:
    """Return the report as lines of at most ``width`` cells (but no less than 40)."""
    width = max(40, min(width, WIDEST))
    return [
        *heading(report, width),
        _BLANK,
        *_coverage(report, width),
        _BLANK,
        *_gaps(report, width),
        *next_duty(report, width),
        *problems(report, width),
        *waived(report, width),
    ]


def heading(report: Report, width: int) -> Iterator[Line]:
    """Yield what was held against what."""
    standard, option = report.standard, report.scope.option
    name = f"{standard.name}  "
    yield from paragraph(standard.title, width, "strong", first=(Span(name, "code"),), indent=cells(name))
    if option:
        yield from paragraph(f"{option.title} ({option.key})", width, first=(Span("Option: "),), indent=8)
    if report.scope.split is Split.UNKNOWN:
        label = "Which KSBs belong to which option is not published: this is against the whole standard."
        yield from paragraph(label, width, "warn")
    pieces = plural(len(report.portfolio.evidence), "piece") + " of evidence"
    who = report.portfolio.apprentice.name
    yield from paragraph(" · ".join(filter(None, (who, pieces, report.path))), width, "faint")
    if report.config_path:
        yield from paragraph(f"configuration {report.config_path}", width, "faint")


def _coverage(report: Report, width: int) -> Iterator[Line]:
    coverage = report.coverage
    shares = [
        ("Covered", coverage.total),
        *((kind.plural.capitalize(), share) for kind, share in coverage.by_kind.items() if share.required),
    ]
    label_width = max(len(label) for label, _ in shares) + 2
    for label, share in shares:
        yield _share(label, share, label_width, width)
    counts = {state: sum(entry.state is state for entry in coverage.ksbs) for state in State}
    yield from paragraph(" · ".join(f"{count} {state}" for state, count in counts.items()), width, "faint")


def _share(label: str, share: Share, label_width: int, width: int) -> Line:
    figures = f"{share.covered:>3} of {share.required:<3} {share.percent:>5.1f} %  "
    style = "strong" if label == "Covered" else ""
    part = share.covered / share.required if share.required else 1
    return (
        Span(pad(label, label_width), style),
        Span(figures, style),
        *bar(part, width - label_width - cells(figures)),
    )


def _gaps(report: Report, width: int) -> Iterator[Line]:
    gaps = report.coverage.gaps
    if not gaps:
        yield from paragraph("No gaps: every KSB in scope has the evidence asked for.", width, "good")
        return
    title = plural(len(gaps), "gap")
    if width < _WIDE:
        yield (Span(title, "strong"),)
        for entry in gaps:
            yield from _gap(entry, width)
            yield from _remarks(
                entry,
                width,
                f"{'duty' if len(entry.duties) == 1 else 'duties'} {_numbers(entry)}" if entry.duties else "",
            )
        return
    column = max(len("Duties"), *(min(len(_numbers(entry)), _WIDEST_DUTIES) for entry in gaps))
    text_width = width - column - 2
    yield (Span(pad(title, text_width + 2), "strong"), Span("Duties", "faint"))
    for entry in gaps:
        yield from _beside(_gap(entry, text_width), wrap(_numbers(entry), column), text_width + 2)
        yield from _remarks(entry, width)


def _gap(entry: KsbCoverage, width: int) -> list[Line]:
    return paragraph(entry.ksb.text, width, first=(Span(pad(entry.ksb.code, 6), "code"),), indent=6)


def _beside(lines: list[Line], column: list[str], start: int) -> Iterator[Line]:
    """Put a column of texts beside the lines, ``start`` cells from the left."""
    for line, text in zip_longest(lines, column):
        left = line or ()
        used = sum(cells(span.text) for span in left)
        yield (*left, Span(" " * (start - used)), Span(text or "", "faint"))


def _remarks(entry: KsbCoverage, width: int, *others: str) -> Iterator[Line]:
    remarks = " · ".join(filter(None, (_evidence(entry), *others)))
    if remarks:
        yield from paragraph(remarks, width, "faint", indent=6)


def _numbers(entry: KsbCoverage) -> str:
    return ", ".join(map(str, entry.duties))


def _evidence(entry: KsbCoverage) -> str:
    pieces = ", ".join(entry.evidence)
    if entry.is_thin:
        return f"thin, {entry.pieces} of {entry.needed} pieces: {pieces}"
    return f"planned in {pieces}" if pieces else ""


def next_duty(report: Report, width: int) -> Iterator[Line]:
    """Yield, after a blank line, the duty that would close the most gaps, if any would."""
    duty = report.coverage.next_duty
    if duty is None:
        return
    share = part_of_gaps(len(duty.gaps), len(report.coverage.gaps))
    yield _BLANK
    first = (Span("Next  ", "strong"),)
    yield from paragraph(
        f"Duty {duty.duty.number} would close {share}: {', '.join(duty.gaps)}", width, first=first, indent=6
    )
    yield from paragraph(duty.duty.text, width, "faint", indent=6)


def problems(report: Report, width: int) -> Iterator[Line]:
    """Yield, after a blank line, what is wrong in the file, if anything is."""
    found = report.problems
    if not found:
        return
    yield _BLANK
    yield (Span(plural(len(found), "problem") + " in the file", "strong"),)
    for problem in found[:MOST_TOLD]:
        first = (Span(f"{problem.severity:<9}", SEVERITY_STYLES[problem.severity]),)
        yield from paragraph(f"{problem.place} {problem.code} {problem.message}", width, first=first, indent=9)
    if len(found) > MOST_TOLD:
        more = f"... and {len(found) - MOST_TOLD} more; --format json has up to 1,000 of each kind"
        yield from paragraph(more, width)


def waived(report: Report, width: int) -> Iterator[Line]:
    """Yield, after a blank line, what the configuration accepts, if it does any of it."""
    if not report.waived:
        return
    from ksbcheck.reporters.gate_findings import reason  # few have any

    yield _BLANK
    yield (Span(plural(len(report.waived), "finding") + " waived", "strong"),)
    for found, waiver in report.waived[:MOST_TOLD]:
        text = f"{found.place} {found.code} {found.message} ({reason(waiver)})"
        yield from paragraph(text, width, "faint", first=(Span("waived   ", "faint"),), indent=9)
    if len(report.waived) > MOST_TOLD:
        yield from paragraph(f"... and {len(report.waived) - MOST_TOLD} more; --format json has them", width)
