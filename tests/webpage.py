"""Reads a web page back with the standard library's parser, which knows nothing of the templates."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = {"col", "input", "meta"}
NO_TEXT = {"style", "script"}


class Element:
    """One element, with the texts and elements in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.content: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def all(self, tag: str | None = None, **attributes: str) -> list[Element]:
        """Return the elements in it with this tag and these attributes; a class is one of several."""
        return [
            element
            for element in self._walk()
            if tag in (None, element.tag)
            and all(
                value in element.get("class").split() if name == "class_" else element.get(name) == value
                for name, value in attributes.items()
            )
        ]

    def one(self, tag: str | None = None, **attributes: str) -> Element:
        (found,) = self.all(tag, **attributes)
        return found

    def _walk(self) -> Iterator[Element]:
        for part in self.content:
            if isinstance(part, Element):
                yield part
                yield from part._walk()

    @property
    def raw(self) -> str:
        return "".join(part if isinstance(part, str) else part.raw for part in self.content)

    @property
    def text(self) -> str:
        """What a reader sees: white space is one space, and the page's style and script are no text."""
        return " ".join(self._seen().split())

    def _seen(self) -> str:
        if self.tag in NO_TEXT:
            return ""
        return "".join(part if isinstance(part, str) else part._seen() for part in self.content)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs)
        element = Element(tag, attributes)
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"the page has a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        assert decl == "DOCTYPE html"
        assert len(self.open) == 1


def read_page(html: str) -> Element:
    """Return the root of the page. Every element that was opened must have been closed, in the right order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    (root,) = reader.open
    return root.one("html")


def cells(row: Element) -> list[str]:
    """Return the texts of a row's cells."""
    return [part.text for part in row.content if isinstance(part, Element) and part.tag in {"th", "td"}]


def body_rows(table: Element) -> list[Element]:
    """Return the rows of a table without its head."""
    return table.one("tbody").all("tr")


def assert_only_its_own_runs(page: Element) -> None:
    """The page's policy allows its one style and its one script, by their hashes, and nothing else."""
    (policy,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv")]
    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == {
        "default-src": "'none'",
        "style-src": _allowed(page.one("style").raw),
        "script-src": _allowed(page.one("script").raw),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def _allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
