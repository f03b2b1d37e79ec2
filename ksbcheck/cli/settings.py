"""What the command line asks for, as values."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeGuard

DEFAULT_STANDARD = "ST0792"
"""The standard meant where a command has no portfolio to ask, and none is named."""


def is_file(output: Path | None) -> TypeGuard[Path]:
    """Whether ``--output`` names a file: left out, and as ``-``, it is standard output."""
    return output is not None and str(output) != "-"


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
    CSV = "csv"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"
    SVG = "svg"


class CheckFormat(StrEnum):
    """The formats of a check: the keys of ``ksbcheck.reporters.GATE_REPORTERS``."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"


class SummaryFormat(StrEnum):
    """The formats of a summary: the keys of ``ksbcheck.reporters.SUMMARY_REPORTERS``."""

    TEXT = "text"
    HTML = "html"
    XLSX = "xlsx"
    CSV = "csv"
    MARKDOWN = "markdown"
    JSON = "json"


class CohortFormat(StrEnum):
    """The formats of a cohort: the keys of ``ksbcheck.reporters.cohort.COHORT_REPORTERS``."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    XLSX = "xlsx"
    HTML = "html"
    PARQUET = "parquet"


class Only(StrEnum):
    """Which portfolios of a cohort are listed: the keys of ``ksbcheck.cohort.choose.WANTED``."""

    BEHIND = "behind"
    GAPS = "gaps"
    FINDINGS = "findings"
    UNUSABLE = "unusable"
    COMPLETE = "complete"


class ReportFile(NamedTuple):
    """A report that is asked for beside the main output."""

    format: str
    path: Path


class CheckSettings(NamedTuple):
    """What ``ksbcheck check`` is asked for. What is None is left to the configuration."""

    portfolios: tuple[str, ...]
    option: str | None
    standard: str | None
    config: Path | None
    policy: Path | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    min_evidence: int | None
    fail_under: Fraction | None
    on_track: bool
    tolerance: Fraction | None
    today: date
    against: str | None
    no_regress: bool
    format: CheckFormat
    output: Path | None
    exit_zero: bool
    color: Color
    quiet: bool
    reports: tuple[ReportFile, ...] = ()

    @property
    def for_machines(self) -> bool:
        """Whether a program may read the output: then it holds no absolute path."""
        return self.format is not CheckFormat.TEXT or bool(self.reports)


class GapsSettings(NamedTuple):
    """What ``ksbcheck gaps`` is asked for."""

    portfolio: str
    option: str | None
    standard: str | None
    config: Path | None
    policy: Path | None
    format: Format
    output: Path | None
    min_evidence: int | None
    fail_under: Fraction | None
    exit_zero: bool
    color: Color
    quiet: bool
    reports: tuple[ReportFile, ...] = ()

    @property
    def for_machines(self) -> bool:
        """Whether a program may read the output: then it holds no absolute path."""
        return self.format is not Format.TEXT or bool(self.reports)


class SummarySettings(NamedTuple):
    """What ``ksbcheck summary`` is asked for. What is None is left to the configuration."""

    portfolio: str
    option: str | None
    standard: str | None
    config: Path | None
    policy: Path | None
    min_evidence: int | None
    today: date
    format: SummaryFormat
    output: Path | None
    color: Color
    reports: tuple[ReportFile, ...] = ()

    @property
    def for_machines(self) -> bool:
        """Whether anything but a screen shows the output: then it holds no absolute path."""
        return self.format is not SummaryFormat.TEXT or bool(self.reports)


class CohortSettings(NamedTuple):
    """What ``ksbcheck cohort`` is asked for. What is None is left to the configuration of each portfolio."""

    paths: tuple[str, ...]
    names: tuple[str, ...]
    option: str | None
    standard: str | None
    config: Path | None
    policy: Path | None
    min_evidence: int | None
    today: date
    only: tuple[Only, ...]
    sort: str | None
    """A key of ``ksbcheck.cohort.choose.ORDERS``, maybe with a sign before it; as they come if left out."""
    fail_under: Fraction | None
    jobs: int | None
    no_cache: bool
    format: CohortFormat
    output: Path | None
    exit_zero: bool
    color: Color
    quiet: bool

    @property
    def for_machines(self) -> bool:
        """Whether anything but a screen shows the output: then it holds no absolute path."""
        return self.format is not CohortFormat.TEXT


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
