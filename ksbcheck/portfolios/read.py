"""Reading a portfolio's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import unusable
from ksbcheck.portfolios.model import Portfolio
from ksbcheck.shape import build
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck.source import Source
    from ksbcheck.yaml_nodes import Document


class PortfolioFile(NamedTuple):
    """A portfolio and where it was read: ``path`` for messages, ``folder`` for the evidence files beside it."""

    portfolio: Portfolio
    path: str
    folder: Path | None
    document: Document

    def position(self, *loc: str | int) -> tuple[int, int]:
        """Return line and column of what is at ``loc``: a field's value, or the n-th item or key under it."""
        return self.document.position_of(loc, key=isinstance(loc[-1], int))


def read_portfolio(source: Source) -> PortfolioFile:
    """Read a portfolio. Raises UnusableFileError with all that is wrong with it."""
    document = read_document(source)
    data = document.data()
    if isinstance(data, dict) and "evidence" not in data and "knowledge" in data:
        raise unusable(
            "KSB001", "a standard and not a portfolio; look at it with: ksbcheck standard show FILE", source.name
        )
    return PortfolioFile(build(document, Portfolio), source.name, source.folder, document)
