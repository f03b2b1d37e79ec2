"""Where standards are looked for: folders of files, nearest first, and last the standards that ksbcheck brings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.inside import path_inside
from ksbcheck.printable import printable, shortened
from ksbcheck.source import Source, read_source
from ksbcheck.standards.find import StandardName, parse_name, version_order
from ksbcheck.standards.published import API
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


FOLDER = "standards"
"""What folders of standards are called, near a portfolio and elsewhere."""

_ENDINGS = (".yaml", ".yml")
_PREFIX = "standard_"
_MOST_NAMED = 10
# Looking for likeness takes time; a folder near a portfolio may hold anything.
_MOST_COMPARED = 1000
# The most files of one folder that are looked into because their names do not say what they hold; more would be no
# folder of standards, and a stranger's large files take their time.
_MOST_LOOKED_INTO = 100


class UnknownStandardError(LookupError):
    """A standard was asked for that is not in the store; the message says which are."""


class Place(NamedTuple):
    """A folder of standards, as a person would type it; ``name`` is what messages call it."""

    folder: Path
    name: str
    bundled: bool = False
    within: Path | None = None
    """The folder that has a folder ``standards``: files that are not in it once links are followed are passed over.

    What is near a portfolio may be a stranger's, who is not to learn what there is elsewhere.
    """


class Entry(NamedTuple):
    """A file in a place, and the standard that it holds: by its name, or else by its content.

    ``name`` is None for a file that neither says so nor can be read.
    """

    name: StandardName | None
    path: Path
    place: Place

    @property
    def shown(self) -> str:
        """What reports call the file; they hold no absolute paths."""
        if self.place.within:
            return printable(self.path.as_posix())
        return f"{printable(self.path.name)} in {self.place.name}"

    def open(self) -> Source:
        """Return the file's content and what it is named as. Raises UnusableFileError where it cannot be read."""
        return read_source(self.path)._replace(named=self.name and str(self.name))


class Store(NamedTuple):
    """All places, nearest first. Of one version in several places the nearest is the one that is found.

    ``folder`` is where the paths in a portfolio start that has no folder of its own, None if they lead nowhere.
    """

    places: tuple[Place, ...]
    folder: Path | None = None

    def entries(self) -> Iterator[Entry]:
        """Yield every file that may hold a standard: place by place, and by name in each of them."""
        for place in self.places:
            yield from _entries(place)

    def get(self, name: StandardName) -> Entry | None:
        """Return the version that ``name`` means, or the newest of its reference."""
        matches = (
            entry for entry in self.entries() if entry.name and name.names(entry.name.reference, _version(entry.name))
        )
        if name.version is not None:
            return next(matches, None)
        return max(matches, key=_version_order, default=None)

    def find(self, text: str) -> Entry:
        """Return the standard that ``text`` names. Raises UnknownStandardError where there is none."""
        name = parse_name(text)
        entry = name and self.get(name)
        if entry is None:
            raise UnknownStandardError(_unknown(text, name, self.entries()))
        return entry


def near(folder: Path) -> tuple[Place, ...]:
    """Return the places near a portfolio: the folder ``standards`` in its own folder and in each of its parents."""
    try:
        own = Path(os.path.realpath(folder))
    except OSError:  # a working folder that is gone
        return ()
    typed = ((_typed(parent / FOLDER), parent) for parent in (own, *own.parents))
    return tuple(Place(path, path.as_posix(), within=parent) for path, parent in typed)


def bundled() -> Place:
    """Return the place of the standards that ksbcheck brings: in the installed package, or in a checkout beside it."""
    package = Path(__file__).parent.parent
    packaged, checkout = package / "data", package.parent / "data"
    is_checkout = not packaged.is_dir() and (package.parent / "pyproject.toml").is_file()
    return Place(checkout if is_checkout else packaged, "ksbcheck", bundled=True)


def _typed(path: Path) -> Path:
    try:
        return Path(os.path.relpath(path))
    except (OSError, ValueError):  # no working folder, or one on another drive
        return path


def _entries(place: Place) -> Iterator[Entry]:
    looked_into = 0
    for path in _files(place):
        name = parse_name(_stem(path))
        if name and name.version is not None:
            yield Entry(name, path, place)
        elif looked_into < _MOST_LOOKED_INTO:
            looked_into += 1
            yield from _look_into(path, place)


def _files(place: Place) -> Iterator[Path]:
    try:
        names = sorted(os.listdir(place.folder))  # noqa: PTH208 - names are what is wanted
    except OSError:  # most places are not there
        return
    for name in names:
        inside = not place.within or path_inside(str(place.within), f"{FOLDER}/{name}")
        if name.casefold().endswith(_ENDINGS) and inside:
            yield place.folder / name


def _stem(path: Path) -> str:
    stem = path.stem
    return stem[len(_PREFIX) :] if stem.casefold().startswith(_PREFIX) else stem


def _look_into(path: Path, place: Place) -> Iterator[Entry]:
    try:
        source = read_source(path)
        # Most other files need not be parsed to see that they are no standards.
        name = _held(source) if b"reference" in source.data and b"version" in source.data else None
    except UnusableFileError:
        yield Entry(None, path, place)
    else:
        if name:
            yield Entry(name, path, place)


def _held(source: Source) -> StandardName | None:
    """Return the name of the standard that a file holds, None if it is not one."""
    data = read_document(source).data()
    if not isinstance(data, dict):
        return None
    reference, version = data.get("reference"), data.get("version")
    texts = isinstance(reference, str) and isinstance(version, str)
    return parse_name(f"{reference} v{version}") if texts and reference and version else None


def _version(name: StandardName) -> str:
    assert name.version is not None  # an entry has one
    return name.version


def _version_order(entry: Entry) -> tuple[tuple[int, str], ...]:
    assert entry.name is not None
    return version_order(_version(entry.name))


def _unknown(text: str, name: StandardName | None, entries: Iterable[Entry]) -> str:
    known = {
        (entry.name.reference, version_order(_version(entry.name))): str(entry.name) for entry in entries if entry.name
    }
    names = [known[key] for key in sorted(known)]
    if name is None:
        problem = f"'{shortened(text)}' is no standard's name, such as ST0792"
        way = "--standard also takes a file, and ksbcheck standard import FILE adds one"
    else:
        problem = f"there is no standard '{name}' here"
        official = f"{API}{name.reference}" if name.reference.startswith("ST") else "FILE"
        way = f"import it: ksbcheck standard import {official}"
        names = [other for other in names if other.startswith(name.reference)] or names
    return "; ".join(filter(None, (problem, _choices(text, names), way)))


def _choices(text: str, names: list[str]) -> str:
    """Return ``there is A, B`` with the names most like ``text``, and how many more there are."""
    if len(names) > _MOST_NAMED:
        from difflib import get_close_matches  # only messages need it

        likely = get_close_matches(text[:60].upper(), names[:_MOST_COMPARED], n=_MOST_NAMED, cutoff=0)
        in_order = [name for name in names if name in likely]
        return f"there is {', '.join(in_order)} and {len(names) - len(in_order)} more"
    return f"there is {', '.join(names)}" if names else ""
