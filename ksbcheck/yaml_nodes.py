"""What a YAML file holds, as nodes, and where in the file each of them stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from ksbcheck.diagnostic import Diagnostic, Severity

LINE_END = r"\r\n|\r|\n"
"""What ends a line as editors count them, whatever else does in the format that is read; a pattern."""


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

    __slots__ = ("at", "index", "items", "keys", "values")

    def __init__(self, at: int) -> None:
        self.at = at
        self.items: list[Node] = []
        self.index: dict[str, int] = {}
        """Which pair has which key."""
        self.keys: list[Scalar] = []
        self.values: list[Node] = []


Node = Scalar | Sequence | Mapping
Loc = tuple[str | int, ...]
"""The way to a value: keys of mappings and indexes of lists. An index into a mapping is its n-th pair."""
Read = Callable[["Document", str], Node | None]
"""Returns the value of a whole text, and notes what is wrong with it."""


class Document:
    """What one YAML file holds, and where in the file each value stands."""

    fields_hint = "is to have fields, each on a line of its own: 'name: value'"
    list_hint = "is to be a list: '[a, b]', or lines that start with '- '"
    """What a value that is none of these is told to be, in the words of the format."""

    def __init__(self, name: str, text: str, data: Any = None, read: Read | None = None) -> None:
        """Take what the file holds, if that is known already; ``read`` is to find out where it stands, if asked for."""
        self.name = name
        self._data = data
        self._read = read
        self._root: Node | None = None
        self.faults: list[Diagnostic] = []
        self.excused: set[int] = set()
        """Where values are missing or unusable because of a fault that is reported already."""
        self._text = text
        self._lines: list[int] = []

    @property
    def root(self) -> Node | None:
        """The file's own value; read when it is first asked for, where what the file holds was known before."""
        if self._root is None and self._read:
            self._root = self._read(self, self._text)
        return self._root

    @root.setter
    def root(self, node: Node | None) -> None:
        self._root = node

    def data(self) -> Any:
        """Return the values as plain dicts, lists, texts and Nones, which are not to be changed."""
        if self._data is None and self.root is not None:
            self._data = _plain(self.root)
        return self._data

    def find(self, loc: Loc) -> Node | None:
        """Return the node at ``loc``; where the way ends early, the last node on it."""
        return self._follow(loc)[1]

    def find_key(self, loc: Loc) -> Node | None:
        """Return the key that names the value at ``loc``, or what ``find`` returns where no key does."""
        key, node = self._follow(loc)
        return node if key is None else key

    def _follow(self, loc: Loc) -> tuple[Scalar | None, Node | None]:
        key, node = None, self.root
        for step in loc:
            name, following = _child(node, step)
            if following is None:
                return None, node
            key, node = name, following
        return key, node

    def position_of(self, loc: Loc, *, key: bool) -> tuple[int, int]:
        """Return line and column of the value at ``loc``, or of the key that names it, as ``find`` and ``find_key``."""
        node = self.find_key(loc) if key else self.find(loc)
        assert node is not None  # a file that was read has a root
        return self.position(node.at)

    def position(self, at: int) -> tuple[int, int]:
        """Return line and column, from 1, of the character ``at``."""
        if not self._lines:
            self._lines = _starts_of_lines(self._text)
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def fault(self, code: str, message: str, at: int) -> Diagnostic:
        """Return an error of this file at the character ``at``."""
        return Diagnostic(code, Severity.ERROR, message, self.name, *self.position(at))


def _starts_of_lines(text: str) -> list[int]:
    if text.count("\r") == text.count("\r\n"):  # a fifth of the time, and all but the rarest of files
        return [0, *accumulate([len(line) + 1 for line in text.split("\n")])]
    return [0, *(match.end() for match in re.finditer(LINE_END, text))]


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in zip(node.keys, node.values, strict=True)}


def _child(node: Node | None, step: str | int) -> tuple[Scalar | None, Node | None]:
    """Return the key, if there is one, and the value of what is at ``step`` in a node; None and None if nothing is."""
    if isinstance(node, Sequence) and isinstance(step, int):
        return None, (node.items[step] if step < len(node.items) else None)
    if isinstance(node, Mapping):
        place = step if isinstance(step, int) else node.index.get(step, len(node.keys))
        return (node.keys[place], node.values[place]) if place < len(node.keys) else (None, None)
    return None, None
