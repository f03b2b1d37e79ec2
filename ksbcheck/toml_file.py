"""TOML files, with the place of every value, as the same kind of document that YAML files are read into.

``tomllib`` reads the values; it does not tell where they are. The places are found by a look at the lines afterwards:
good enough for messages, and nothing else depends on them.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from ksbcheck.decoding import decode
from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.printable import printable
from ksbcheck.yaml_nodes import Document, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from ksbcheck.source import Source
    from ksbcheck.yaml_nodes import Loc

_HEADER = re.compile(r"[ \t]*(\[\[?)(.+?)\]\]?[ \t]*(?:#.*)?")
_PAIR = re.compile(
    r"[ \t]*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")
_AT = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")
_QUOTES = re.compile(r'"""|\'\'\'')


def read_toml(source: Source) -> Document:
    """Read a TOML file: numbers, dates and truth values as the texts that the models read.

    Raises UnusableFileError: KSB001 (not to be read), KSB002 (no TOML), KSB003 (nested too deep).
    """
    import tomllib  # only configuration needs it

    text = decode(source)
    try:
        values = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(source.name, text, str(error)) from None
    except RecursionError:
        raise unusable("KSB003", "nested deeper than is read", source.name) from None
    document = Document(source.name, text)
    document.root = _node(values, (), _places(text), 0)
    return document


def _syntax_error(name: str, text: str, message: str) -> UnusableFileError:
    match = _AT.search(message)
    problem = message[: match.start()] if match else message
    end = text.count("\n") + 1, 1
    line, column = (int(match[1]), int(match[2])) if match and match[1] else end
    told = f"not valid TOML: {printable(problem[:1].lower() + problem[1:])}"
    return UnusableFileError([Diagnostic("KSB002", Severity.ERROR, told, name, line, column)])


def _node(value: Any, loc: Loc, places: dict[Loc, int], parent: int) -> Node:
    at = places.get(loc, parent)
    if isinstance(value, dict):
        mapping = Mapping(at)
        for key, item in value.items():
            node = _node(item, (*loc, key), places, at)
            name = printable(key)
            mapping.index[name] = len(mapping.keys)
            mapping.keys.append(Scalar(places.get((*loc, key), at), name))
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
    return printable(str(value))


def _places(text: str) -> dict[Loc, int]:
    """Return where each key stands that starts a line, and each header of a table."""
    places: dict[Loc, int] = {}
    counts: dict[Loc, int] = {}
    table: Loc = ()
    at, quoted = 0, None
    for line in text.splitlines(keepends=True):
        if quoted is None:
            header, pair = _HEADER.fullmatch(line.rstrip()), _PAIR.match(line)
            if header and not pair:
                table = _table(_parts(header[2]), counts, is_array=header[1] == "[[")
                places[table] = at + header.start(1)
            elif pair:
                places[(*table, *_parts(pair[1]))] = at + pair.start(1)
        for quote in _QUOTES.findall(line):
            quoted = quote if quoted is None else None if quote == quoted else quoted
        at += len(line)
    return places


def _table(names: Loc, counts: dict[Loc, int], *, is_array: bool) -> Loc:
    """Return the way to a table, with the number of each table of an array on it."""
    loc: Loc = ()
    for position, name in enumerate(names):
        loc = (*loc, name)
        if is_array and position == len(names) - 1:
            counts[loc] = counts.get(loc, -1) + 1
        if loc in counts:
            loc = (*loc, counts[loc])
    return loc


def _parts(key: str) -> Loc:
    return tuple(part.strip("\"'") for part in _PART.findall(key))
