"""What changed in a portfolio, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.change import Then
from ksbcheck.reporters.layout import plural

if TYPE_CHECKING:
    from ksbcheck.change import Before, Change, Pieces


def line_of(change: Change) -> str:
    """Return since when, then what was gained and lost, and what became of pieces and findings."""
    if change.before.then is Then.UNREADABLE:
        return since(change.before)
    kinds = (("gained", change.gained), ("lost", change.lost), ("thinner", change.thinner))
    parts = [f"{kind} {len(codes)} ({', '.join(codes)})" if codes else f"{kind} 0" for kind, codes in kinds]
    pieces = pieces_of(change.pieces)
    if pieces:
        parts.append(pieces)
    parts.append(f"{plural(len(change.new), 'finding')} new, {len(change.fixed)} fixed")
    return f"{since(change.before)}: {' · '.join(parts)}"


def since(before: Before) -> str:
    """Return what a portfolio is compared with, and what there was of it."""
    if before.then is Then.UNREADABLE:
        return f"since {before.against}: it could not be read then, so nothing is compared"
    if before.then is Then.ABSENT:
        return f"since {before.against}, when there was none"
    return (
        f"since {before.against}, when it was {before.moved_from}" if before.moved_from else f"since {before.against}"
    )


def pieces_of(pieces: Pieces) -> str:
    """Return how many pieces came, went and got another id, or nothing."""
    counts = {"added": pieces.added, "removed": pieces.removed, "renamed": pieces.renamed}
    told = [f"{len(ids)} {what}" for what, ids in counts.items() if ids]
    return f"pieces: {', '.join(told)}" if told else ""
