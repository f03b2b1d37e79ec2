"""One finding about one file, and the error that a file which cannot be used raises."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

MOST_TOLD = 100
"""The most findings of one file that are told to a person; more help nobody."""


class Severity(StrEnum):
    """How much a finding matters, most serious first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Diagnostic(NamedTuple):
    """What was found, where, and what to do about it.

    ``line`` and ``column`` count from 1, in characters; None where the finding has no line.
    ``ksb`` is the code of the KSB that the finding is about, and ``evidence`` the id of the piece, if it is about one.
    """

    code: str
    severity: Severity
    message: str
    path: str
    line: int | None = None
    column: int | None = None
    ksb: str | None = None
    evidence: str | None = None

    @property
    def place(self) -> str:
        """``path:line:column``, as editors and terminals link it."""
        return self.path if self.line is None else f"{self.path}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.message}"


def in_file_order(found: Diagnostic) -> tuple[int, int, str]:
    """Sort key: by line, column and code; what has no line comes first."""
    return found.line or 0, found.column or 0, found.code


class UnusableFileError(Exception):
    """A file cannot be used; ``diagnostics`` says all that is wrong with it, up to ``MOST_TOLD`` findings.

    ``omitted`` counts those that were left out: the ones beyond, and others that were never made.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], omitted: int = 0) -> None:
        found = tuple(diagnostics)
        self.diagnostics = found[:MOST_TOLD]
        self.omitted = omitted + len(found) - len(self.diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))


def unusable(
    code: str, message: str, path: str, line: int | None = None, column: int | None = None
) -> UnusableFileError:
    """The error for a file with one thing wrong; without a line, it is about none in particular."""
    return UnusableFileError([Diagnostic(code, Severity.ERROR, message, path, line, column)])
