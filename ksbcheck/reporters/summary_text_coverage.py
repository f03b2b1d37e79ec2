"""How much is covered, as figures and bars for a screen: in all, by kind, by duty and over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.layout import Line, Span, bar, cells, pad, paragraph, wrap
from ksbcheck.reporters.summary_words import MOST_POINTS, gaps, left_out_days, line_to_gateway
from ksbcheck.share import Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.summary.model import DutySummary, Summary, Tally

# From these widths on, accepted and claimed stand in columns, and the duties' texts beside them.
_ROOMY = 60
_WIDE = 78
_COLUMNS = f"{'accepted':>8}{'claimed':>9}  "
_BLANK: Line = ()


def kinds(summary: Summary, width: int) -> Iterator[Line]:
    """Yield the coverage in all and by kind, with what the bars' parts stand for below."""
    total = summary.total
    rows = {"Covered": total, **{kind.plural.capitalize(): tally for kind, tally in summary.by_kind.items()}}
    label_width = _label_width(summary)
    if width >= _ROOMY:
        yield (Span(" " * (label_width + cells(_figures(total.covered))) + _COLUMNS, "faint"),)
    for label, tally in rows.items():
        start = _row(label, tally, label_width, width, "strong" if tally is total else "")
        yield (*start, *_parted_bar(tally, width - sum(cells(span.text) for span in start)))
        yield from _below(tally, label_width, width)
    accepted = total.accepted
    legend = f"█ {accepted.covered} accepted ({accepted.percent:.1f} %) · ▒ {total.claimed} claimed · ░ {gaps(total)}"
    yield from paragraph(legend, width, "faint")


def duties(summary: Summary, width: int) -> Iterator[Line]:
    """Yield a row for each duty in scope, with the beginning of its text."""
    if not summary.duties:
        return
    label_width = _label_width(summary)
    yield _BLANK
    heading = pad("Duties", label_width + cells(_figures(summary.total.covered)))
    yield (Span(heading, "strong"), *([Span(_COLUMNS, "faint")] if width >= _ROOMY else []))
    for entry in summary.duties:
        start = _row(_duty(entry), entry.tally, label_width, width)
        text = entry.coverage.duty.text
        if width >= _WIDE:
            yield (*start, Span(_beginning(text, width - sum(cells(span.text) for span in start)), "faint"))
        else:
            yield start
            yield from _below(entry.tally, label_width, width)
            yield (Span(" " * label_width), Span(_beginning(text, width - label_width), "faint"))


def over_time(summary: Summary, width: int) -> Iterator[Line]:
    """Yield where the coverage is against the line to the gateway, and the last days of evidence."""
    progress = summary.progress
    yield _BLANK
    yield (Span("Evidence over time", "strong"),)
    yield from paragraph(line_to_gateway(summary), width, "warn" if progress.is_behind else "")
    for point in progress.points[-MOST_POINTS:]:
        share = Share(summary.total.required, point.covered)
        start = f"{point.day}  {_figures(share)}"
        yield (Span(start), *bar(_part(share), width - cells(start)))
    left_out = left_out_days(summary)
    if left_out:
        yield from paragraph(left_out, width, "faint")


def _label_width(summary: Summary) -> int:
    """Return how wide the labels are, with what parts them from the figures: the same above and below."""
    labels = ("Covered", *(kind.plural for kind in summary.by_kind), *map(_duty, summary.duties))
    return max(map(len, labels)) + 2


def _duty(entry: DutySummary) -> str:
    return f"Duty {entry.coverage.duty.number}"


def _row(label: str, tally: Tally, label_width: int, width: int, style: str = "") -> Line:
    start = (Span(pad(label, label_width), style), Span(_figures(tally.covered), style))
    columns = f"{tally.accepted.covered:>8}{tally.claimed:>9}  "
    return (*start, Span(columns, style)) if width >= _ROOMY else start


def _below(tally: Tally, indent: int, width: int) -> Iterator[Line]:
    """Yield, on a narrow screen, what stands in columns on others."""
    if width < _ROOMY:
        yield (Span(" " * indent), Span(f"{tally.accepted.covered} accepted, {tally.claimed} claimed", "faint"))


def _figures(share: Share) -> str:
    return f"{share.covered:>3} of {share.required:<3} {share.percent:>5.1f} %  "


def _part(share: Share) -> float:
    return share.covered / share.required if share.required else 1


def _parted_bar(tally: Tally, width: int) -> Line:
    """Return a bar as long as what is covered; of what is both accepted and claimed, both have a part.

    Where there is one cell for both, it is that of the claimed ones: it promises less.
    """
    covered, rest = bar(_part(tally.covered), width)
    full = accepted = len(covered.text)
    if tally.claimed:
        accepted = round(_part(tally.accepted) * width)
        accepted = min(max(accepted, tally.accepted.covered > 0), full - 1)
    return (Span("█" * accepted, "good"), Span("▒" * (full - accepted), "warn"), rest)


def _beginning(text: str, width: int) -> str:
    """Return as much of ``text`` as one line holds, with room for ``...`` where there is no ``…``."""
    line, *more = wrap(text, width)
    return f"{wrap(text, width - 3)[0]}…" if more else line
