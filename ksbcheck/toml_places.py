"""Where in a TOML file each key and each value stands: ``tomllib``, which reads them, does not tell.

Text that is no TOML gives places that mean nothing, but takes no longer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.yaml_nodes import Loc

DEEPEST = 20
"""The deepest nesting that is read. The time that ``tomllib`` takes for a key grows with the square of its parts."""
MOST_WORDS = 100_000
"""The most names, values, signs and line ends that are read: a configuration needs some hundreds."""
MOST_DIGITS = 500
"""The most digits of a whole number: Python makes none of much longer ones, and how many it takes can be set."""

# A string of several lines that does not end is one up to the end of the text: nothing is looked at twice.
_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r]+|\#[^\n]*)
    |(?P<line>\n)
    |(?P<text>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+"{0,5} | '{3}(?:[^']|'{1,2}(?!'))*+'{0,5}
        |"(?:[^"\\\n]|\\.)*+" | '[^'\n]*+'
        |[^\s\[\]{},=."'\#]+)
    |(?P<sign>[\[\]{},=.])
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)


class TooMuchError(Exception):
    """The file is not read; ``at`` is the character at which it has more than is read."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class _Open(NamedTuple):
    """A table in braces or an array that is open; ``item`` is the number of the array's item."""

    loc: Loc
    item: int | None = None


class Places:
    """The places of a file's ``keys`` and ``values`` by the way to each, as characters from 0.

    A table is where its header or brace is; one that is only named on the way to another is where it is named first.
    Raises TooMuchError where the file is nested too deep, or has too many words or too long a number.
    """

    def __init__(self, text: str) -> None:
        self.keys: dict[Loc, int] = {}
        self.values: dict[Loc, int] = {}
        self._table: Loc = ()
        self._last: dict[Loc, int] = {}
        """The number of the last table of each array of tables."""
        self._open: list[_Open] = []
        self._names: list[tuple[str, int]] = []
        """The parts of the key that is being read."""
        self._is_dotted = False
        self._brackets: list[int] = []
        """Where the brackets are that start the header which is being read."""
        self._loc: Loc = ()
        """The way to the value that comes next."""
        self._read: Callable[[str, str, int], None] = self._key
        words = (match for match in _TOKEN.finditer(text) if match.lastgroup != "blank")
        for number, match in enumerate(words):
            if number == MOST_WORDS:
                raise TooMuchError(f"more than {MOST_WORDS} words and signs; that is more than is read", match.start())
            self._read(str(match.lastgroup), match[0], match.start())

    def _key(self, kind: str, word: str, at: int) -> None:
        """Read a part of a key, what is around it in a header, or what ends a table in braces."""
        if kind == "text":
            self._names = [*(self._names if self._is_dotted else ()), (_name(word), at)]
            self._is_dotted = False
        elif word == ".":
            self._is_dotted = True
            _not_deeper(len(self._names), at)
        elif word == "=":
            self._equals(at)
        elif word == "[":
            self._brackets.append(at)
        elif word == "]" and self._brackets:
            self._header()
        elif word == "}":
            self._close()
        elif kind == "line" and not self._open:
            self._names, self._brackets = [], []

    def _equals(self, at: int) -> None:
        loc = self._open[-1].loc if self._open else self._table
        for name, place in self._names:
            loc = (*loc, name)
            self.keys.setdefault(loc, place)
            self.values.setdefault(loc, place)
        self._names = []
        self._expect(loc, at)

    def _header(self) -> None:
        at, is_array = self._brackets[0], len(self._brackets) > 1
        loc: Loc = ()
        for number, (name, place) in enumerate(self._names, start=1):
            loc = (*loc, name)
            self.keys.setdefault(loc, place)
            self.values.setdefault(loc, at if number == len(self._names) else place)
            if is_array and number == len(self._names):
                self._last[loc] = self._last.get(loc, -1) + 1
            if loc in self._last:
                loc = (*loc, self._last[loc])
        self._table = loc
        self.values[loc] = at
        self._names, self._brackets, self._read = [], [], self._rest

    def _item(self, kind: str, word: str, at: int) -> None:
        """Read where a value starts."""
        if word == "]":
            self._close()
        elif kind == "text" or word in {"[", "{"}:
            if len(word) > MOST_DIGITS and word[0] not in {'"', "'"}:
                raise TooMuchError(f"a number with more than {MOST_DIGITS} digits", at)
            self.values[self._loc] = at
            self._read = self._rest
            if word == "[":
                self._open.append(_Open(self._loc, 0))
                self._expect((*self._loc, 0), at)
            elif word == "{":
                self._open.append(_Open(self._loc))
                self._read = self._key

    def _rest(self, kind: str, word: str, _at: int) -> None:
        """Read on behind a value or a header, up to what ends the line, the item, or what is open."""
        if word in {"]", "}"}:
            self._close()
        elif kind == "line" and not self._open:
            self._read = self._key
        elif word == "," and self._open:
            self._next()

    def _next(self) -> None:
        loc, item = self._open[-1]
        if item is None:
            self._read = self._key
        else:
            self._open[-1] = _Open(loc, item + 1)
            self._loc, self._read = (*loc, item + 1), self._item

    def _close(self) -> None:
        if self._open:
            self._open.pop()
        self._read = self._rest

    def _expect(self, loc: Loc, at: int) -> None:
        _not_deeper(len(loc) - 1, at)
        self._loc, self._read = loc, self._item


def _not_deeper(depth: int, at: int) -> None:
    if depth > DEEPEST:
        raise TooMuchError(f"nested more than {DEEPEST} deep; that is deeper than is read", at)


def _name(word: str) -> str:
    if word[0] == '"' and "\\" in word:
        return _unescaped(word)
    return word[1:-1] if word[0] in {'"', "'"} else word


def _unescaped(word: str) -> str:
    import tomllib

    try:
        (name,) = tomllib.loads(f"{word} = 0")
    except ValueError:  # the file is no TOML
        return word
    return name
