"""The long lists of a summary for a screen: every piece of evidence, and every KSB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.coverage import State
from ksbcheck.reporters.layout import Line, Span, cells, pad, paragraph, plural
from ksbcheck.reporters.summary_words import claims, facts, shown_in, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.summary.model import KsbSummary, PieceSummary, Summary

_INDENT = 6
_BLANK: Line = ()
_STATE_STYLES = {State.ACCEPTED: "good", State.CLAIMED: "warn", State.PLANNED: "bad", State.MISSING: "bad"}


def pieces(summary: Summary, width: int) -> Iterator[Line]:
    """Yield every piece with what it claims and its files."""
    yield _BLANK
    yield (Span(plural(len(summary.pieces), "piece") + " of evidence", "strong"),)
    for piece in summary.pieces:
        yield from _titled(piece.evidence.id, piece.evidence.title, width)
        for detail in _details(piece):
            yield from paragraph(detail, width, "faint", indent=_INDENT)


def _details(piece: PieceSummary) -> Iterator[str]:
    yield facts(piece)
    yield claims(piece)
    if piece.files:
        yield f"{'file' if len(piece.files) == 1 else 'files'}: {', '.join(file.name for file in piece.files)}"
    if piece.evidence.notes:
        yield f"notes: {piece.evidence.notes}"


def ksbs(summary: Summary, width: int) -> Iterator[Line]:
    """Yield every KSB in scope with its state and every piece that claims it."""
    yield _BLANK
    yield (Span(plural(len(summary.ksbs), "KSB") + " in scope", "strong"),)
    for entry in summary.ksbs:
        yield from _titled(entry.coverage.ksb.code, entry.coverage.ksb.text, width)
        yield from paragraph(_state(entry), width, _STATE_STYLES[entry.coverage.state], indent=_INDENT)
        for claim in entry.claims:
            yield from paragraph(shown_in(claim), width, "faint", indent=_INDENT)


def _state(entry: KsbSummary) -> str:
    numbers = ", ".join(map(str, entry.coverage.duties))
    duties = f"{'duty' if len(entry.coverage.duties) == 1 else 'duties'} {numbers}" if numbers else ""
    return " · ".join(filter(None, (standing(entry), duties)))


def _titled(name: str, text: str, width: int) -> Iterator[Line]:
    """Yield a name and a text beside it, or below it where the name is long."""
    if cells(name) < _INDENT:
        yield from paragraph(text, width, first=(Span(pad(name, _INDENT), "code"),), indent=_INDENT)
    else:
        yield from paragraph(name, width, "code")
        yield from paragraph(text, width, indent=_INDENT)
