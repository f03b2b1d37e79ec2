"""Reads each output format back, without the code that wrote it, as a sequence of what it is made of and its texts.

What is structure begins with a NUL, which no output has: tags and attributes, cells, keys, commands, kinds of tokens.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

S = "\0"
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What GitHub and its like make of a text by themselves once Markdown has been read: addresses of mail, mentions,
# references and emoji. Addresses of the web they look for in the source, where cmark-gfm does.
_AUTOMATIC = re.compile(r"@\w|#\d|\bGH-\d|:(?:[\w+-]*[a-z][\w+-]*|[+-]1|100|1234):", re.IGNORECASE | re.ASCII)
_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)
_BETWEEN = "\N{ZERO WIDTH SPACE}"


def of_text(made: str) -> Iterator[str]:
    """Yield the whole text without its white space: long words are broken, and columns filled up."""
    assert not [line for line in made.split("\n") if re.match(r"\s*::|.*##\w*\[", line, re.ASCII)]
    yield re.sub(r"\s+", "", made)


def of_coloured_text(made: str) -> Iterator[str]:
    yield from of_text(re.sub(r"\x1b\[[0-9;]*m", "", made))


def of_json(made: str) -> Iterator[str]:
    assert made.isascii()
    assert not re.search(r"##\w*\[", made)
    yield from _values(json.loads(made, parse_constant=_refuse))


def of_json_lines(made: str) -> Iterator[str]:
    assert made.endswith("\n")
    for line in made.split("\n")[:-1]:
        yield from of_json(line)


def _refuse(constant: str) -> None:
    raise AssertionError(constant)


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield f"{S}{key}"
            yield from _values(part)
    elif isinstance(value, list):
        for part in value:
            yield f"{S}item"
            yield from _values(part)
    else:
        yield value if isinstance(value, str) else f"{S}{value}"


def of_sarif(made: str) -> Iterator[str]:
    (run,) = json.loads(made)["runs"]
    for result in run["results"]:
        del result["partialFingerprints"]
        (place,) = result["locations"]
        uri = place["physicalLocation"].pop("artifactLocation")["uri"]  # of a path, without turns on the way
        assert re.fullmatch(r"(?!//)[A-Za-z0-9/._~%-]*", uri)
        unquote(uri, errors="strict")
        message = result["message"]
        text = message["text"]
        assert not re.search(r"\]\(|(?<!\{)\{(?:\{\{)*(?!\{)", text)  # no link, no place of an argument
        message["text"] = text.replace("{{", "{").replace("}}", "}").replace("] (", "](")
    yield from _values(run["results"])


def of_xml(made: str) -> Iterator[str]:
    assert made.isascii()
    assert "<!" not in made
    for element in ET.fromstring(made).iter():
        yield f"{S}{element.tag}"
        for name, value in element.attrib.items():
            yield from (f"{S}{name}", value)
        yield element.text or ""
        yield element.tail or ""


def of_picture(made: str) -> Iterator[str]:
    """Yield which elements and attributes there are, and the text: where it stands depends on how wide it is."""
    assert "<!" not in made
    root = ET.fromstring(made)
    yield from sorted({f"{S}{element.tag} {' '.join(sorted(element.attrib))}" for element in root.iter()})
    yield re.sub(r"\s+", "", "".join(element.text or "" for element in root.iter() if element.tag.endswith("}text")))


def of_csv(made: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(made.removeprefix("\ufeff"), newline=""), strict=True):
        yield f"{S}row"
        for cell in row:
            yield f"{S}cell"
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
            assert "\n" not in cell
            yield re.sub(r"^'(?='*[=+@＝＋－＠-])", "", cell)


def of_markdown(made: str) -> Iterator[str]:
    """Yield the tokens of CommonMark with tables and struck-out text, as GitHub has them."""
    assert _BETWEEN not in made  # it is written as a reference, which people see
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(made):
        yield f"{S}{token.type} {token.tag} {token.level} {token.attrs}"
        text = ""
        for child in token.children or []:
            if child.type == "text":
                text += child.content
                continue
            yield from _untouched(text)
            yield f"{S}{child.type} {child.attrs}"
            text = child.content
        yield from _untouched(text)
    # An address of the web needs its signs in the source.
    assert not _ADDRESS.search(made)


def _untouched(text: str) -> Iterator[str]:
    found = _AUTOMATIC.search(text)
    assert not found, found
    yield text.replace(_BETWEEN, "")


def of_commands(made: str) -> Iterator[str]:
    """Yield what a runner of GitHub reads: commands at the start of a line, and older ones anywhere in it."""
    assert made.endswith("\n")
    for line in re.split(r"\r\n|\r|\n", made)[:-1]:
        assert not re.search(r"##\[", line)
        command = re.match(r"\s*::(\w+) ([^:]*)::(.*)", line)
        if not command:
            assert "::" not in line
            yield from (f"{S}line", line)
            continue
        yield f"{S}{command[1]}"
        for pair in command[2].split(","):
            name, value = pair.split("=", 1)
            yield from (f"{S}{name}", _decoded(value, {"%3A": ":", "%2C": ","}))
        yield _decoded(command[3], {})


def _decoded(text: str, more: dict[str, str]) -> str:
    for sign, character in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(sign, character)
    return text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_text()
        self.found.append(f"{S}<{tag}>")
        for name, value in attrs:
            self.found += [f"{S}{name}", value or ""]

    def handle_endtag(self, tag: str) -> None:
        self._end_text()
        self.found.append(f"{S}</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.found.append(f"{S}<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"{S}<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"{S}<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"{S}<![{data}]>")

    def _end_text(self) -> None:
        self.found.append(self.text)
        self.text = ""


def of_page(made: str) -> Iterator[str]:
    assert not re.search(r"^\s*::|##\w*\[", made, re.MULTILINE)
    page = _Page()
    page.feed(made)
    page.close()
    yield from page.found


def of_workbook(made: bytes) -> Iterator[str]:
    """Yield every part of the archive, and in it every cell with its type, after ECMA-376."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    shared = parts.get("xl/sharedStrings.xml")
    strings = [_of_string("".join(item.itertext())) for item in ET.fromstring(shared)] if shared else []
    for name, content in sorted(parts.items()):
        yield f"{S}{name}"
        assert b"<!" not in content
        if name.endswith(".rels"):
            assert b"hyperlink" not in content
            assert b'TargetMode="External"' not in content
        elif name.startswith("xl/worksheets/"):
            yield from _of_sheet(ET.fromstring(content), strings)
        elif name.startswith("docProps/core"):
            yield from (_of_string(element.text or "") for element in ET.fromstring(content).iter())


def _of_sheet(sheet: ET.Element, strings: list[str]) -> Iterator[str]:
    kinds = {element.tag.removeprefix(_SPREADSHEET) for element in sheet.iter()}
    assert not kinds & {"f", "hyperlink", "hyperlinks", "legacyDrawing", "oleObjects", "dataValidations"}
    for element in sheet.iter():
        if element.tag == f"{_SPREADSHEET}c":
            yield f"{S}{element.get('r')} {element.get('t')}"
            value = element.findtext(f"{_SPREADSHEET}v")
            if value is not None:
                text = strings[int(value)] if element.get("t") == "s" else value
                assert len(text.encode("utf-16-le")) <= 2 * 32_767
                yield text
            else:
                yield _of_string("".join(element.itertext()))
        elif element.tag == f"{_SPREADSHEET}oddFooter":
            text = element.text or ""
            assert set(re.findall("&(.?)", text)) <= set("LCARPN"), text


def _of_string(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def of_parquet(made: bytes) -> Iterator[str]:
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet

    yield from _values(parquet.read_table(pa.BufferReader(made)).to_pylist())


READERS: dict[str, Callable[[Any], Iterable[str]]] = {
    "text": of_text,
    "coloured text": of_coloured_text,
    "json": of_json,
    "jsonl": of_json_lines,
    "markdown": of_markdown,
    "csv": of_csv,
    "junit": of_xml,
    "sarif": of_sarif,
    "github": of_commands,
    "svg": of_picture,
    "html": of_page,
    "xlsx": of_workbook,
    "parquet": of_parquet,
}
"""Format -> what reads it back."""
