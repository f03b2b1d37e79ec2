"""Reading a standard's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import Severity, UnusableFileError
from ksbcheck.shape import build
from ksbcheck.standards.faults import faults_of
from ksbcheck.standards.model import Standard
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.source import Source


class StandardFile(NamedTuple):
    """A standard as its file has it, and what is wrong with it beyond its shape."""

    standard: Standard
    faults: tuple[Diagnostic, ...]


def inspect_standard(source: Source) -> StandardFile:
    """Read a standard for looking at it. Raises UnusableFileError where the file has no standard's shape."""
    document = read_document(source)
    standard = build(document, Standard)
    return StandardFile(standard, tuple(faults_of(standard, document)))


def read_standard(source: Source) -> Standard:
    """Read a standard for checking portfolios against it.

    Raises UnusableFileError where the file has no standard's shape, or has a fault that makes coverage wrong.
    """
    file = inspect_standard(source)
    errors = [fault for fault in file.faults if fault.severity is Severity.ERROR]
    if errors:
        raise UnusableFileError(errors)
    return file.standard
