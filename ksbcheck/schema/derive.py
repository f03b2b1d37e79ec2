"""From a model to the JSON Schema of its files, as an editor checks them while they are written.

An editor gives scalars the types that YAML or TOML have for them (``1.10`` is a number there), where the readers take
any scalar as the text that was written. So a text may be a number here, too, if the reader takes such a text: it is
asked.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import StringConstraints, TypeAdapter, ValidationError

from ksbcheck.scalars import MOST_ITEMS, Several, pattern_of
from ksbcheck.schema.docstrings import docstrings_of, summary_of
from ksbcheck.shape import Model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest draft that the language servers for YAML and TOML both know in the versions that people have."""
_DIGITS = 9
# Texts that YAML and TOML have other types for.
_TYPED = {"integer": "7", "number": "1.5", "boolean": "true"}
_DATE = "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
_PERCENTAGE = r"^\s*(?:100(?:\.0{1,99})?|0?[0-9]{1,2}(?:\.[0-9]{1,99})?)\s*%?\s*$"


def file_schema(model: type[Model], title: str) -> Schema:
    """Return the schema of a file that holds ``model``."""
    return {"$schema": _DRAFT, "title": title, **object_schema(model)}


def object_schema(model: type[Model]) -> Schema:
    """Return the schema of a table or mapping that holds ``model``: every field described, and no others allowed."""
    hints, told = get_type_hints(model, include_extras=True), docstrings_of(model)
    may_be_nothing, may_be_empty = _fields_taking(model, None), _fields_taking(model, [])
    properties: Schema = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        schema = _schema(hints[name])
        if schema.get("type") == "array" and key not in may_be_empty:
            schema["minItems"] = 1
        if key in may_be_nothing:
            schema = or_nothing(schema)
        if name in told:
            schema["description"] = told[name]
        if isinstance(field.default, str | int | Fraction):
            schema["default"] = int(field.default) if isinstance(field.default, Fraction) else field.default
        properties[key] = schema
    required = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
    return {
        "description": summary_of(model),
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def schema_of(annotation: Any) -> Schema:
    """Return the schema of an item, or of a value that has no field of its own."""
    schema = _schema(annotation)
    return or_nothing(schema) if _takes(annotation, None) else schema


def or_nothing(schema: Schema) -> Schema:
    """Return ``schema`` with nothing at all allowed, too."""
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*types, "null"]}


def one_of(known: Mapping[str, str], *others: Schema) -> Schema:
    """Return the schema of a text that is one of ``known``, each with what it means, or fits one of ``others``."""
    return {"anyOf": [*({"const": text, "description": meaning} for text, meaning in known.items()), *others]}


def _schema(annotation: Any) -> Schema:
    kind, metadata = _parts(annotation)
    if get_origin(kind) is tuple:
        longest = {"maxItems": MOST_ITEMS} if Several in metadata else {}
        return {"type": "array", "items": schema_of(get_args(kind)[0]), **longest}
    if get_origin(kind) is dict:
        key, value = get_args(kind)
        return {"type": "object", "propertyNames": _schema(key), "additionalProperties": schema_of(value)}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if issubclass(kind, Model):
        return object_schema(kind)
    return _scalar(kind, metadata, annotation)


def _parts(annotation: Any) -> tuple[Any, Sequence[Any]]:
    """Return the type that an annotation is about, and what is said of it."""
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        kind, more = _parts(inner)
        return kind, (*more, *metadata)
    if get_origin(annotation) in {Union, UnionType}:
        (inner,) = (part for part in get_args(annotation) if part is not NoneType)
        return _parts(inner)
    return annotation, ()


def _scalar(kind: type, metadata: Sequence[Any], annotation: Any) -> Schema:
    if kind is date:
        return {"type": "string", "format": "date", **_pattern(_DATE, "is to be a date like 2024-03-02")}
    if kind is bool:
        return {"type": ["boolean", "string"], **_pattern("^(?:true|false)$", "is to be true or false")}
    if kind is int:
        least = 0 if _takes(annotation, "0") else 1
        pattern = _pattern(f"^{'0*[1-9][0-9]*' if least else '[0-9]+'}$", "is to be a whole number")
        bounds = {"minimum": least, "maximum": 10**_DIGITS - 1, "maxLength": _DIGITS}
        return {"type": ["integer", "string"], **bounds, **pattern}
    if kind is Fraction:
        pattern = _pattern(_PERCENTAGE, "is to be a percentage from 0 to 100, such as 80 or 97.5")
        return {"type": ["number", "string"], "minimum": 0, "maximum": 100, **pattern}
    types = [name for name, text in _TYPED.items() if _takes(annotation, text)]
    if "number" in types:
        types.remove("integer")
    return {"type": ["string", *types] if types else "string", **_text_pattern(metadata), **_text_length(metadata)}


def _text_pattern(metadata: Sequence[Any]) -> Schema:
    """Return what a text is to look like."""
    around = r"\s*" if any(isinstance(part, StringConstraints) for part in metadata) else ""
    for pattern, message in filter(None, map(pattern_of, metadata)):
        return _pattern(f"^{around}{pattern}{around}$", message)
    return _pattern(r"\S", "is empty") if around else {}


def _text_length(metadata: Sequence[Any]) -> Schema:
    lengths = (part.max_length for part in metadata if isinstance(part, StringConstraints))
    return next(({"maxLength": length} for length in lengths if length), {})


def _pattern(pattern: str, message: str) -> Schema:
    """Return the keyword for a pattern, and what the editors that know it say where a text does not fit."""
    return {"pattern": pattern, "patternErrorMessage": message}


def any_case(codes: Sequence[str]) -> str:
    """Return a pattern for ``codes`` in any case, as portfolios may have them."""
    cases = ("".join(f"[{c}{c.lower()}]" if c.isalpha() else re.escape(c) for c in code) for code in codes)
    return rf"^\s*(?:{'|'.join(cases)})\s*$"


def _fields_taking(model: type[Model], value: Any) -> set[str]:
    """Return the fields in which the reader takes ``value``."""
    names = {field.alias or name for name, field in model.model_fields.items()}
    try:
        model.model_validate(dict.fromkeys(names, value))
    except ValidationError as error:
        return names - {str(found["loc"][0]) for found in error.errors(include_url=False, include_input=False)}
    return names


def _takes(annotation: Any, value: Any) -> bool:
    """Whether the reader takes ``value`` for what the annotation is of."""
    try:
        TypeAdapter(annotation).validate_python(value)
    except ValidationError:
        return False
    return True
