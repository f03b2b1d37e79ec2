"""Finding a standard by its name, such as ``ST0792`` or ``ST0792 v1.1``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ksbcheck.printable import shortened
from ksbcheck.source import Source, read_source

_NAME = re.compile(r"([A-Za-z]{2}[0-9]{4})(?:[\s_-]*[vV]?\s*([0-9]+(?:[._][0-9]+)*))?")
_FILE = re.compile(r"standard_([a-z]{2}[0-9]{4})_v([0-9]+(?:_[0-9]+)*)\.yaml")


class UnknownStandardError(LookupError):
    """A standard was asked for that is not here; the message says which are."""


@dataclass(frozen=True, slots=True)
class StandardName:
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
    match = _NAME.fullmatch(text.strip())
    return match and StandardName(match[1].upper(), match[2] and match[2].replace("_", "."))


def bundled_standards() -> dict[StandardName, Path]:
    """Return the standards that ksbcheck brings, by reference and then by version, oldest first."""
    found = {}
    for path in sorted(data_folder().glob("standard_*.yaml")):
        match = _FILE.fullmatch(path.name)
        if match:
            found[StandardName(match[1].upper(), match[2].replace("_", "."))] = path
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
    problem = f"there is no standard '{name}' here" if name else f"'{shortened(text)}' is no standard's name, such as ST0792"
    raise UnknownStandardError(f"{problem}; there is {', '.join(map(str, bundled))}; --standard also takes a file")


def data_folder() -> Path:
    """Return the folder of the bundled standards: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    packaged, checkout = package / "data", package.parent / "data"
    return checkout if not packaged.is_dir() and (package.parent / "pyproject.toml").is_file() else packaged


def _version_order(name: StandardName) -> tuple[int, ...]:
    return tuple(int(part) for part in (name.version or "0").split("."))
