"""Reading a standard's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import Severity, UnusableFileError, in_file_order, unusable
from ksbcheck.shape import build
from ksbcheck.standards.faults import faults_of
from ksbcheck.standards.find import parse_name
from ksbcheck.standards.model import Standard
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.source import Source


class StandardFile(NamedTuple):
    """A standard as its file has it, and what is wrong with it although it has a standard's shape."""

    standard: Standard
    faults: tuple[Diagnostic, ...]


def inspect_standard(source: Source) -> StandardFile:
    """Read a standard for looking at it.

    Raises UnusableFileError where the file has no standard's shape, or holds another than it is named as (KSB306).
    """
    if source.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"referenceNumber"' in source.data:
        message = "an official standard as published; import it first: ksbcheck standard import FILE"
        raise unusable("KSB001", message, source.name)
    document = read_document(source)
    standard = build(document, Standard, despite_faults=True)
    named = parse_name(source.named) if source.named else None
    if named and not named.names(standard.reference, standard.version):
        raise unusable("KSB306", f"is named as {named} but holds {standard.name}", source.name)
    faults = [*document.faults, *faults_of(standard, document)]
    return StandardFile(standard, tuple(sorted(faults, key=in_file_order)))


def read_standard(source: Source) -> Standard:
    """Read a standard for checking portfolios against it.

    Raises UnusableFileError where the file has no standard's shape, or has a fault that makes coverage wrong.
    """
    file = inspect_standard(source)
    errors = [fault for fault in file.faults if fault.severity is Severity.ERROR]
    if errors:
        raise UnusableFileError(errors)
    return file.standard
