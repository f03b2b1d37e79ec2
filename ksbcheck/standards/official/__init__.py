"""Importing what the public body publishes of a standard: its JSON, or the text of its page."""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import ValidationError

from ksbcheck.decoding import decode
from ksbcheck.diagnostic import Diagnostic, Severity, unusable
from ksbcheck.source import Source
from ksbcheck.standards.model import Standard
from ksbcheck.standards.official import json_standard, page
from ksbcheck.standards.official.defects import Defects
from ksbcheck.standards.official.json_file import JsonFile, pointer_text
from ksbcheck.standards.read import inspect_standard
from ksbcheck.standards.write import standard_yaml


class Imported(NamedTuple):
    """A standard that was imported.

    ``text`` is the YAML for its file, ``standard`` what that file says, ``defects`` what is wrong with the official
    one, each at its place there.
    """

    standard: Standard
    text: str
    defects: tuple[Diagnostic, ...]


def import_standard(source: Source, title: str | None = None) -> Imported:
    """Import an official file. ``title`` is needed for the text of a page, which lacks it, and wins over JSON's.

    Raises UnusableFileError: KSB001 to KSB004 (not to be read), KSB308 (not a standard), KSB309 (no KSBs).
    """
    text = decode(source)
    defects = Defects()
    if page.is_page(text):
        fields = page.standard_fields(source.name, text, title, defects)
        places = [(f"line {defect.pointer[0]}", (int(defect.pointer[0]), 1)) for defect in defects.noted]
    else:
        file = JsonFile(source.name, text)
        fields = json_standard.standard_fields(file, defects)
        if title:
            fields["title"] = title
        places = [(pointer_text(defect.pointer), file.position(defect.pointer)) for defect in defects.noted]
    noted = list(zip(defects.noted, places, strict=True))
    fields["warnings"] = [
        {"code": defect.code, "place": where or None, "message": defect.message} for defect, (where, _) in noted
    ]
    found = (
        Diagnostic(defect.code, Severity.WARNING, defect.message, source.name, *position)
        for defect, (_, position) in noted
    )
    return _written(source.name, fields, tuple(found))


def _written(name: str, fields: dict[str, Any], found: tuple[Diagnostic, ...]) -> Imported:
    """Return the import as its file will be read again."""
    try:
        text = standard_yaml(Standard.model_validate(fields))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise unusable("KSB308", f"not a standard that can be held: {where} {first['msg']}", name) from None
    file = inspect_standard(Source(name, text.encode()))
    return Imported(file.standard, text, found)
