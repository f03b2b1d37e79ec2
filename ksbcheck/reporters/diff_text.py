"""What changed between two versions of a standard, for a person at a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import one_line
from ksbcheck.reporters.diff_groups import UNCHANGED, UNRELIABLE, groups, summary
from ksbcheck.reporters.layout import WIDEST, Line, Span, cells, pad, paragraph
from ksbcheck.reporters.styled import styled_paragraph
from ksbcheck.standards.wording import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.reporters.diff_groups import Entry
    from ksbcheck.standards.compare import Comparison
    from ksbcheck.standards.wording import Run

_BLANK: Line = ()
_INDENT = 6
_LEGEND = "Words taken out stand in [-...-], words put in in {+...+}."
_MARKS = {Fate.KEPT: ("", ""), Fate.OUT: ("[-", "-]"), Fate.IN: ("{+", "+}")}
_STYLES = {Fate.KEPT: "", Fate.OUT: "bad", Fate.IN: "good"}


def lay_out(comparison: Comparison, width: int) -> list[Line]:
    """Return what changed as lines of at most ``width`` cells (but no less than 40)."""
    width = max(40, min(width, WIDEST))
    return [*_heading(comparison, width), *_summary(comparison, width), *_groups(comparison, width)]


def _heading(comparison: Comparison, width: int) -> Iterator[Line]:
    for label, standard in (("From  ", comparison.old), ("To    ", comparison.new)):
        texts = (Span(standard.name, "code"), Span(standard.title, "strong"))
        yield from styled_paragraph(texts, width, first=(Span(label),), indent=_INDENT)


def _summary(comparison: Comparison, width: int) -> Iterator[Line]:
    yield _BLANK
    rows = summary(comparison)
    label_width = max(cells(label) for label, _ in rows) + 2
    for label, counts in rows:
        yield from paragraph(counts, width, first=(Span(pad(label, label_width), "strong"),), indent=label_width)


def _groups(comparison: Comparison, width: int) -> Iterator[Line]:
    found = groups(comparison)
    notices = [] if comparison.is_reliable else [(UNRELIABLE, "warn")]
    notices += [] if found else [(UNCHANGED, "good")]
    notices += [(_LEGEND, "faint")] if any(entry.likeness for group in found for entry in group.entries) else []
    for notice, style in notices:
        yield _BLANK
        yield from paragraph(notice, width, style)
    for group in found:
        yield _BLANK
        yield from paragraph(group.title, width, "strong")
        for entry in group.entries:
            yield from _entry(entry, width)


def _entry(entry: Entry, width: int) -> Iterator[Line]:
    texts = [_marked(run) for run in entry.runs]
    if entry.likeness or cells(entry.label) >= _INDENT:
        head = [Span(entry.label, "code"), *([Span(f"({entry.likeness})", "faint")] if entry.likeness else [])]
        yield from styled_paragraph(head, width)
        yield from styled_paragraph(texts, width, indent=_INDENT)
    else:
        yield from styled_paragraph(texts, width, first=(Span(pad(entry.label, _INDENT), "code"),), indent=_INDENT)
    for remark in entry.remarks:
        yield from paragraph(remark, width, "faint", indent=_INDENT)


def _marked(run: Run) -> Span:
    before, after = _MARKS[run.fate]
    return Span(f"{before}{one_line(run.text)}{after}", _STYLES[run.fate])
