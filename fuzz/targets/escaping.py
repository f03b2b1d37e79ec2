"""Texts of strangers in every format: by another parser, the output is made as if they had written ``x``."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from html.parser import HTMLParser
from pprint import pformat
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from zlib import crc32

from markdown_it import MarkdownIt

from fuzz.ends import NAME
from fuzz.targets.portfolio import STANDARD, TODAY, hold_to_a_text
from ksbcheck.config.model import Config
from ksbcheck.load import load_portfolio
from ksbcheck.portfolios.model import LONGEST_TITLE
from ksbcheck.report import check
from ksbcheck.reporters import REPORTERS, SUMMARY_REPORTERS
from ksbcheck.reporters.cells import FORMULA
from ksbcheck.source import Source
from ksbcheck.standards.read import read_standard
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.report import Report

_standard = read_standard(Source("standard.yaml", STANDARD))
_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_CONFIG = Config.model_validate({"policy": {"types": ["none of these"]}})
_FIELDS = 6
_LONGEST = LONGEST_TITLE // 10
"""Characters of a text, each of which may be written out with ten."""
# JSON is YAML, too, but for these.
_NOT_IN_YAML = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)}
_Format = tuple["Callable[[Report], str]", "Callable[[str], Any]"]


def render(data: bytes) -> None:
    """Put the input's lines into the fields of a portfolio, and render it in one format, which the input tells."""
    lines = (line[:_LONGEST] for line in data.decode(errors="replace").split("\n"))
    texts = [line for line in lines if line.strip()][:_FIELDS]
    texts += ["x"] * (_FIELDS - len(texts))
    made, parsed = _FORMATS[crc32(data) % len(_FORMATS)]
    report, harmless = _report(texts), _report(["x"] * _FIELDS)
    output = made(report)
    hold_to_a_text(output)
    if _codes(report) != _codes(harmless):  # what is found of a text, such as of its type, is no matter of escaping
        return
    expected, found = parsed(made(harmless)), parsed(output)
    assert found == expected, _difference(expected, found)


def _report(texts: list[str]) -> Report:
    title, note, locator, name, kind, file = texts
    piece = {"id": "E1", "title": title, "notes": note, "type": kind, "files": [file], "ksbs": {"K1": locator}}
    content = {"standard": "ST0001", "option": "film", "apprentice": {"name": name}, "evidence": [piece]}
    written = json.dumps(content, ensure_ascii=False).translate(_NOT_IN_YAML).encode()
    return check(load_portfolio(Source(NAME, written)), _standard, config=_CONFIG, today=TODAY, every_rule=True)


def _codes(report: Report) -> list[str]:
    return [found.code for found in report.diagnostics]


def _difference(expected: Any, found: Any) -> str:
    lines = difflib.unified_diff(pformat(expected).splitlines(), pformat(found).splitlines(), n=1, lineterm="")
    return "\n".join(lines)


def _shape(value: Any) -> Any:
    """Return JSON with all texts alike."""
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    return [_shape(each) for each in value] if isinstance(value, list) else type(value).__name__


def _rows(output: str) -> list[int]:
    """Return how many cells each row of CSV has; none of them is to begin a formula."""
    rows = list(csv.reader(io.StringIO(output)))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    return [len(row) for row in rows]


def _elements(output: str) -> list[tuple[str, list[str]]]:
    return [(element.tag, sorted(element.attrib)) for element in ET.fromstring(output).iter()]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(name for name, _ in attributes)))

    def handle_comment(self, _: str) -> None:
        self.found.append(("comment", []))


def _tags(output: str) -> list[tuple[str, list[str]]]:
    tags = _Tags()
    tags.feed(output)
    tags.close()
    return tags.found


def _tokens(output: str) -> list[Any]:
    """Return the blocks of Markdown, and what in their lines is more than text."""
    plain = {"text", "text_special", "entity"}
    return [
        (token.type, [child.type for child in token.children or () if child.type not in plain])
        for token in _markdown.parse(output)
    ]


def _commands(output: str) -> list[str]:
    """Return which commands a CI service would run."""
    lines = output.splitlines()
    assert not [line for line in lines if re.search(r"##\w*\[", line)]
    return [line.split("::")[1].split(" ")[0] for line in lines if line.lstrip().startswith("::")]


def _lines(output: str) -> bool:
    """Tell whether a text for a terminal runs nothing, as the CI service that shows it may take it."""
    return not [line for line in output.splitlines() if line.lstrip().startswith("::") or re.search(r"##\w*\[", line)]


def _of_a_report(name: str) -> Callable[[Report], str]:
    return lambda report: REPORTERS[name](report, 80)


def _of_a_summary(name: str) -> Callable[[Report], str]:
    return lambda report: str(SUMMARY_REPORTERS[name](summarise(report, TODAY), 80))


_FORMATS: tuple[_Format, ...] = (
    (_of_a_report("json"), lambda output: _shape(json.loads(output))),
    (_of_a_report("sarif"), lambda output: _shape(json.loads(output))),
    (_of_a_report("csv"), _rows),
    (_of_a_report("junit"), _elements),
    (_of_a_report("github"), _commands),
    (_of_a_report("markdown"), _tokens),
    (_of_a_report("text"), _lines),
    (_of_a_report("svg"), lambda output: ET.fromstring(output).tag),
    (_of_a_summary("json"), lambda output: _shape(json.loads(output))),
    (_of_a_summary("csv"), _rows),
    (_of_a_summary("markdown"), _tokens),
    (_of_a_summary("html"), _tags),
    (_of_a_summary("text"), _lines),
)
