"""Importing what the public body publishes of a standard: its JSON, or the text of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from ksbcheck.decoding import decode
from ksbcheck.diagnostic import Diagnostic, Severity, unusable
from ksbcheck.source import Source
from ksbcheck.standards.model import Standard
from ksbcheck.standards.official import json_standard, page
from ksbcheck.standards.official.defects import Defect, Defects
from ksbcheck.standards.official.json_file import JsonFile, pointer_text
from ksbcheck.standards.published import API
from ksbcheck.standards.read import inspect_standard
from ksbcheck.standards.write import standard_yaml

if TYPE_CHECKING:
    from collections.abc import Callable


class Imported(NamedTuple):
    """A standard that was imported.

    ``text`` is the YAML for its file, ``standard`` what that file says, ``defects`` what is wrong with the official
    one, each at its place there.
    """

    standard: Standard
    text: str
    defects: tuple[Diagnostic, ...]


def import_official(
    source: Source, title: str | None = None, known_title: Callable[[str], str | None] = lambda _: None
) -> Imported:
    """Import an official file.

    ``title`` wins over the file's. The text of a page has none: where ``title`` is not given either, it is what
    ``known_title`` says for the reference.

    Raises UnusableFileError: KSB001 to KSB004 (not to be read), KSB308 (not a standard), KSB309 (no KSBs).
    """
    text = decode(source)
    if page.is_page(text):
        fields, noted = _read_page(source.name, text)
        title = title or known_title(fields["reference"])
        if not title:
            message = "the text of a page does not have the standard's title; give it with --title"
            raise unusable("KSB308", message, source.name)
    else:
        fields, noted = _read_json(source.name, text)
    if title:
        fields["title"] = title
    fields["warnings"] = [
        {"code": defect.code, "place": place or None, "message": defect.message} for defect, place, _ in noted
    ]
    found = (
        Diagnostic(defect.code, Severity.WARNING, defect.message, source.name, *position)
        for defect, _, position in noted
    )
    return _written(source.name, fields, tuple(found))


def file_name(standard: Standard) -> str:
    """Return what the file of a standard is usually called: ``standard_st0792_v1_1.yaml``."""
    return f"standard_{standard.reference.lower()}_v{standard.version.replace('.', '_')}.yaml"


class _Noted(NamedTuple):
    """A defect, its place as a standard records it, and its line and column."""

    defect: Defect
    place: str
    position: tuple[int, int]


def _read_page(name: str, text: str) -> tuple[dict[str, Any], list[_Noted]]:
    defects = Defects(name)
    fields = page.standard_fields(name, text, defects)
    lines = [int(defect.pointer[0]) for defect in defects.noted]
    return fields, [
        _Noted(defect, f"line {line}", (line, 1)) for defect, line in zip(defects.noted, lines, strict=True)
    ]


def _read_json(name: str, text: str) -> tuple[dict[str, Any], list[_Noted]]:
    if text.lstrip().startswith("<"):
        message = f"a web page; import the official JSON ({API}REFERENCE), or a file with the text copied from the page"
        raise unusable("KSB308", message, name, 1, 1)
    if not text.lstrip().startswith(("{", "[")):
        raise unusable("KSB308", "neither the official JSON of a standard nor the text of its page", name, 1, 1)
    file, defects = JsonFile(name, text), Defects(name)
    fields = json_standard.standard_fields(file, defects)
    return fields, [
        _Noted(defect, pointer_text(defect.pointer), file.position(defect.pointer)) for defect in defects.noted
    ]


def _written(name: str, fields: dict[str, Any], found: tuple[Diagnostic, ...]) -> Imported:
    """Return the import as its file will be read again."""
    try:
        text = standard_yaml(Standard.model_validate(fields))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise unusable("KSB308", f"not a standard that can be held: {where} {first['msg']}", name) from None
    file = inspect_standard(Source(name, text.encode()))
    errors = [fault for fault in file.faults if fault.severity is Severity.ERROR]
    if errors:
        raise unusable("KSB308", f"cannot be used as a standard: {errors[0].message}", name)
    return Imported(file.standard, text, found)
