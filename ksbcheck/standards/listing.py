"""All the standards of a store, read, for a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.printable import printable
from ksbcheck.standards.find import version_order
from ksbcheck.standards.read import read_standard

if TYPE_CHECKING:
    from ksbcheck.standards.model import Standard
    from ksbcheck.standards.store import Entry, Store


class Listed(NamedTuple):
    """One file of a store. ``name`` is '' where nothing says which standard it is."""

    name: str
    where: str
    """Its path, or ``bundled``."""
    standard: Standard | None = None
    """What it holds, None if that cannot be used or is not found by name."""
    problem: str = ""
    """The first that is wrong with it."""
    hidden_by: str = ""
    """Where the standard of this name is that is found in its place."""


def list_store(store: Store) -> list[Listed]:
    """Return what a store holds, by reference, version and place, and last what cannot be read."""
    nearest: dict[object, str] = {}
    listed = []
    for entry in store.entries():
        key = _order(entry)
        where = "bundled" if entry.place.bundled else printable(str(entry.path))
        hidden_by = nearest.setdefault(key, where) if entry.name else where
        listed.append((key, _listed(entry, where, "" if hidden_by is where else hidden_by)))
    return [found for _, found in sorted(listed, key=lambda pair: pair[0])]


def _listed(entry: Entry, where: str, hidden_by: str) -> Listed:
    name = str(entry.name) if entry.name else ""
    if hidden_by:
        return Listed(name, where, hidden_by=hidden_by)
    try:
        return Listed(name, where, read_standard(entry.open()))
    except UnusableFileError as error:
        return Listed(name, where, problem=str(error.diagnostics[0]))


def _order(entry: Entry) -> tuple[object, ...]:
    if entry.name is None:
        return (True,)
    return (False, entry.name.reference, version_order(entry.name.version or ""))
