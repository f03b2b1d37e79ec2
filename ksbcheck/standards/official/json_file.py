"""Reading a JSON file, with the place of every value in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import shortened
from ksbcheck.yaml_nodes import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.diagnostic import UnusableFileError

Pointer = tuple[str | int, ...]
"""The way to a value: keys of objects and indexes of lists."""

DEEPEST = 20
"""The deepest nesting that is read; an official standard needs 6."""
MOST_DIGITS = 500
"""The most digits of a number: Python makes no integers of much longer ones, and how many it takes can be set."""

_SPACE = " \t\n\r"
_CLOSING = {"{": "}", "[": "]"}
# What can take too much or is read as no number, and the texts in which all this means nothing.
_SIGN = re.compile(rf'"(?:[^"\\]|\\.)*+"?|[\[\]{{}}]|-?Infinity|NaN|[0-9]{{{MOST_DIGITS + 1},}}', re.DOTALL)


def pointer_text(pointer: Pointer) -> str:
    """Return a pointer as RFC 6901 writes it: ``/duties/3/mappedSkills/0``."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in pointer)


class JsonFile:
    """A JSON file that was read: its ``value``, and where in the file each part of it stands."""

    def __init__(self, name: str, text: str) -> None:
        """Read ``text``. Raises UnusableFileError: KSB002 (no JSON), KSB003 (beyond a bound), KSB004 (a key twice)."""
        self.name = name
        self._text = text
        self._document = Document(self.name, self._text)
        self._known: dict[int, dict[str | int, int]] = {}
        self.value = self._read()

    def position(self, pointer: Pointer) -> tuple[int, int]:
        """Return line and column, from 1, of the value at ``pointer``; where the way ends early, of the last on it."""
        at = self._after_space(0)
        for step in pointer:
            parts = self._parts(at)
            if step not in parts:
                break
            at = parts[step]
        return self._document.position(at)

    def unusable(self, code: str, message: str, pointer: Pointer) -> UnusableFileError:
        """Return the error for a file in which the value at ``pointer`` says that it is of no use."""
        return unusable(code, message, self.name, *self.position(pointer))

    def _read(self) -> Any:
        self._look_through()
        try:
            return json.loads(self._text, strict=False, object_pairs_hook=_Objects())
        except json.JSONDecodeError as error:
            message = f"not valid JSON: {error.msg[0].lower()}{error.msg[1:]}"
            raise self._fault("KSB002", message, error.pos) from None
        except _TwiceError as twice:
            message = f"'{shortened(twice.key)}' stands twice in one object"
            raise self._fault("KSB004", message, self._second(twice)) from None

    def _look_through(self) -> None:
        """Refuse what the parser takes, or goes down too deep for."""
        depth = 0
        for sign in _SIGN.finditer(self._text):
            word, at = sign[0], sign.start()
            if word in _CLOSING:
                depth += 1
                if depth > DEEPEST:
                    raise self._fault("KSB003", f"nested more than {DEEPEST} deep; that is deeper than is read", at)
            elif word in {"]", "}"}:
                depth -= 1
            elif word[0].isdigit():
                raise self._fault("KSB003", f"a number with more than {MOST_DIGITS} digits", at)
            elif word[0] != '"':
                raise self._fault("KSB002", f"not valid JSON: {word} is no number", at)

    def _second(self, twice: _TwiceError) -> int:
        """Return where the value is whose key stood before in its object."""
        signs = _SIGN.finditer(self._text)
        opened: list[int] = []
        at = ended = 0
        while ended < twice.ended:
            sign = next(signs)
            if sign[0] == "{":
                opened.append(sign.start())
            elif sign[0] == "}":
                at = opened.pop()
                ended += 1
        _, second, *_ = (place for key, place in self._find_parts(at) if key == twice.key)
        return second

    def _fault(self, code: str, message: str, at: int) -> UnusableFileError:
        return unusable(code, message, self.name, *self._document.position(at))

    def _after_space(self, at: int) -> int:
        while self._text[at] in _SPACE:
            at += 1
        return at

    def _parts(self, at: int) -> dict[str | int, int]:
        """Return where each value in the object or list at ``at`` starts, by key or index; none for what is neither."""
        if at not in self._known:
            self._known[at] = dict(self._find_parts(at))
        return self._known[at]

    def _find_parts(self, at: int) -> Iterator[tuple[str | int, int]]:
        closing = _CLOSING.get(self._text[at])
        if closing is None:
            return
        at = self._after_space(at + 1)
        index = 0
        while self._text[at] != closing:
            step: str | int = index
            if closing == "}":
                step, at = _SKIPPING.raw_decode(self._text, at)
                at = self._after_space(self._after_space(at) + 1)
            yield step, at
            _, at = _SKIPPING.raw_decode(self._text, at)
            at = self._after_space(at)
            if self._text[at] == ",":
                at = self._after_space(at + 1)
            index += 1


_SKIPPING = json.JSONDecoder(strict=False)


class _TwiceError(Exception):
    """The object that is the ``ended``-th to end has a key twice."""

    def __init__(self, key: str, ended: int) -> None:
        super().__init__(key)
        self.key = key
        self.ended = ended


class _Objects:
    """Makes the parser's objects, in the order in which they end. Raises _TwiceError."""

    def __init__(self) -> None:
        self._ended = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._ended += 1
        read = dict(pairs)
        if len(read) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise _TwiceError(twice, self._ended)
        return read
