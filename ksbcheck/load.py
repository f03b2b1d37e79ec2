"""Loading portfolios and standards: the first half of the public API."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.inside import path_inside
from ksbcheck.portfolios.read import PortfolioFile, read_portfolio
from ksbcheck.printable import printable, shortened
from ksbcheck.source import Source, read_source
from ksbcheck.standards.find import StandardName, parse_name
from ksbcheck.standards.read import read_standard
from ksbcheck.standards.store import Store, UnknownStandardError, bundled, near

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.standards.model import Standard


class Origin(NamedTuple):
    """How a portfolio came by the standard that it is held against. ``path`` is the file, for reports."""

    path: str
    named: bool
    """Whether the portfolio names it itself, and it was not asked for on the command line."""
    differs: bool
    """Whether ksbcheck brings a standard of the same name with other content."""


class Found(NamedTuple):
    """A standard and how it was come by."""

    standard: Standard
    origin: Origin


class _File(NamedTuple):
    source: Source
    shown: str
    bundled: bool = False

    @classmethod
    def of_name(cls, name: str, store: Store) -> _File:
        entry = store.find(name)
        return cls(entry.open(), entry.shown, entry.place.bundled)


def load_portfolio(source: str | os.PathLike[str] | Source) -> PortfolioFile:
    """Read a portfolio from a path or a source. Raises UnusableFileError with all that is wrong with it."""
    return read_portfolio(source if isinstance(source, Source) else read_source(source))


def load_standard(name: str | os.PathLike[str], store: Store | None = None) -> Standard:
    """Read a standard by name (``ST0792``, ``ST0792 v1.1``) or from the path of its file.

    Names are looked for in ``store``, or else among the standards that ksbcheck brings. Raises UnusableFileError with
    all that is wrong: KSB305 where there is no such standard, KSB306 where a file is named as another than it holds.
    """
    return read_standard(standard_source(name, store))


def standard_source(name: str | os.PathLike[str], store: Store | None = None) -> Source:
    """Return the unread file of the standard that ``name`` means. Raises UnusableFileError as ``load_standard``.

    A text with a folder or an ending in it is a path, anything else a name.
    """
    return _asked_for(name, store or Store((bundled(),))).source


def standard_of(file: PortfolioFile, store: Store | None = None) -> Standard:
    """Read the standard that a portfolio names: ``standard_for`` without anything else asked for."""
    return standard_for(file, store=store).standard


def standard_for(
    file: PortfolioFile,
    asked: str | None = None,
    store: Store | None = None,
    *,
    read: Callable[[Source], Standard] = read_standard,
) -> Found:
    """Read the standard ``asked`` for, by name or path, or else the one that the portfolio names.

    Names are looked for in ``store``, or else in the folders ``standards`` near the portfolio and among the standards
    that ksbcheck brings. Raises UnusableFileError as ``load_standard``; what the portfolio names wrongly is told at its
    place. Its paths are followed inside its own folder only: a portfolio may come from a stranger. ``read`` reads the
    standard: who reads many portfolios need not read it for each.
    """
    if store is None:
        store = Store((*(near(file.folder) if file.folder else ()), bundled()))
    found = _asked_for(asked, store) if asked is not None else _named_by(file, store)
    standard = read(found.source)
    differs = not found.bundled and _differs(standard, found.source)
    return Found(standard, Origin(found.shown, asked is None, differs))


def _asked_for(name: str | os.PathLike[str], store: Store) -> _File:
    if not isinstance(name, str) or (parse_name(name) is None and (Path(name).name != name or Path(name).suffix)):
        source, path = read_source(name), Path(name)
        return _File(source, printable(path.name) if path.is_absolute() else source.name)
    try:
        return _File.of_name(name, store)
    except UnknownStandardError as error:
        raise unusable("KSB305", str(error), shortened(name)) from None


def _named_by(file: PortfolioFile, store: Store) -> _File:
    text = file.portfolio.standard
    try:
        folder = file.folder or store.folder
        if folder is not None and _is_path(text):
            return _inside(folder, text)
        return _File.of_name(text, store)
    except UnknownStandardError as error:
        place = file.position("standard")
        raise UnusableFileError([Diagnostic("KSB305", Severity.ERROR, str(error), file.path, *place)]) from None


def _is_path(text: str) -> bool:
    return "/" in text or "\\" in text or text.casefold().endswith((".yaml", ".yml"))


def _inside(folder: Path, text: str) -> _File:
    """Read the file that a portfolio means by a path. Raises UnknownStandardError where it is outside or not there."""
    try:
        path = path_inside(os.path.realpath(folder), text)
        there = path is None or path.exists()
    except (OSError, ValueError):  # a name that no file can have
        path, there = Path(text), False
    if path is None:
        problem = "is not inside the portfolio's folder; --standard takes a file anywhere"
        raise UnknownStandardError(f"'{shortened(text)}' {problem}")
    if not there:
        problem = "is not there; the path of a standard starts at the portfolio's folder"
        raise UnknownStandardError(f"'{shortened(text)}' {problem}")
    return _File(read_source(path, (folder / text).as_posix()), printable(text))


def _differs(standard: Standard, source: Source) -> bool:
    """Whether ksbcheck brings another standard of this name; comments and line ends make no difference."""
    brought = Store((bundled(),)).get(StandardName(standard.reference, standard.version))
    if brought is None:
        return False
    other = brought.open()
    return other.data != source.data and read_standard(other) != standard
