"""Loading portfolios and standards: the first half of the public API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.portfolios.read import PortfolioFile, read_portfolio
from ksbcheck.printable import shortened
from ksbcheck.source import Source, read_source
from ksbcheck.standards.find import UnknownStandardError, find_standard, parse_name
from ksbcheck.standards.read import read_standard

if TYPE_CHECKING:
    import os

    from ksbcheck.standards.model import Standard


def load_portfolio(source: str | os.PathLike[str] | Source) -> PortfolioFile:
    """Read a portfolio from a path or a source. Raises UnusableFileError with all that is wrong with it."""
    return read_portfolio(source if isinstance(source, Source) else read_source(source))


def load_standard(name: str | os.PathLike[str]) -> Standard:
    """Read a standard by name (``ST0792``, ``ST0792 v1.1``) or from the path of its file.

    Raises UnusableFileError with all that is wrong: KSB305 where there is no such standard.
    """
    return read_standard(standard_source(name))


def standard_source(name: str | os.PathLike[str]) -> Source:
    """Return the unread file of the standard that ``name`` means. Raises UnusableFileError as ``load_standard``.

    A text with a folder or an ending in it is a path, anything else a name.
    """
    if not isinstance(name, str) or (parse_name(name) is None and (Path(name).name != name or Path(name).suffix)):
        return read_source(name)
    try:
        return find_standard(name)
    except UnknownStandardError as error:
        raise unusable("KSB305", str(error), shortened(name)) from None


def standard_of(file: PortfolioFile) -> Standard:
    """Read the standard that a portfolio names. Raises UnusableFileError (KSB305) at the name's place.

    Only names are followed, never paths: a portfolio may come from a stranger.
    """
    try:
        return read_standard(find_standard(file.portfolio.standard))
    except UnknownStandardError as error:
        place = file.position("standard")
        raise UnusableFileError([Diagnostic("KSB305", Severity.ERROR, str(error), file.path, *place)]) from None
