"""Reading a JSON file, with the place of every value in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.printable import shortened
from ksbcheck.yaml_nodes import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

Pointer = tuple[str | int, ...]
"""The way to a value: keys of objects and indexes of lists."""

_SPACE = " \t\n\r"
_CLOSING = {"{": "}", "[": "]"}


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

    def _read(self) -> Any:
        try:
            return json.loads(self._text, strict=False, object_pairs_hook=self._object, parse_constant=self._no_number)
        except json.JSONDecodeError as error:
            message = f"not valid JSON: {error.msg[0].lower()}{error.msg[1:]}"
            raise UnusableFileError(
                [Diagnostic("KSB002", Severity.ERROR, message, self.name, error.lineno, error.colno)]
            ) from None
        except RecursionError:
            raise unusable("KSB003", "nested deeper than is read", self.name) from None
        except ValueError:  # Python's own bound for the digits of a number
            raise unusable("KSB003", "holds a number with more digits than are read", self.name) from None

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        read = dict(pairs)
        if len(read) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise unusable("KSB004", f"'{shortened(twice)}' stands twice in one object", self.name)
        return read

    def _no_number(self, text: str) -> NoReturn:
        raise unusable("KSB002", f"not valid JSON: {text} is no number", self.name)

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
