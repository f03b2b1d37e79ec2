"""The fields of one object of an official file, whatever is in them.

A field that is not there reads as empty, as does ``null``. A value of another type than expected is noted as a defect
(KSB330) and reads as empty, too. Hidden characters, also those that HTML names, are written out.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from ksbcheck.printable import printable
from ksbcheck.standards.official.prose import one_paragraph, plain, without_entities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.standards.official.defects import Defects
    from ksbcheck.standards.official.json_file import Pointer

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?=T|$)")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_NO_DAY = "0001-01-01"
_SURROGATES = re.compile("[\ud800-\udfff]")


class Fields:
    """An object at ``pointer``, and where its defects are noted."""

    def __init__(self, value: dict[str, Any], pointer: Pointer, defects: Defects) -> None:
        self.pointer = pointer
        self.defects = defects
        self._value = value

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def at(self, *steps: str | int) -> Pointer:
        """Return the pointer to a part of this object."""
        return (*self.pointer, *steps)

    def note(self, code: str, message: str, *steps: str | int) -> None:
        """Note a defect of this object or of a part of it."""
        self.defects.note(code, message, self.at(*steps))

    def text(self, key: str) -> str:
        """Return a text as it is, but for entities and white space around it."""
        return printable(without_entities(self._raw(key))).strip()

    def whole(self, key: str) -> str:
        """Return a text just as it is."""
        return self._raw(key)

    def prose(self, key: str) -> str | None:
        """Return prose as plain text, None if there is none."""
        return printable(plain(self._raw(key))) or None

    def line(self, key: str) -> str | None:
        """Return prose as plain text in one line, None if there is none."""
        return printable(one_paragraph(self._raw(key))) or None

    def number(self, key: str) -> int | None:
        """Return a positive whole number, which may be written as a text; None where it is 0 or not set."""
        value = self._value.get(key)
        if isinstance(value, str):
            value = value.strip()
            value = int(value) if _WHOLE_NUMBER.fullmatch(value) else value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**9 - 1:
            return value or None
        if value not in (None, ""):
            self.note("KSB330", f"'{key}' is no whole number; left out", key)
        return None

    def flag(self, key: str) -> bool:
        """Return whether a flag is set, be it ``true`` or 1."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, int):
            self.note("KSB330", f"'{key}' is neither true nor false; taken as false", key)
        return isinstance(value, int) and bool(value)

    def day(self, key: str) -> date | None:
        """Return the day of a time stamp; None where it is not set, or no day (KSB333)."""
        text = self._raw(key).strip()
        if not text:
            return None
        match = _DATE.match(text)
        if match is None or match[0] == _NO_DAY:
            self.note("KSB333", f"'{key}' is no date; left out", key)
            return None
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            self.note("KSB333", f"'{key}' is no day of the calendar; left out", key)
            return None

    def part(self, key: str) -> Fields:
        """Return an object within this one; an empty one where there is none."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, dict):
            self.note("KSB330", f"'{key}' is no object; left out", key)
        return Fields(value if isinstance(value, dict) else {}, self.at(key), self.defects)

    def objects(self, key: str) -> Iterator[tuple[int, Fields]]:
        """Yield the objects of a list and their indexes."""
        for index, item in enumerate(self._list(key)):
            if isinstance(item, dict):
                yield index, Fields(item, self.at(key, index), self.defects)
            else:
                self.note("KSB330", f"an item of '{key}' is no object; left out", key, index)

    def texts(self, key: str) -> Iterator[tuple[int, str]]:
        """Yield the texts of a list and their indexes, as ``text`` would have them, empty ones too."""
        for index, item in enumerate(self._list(key)):
            if isinstance(item, str):
                yield index, printable(without_entities(_whole(item))).strip()
            else:
                self.note("KSB330", f"an item of '{key}' is no text; left out", key, index)

    def _list(self, key: str) -> list[Any]:
        value = self._value.get(key, [])
        if isinstance(value, list):
            return value
        what = "null" if value is None else "no list"
        self.note("KSB330", f"'{key}' is {what}; taken as an empty list", key)
        return []

    def _raw(self, key: str) -> str:
        value = self._value.get(key)
        if isinstance(value, str):
            return _whole(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self.note("KSB330", f"'{key}' is no text; left out", key)
        return ""


def _whole(text: str) -> str:
    """Return ``text`` with half characters, which no file can hold, replaced."""
    return _SURROGATES.sub("\ufffd", text)
