"""What changed in a portfolio, for pull requests: first what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.change import Then
from ksbcheck.diagnostic import MOST_TOLD
from ksbcheck.reporters.change_line import pieces_of, since
from ksbcheck.reporters.layout import plural
from ksbcheck.reporters.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.change import Change
    from ksbcheck.diagnostic import Diagnostic


def lines_of(change: Change) -> Iterator[str]:
    """Yield the lines of one change, every text of a file escaped."""
    heading = since(change.before)
    yield f"## {heading[0].upper()}{escape(heading[1:])}"
    yield ""
    if change.before.then is Then.UNREADABLE:
        return
    yield "| | | KSBs |"
    yield "|---|---:|---|"
    for kind, codes in (("Lost", change.lost), ("Thinner", change.thinner), ("Gained", change.gained)):
        yield f"| {kind} | {len(codes)} | {', '.join(codes)} |"
    yield ""
    pieces = pieces_of(change.pieces)
    if pieces:
        yield f"{pieces[0].upper()}{pieces[1:]}."
    yield f"{plural(len(change.new), 'finding')} new, {len(change.fixed)} fixed."
    yield ""
    yield from _findings("new", change.new)
    yield from _findings("fixed", change.fixed)
    if change.new or change.fixed:
        yield ""


def _findings(what: str, findings: tuple[Diagnostic, ...]) -> Iterator[str]:
    for found in findings[:MOST_TOLD]:
        yield f"- {what} {found.severity}: {escape(found.place)} {found.code} {escape(found.message)}"
    if len(findings) > MOST_TOLD:
        yield f"- ... and {len(findings) - MOST_TOLD} more {what}; JSON has them"
