"""The quick way through a YAML file that is written as most are: a key or an item on each line.

To read it line by line takes an eighth of what a parser of all of YAML takes, which need not even be imported then.
Whatever could mean more than it seems to, or be wrong, is left to the reader of events; what comes from here is what
that reader gives.
"""

from __future__ import annotations

import re
from typing import Any

from ksbcheck.printable import is_printable

NOTHING = frozenset({"", "~", "null"})
"""What stands for nothing where it is written plain."""
DEEPEST = 20
"""The deepest nesting that is read; a portfolio needs 4 and a standard 3."""

_MOST = 30_000
"""Of line ends, commas and open brackets: each brings three values at most, so that never too many are read."""
_LONGEST_KEY = 100
"""Characters; YAML itself stops at 1,024."""
_MOST_PAIRS, _LONGEST_PAIR = 5_000, 50
"""How many lines are remembered, and of how many characters: a few megabytes at most."""
_USUAL = bytes(range(0x20, 0x7F)) + b"\n"
# What begins something other than a plain text.
_SIGNS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_QUOTED = re.compile(r"""(?:'((?:[^']|'')*)'|"([^"\\]*)") *(?: #.*)?""")
_FLOW = re.compile(r"(?:\[([^\[\]{}'\"#]*)\]|\{([^\[\]{}'\"#]*)\}) *(?: #.*)?")
_BLOCK = re.compile(r"([|>])(-?) *(?: #.*)?")


class _UnusualError(Exception):
    """There is something in the file that is to be read with more care."""


def read_lines(text: str) -> dict[str, Any] | None:
    """Return what a file holds, if that is a mapping; None where it is to be read with more care.

    That is a file that is empty, outside the subset, not YAML at all, or nested more than ``DEEPEST`` deep; but also
    one that is only written in a way that few are.
    """
    text = text.replace("\r\n", "\n")
    if _has_hidden(text) or sum(map(text.count, "\n,[{")) > _MOST:
        return None
    try:
        return _Lines(text.split("\n")).read() or None
    except _UnusualError:
        return None


def _has_hidden(text: str) -> bool:
    """Whether there are characters that YAML takes for something else, or that are not read as they are written."""
    if text.isascii():
        return bool(text.encode().translate(None, _USUAL))
    return not is_printable(text.replace("\n", ""))


class _Lines:
    """The lines of a file, read once from the first to the last. The methods raise _UnusualError."""

    def __init__(self, lines: list[str]) -> None:
        self.all = lines
        self.lines = [
            (len(line) - len(content), content, number)
            for number, line in enumerate(lines)
            if (content := line.lstrip()) and content[0] != "#"
        ]
        """How far a line is indented, what is on it and its number; but for those that are empty or a comment."""
        self.lines.append((-1, " ", len(lines)))
        self.at = 0
        self.levels = DEEPEST

    def read(self) -> dict[str, Any]:
        """Return what the file holds."""
        found = self.mapping(0)
        if self.at + 1 < len(self.lines):
            raise _UnusualError
        return found

    def mapping(self, indent: int, first: str = "") -> dict[str, Any]:
        """Return the keys that are indented so far and their values; ``first`` is one that stands behind a ``-``."""
        self.go_down()
        found: dict[str, Any] = {}
        lines, at = self.lines, self.at
        start, content, number = lines[at]
        if first:
            start, content = indent, first
        while start == indent:
            name, text, value = _PAIRS.get(content) or _pair(content)
            if name in found:
                raise _UnusualError
            at += 1
            start, content, following = lines[at]
            if value is not _NOT_PLAIN and start <= indent:
                found[name] = value
                number = following
            else:
                self.at = at
                found[name] = self.below(indent) if not text or text[0] == "#" else self.value(text, indent, number)
                at = self.at
                start, content, number = lines[at]
        self.at = at
        self.levels += 1
        return found

    def items(self, indent: int) -> list[Any]:
        """Return the items that are indented so far."""
        self.go_down()
        found: list[Any] = []
        start, content, number = self.lines[self.at]
        while start == indent and content[0] == "-":
            item = content[2:].lstrip()
            if not item or content[1] != " ":
                raise _UnusualError
            name, colon, _ = item.partition(": ")
            if (colon and name.isidentifier()) or item[-1] == ":":
                found.append(self.mapping(indent + len(content) - len(item), item))
            else:
                self.at += 1
                found.append(self.value(item.rstrip(), indent, number))
            start, content, number = self.lines[self.at]
        self.levels += 1
        return found

    def below(self, indent: int) -> Any:
        """Return the value of a key that has none on its own line."""
        start, content, _ = self.lines[self.at]
        if content[0] == "-" and start >= indent:
            return self.items(start)
        return self.mapping(start) if start > indent else None

    def value(self, text: str, indent: int, number: int) -> Any:
        """Return the value that a line ends with; more of it may be on the following ones, which are indented more."""
        if text[0] in "|>":
            return self.block(text, indent, number)
        is_plain = text[0] not in _SIGNS and " #" not in text
        while self.lines[self.at][0] > indent:
            _start, content, following = self.lines[self.at]
            number += 1
            if not is_plain or number != following or content[0] in _SIGNS or " #" in content:
                raise _UnusualError
            text = f"{text} {content.rstrip()}"
            self.at += 1
        if text[0] in _SIGNS:
            return self.signed(text)
        return _plain(text.partition(" #")[0].rstrip())

    def signed(self, text: str) -> Any:
        """Return the value that stands in quotes or in brackets."""
        if quoted := _QUOTED.fullmatch(text):
            single, double = quoted.groups()
            return double if single is None else single.replace("''", "'")
        flow = _FLOW.fullmatch(text)
        if not flow:
            raise _UnusualError
        self.go_down()
        self.levels += 1
        listed, mapped = flow.groups()
        if mapped is None:
            return [_word(item) for item in _split(listed)]
        found: dict[str, Any] = {}
        for pair in _split(mapped):
            name, _, word = pair.strip().partition(": ")
            if name in found or not _is_key(name):
                raise _UnusualError
            found[name] = _word(word)
        return found

    def block(self, text: str, indent: int, number: int) -> str:
        """Return the text of the lines below, which are indented more than ``indent``."""
        style = _BLOCK.fullmatch(text)
        start, _, first = self.lines[self.at]
        if not style or start <= indent or first != number + 1 or self.all[-1]:
            raise _UnusualError
        written = []
        for line in self.all[first:]:
            content = line.lstrip()
            if content and len(line) - len(content) <= indent:
                break
            if line[:start].strip() or (not content and len(line) > start):
                raise _UnusualError
            written.append(line[start:])
        while self.lines[self.at][2] < first + len(written):
            self.at += 1
        text = "\n".join(written).rstrip("\n")
        sign, has_no_end = style.groups()
        if sign == ">":
            if "\n\n" in text or "\n " in text or " \n" in text:
                raise _UnusualError
            text = text.replace("\n", " ")
        return text if has_no_end else f"{text}\n"

    def go_down(self) -> None:
        """Count a level, as far as there may be one more."""
        if not self.levels:
            raise _UnusualError
        self.levels -= 1


_NOT_PLAIN = object()
"""In place of a value that is not on its key's line, or not as plain as most are."""
_PAIRS: dict[str, tuple[str, str, Any]] = {}
"""What lines were found to say: most lines are in many portfolios, and in many places of one."""


def _pair(content: str) -> tuple[str, str, Any]:
    """Return the key of a line, the text behind it, and the value that this is if it ends there and is plain."""
    name, colon, text = content.partition(": ")
    if not colon:
        name = content[:-1] if content[-1] == ":" else ""
    if not _is_key(name):
        raise _UnusualError
    text = text.strip()
    is_plain = text and text[0] not in _SIGNS and " #" not in text
    pair = name, text, _plain(text) if is_plain else _NOT_PLAIN
    if len(content) <= _LONGEST_PAIR and len(_PAIRS) < _MOST_PAIRS:
        _PAIRS[content] = pair
    return pair


def _is_key(name: str) -> bool:
    """Whether this is a key beyond doubt."""
    return name.isidentifier() and name not in NOTHING and len(name) <= _LONGEST_KEY


def _plain(text: str) -> str | None:
    """Return a value that is written without quotes on lines of its own or behind its key."""
    if ": " in text or text[-1] == ":":
        raise _UnusualError
    return None if text in NOTHING else text


def _split(text: str) -> list[str]:
    """Return what stands between commas in brackets."""
    return text.split(",") if text.strip() else []


def _word(text: str) -> str | None:
    """Return a value that is written without quotes in brackets."""
    word = text.strip()
    if not word or word[0] in _SIGNS or ":" in word or "?" in word:
        raise _UnusualError
    return None if word in NOTHING else word
