"""The summary for mail, pull requests and Word: headings, lists and tables of few columns, and no HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters import markdown
from ksbcheck.reporters.layout import plural
from ksbcheck.reporters.markdown import escape
from ksbcheck.reporters.summary_words import (
    MOST_POINTS,
    claims,
    dates,
    facts,
    gaps,
    left_out_days,
    line_to_gateway,
    questions,
    shown_in,
    smallest_set,
    standing,
    whose_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.summary.model import KsbSummary, PieceSummary, Summary, Tally


def render(summary: Summary) -> str:
    """Return the summary as Markdown, with every text that came from a file escaped."""
    return "\n".join(_lines(summary)) + "\n"


def _lines(summary: Summary) -> Iterator[str]:
    report = summary.report
    yield from markdown.heading(report)
    yield f"- Dates: {escape(dates(summary))}"
    yield from _coverage(summary)
    yield from _duties(summary)
    yield from _questions(summary)
    yield from markdown.next_duty(report)
    yield from ("", "## Smallest set of pieces", "", escape(smallest_set(summary)))
    yield from _gateway(summary)
    yield from _over_time(summary)
    yield from _pieces(summary)
    yield from _ksbs(summary)
    yield from markdown.shortfalls(report)
    yield from markdown.problems(report)
    yield from markdown.waived(report)
    if said := whose_texts(summary):
        yield from ("", escape(said))


def _coverage(summary: Summary) -> Iterator[str]:
    yield from ("", "| | Covered | | Accepted | Claimed |", "|---|---:|---:|---:|---:|")
    yield f"| **All KSBs** | {_figures(summary.total)} |"
    for kind, tally in summary.by_kind.items():
        yield f"| {kind.plural.capitalize()} | {_figures(tally)} |"
    total, accepted = summary.total, summary.total.accepted
    yield ""
    yield f"{accepted.covered} accepted ({accepted.percent:.1f} %), {total.claimed} claimed; {gaps(total)}."


def _figures(tally: Tally) -> str:
    """Return the cells that tell how a group stands."""
    share = tally.covered
    covered = f"{share.covered} of {share.required} | {share.percent:.1f} %"
    return f"{covered} | {tally.accepted.covered} | {tally.claimed}"


def _duties(summary: Summary) -> Iterator[str]:
    if summary.duties:
        yield from ("", "## Duties", "", "| Duty | Covered | | Accepted | Claimed |", "|---|---:|---:|---:|---:|")
        for entry in summary.duties:
            duty = entry.coverage.duty
            yield f"| {duty.number}: {escape(duty.text)} | {_figures(entry.tally)} |"


def _questions(summary: Summary) -> Iterator[str]:
    yield from ("", "## What to ask about", "")
    asked = list(questions(summary))
    for question in asked:
        yield f"- {escape(question.title)}"
        yield from (f"  - {escape(detail)}" for detail in question.details)
    if not asked:
        yield "Nothing stands out: no gaps, and no weak evidence."


def _gateway(summary: Summary) -> Iterator[str]:
    yield from ("", f"## Ready for the gateway: {summary.is_ready}", "")
    yield from ("| | | What the portfolio says | Asked for |", "|---|---|---|---|")
    for entry in summary.gateway:
        yield f"| {escape(entry.name)} | {entry.answer} | {escape(entry.says)} | {escape(entry.asks)} |"


def _over_time(summary: Summary) -> Iterator[str]:
    yield from ("", "## Evidence over time", "", line_to_gateway(summary))
    points = summary.progress.points[-MOST_POINTS:]
    if points:
        yield from ("", "| Day | Pieces | KSBs covered |", "|---|---:|---:|")
        yield from (f"| {point.day} | {point.pieces} | {point.covered} |" for point in points)
    left_out = left_out_days(summary)
    if left_out:
        yield from ("", left_out)


def _pieces(summary: Summary) -> Iterator[str]:
    yield from ("", f"## {plural(len(summary.pieces), 'piece')} of evidence")
    if summary.pieces:
        yield from ("", "| Piece | Date, type and status | Claims | Files |", "|---|---|---|---|")
        yield from map(_piece, summary.pieces)


def _piece(piece: PieceSummary) -> str:
    evidence = piece.evidence
    title = f"{evidence.id}: {evidence.title}" + (f" ({evidence.notes})" if evidence.notes else "")
    files = ", ".join(file.name for file in piece.files)
    return f"| {escape(title)} | {escape(facts(piece))} | {escape(claims(piece))} | {escape(files)} |"


def _ksbs(summary: Summary) -> Iterator[str]:
    yield from ("", f"## {plural(len(summary.ksbs), 'KSB')} in scope")
    if summary.ksbs:
        yield from ("", "| Code | KSB | State | Evidence |", "|---|---|---|---|")
        yield from map(_ksb, summary.ksbs)


def _ksb(entry: KsbSummary) -> str:
    evidence = escape("; ".join(map(shown_in, entry.claims)))
    ksb = entry.coverage.ksb
    return f"| {ksb.code} | {escape(ksb.text)} | {standing(entry)} | {evidence} |"
