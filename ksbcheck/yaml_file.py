"""The safe subset of YAML that ksbcheck reads, with the place of every value.

One document in UTF-8; no anchors, aliases, merge keys or tags; keys are text and stand once; bounded size,
depth and number of values. A scalar stays the text that was written: the model it is meant for gives it its
type, so ``1.10`` and ``no`` are never guessed at. Only an empty value, ``~`` and ``null`` mean "nothing".

The parser's events are read one by one into our own nodes. Nothing here recurses, resolves, constructs or
expands, so no input can make it do more work than its size.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import yaml

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.printable import printable, shortened
from ksbcheck.source import LARGEST
from ksbcheck.yaml_syntax import syntax_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.source import Source

DEEPEST = 20
"""The deepest nesting that is read; a portfolio needs 4 and a standard 3."""
MOST_VALUES = 100_000
"""The most values that are read; 300 pieces that claim 71 KSBs each, with locators, are 45,000."""

# libyaml's parser where PyYAML was built with it, else the pure Python one: the same events, only slower.
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_NOTHING = frozenset({"", "~", "null"})
# Patterns are compiled when they are needed: most files have no faults to place.
_LINE_END = r"\r\n|\r|\n"
# What YAML itself does not allow in a file.
_FORBIDDEN = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_BYTE_ORDER_MARKS = {b"\xff\xfe\x00\x00": "UTF-32", b"\x00\x00\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class Scalar:
    """A text, or None for an empty value; ``at`` is the character it starts at, from 0."""

    __slots__ = ("at", "text")

    def __init__(self, at: int, text: str | None) -> None:
        self.at = at
        self.text = text


class Sequence:
    """A list of nodes."""

    __slots__ = ("at", "items")

    def __init__(self, at: int) -> None:
        self.at = at
        self.items: list[Node] = []


class Mapping:
    """Keys and their values, in the file's order; while it is being read, ``items`` holds them in turn."""

    __slots__ = ("at", "items", "keys", "values")

    def __init__(self, at: int) -> None:
        self.at = at
        self.items: list[Node] = []
        self.keys: list[Scalar] = []
        self.values: list[Node] = []


Node = Scalar | Sequence | Mapping
Loc = tuple[str | int, ...]
"""The way to a value: keys of mappings and indexes of lists. An index into a mapping is its n-th pair."""


class Document:
    """What one YAML file holds, and where in the file each value stands."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.root: Node | None = None
        self.faults: list[Diagnostic] = []
        self.excused: set[int] = set()
        """Where values are missing or unusable because of a fault that is reported already."""
        self._text = text
        self._lines: list[int] = []

    def data(self) -> Any:
        """Return the values as plain dicts, lists, texts and Nones."""
        return None if self.root is None else _plain(self.root)

    def find(self, loc: Loc) -> Node | None:
        """Return the node at ``loc``; where the way ends early, the last node on it."""
        node = self.root
        for step in loc:
            following = _child(node, step)
            if following is None:
                break
            node = following
        return node

    def find_key(self, loc: Loc) -> Node | None:
        """Return the key that names the value at ``loc``, or the value itself in a list."""
        parent = self.find(loc[:-1])
        if isinstance(parent, Mapping):
            index = _index(parent, loc[-1])
            if index is not None:
                return parent.keys[index]
        return self.find(loc)

    def position(self, at: int) -> tuple[int, int]:
        """Return line and column, from 1, of the character ``at``."""
        if not self._lines:
            self._lines = [0, *(match.end() for match in re.finditer(_LINE_END, self._text))]
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def fault(self, code: str, message: str, at: int) -> Diagnostic:
        """Return an error of this file at the character ``at``."""
        return Diagnostic(code, Severity.ERROR, message, self.name, *self.position(at))


def read_document(source: Source) -> Document:
    """Read a file of the subset.

    What is outside the subset is collected in ``faults``, so that the model's findings can be told with it.
    Raises UnusableFileError where there is nothing to go on with: KSB001 (encoding, empty file),
    KSB002 (syntax).
    """
    text = _decode(source)
    document = Document(source.name, text)
    try:
        document.root = _read(document, _Parser(text))
    except yaml.YAMLError as error:
        document.faults += _syntax_faults(document, text, error)
        raise UnusableFileError(document.faults) from None
    except _TooMuchError as stop:
        document.faults.append(document.fault("KSB003", str(stop), stop.at))
        raise UnusableFileError(document.faults) from None
    if isinstance(document.root, Scalar) and document.root.text is None:
        document.root = None
    if document.root is None:
        document.faults.append(Diagnostic("KSB001", Severity.ERROR, "the file is empty", source.name))
        raise UnusableFileError(document.faults)
    return document


class _TooMuchError(Exception):
    """The file goes beyond a bound; reading it further would serve nobody."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def _read(document: Document, parser: Any) -> Node | None:
    """Turn the parser's events into nodes, noting what the subset leaves out."""
    documents = values = 0
    top = Sequence(0)
    open_nodes: list[Sequence | Mapping] = [top]
    while (event := parser.get_event()) is not None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            text = event.value
            if event.implicit[0] and text in _NOTHING:
                text = None
            elif not text.isprintable():
                text = printable(text)
            node: Node = Scalar(event.start_mark.index, text)
        elif kind is yaml.MappingStartEvent:
            node = Mapping(event.start_mark.index)
        elif kind is yaml.SequenceStartEvent:
            node = Sequence(event.start_mark.index)
        elif kind is yaml.AliasEvent:
            node = Scalar(event.start_mark.index, None)
            document.excused.add(node.at)
            _leave_out(document, f"an alias (*{shortened(event.anchor)}); write the value out", node)
        else:
            if kind is yaml.MappingEndEvent:
                _close_mapping(document, open_nodes.pop())
            elif kind is yaml.SequenceEndEvent:
                open_nodes.pop()
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _TooMuchError("a second document starts here; a file holds one", event.start_mark.index)
            continue
        if kind is not yaml.AliasEvent:
            if event.anchor is not None:
                _leave_out(document, f"an anchor (&{shortened(event.anchor)}); remove it", node)
            if event.tag is not None:
                _leave_out(document, f"a tag ({_tag(event.tag)}); remove it", node)
        values += 1
        if values > MOST_VALUES:
            raise _TooMuchError(f"more than {MOST_VALUES} values; that is more than is read", node.at)
        open_nodes[-1].items.append(node)
        if not isinstance(node, Scalar):
            open_nodes.append(node)
            if len(open_nodes) - 1 > DEEPEST:
                raise _TooMuchError(f"nested more than {DEEPEST} deep; that is deeper than is read", node.at)
    return top.items[0] if top.items else None


def _tag(tag: str) -> str:
    return shortened(tag.replace("tag:yaml.org,2002:", "!!", 1))


def _leave_out(document: Document, what: str, node: Node) -> None:
    document.faults.append(document.fault("KSB003", f"YAML beyond what ksbcheck reads: {what}", node.at))


def _close_mapping(document: Document, mapping: Any) -> None:
    """Split what was read into keys and values, leaving out keys that cannot be used."""
    seen: dict[str, int] = {}
    for key, value in zip(mapping.items[::2], mapping.items[1::2], strict=True):
        text = key.text if isinstance(key, Scalar) else None
        if text is None:
            if key.at not in document.excused:
                _leave_out(document, "a key that is not a text; write a name before the ':'", key)
        elif text == "<<":
            _leave_out(document, "a merge key (<<); write the fields out", key)
            document.excused.add(mapping.at)
        elif text in seen:
            line = document.position(seen[text])[0]
            message = f"'{shortened(text)}' stands twice, first on line {line}; keep one"
            document.faults.append(document.fault("KSB004", message, key.at))
        else:
            seen[text] = key.at
            mapping.keys.append(key)
            mapping.values.append(value)
    mapping.items = []


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in zip(node.keys, node.values, strict=True)}


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, Sequence) and isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    if isinstance(node, Mapping):
        index = _index(node, step)
        return None if index is None else node.values[index]
    return None


def _index(mapping: Mapping, step: str | int) -> int | None:
    if isinstance(step, int):
        return step if step < len(mapping.keys) else None
    return next((index for index, key in enumerate(mapping.keys) if key.text == step), None)


def _decode(source: Source) -> str:
    """Return the file's text. Raises UnusableFileError (KSB001) if it is too large, or at the first byte not UTF-8."""
    if len(source.data) > LARGEST:
        raise unusable("KSB001", f"larger than {LARGEST // 2**20} MiB, which is the most that is read", source.name)
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if source.data.startswith(mark):
            message = f"the file is {encoding} text; save it as UTF-8"
            raise UnusableFileError([Diagnostic("KSB001", Severity.ERROR, message, source.name, 1, 1)])
    data = source.data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        place = Document(source.name, before).fault("KSB001", message, len(before))
        raise UnusableFileError([place]) from None


def _syntax_faults(document: Document, text: str, error: yaml.YAMLError) -> Iterator[Diagnostic]:
    forbidden = list(re.finditer(_FORBIDDEN, text))
    for match in forbidden:
        message = f"the character {printable(match[0])} is not allowed in YAML; remove it"
        yield document.fault("KSB002", message, match.start())
    if not forbidden:
        message, at = syntax_fault(error, len(text))
        yield document.fault("KSB002", message, at)
