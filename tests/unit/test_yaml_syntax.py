"""What YAML's syntax errors mean to a person, for libyaml's words and for PyYAML's own."""

from __future__ import annotations

import pytest
import yaml
from conftest import source

from ksbcheck import yaml_events
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.yaml_file import read_document
from ksbcheck.yaml_syntax import syntax_fault

PARSERS = [name for name in ("CBaseLoader", "BaseLoader") if hasattr(yaml, name)]

COLON = "a ':' where none can stand; put quotes around a text that holds ': '"
TAB = "a tab; indent with spaces"
START = "a text cannot start with this character; put quotes around it"
INDENTATION = "the indentation does not fit the lines above, or a quote ends too early"
NO_COLON = "a ':' is missing after a name, or a line is not indented enough"
QUOTE = "the quote that starts here is never closed"
LIST = "the list that starts with '[' is not closed; ',' or ']' is missing"
BRACES = "what starts with '{' is not closed; ',' or '}' is missing"
DASH = "a list cannot start here; put it on the next line"
ESCAPE = r"an unknown \ escape in double quotes; use single quotes"
STAR = "a text cannot start with '*' or '&'; put quotes around it"

CASES = {
    "title with a colon": ("title: What: a thing\n", 1, COLON),
    "indented without a parent": ("id: E01\n  title: x\n", 2, COLON),
    "no space before a value": ("id:E01\ntitle: x\n", 2, COLON),
    "tab before a key": ("a:\n  b: 1\n\tc: 2\n", 3, TAB),
    "tab before a first key": ("a:\n\tb: 1\n", 2, TAB),
    "tab before a list": ("a:\n\t- b\n", 2, TAB),
    "at sign": ("a: @b\n", 1, START),
    "backtick": ("a:\n  - `b`\n", 2, START),
    "percent sign": ("a: %b\n", 1, START),
    "less indented": ("a:\n    b: 1\n  c: 2\n", 3, INDENTATION),
    "text behind a quote": ("a: 'it's'\n", 1, INDENTATION),
    "list in a mapping": ("a: 1\n- b\n", 2, INDENTATION),
    "text without a colon": ("a: 1\nb\nc: 2\n", 3, NO_COLON),
    "text at the end": ("a:\n  b: 1\nc", 3, NO_COLON),
    "unclosed double quote": ('a: 1\nb: "c\nd: 2\n', 2, QUOTE),
    "unclosed single quote": ("a: 1\nb: 'c\nd: 2\n", 2, QUOTE),
    "unclosed list": ("a: 1\nb: [c, d\n", 2, LIST),
    "unclosed list with more below": ("b: [c, d\ne: f\n", 2, LIST),
    "unclosed braces": ("a: 1\nb: {c: d\n", 2, BRACES),
    "unclosed braces with more below": ("b: {c: d\ne: f\n", 2, BRACES),
    "list behind a key": ("a: - b\n", 1, DASH),
    "path in double quotes": ('a: "C:\\path"\n', 1, ESCAPE),
    "star": ("a: *\n", 1, STAR),
    "ampersand": ("a: & b\n", 1, STAR),
}


def fault(text: str) -> str:
    with pytest.raises(UnusableFileError) as caught:
        read_document(source(text, "p"))
    (found,) = caught.value.diagnostics
    assert found.code == "KSB002"
    return f"{found.line}: {found.message}"


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("case", CASES)
def test_a_slip_is_explained_on_its_line(case: str, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "_Parser", getattr(yaml, parser))
    text, line, meaning = CASES[case]
    assert fault(text) == f"{line}: not valid YAML: {meaning}"


@pytest.mark.skipif("CBaseLoader" not in PARSERS, reason="PyYAML is without libyaml here")
@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("- a\nb: c\n", "2: not valid YAML: a line here starts a list item elsewhere; start it with '- '"),
        ("a: 1\n...\nb: 2\n", "3: not valid YAML: text before or after the document, perhaps not indented enough"),
    ],
)
def test_libyaml_s_own_messages_are_explained(text: str, meaning: str) -> None:
    assert fault(text) == meaning


@pytest.mark.parametrize(("text", "line"), [("a: >0\n", 1), ("a: !<b\n", 1)])
@pytest.mark.parametrize("parser", PARSERS)
def test_what_is_not_explained_is_told_in_the_parser_s_words(
    text: str, line: int, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_events, "_Parser", getattr(yaml, parser))
    told = fault(text)
    assert told.startswith(
        (f"{line}: not valid YAML: did not", f"{line}: not valid YAML: expected", f"{line}: not valid YAML: found")
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: | x\n", "1: not valid YAML: a text after '|' or '>' starts on the next line"),
        ("a: > x\n", "1: not valid YAML: a text after '|' or '>' starts on the next line"),
        ("a: 1\nb: ]\n", "2: not valid YAML: a value is missing here"),
        ("a: , x\n", "1: not valid YAML: a value is missing here"),
        ("a: ? x\n", "1: not valid YAML: a text cannot start with '? '"),
        ('a: "\\x4"\n', "1: not valid YAML: an unknown \\ escape in double quotes"),
        ("%FOO x\n--- a\n...\n%", "1: not valid YAML: a line cannot start with '%'"),
        ("a:\n\u00a0\u00a0b: 1\n\u00a0 c: x: y\n", "2: not valid YAML: a no-break or wide space"),
        ("a:\n  \u3000b: x: 1\n", "2: not valid YAML: a no-break or wide space"),
    ],
    ids=ascii,
)
def test_other_slips_are_explained_too(text: str, told: str) -> None:
    assert fault(text).startswith(told)


def mark(index: int) -> yaml.Mark:
    return yaml.Mark("", index, 0, index, "", 0)


@pytest.mark.parametrize(
    ("opened", "noticed", "at"),
    [(2, 5, 5), (2, 9, 9), (2, 10, 2), (2, 11, 2), (None, 5, 5), (None, 10, 10), (2, None, 2), (None, None, 0)],
)
def test_what_is_never_closed_is_told_where_it_opens(opened: int | None, noticed: int | None, at: int) -> None:
    marks = [None if index is None else mark(index) for index in (opened, noticed)]
    error = yaml.MarkedYAMLError("while reading", marks[0], "odd", marks[1])
    assert syntax_fault(error, "x" * 10) == ("not valid YAML: odd", at)


def test_an_error_without_marks_is_told_at_the_start_in_one_line() -> None:
    assert syntax_fault(yaml.YAMLError("odd\n  ::thing"), "text") == ("not valid YAML: odd : :thing", 0)
