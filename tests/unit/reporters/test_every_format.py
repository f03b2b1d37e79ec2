"""What holds for every format: it can be read back by software that is not ours, and shows what was waived.

What texts come back as is told by ``one_line`` and ``printable``, which have tests of their own.
"""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from checking import small
from gates import HOSTILE, gate, held, hostile_gate
from markdown_it import MarkdownIt

from ksbcheck.cli.settings import CheckFormat, Format
from ksbcheck.printable import one_line, printable
from ksbcheck.reporters import GATE_REPORTERS, REPORTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# What the workflow runners of GitHub and Azure take for a command: at the start of a line, or the older ones anywhere.
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
REASON = "The employer's archive holds it."


def _texts_of_json(made: str) -> Iterable[str]:
    def texts(value: Any) -> Iterable[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)

    return texts(json.loads(made))


def _texts_of_sarif(made: str) -> Iterable[str]:
    for text in _texts_of_json(made):
        yield text.replace("{{", "{").replace("}}", "}").replace("] (", "](")


def _texts_of_xml(made: str) -> Iterable[str]:
    for element in ET.fromstring(made).iter():
        yield from (element.text or "", *element.attrib.values())


def _texts_of_csv(made: str) -> Iterable[str]:
    for row in csv.reader(made.splitlines(keepends=True), strict=True):
        yield from (cell.removeprefix("'") for cell in row)


def _texts_of_markdown(made: str) -> Iterable[str]:
    allowed = {"text", "softbreak", "strong_open", "strong_close"}
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(made):
        assert token.type not in {"html_block", "fence", "code_block"}
        if token.type == "inline":
            assert {child.type for child in token.children or []} <= allowed
            text = "".join(child.content for child in token.children or [])
            yield text.replace("\u200b", "")  # what keeps mentions from being some


def _texts_of_commands(made: str) -> Iterable[str]:
    for line in made.splitlines():
        for sign, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
            line = line.replace(sign, character)  # noqa: PLW2901
        yield line


def _texts_of_text(made: str) -> Iterable[str]:
    # Long words are broken, and what is left of their lines is indented.
    yield re.sub(r"\s+", "", made)


TEXTS: dict[str, Callable[[str], Iterable[str]]] = {
    "text": _texts_of_text,
    "json": _texts_of_json,
    "markdown": _texts_of_markdown,
    "csv": _texts_of_csv,
    "junit": _texts_of_xml,
    "sarif": _texts_of_sarif,
    "github": _texts_of_commands,
}


def _shown(form: str, text: str) -> str:
    if form == "json":
        return printable(text).strip()
    line = one_line(printable(text))
    if form == "sarif":  # says nothing of titles; the reason of a waiver is text without links
        return printable(text).strip().replace("{{", "{").replace("}}", "}").replace("] (", "](")
    return re.sub(r"\s+", "", line) if form == "text" else line


def test_the_formats_of_check_are_those_of_the_reporters() -> None:
    assert [choice.value for choice in CheckFormat] == list(GATE_REPORTERS) == list(TEXTS)
    assert [*GATE_REPORTERS, "svg"] == list(REPORTERS) == [choice.value for choice in Format]


@pytest.mark.parametrize("form", GATE_REPORTERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_comes_back_as_text(text: str, form: str) -> None:
    made = GATE_REPORTERS[form](hostile_gate(text), 100)
    shown = _shown(form, text)
    assert any(shown in found for found in TEXTS[form](made))


@pytest.mark.parametrize("form", GATE_REPORTERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_steers_neither_terminal_nor_ci(text: str, form: str) -> None:
    made = GATE_REPORTERS[form](hostile_gate(text), 100)
    assert not HIDDEN.search(made.replace("\r\n", "\n"))
    if form == "github":  # has commands of its own
        made = re.sub("^::(error|warning|notice) file=", "", made, flags=re.MULTILINE)
        assert len(made.splitlines()) == len(made.split("\n")) - 1 == 8
    assert not COMMAND.search(made)


@pytest.mark.parametrize("form", ["csv", "junit", "sarif", "github"])
@pytest.mark.parametrize("path", ["a\x00\x1b[31m.yaml", "\udcff\ud800.yaml", "\u202e::error::x##[a].yaml"], ids=ascii)
def test_a_path_that_nobody_has_made_printable_is(path: str, form: str) -> None:
    report = held(of=small())._replace(path=path)
    made = GATE_REPORTERS[form](gate(report), 100)
    assert made.encode()
    assert not HIDDEN.search(made)
    assert list(TEXTS[form](made))


@pytest.mark.parametrize("form", GATE_REPORTERS)
def test_what_was_waived_is_told_with_its_reason(form: str) -> None:
    waiver = {"code": "KSB101", "ksb": "K1", "reason": REASON, "expires": "2030-01-31"}
    made = GATE_REPORTERS[form](gate(held(of=small(), config={"waivers": [waiver]})), 100)
    assert "2030-01-31" in made
    assert any(REASON.replace(" ", "") in text.replace(" ", "") for text in TEXTS[form](made))


@pytest.mark.parametrize("form", Format)
def test_gaps_tells_what_was_waived_too(form: str) -> None:
    made = REPORTERS[form](held(of=small(), config={"waivers": [{"code": "KSB101", "reason": REASON}]}), 100)
    assert "archive" in made


@pytest.mark.parametrize("form", GATE_REPORTERS)
def test_the_same_run_gives_the_same_bytes(form: str) -> None:
    first, second = (GATE_REPORTERS[form](hostile_gate("Zoë’s “XL”"), 100) for _ in range(2))
    assert first == second
    if form in {"json", "junit", "sarif"}:
        assert first.isascii()
