"""What the public body publishes of a standard, as ``standard import`` reads it."""

from __future__ import annotations

from fuzz.ends import NAME, hold_to_a_finding
from ksbcheck.source import Source
from ksbcheck.standards.official import file_name, import_official
from ksbcheck.standards.read import inspect_standard


def import_json(data: bytes) -> None:
    """Import an official JSON file; what it becomes reads back as the same standard."""
    _import(data, None)


def import_page(data: bytes) -> None:
    """Import the text of an official page, which has no title."""
    _import(data, "Tester")


def _import(data: bytes, title: str | None) -> None:
    imported = import_official(Source(NAME, data), title)
    for found in imported.defects:
        hold_to_a_finding(found, data)
    assert inspect_standard(Source(NAME, imported.text.encode())).standard == imported.standard
    assert "/" not in file_name(imported.standard)
