"""The summary as a web page: one file that opens from a mail attachment, and prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.diagnostic import MOST_TOLD
from ksbcheck.reporters.page.document import render_page
from ksbcheck.reporters.page.matrix import MOST_ON_PAPER, rows_of
from ksbcheck.reporters.page.questions import bearing_pieces, counted_pieces
from ksbcheck.reporters.page.timeline import timeline_of
from ksbcheck.reporters.summary_words import line_to_gateway
from ksbcheck.standards.scope import Split
from ksbcheck.version import __version__

if TYPE_CHECKING:
    from ksbcheck.summary.model import Summary


def render(summary: Summary) -> str:
    """Return the summary as one HTML document that asks for nothing from elsewhere."""
    return render_page(
        summary=summary,
        report=summary.report,
        is_split_unknown=summary.report.scope.split is Split.UNKNOWN,
        bearing=bearing_pieces(summary),
        counted_pieces=counted_pieces(summary),
        matrix=tuple(rows_of(summary)),
        is_too_wide=len(summary.pieces) > MOST_ON_PAPER,
        timeline=timeline_of(summary),
        line_to_gateway=line_to_gateway(summary),
        most_told=MOST_TOLD,
        version=__version__,
    )
