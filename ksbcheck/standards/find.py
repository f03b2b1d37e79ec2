"""The names by which standards are found, such as ``ST0792`` or ``ST0792 v1.1``."""

import re
from typing import NamedTuple

_NAME = re.compile(r"([A-Za-z]{2}[0-9]{4})(?:[\s_-]*[vV]?\s*([0-9]+(?:[._][0-9]+)*))?")
_LONGEST_NAME = 60


class StandardName(NamedTuple):
    """The reference of a standard, and the version if one is meant: ``ST0792`` or ``ST0792 v1.1``."""

    reference: str
    version: str | None = None

    def __str__(self) -> str:
        return self.reference if self.version is None else f"{self.reference} v{self.version}"

    def names(self, reference: str, version: str) -> bool:
        """Whether this is a name of that version. The versions 1 and 1.0 are the same."""
        return self.reference == reference and (
            self.version is None or version_order(self.version) == version_order(version)
        )


def parse_name(text: str) -> StandardName | None:
    """Read a name in any of the ways people write it: ``st0792``, ``ST0792 v1.1``, ``ST0792 1.1``, ``ST0792_v1_1``."""
    match = _NAME.fullmatch(text.strip()) if len(text) <= _LONGEST_NAME else None
    return match and StandardName(match[1].upper(), match[2] and match[2].replace("_", "."))


def version_order(version: str) -> tuple[tuple[int, str], ...]:
    """Sort key for versions, number by number: 1.10 comes after 1.9, and 1 is the same as 1.0."""
    # Longer numbers are larger. They stay texts: Python makes no integers of more than some thousand digits.
    numbers = [(len(digits), digits) for digits in (part.lstrip("0") for part in version.split("."))]
    while numbers and not numbers[-1][0]:
        numbers.pop()
    return tuple(numbers)
