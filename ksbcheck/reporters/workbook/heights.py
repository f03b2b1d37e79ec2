"""How high a row is: Excel finds this out when it opens a file, but other programs do not."""

from __future__ import annotations

from functools import lru_cache

from ksbcheck.reporters.layout import wrap

LINE = 13.0
"""The height of a line of text, in points."""
_SPACE = 3.0
_HIGHEST = 409.0
# Letters are narrower than digits on the whole. Of ordinary prose a fifth more fits; a few capitals are to fit, too.
_LETTERS = 1.1
_INDENT = 1.5


def height(lines: int) -> float:
    """Return the height in points of a row of so many lines; no spreadsheet shows more than the highest."""
    return min(lines * LINE + _SPACE, _HIGHEST)


@lru_cache(maxsize=8192)
def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of ``width`` digits."""
    letters = max(int((width - _INDENT) * _LETTERS), 1)
    return sum(len(wrap(line, letters)) for line in text.split("\n"))
