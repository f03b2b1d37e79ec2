"""What the command line asks for, as values."""

from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

DEFAULT_STANDARD = "ST0792"
"""The standard meant where a command has no portfolio to ask, and none is named."""


class Color(StrEnum):
    """When output is coloured; ``auto`` is on a terminal, unless NO_COLOR or FORCE_COLOR is set."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Format(StrEnum):
    """The formats of a report: the keys of ``ksbcheck.reporters.REPORTERS``."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    SVG = "svg"


class GapsSettings(NamedTuple):
    """What ``ksbcheck gaps`` is asked for."""

    portfolio: str
    option: str | None
    standard: str | None
    format: Format
    output: Path | None
    min_evidence: int
    fail_under: Fraction
    exit_zero: bool
    color: Color
    quiet: bool


class MigrateSettings(NamedTuple):
    """What ``ksbcheck migrate`` is asked for."""

    portfolio: Path
    to: str
    standard: str | None
    option: str | None
    accept_likely: bool
    in_place: bool
    output: Path | None
    exit_zero: bool
    color: Color
