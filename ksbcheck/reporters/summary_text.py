"""The summary for a person at a screen: what matters first, the long lists last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.diagnostic import MOST_TOLD
from ksbcheck.reporters import summary_text_coverage, summary_text_evidence, text
from ksbcheck.reporters.layout import WIDEST, Line, Span, paragraph, plural
from ksbcheck.reporters.summary_words import dates, questions, smallest_set, whose_texts
from ksbcheck.summary.model import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.report import Report
    from ksbcheck.summary.model import Summary

_BLANK: Line = ()
_ANSWER_STYLES = {Answer.YES: "good", Answer.NO: "bad", Answer.NOT_STATED: "warn"}
_ANSWER_WIDTH = 12
"""The longest answer, and two spaces."""


def lay_out(summary: Summary, width: int) -> list[Line]:
    """Return the summary as lines of at most ``width`` cells (but no less than 40)."""
    width = max(40, min(width, WIDEST))
    report = summary.report
    return [
        *text.heading(report, width),
        *paragraph(dates(summary), width, "faint"),
        _BLANK,
        *summary_text_coverage.kinds(summary, width),
        *summary_text_coverage.duties(summary, width),
        *_questions(summary, width),
        *text.next_duty(report, width),
        *_smallest(summary, width),
        *_gateway(summary, width),
        *summary_text_coverage.over_time(summary, width),
        *summary_text_evidence.pieces(summary, width),
        *summary_text_evidence.ksbs(summary, width),
        *_shortfalls(report, width),
        *text.problems(report, width),
        *text.waived(report, width),
        *_whose_texts(summary, width),
    ]


def _questions(summary: Summary, width: int) -> Iterator[Line]:
    yield _BLANK
    yield (Span("What to ask about", "strong"),)
    asked = list(questions(summary))
    for question in asked:
        yield from paragraph(question.title, width)
        for detail in question.details:
            yield from paragraph(detail, width, "faint", indent=6)
    if not asked:
        yield from paragraph("Nothing stands out: no gaps, and no weak evidence.", width, "good")


def _smallest(summary: Summary, width: int) -> Iterator[Line]:
    yield _BLANK
    yield (Span("Smallest set of pieces", "strong"),)
    yield from paragraph(smallest_set(summary), width)


def _gateway(summary: Summary, width: int) -> Iterator[Line]:
    ready = summary.is_ready
    yield _BLANK
    yield (Span("Ready for the gateway: ", "strong"), Span(ready, _ANSWER_STYLES[ready]))
    for requirement in summary.gateway:
        first = (Span(f"{requirement.answer:<{_ANSWER_WIDTH}}", _ANSWER_STYLES[requirement.answer]),)
        says = f"{requirement.name}: {requirement.says}" if requirement.says else requirement.name
        yield from paragraph(says, width, first=first, indent=_ANSWER_WIDTH)
        if requirement.asks:
            yield from paragraph(f"asked for: {requirement.asks}", width, "faint", indent=_ANSWER_WIDTH)


def _shortfalls(report: Report, width: int) -> Iterator[Line]:
    if not report.shortfalls:
        return
    yield _BLANK
    yield (Span(f"Less than asked for: {plural(len(report.shortfalls), 'finding')}", "strong"),)
    for found in report.shortfalls[:MOST_TOLD]:
        first = (Span(f"{found.severity:<9}", text.SEVERITY_STYLES[found.severity]),)
        yield from paragraph(f"{found.code} {found.message}", width, first=first, indent=9)


def _whose_texts(summary: Summary, width: int) -> Iterator[Line]:
    said = whose_texts(summary)
    if said:
        yield _BLANK
        yield from paragraph(said, width, "faint")
