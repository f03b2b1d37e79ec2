"""Turning entries of a YAML list or mapping into comments: gone for every reader of the file but people."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from ksbcheck.yaml_edit import Edit
from ksbcheck.yaml_spans import BLANK, BREAK, BREAKS, Branch, Entry, Leaf, Spans, signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BREAK = re.compile(BREAK)
_GAP = "   "


def commented_out(spans: Spans, branch: Branch, notes: Mapping[int, str]) -> list[Edit]:
    """Return the edits that make comments of some entries: ``notes`` has what each is to say behind the entry.

    What is in brackets keeps valid commas, and its comments go where the line ends. Where no entry of a list or
    mapping without brackets is left, ``emptied`` is needed, too.
    """
    if branch.is_flow:
        return list(_FlowEdits(spans, branch, notes).all())
    entries = spans.entries(branch)
    return [edit for at, note in notes.items() for edit in _block_edits(spans, entries[at], note)]


def emptied(spans: Spans, key: Leaf, branch: Branch) -> Edit:
    """Return the edit that makes an empty list of the list or mapping under ``key``, all of which is commented out."""
    colon = next(at for at in signs(spans.text, key.end, branch.start) if spans.text[at] == ":")
    return Edit(colon + 1, colon + 1, " []")


def _block_edits(spans: Spans, entry: Entry, note: str) -> Iterator[Edit]:
    """Put a # before each line of the entry, below the first one, and the note behind the last."""
    text = spans.text
    yield Edit(entry.start, entry.start, "# ")
    column = entry.start - spans.line_start(entry.start)
    for end_of_line in _BREAK.finditer(text, entry.start, entry.end):
        line = content = end_of_line.end()
        while text[content] == " ":
            content += 1
        if text[content] not in BREAKS:
            at = min(line + column, content)
            yield Edit(at, at, "# ")
    yield Edit(entry.end, entry.end, f"{_GAP}({note})")


def _skip(text: str, at: int) -> int:
    """Return where the first character from ``at`` on stands that is not blank, or the text's end."""
    while at < len(text) and text[at] in BLANK:
        at += 1
    return at


class _FlowEdits:
    """The edits of a list or mapping in brackets."""

    def __init__(self, spans: Spans, branch: Branch, notes: Mapping[int, str]) -> None:
        self.spans = spans
        self.text = text = spans.text
        self.notes = dict(sorted(notes.items()))
        self.entries = spans.entries(branch)
        limits = [*(entry.start for entry in self.entries[1:]), branch.end - 1]
        self.commas = [
            next((at for at in signs(text, entry.end, limit) if text[at] == ","), None)
            for entry, limit in zip(self.entries, limits, strict=True)
        ]
        self.last_kept = max((at for at in range(len(self.entries)) if at not in notes), default=-1)
        self.done = 0
        # Where comments are to go -> what they say behind which entries.
        self.comments: dict[int, dict[str, list[str]]] = {}

    def all(self) -> Iterator[Edit]:
        for at, note in self.notes.items():
            yield from self.entry(at, note)
        for place, notes in self.comments.items():
            comment = _GAP.join(f"# {', '.join(words)}{_GAP}({note})" for note, words in notes.items())
            if self.text[place : place + 1] == "#":
                yield Edit(place, place, f"{'' if self.text[place - 1] in BLANK else ' '}{comment}{_GAP}")
            else:
                yield Edit(place, place, f"{_GAP}{comment}")

    def entry(self, at: int, note: str) -> Iterator[Edit]:
        """Take one entry out, with its comma, and say where its comment goes."""
        text, (start, end) = self.text, self.entries[at]
        words = " ".join(text[start:end].split())
        comma = self.commas[at]
        has_comma = comma is not None and not text[end:comma].strip(BLANK)
        if comma is not None and has_comma:
            end = comma + 1
        elif comma is not None:
            yield Edit(comma, comma + 1, "")
        start = self.start(at, start)
        rest = _skip(text, end)
        is_last_of_line = rest == len(text) or text[rest] in BREAKS or text[rest] == "#"
        line = self.spans.line_start(start)
        indent = _skip(text, line)
        if is_last_of_line and indent == start:
            yield Edit(start, end, f"# {words}{_GAP}({note})")
            return
        if is_last_of_line:
            while start > self.done and text[start - 1] in BLANK:
                start -= 1
        elif has_comma:
            end = rest
        self.done = end
        yield Edit(start, end, "")
        place = self.place(end)
        if place is None:
            second = self.spans.lines[1]
            new_line = "\r\n" if text[second - 2 : second] == "\r\n" else text[second - 1]
            yield Edit(end, end, f" # {words}{_GAP}({note}){new_line}{text[line:indent]}  ")
        else:
            self.comments.setdefault(place, {}).setdefault(note, []).append(words)

    def place(self, at: int) -> int | None:
        """Return where the comment goes for what stood before ``at``: never into an entry that is taken out, too."""
        while (place := self.spans.line_end(at)) is not None:
            last = bisect_left(self.entries, place, key=lambda entry: entry.start) - 1
            if last not in self.notes or self.entries[last].end <= place:
                break
            at = self.entries[last].end
        return place

    def start(self, at: int, start: int) -> int:
        """Return where to begin to delete: at the comma before, where the last of what is kept would keep it."""
        comma = self.commas[at - 1] if at > 0 else None
        if at - 1 == self.last_kept and comma is not None and self.commas[-1] is None:
            return start if self.text[comma + 1 : start].strip(BLANK) else comma
        return start
