"""TOML files, with the place of every value, as the same kind of document that YAML files are read into."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from ksbcheck.decoding import decode
from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError
from ksbcheck.printable import printable
from ksbcheck.toml_places import Places, TooMuchError
from ksbcheck.yaml_nodes import Document, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from ksbcheck.source import Source
    from ksbcheck.yaml_nodes import Loc

_AT = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")
_LARGEST_NUMBER = 2**63


class TomlDocument(Document):
    """What one TOML file holds; messages speak of TOML."""

    fields_hint = "is to have fields: a table, with lines like 'name = value'"
    list_hint = "is to be a list, such as ['a', 'b']"


def read_toml(source: Source) -> Document:
    """Read a TOML file: numbers, dates and truth values as the texts that the models read.

    Raises UnusableFileError: KSB001 (not to be read), KSB002 (no TOML), KSB003 (too deep, or too much of it).
    """
    import tomllib  # only configuration needs it

    text = decode(source)
    document = TomlDocument(source.name, text)
    try:
        places = Places(text)
        values = tomllib.loads(text, parse_float=str)
    except TooMuchError as error:
        raise UnusableFileError([document.fault("KSB003", str(error), error.at)]) from None
    except ValueError as error:  # tomllib's own errors, too
        raise _syntax_error(document, text, str(error)) from None
    document.root = _node(values, (), places, 0)
    return document


def _syntax_error(document: Document, text: str, message: str) -> UnusableFileError:
    match = _AT.search(message)
    problem = message[: match.start()] if match else message
    place = (int(match[1]), int(match[2])) if match and match[1] else document.position(len(text))
    told = f"not valid TOML: {printable(problem[:1].lower() + problem[1:])}"
    return UnusableFileError([Diagnostic("KSB002", Severity.ERROR, told, document.name, *place)])


def _node(value: Any, loc: Loc, places: Places, parent: int) -> Node:
    at = places.values.get(loc, parent)
    if isinstance(value, dict):
        mapping = Mapping(at)
        for key, item in value.items():
            node = _node(item, (*loc, key), places, at)
            name = printable(key)
            mapping.index[name] = len(mapping.keys)
            mapping.keys.append(Scalar(places.keys.get((*loc, key), at), name))
            mapping.values.append(node)
        return mapping
    if isinstance(value, list):
        sequence = Sequence(at)
        sequence.items = [_node(item, (*loc, index), places, at) for index, item in enumerate(value)]
        return sequence
    return Scalar(at, _text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, int) and abs(value) >= _LARGEST_NUMBER:
        return hex(value)  # Python writes no number of thousands of digits in decimals
    return printable(str(value))
