"""Finding a standard by its name, such as ``ST0792`` or ``ST0792 v1.1``."""

import re
from pathlib import Path
from typing import NamedTuple

from ksbcheck.printable import shortened
from ksbcheck.source import Source, read_source

_NAME = re.compile(r"([A-Za-z]{2}[0-9]{4})(?:[\s_-]*[vV]?\s*([0-9]+(?:[._][0-9]+)*))?")
_LONGEST_NAME = 60


class UnknownStandardError(LookupError):
    """A standard was asked for that is not here; the message says which are."""


class StandardName(NamedTuple):
    """The reference of a standard, and the version if one is meant: ``ST0792`` or ``ST0792 v1.1``."""

    reference: str
    version: str | None = None

    def __str__(self) -> str:
        return self.reference if self.version is None else f"{self.reference} v{self.version}"

    def names(self, reference: str, version: str) -> bool:
        """Whether this is a name of that version."""
        return self.reference == reference and self.version in (None, version)


def parse_name(text: str) -> StandardName | None:
    """Read a name in any of the ways people write it: ``st0792``, ``ST0792 v1.1``, ``ST0792 1.1``, ``ST0792_v1_1``."""
    match = _NAME.fullmatch(text.strip()) if len(text) <= _LONGEST_NAME else None
    return match and StandardName(match[1].upper(), match[2] and match[2].replace("_", "."))


def bundled_standards() -> dict[StandardName, Path]:
    """Return the standards that ksbcheck brings, by reference and then by version, oldest first."""
    named = ((parse_name(path.stem.removeprefix("standard_")), path) for path in data_folder().glob("standard_*.yaml"))
    found = {name: path for name, path in named if name}
    return dict(sorted(found.items(), key=lambda pair: (pair[0].reference, _version_order(pair[0]))))


def find_standard(text: str) -> Source:
    """Return the file of the standard that ``text`` names; without a version, its newest.

    Raises UnknownStandardError where there is none.
    """
    name = parse_name(text)
    bundled = bundled_standards()
    matches = [path for known, path in bundled.items() if name and name.names(known.reference, known.version or "")]
    if matches:
        return read_source(matches[-1])
    problem = (
        f"there is no standard '{name}' here" if name else f"'{shortened(text)}' is no standard's name, such as ST0792"
    )
    raise UnknownStandardError(f"{problem}; there is {', '.join(map(str, bundled))}; --standard also takes a file")


def data_folder() -> Path:
    """Return the folder of the bundled standards: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    packaged, checkout = package / "data", package.parent / "data"
    return checkout if not packaged.is_dir() and (package.parent / "pyproject.toml").is_file() else packaged


def _version_order(name: StandardName) -> tuple[int, ...]:
    return tuple(int(part) for part in (name.version or "0").split("."))
