"""How an input may end: with a result, or with a refusal that tells a person what is wrong and where."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from ksbcheck.diagnostic import MOST_TOLD

if TYPE_CHECKING:
    from ksbcheck.diagnostic import Diagnostic, UnusableFileError

NAME = "given"
"""What every input's file is called."""
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_HARMLESS = set("\N{SOFT HYPHEN}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_LONGEST = 500
"""Characters of a message besides what it quotes of the file."""
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")


def hold_to_a_refusal(error: UnusableFileError, data: bytes) -> None:
    """Assert that a refusal tells something, in visible lines, and at places that the file has."""
    assert 1 <= len(error.diagnostics) <= MOST_TOLD, "a refusal that tells nothing, or too much"
    for found in error.diagnostics:
        hold_to_a_finding(found, data)


def hold_to_a_finding(found: Diagnostic, data: bytes) -> None:
    """Assert that one finding is a visible line, at a place that the file has."""
    assert re.fullmatch("KSB[0-9]{3}", found.code), found
    assert found.message.strip(), found
    assert len(found.message) <= len(data) + _LONGEST, found
    assert is_visible(found.message), found
    assert (found.line is None) == (found.column is None), found
    if found.line is None or found.path != NAME:
        return
    lines = _lines(data)
    assert 1 <= found.line <= len(lines), found
    assert found.column, found
    # A line has no more characters than bytes; a finding may be about its end.
    assert 1 <= found.column <= len(lines[found.line - 1]) + 1, found


@lru_cache(maxsize=1)
def _lines(data: bytes) -> list[bytes]:
    return _LINE_ENDS.split(data)


def is_visible(text: str, layout: str = "") -> bool:
    """Whether a text has no character that hides or steers, but for those of ``layout``."""
    if text.isprintable():
        return True
    hidden = {character for character in set(text) if unicodedata.category(character) in _HIDDEN}
    return not hidden - _HARMLESS - set(layout)
