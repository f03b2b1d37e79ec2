"""The prose of official files: HTML, escaped once, twice or not at all, to plain text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

# An entity as it is meant: with its semicolon. Without one, HTML would also read "&notes" as a sign and "es".
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_MOST_ESCAPED = 4
_HTML = re.compile(r"<(?:p|br|li|div|h[1-6]|table)\b", re.IGNORECASE)
_PARAGRAPHS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "caption"})
_LINES = frozenset({"li", "tr", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
_BREAKS = _PARAGRAPHS | _LINES | {"br"}
# What word processors put between the tags, such as "<![endif]>".
_NO_TAG = re.compile(r"<(?![^<>]{1,2000}>)")
_MARKED = re.compile(r"<!\[(?:[^<>]{0,100}>)?")
_UNSEEN = frozenset({"script", "style", "head"})
# Characters that nobody sees and that only mark where a line may break.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\ufeff\u2060\u00ad"))


def without_entities(text: str) -> str:
    """Return ``text`` with its HTML entities replaced, however often they were escaped; nothing else is changed."""
    for _ in range(_MOST_ESCAPED):
        replaced = _ENTITY.sub(lambda match: unescape(match[0]), text)
        if replaced == text:
            break
        text = replaced
    return text


def plain(text: str) -> str:
    """Return prose as plain text: paragraphs with an empty line between them, list items as lines with ``- ``."""
    text = without_entities(text).translate(_INVISIBLE)
    if _HTML.search(text):
        text = text.replace("\n", " ")  # there, lines are only how the file was written
    reader = _Prose()
    _read(reader, text)
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_paragraph(text: str) -> str:
    """Return prose as plain text in one line."""
    return " ".join(plain(text).split())


def table_rows(text: str) -> list[list[str]]:
    """Return the rows of all tables in HTML: the plain text of each cell."""
    reader = _Tables()
    _read(reader, without_entities(text).translate(_INVISIBLE))
    return [[" ".join(cell.split()) for cell in row] for row in reader.rows]


def _read(reader: HTMLParser, text: str) -> None:
    """Read HTML without entities, in which every ``&`` is just that, and so is a ``<`` that no ``>`` follows.

    Python's reader fails on ``<![``, and looks for the end of every tag to the end of the text.
    """
    html = _MARKED.sub("", _without_comments(text)).replace("&", "&amp;")
    reader.feed(_NO_TAG.sub("&lt;", html))
    reader.close()


def _without_comments(text: str) -> str:
    before, *parts = text.split("<!--")
    kept = (part.partition("-->") for part in parts)
    return before + "".join(after if end else f"<!--{inside}" for inside, end, after in kept)


class _Prose(HTMLParser):
    """Collects text, with a new line for each ``br`` and row, and an empty line around each paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base's signature
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag == "br" or tag in _LINES:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _CELLS:
            self.parts.append("  ")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


class _Tables(HTMLParser):
    """Collects the text of table cells by row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
            self.in_cell = False
        elif tag in _CELLS and self.rows:
            self.rows[-1].append("")
            self.in_cell = True
        elif tag in _BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self.in_cell = False
        elif tag in _BREAKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.rows[-1][-1] += data
