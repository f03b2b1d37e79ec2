"""Lines of styled text for a screen of a given width, measured in terminal cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable


class Span(NamedTuple):
    """A text and the name of its style, one of ``STYLES``."""

    text: str
    style: str = ""


Line = tuple[Span, ...]

# Latin letters and the signs that our own layout and official texts have: a cell each, and no need to ask Rich.
_NARROW = frozenset(map(chr, range(0x20, 0x300))) | frozenset(
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}“”\N{EN DASH}—…•█▒░"
)

STYLES = {"": "", "strong": "bold", "faint": "dim", "good": "green", "bad": "red", "warn": "yellow", "code": "cyan"}
"""What each style is on a terminal. Nothing is told by a style alone."""


MOST_FOR_A_CELL = 4
"""A character may take no cell at all; a word of many such is broken nonetheless."""
_WIDE_SELECTOR = "\N{VARIATION SELECTOR-16}"

WIDEST = 120
"""Text reads badly in longer lines; beyond this a wide screen stays empty."""


def plain(lines: Iterable[Line]) -> str:
    """Return the lines as text without styles or trailing spaces."""
    return "".join("".join(span.text for span in line).rstrip() + "\n" for line in lines)


def cells(text: str) -> int:
    """Return how many cells of a terminal ``text`` takes."""
    if _is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _is_narrow(text: str) -> bool:
    return text.isascii() or _NARROW.issuperset(text)


def pad(text: str, width: int) -> str:
    """Return ``text`` on one line, filled up with spaces to ``width`` cells."""
    text = one_line(text)
    return text + " " * (width - cells(text))


def wrap(text: str, width: int) -> list[str]:
    """Break ``text`` between words into lines of at most ``width`` cells; a longer word is broken anywhere.

    Never returns an empty list.
    """
    text = one_line(text)
    return _wrap_narrow(text, width) if _is_narrow(text) else _wrap_words(text, width)


def _wrap_narrow(text: str, width: int) -> list[str]:
    """``wrap`` where every character is one cell, as in nearly all texts: a step for each line and not each word."""
    lines: list[str] = []
    start = 0
    while len(text) - start > width:
        end = text.rfind(" ", start, start + width + 1)
        lines.append(text[start : start + width] if end < 0 else text[start:end])
        start = start + width if end < 0 else end + 1
    return [*lines, text[start:]]


def _wrap_words(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    used = -1  # the first word of a line has no space before it
    for word in _pieces(text, width):
        # What is that long has a line of its own, however few cells it takes.
        size = width if len(word) == MOST_FOR_A_CELL * width else cells(word)
        if used + 1 + size > width:
            lines.append(" ".join(line))
            line, used = [], -1
        line.append(word)
        used += 1 + size
    return [*lines, " ".join(line)]


def _pieces(text: str, width: int) -> Iterable[str]:
    most = MOST_FOR_A_CELL * width
    for word in text.split(" "):
        if len(word) * 2 <= width or (len(word) <= most and cells(word) <= width):
            yield word
            continue
        start = used = 0
        for end, character in enumerate(word):
            # No less than it takes: characters may be drawn as one, and a selector make that before it wide.
            used += 1 if character == _WIDE_SELECTOR else cells(character)
            if used > width:
                used = cells(word[start : end + 1])
            if used > width or end - start == most:
                yield word[start:end]
                start, used = end, cells(character)
        yield word[start:]


def paragraph(text: str, width: int, style: str = "", *, first: Line = (), indent: int = 0) -> list[Line]:
    """Wrap ``text`` behind the spans ``first``, with further lines indented by ``indent`` cells."""
    lines = wrap(text, max(width - indent, 8))
    start = first or (Span(" " * indent),)
    return [
        (*(start if number == 0 else (Span(" " * indent),)), Span(line, style)) for number, line in enumerate(lines)
    ]


def bar(share: float, width: int) -> Line:
    """Return a bar that is full only for a share of 1 and empty only for 0."""
    full = round(share * width)
    if 0 < share < 1:
        full = min(max(full, 1), width - 1)
    return (Span("█" * full, "good"), Span("░" * (width - full), "faint"))


def plural(count: int, noun: str) -> str:
    """Return ``1 gap`` or ``3 gaps``."""
    return f"{count} {noun}" if count == 1 else f"{count} {re.sub('y$', 'ie', noun)}s"


def part_of_gaps(closed: int, gaps: int) -> str:
    """Return how many of the gaps ``closed`` are: ``the only gap``, ``all 3 gaps`` or ``2 of the 3 gaps``."""
    if gaps == 1:
        return "the only gap"
    return f"all {gaps} gaps" if closed == gaps else f"{closed} of the {gaps} gaps"
