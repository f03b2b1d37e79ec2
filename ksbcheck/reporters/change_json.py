"""What changed in a portfolio, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksbcheck.reporters.json import diagnostic

if TYPE_CHECKING:
    from ksbcheck.change import Change


def change_of(change: Change) -> dict[str, Any]:
    """Return what the JSON of a report holds under ``change``."""
    before, pieces = change.before, change.pieces
    return {
        "against": before.against,
        "then": before.then,
        "moved_from": before.moved_from,
        "gained": change.gained,
        "lost": change.lost,
        "thinner": change.thinner,
        "pieces": {
            "added": pieces.added,
            "removed": pieces.removed,
            "renamed": [{"then": then, "now": now} for then, now in pieces.renamed],
        },
        "new": [diagnostic(found) for found in change.new],
        "fixed": [diagnostic(found) for found in change.fixed],
    }
