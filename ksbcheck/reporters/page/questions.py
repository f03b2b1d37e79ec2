"""What an assessor asks about first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ksbcheck.summary.model import KsbSummary, PieceSummary, Summary


class Bearing(NamedTuple):
    """A piece of evidence, and the KSBs that nothing else shows."""

    piece: PieceSummary
    ksbs: tuple[KsbSummary, ...]


def counted_pieces(summary: Summary) -> dict[str, PieceSummary]:
    """Return id -> the piece that counts under it; of several with one id the first."""
    found: dict[str, PieceSummary] = {}
    for piece in summary.pieces:
        if piece.counts:
            found.setdefault(piece.evidence.id, piece)
    return found


def bearing_pieces(summary: Summary) -> list[Bearing]:
    """Return the pieces on which alone any KSBs rest, in the file's order: what falls with a piece stands together."""
    resting: dict[str, list[KsbSummary]] = {}
    for entry in summary.on_one_piece:
        assert entry.only_piece is not None  # that is what they were chosen by
        resting.setdefault(entry.only_piece, []).append(entry)
    pieces = counted_pieces(summary)
    return [Bearing(piece, tuple(resting[id])) for id, piece in pieces.items() if id in resting]  # noqa: A001 - its id
