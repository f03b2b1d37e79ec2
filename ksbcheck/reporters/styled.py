"""Paragraphs of texts in several styles."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ksbcheck.printable import one_line
from ksbcheck.reporters.layout import Line, Span, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def styled_paragraph(texts: Iterable[Span], width: int, *, first: Line = (), indent: int = 0) -> list[Line]:
    """Wrap the texts, with a space between any two, as ``layout.paragraph`` does one text in one style."""
    words = [(word, text.style) for text in texts for word in one_line(text.text).split(" ")]
    lines = wrap(" ".join(word for word, _ in words), max(width - indent, 8))
    further = (Span(" " * indent),)
    return [
        (*((first or further) if number == 0 else further), *spans)
        for number, spans in enumerate(_styled(lines, words))
    ]


def _styled(lines: Iterable[str], words: Iterable[tuple[str, str]]) -> Iterator[Line]:
    """Give the words in ``lines`` their styles back; a word too long for a line is there in pieces."""
    left = iter(words)
    rest = style = ""
    for line in lines:
        pieces = []
        for piece in line.split(" "):
            if not rest:
                rest, style = next(left)
            rest = rest[len(piece) :]
            pieces.append((style, piece))
        same = [
            Span(" ".join(text for _, text in group), style) for style, group in groupby(pieces, lambda pair: pair[0])
        ]
        yield tuple(span for run in same for span in (Span(" "), run))[1:]
