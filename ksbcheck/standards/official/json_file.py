"""Reading a JSON file, with the place of every value in it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.printable import shortened
from ksbcheck.yaml_nodes import Document

Pointer = tuple[str | int, ...]
"""The way to a value: keys of objects and indexes of lists."""

_SPACE = " \t\n\r"


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
        self.value = self._read()

    def position(self, pointer: Pointer) -> tuple[int, int]:
        """Return line and column, from 1, of the value at ``pointer``; where the way ends early, of the last on it."""
        at = self._after_space(0)
        for step in pointer:
            found = self._member(at, step) if self._text[at] == "{" else self._item(at, step)
            if found is None:
                break
            at = found
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

    def _member(self, at: int, step: str | int) -> int | None:
        """Return where the value of the key ``step`` starts in the object at ``at``."""
        at = self._after_space(at + 1)
        while self._text[at] != "}":
            key, at = _SKIPPING.raw_decode(self._text, at)
            at = self._after_space(self._after_space(at) + 1)
            if key == step:
                return at
            at = self._next(at)
        return None

    def _item(self, at: int, step: str | int) -> int | None:
        """Return where item ``step`` starts in the list at ``at``; None also where there is no list."""
        if self._text[at] != "[":
            return None
        at = self._after_space(at + 1)
        number = 0
        while self._text[at] != "]":
            if number == step:
                return at
            at = self._next(at)
            number += 1
        return None

    def _next(self, at: int) -> int:
        """Return what follows the value at ``at``: the next key or item, or the end of what holds them."""
        _, at = _SKIPPING.raw_decode(self._text, at)
        at = self._after_space(at)
        return self._after_space(at + 1) if self._text[at] == "," else at


_SKIPPING = json.JSONDecoder(strict=False)
