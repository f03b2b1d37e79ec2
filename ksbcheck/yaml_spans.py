"""Where in a text each value of a YAML file begins and ends: what is needed to change one and nothing else.

The reader's nodes know where values begin, which is all that messages need. Changing a file is rare, so that the text
is parsed once more for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

# As in the reader: the two parsers tell the same places, but for empty values, whose places are not used.
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
"""What ends a line, and with it a comment, in YAML; a pattern."""
BREAKS = frozenset("\r\n\x85\u2028\u2029")
BLANK = " \t"
"""What is no text in YAML but at the ends of a line; a no-break space is text."""
BLOCK_SCALARS = frozenset("|>")
# A comment, or one character that is neither a space nor of a comment.
_COMMENT_OR_SIGN = re.compile("#[^\r\n\x85\u2028\u2029]*|[^#\\s]")


class Leaf(NamedTuple):
    """A scalar: its characters ``start`` to ``end`` of the text, quotes included, and what they mean."""

    start: int
    end: int
    value: str


class Branch:
    """A list or a mapping; of a mapping, ``items`` are keys and values in turn. ``is_flow``: in brackets."""

    __slots__ = ("end", "is_flow", "items", "start", "step")

    def __init__(self, start: int, step: int, *, is_flow: bool) -> None:
        self.start = start
        self.end = start
        self.step = step
        """How many items an entry has: 2 in a mapping, else 1."""
        self.is_flow = is_flow
        self.items: list[Span] = []

    def index(self, key: str) -> int | None:
        """Return which entry of a mapping has ``key``, counted from 0."""
        return next(
            (at for at, leaf in enumerate(self.items[::2]) if isinstance(leaf, Leaf) and leaf.value == key), None
        )

    def key(self, entry: int) -> Leaf:
        """Return the key of an entry, or the item of a list; it is to be a scalar."""
        leaf = self.items[entry * self.step]
        assert isinstance(leaf, Leaf)
        return leaf

    def value(self, entry: int) -> Span:
        """Return the value of an entry, or the item of a list."""
        return self.items[entry * self.step + self.step - 1]


Span = Leaf | Branch


class Entry(NamedTuple):
    """The characters of one item of a list or one pair of a mapping, with its ``-`` or ``?``, without a ``,``."""

    start: int
    end: int


class Spans(NamedTuple):
    """A text and what stands where in it: its values, all scalars, and where lines and comments begin, in order."""

    text: str
    root: Branch
    leaves: list[Leaf]
    lines: list[int]
    comments: list[int]

    def entries(self, branch: Branch) -> list[Entry]:
        """Return where the entries of a list or mapping stand."""
        return list(_entries(self.text, branch))

    def line_start(self, at: int) -> int:
        """Return where the line of the character ``at`` begins."""
        return self.lines[bisect_right(self.lines, at) - 1]

    def line_end(self, at: int) -> int | None:
        """Return where on the line of ``at``, which is between two values, a comment can go.

        That is before a comment that stands there, or else where the line ends; None where a value goes on from there.
        """
        following = bisect_right(self.lines, at)
        end = self.lines[following] if following < len(self.lines) else len(self.text)
        comment = bisect_left(self.comments, at)
        if comment < len(self.comments) and self.comments[comment] < end:
            return self.comments[comment]
        while end > at and self.text[end - 1] in BREAKS:
            end -= 1
        leaf = bisect_right(self.leaves, end, key=lambda leaf: leaf.start) - 1
        if self.leaves[leaf].start < end < self.leaves[leaf].end:
            return None
        while end > at and self.text[end - 1] in BLANK:
            end -= 1
        return end


def read_spans(text: str) -> Spans:
    """Return the places of all values in ``text``, which is to be a file of the subset whose root is a mapping."""
    top = Branch(0, 1, is_flow=False)
    opened, leaves = [top], []
    parser = _Parser(text)
    while (event := parser.get_event()) is not None:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            leaves.append(Leaf(start, end, event.value))
            opened[-1].items.append(leaves[-1])
        elif isinstance(event, yaml.CollectionStartEvent):
            step = 2 if isinstance(event, yaml.MappingStartEvent) else 1
            branch = Branch(start, step, is_flow=bool(event.flow_style))
            opened[-1].items.append(branch)
            opened.append(branch)
        elif isinstance(event, yaml.CollectionEndEvent):
            opened.pop().end = end
    root = top.items[0]
    assert isinstance(root, Branch)
    lines = [0, *(match.end() for match in re.finditer(BREAK, text))]
    return Spans(text, root, leaves, lines, list(_comments(text, leaves)))


def signs(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where signs stand between two values, which are apart by nothing but signs, spaces and comments."""
    for match in _COMMENT_OR_SIGN.finditer(text, start, end):
        if match[0][0] != "#":
            yield match.start()


def _comments(text: str, leaves: list[Leaf]) -> Iterator[int]:
    done = 0
    for start, end in [*((leaf.start, leaf.end) for leaf in leaves), (len(text), len(text))]:
        for match in _COMMENT_OR_SIGN.finditer(text, done, start):
            if match[0][0] == "#":
                yield match.start()
        done = end


def _entries(text: str, branch: Branch) -> Iterator[Entry]:
    before = branch.start + branch.is_flow
    limits = [item.start for item in branch.items[branch.step :: branch.step]]
    for place, limit in enumerate([*limits, branch.end] if branch.items else []):
        first, last = branch.items[place * branch.step], branch.value(place)
        start = next((at for at in signs(text, before, first.start) if text[at] in "-?"), first.start)
        before = _end(text, first, last, limit)
        yield Entry(start, before)


def _end(text: str, first: Span, last: Span, limit: int) -> int:
    """Return where the entry ends that starts with ``first`` and ends with ``last``, before ``limit``."""
    if last.start == last.end:
        # Nothing stands there; what is told of its place depends on the parser. The entry ends with the ':', if any.
        sign = next(signs(text, first.end, limit), first.end)
        return sign + 1 if text[sign : sign + 1] == ":" else first.end
    end = last.end
    if text[last.start] in BLOCK_SCALARS:
        # It takes in the empty lines behind it.
        while text[end - 1].isspace():
            end -= 1
    return end
