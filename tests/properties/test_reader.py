"""The reader against PyYAML's own, and against files that nobody meant to write."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

import pytest
import yaml
from hostile_texts import is_shown_as_it_is
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbcheck import yaml_events, yaml_file
from ksbcheck.diagnostic import MOST_TOLD, UnusableFileError
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.source import Source
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.yaml_nodes import Document, Loc

many = settings(max_examples=200)

HIDDEN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
HARMLESS = {"\N{SOFT HYPHEN}", "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}

VALID = """\
standard: ST0792 v1.1   # a comment
option: "post"
apprentice:
  name: 'A. N. Apprentice'
  start_date: 2024-01-15
evidence:
- id: E01
  title: >
    Call sheets for
    a shoot
  status: accepted
  ksbs:
    K1: p. 2
    S2:
  files: [e01.pdf, "e 02.pdf"]
- {id: E02, title: "Say \\"cut\\"", ksbs: [K3, 'b1'], date: 2024-03-02}
"""

# On these, libyaml and PyYAML's own parser agree. They differ over tabs, directives, empty tags, keys that are
# nothing after a '?', comments right behind a '|', and byte order marks inside the text.
COMMON = [*"ab -:,#'\"~@`\\&*[]{}\né😀", "  ", "\n  ", "\n- ", "- ", ": ", " #", "&a ", "*a ", "- !t a\n", "<<: "]
COMMON += [
    "|\n",
    ">\n",
    "---\n",
    "...\n",
    "\r\n",
    "\r",
    "null",
    "''",
    "\x85",
    "\u2028",
    "a: ",
    "- a\n",
    "b: c\n",
    "? a\n: b\n",
]
ANY = [
    *COMMON,
    *"|>\t!%?\x00\x1b\x7f\u202e\ufeff\uffff\xad",
    "standard: x\n",
    "evidence:\n",
    "- id: a\n",
    "ksbs: [K1]\n",
]

# Hidden characters are left out: the reader writes them out.
texts = st.text(
    st.characters(exclude_categories=HIDDEN, exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t '\":#-,[]{}&*!|>%@`?\\~é"),
    max_size=30,
).filter(is_shown_as_it_is)
keys = texts.filter(lambda key: key != "<<")
nested = st.recursive(
    texts | st.sampled_from(["~", "null", "", "no", "1.10", "2024-03-02", "- a", "a: b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=15,
)
ways_to_write: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "default_flow_style": st.sampled_from([None, False, True]),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([10, 80, 1000]),
        "indent": st.sampled_from([2, 4]),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
        "explicit_start": st.booleans(),
    }
)
edits = st.lists(
    st.tuples(
        st.integers(0, len(VALID)),
        st.integers(0, 20),
        st.just("") | st.sampled_from(ANY) | st.text(max_size=3),
    ),
    min_size=1,
    max_size=8,
)


@st.composite
def dumped(draw: st.DrawFn) -> str:
    """A file as PyYAML writes it."""
    return str(yaml.safe_dump(draw(nested), sort_keys=False, **draw(ways_to_write)))


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A portfolio in which texts were deleted, put in, and moved."""
    text = VALID
    for at, length, piece in draw(edits):
        text = text[:at] + piece + text[at + length :]
    if draw(st.booleans()):
        one, two, three = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 3)))
        text = text[:one] + text[two:three] + text[one:two] + text[three:]
    return text


def read(text: str) -> Document:
    return read_document(Source("p", text.encode()))


def composed(text: str) -> yaml.Node:
    """Return PyYAML's own reading."""
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    assert isinstance(node, yaml.Node)
    return node


def values(node: yaml.Node) -> Any:
    """Return what PyYAML reads, where only a plain scalar can be nothing."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: values(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [values(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return None if not node.style and node.value in {"", "~", "null"} else node.value


def marks(node: yaml.Node, loc: Loc = ()) -> Iterator[tuple[Loc, yaml.Node, yaml.Node]]:
    """Yield the way to each value, the value, and its key if it has one."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*loc, key.value), value, key
            yield from marks(value, (*loc, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*loc, index), item, item
            yield from marks(item, (*loc, index))


def place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


@given(dumped())
@many
def test_what_pyyaml_writes_is_read_as_pyyaml_reads_it(text: str) -> None:
    document = read(text)
    assert not document.faults
    assert document.data() == values(composed(text))


@given(dumped())
@many
def test_values_and_keys_stand_where_pyyaml_reads_them(text: str) -> None:
    document = read(text)
    for loc, value, key in marks(composed(text)):
        for found, expected in ((document.find(loc), value), (document.find_key(loc), key)):
            assert found is not None
            assert document.position(found.at) == place(expected)


@given(dumped())
@many
def test_a_scalar_s_place_is_where_its_text_starts(text: str) -> None:
    document = read(text)
    lines = re.split(r"\r\n|\r|\n", text)
    for loc, value, _ in marks(composed(text)):
        if isinstance(value, yaml.ScalarNode):
            found = document.find(loc)
            assert found is not None
            line, column = document.position(found.at)
            assert lines[line - 1][column - 1 :].startswith(value.style or value.value[0])


def refusal(data: bytes) -> tuple[Diagnostic, ...] | None:
    try:
        read_portfolio(Source("p", data))
    except UnusableFileError as error:
        return error.diagnostics
    return None


def check_is_read_or_told(data: bytes) -> None:
    """Read a portfolio; what is wrong with it is to be told at a place in the file, in one visible line each."""
    found = refusal(data)
    if found is None:
        return
    lines = re.split(r"\r\n|\r|\n", data.decode("utf-8", "replace"))
    assert 1 <= len(found) <= MOST_TOLD
    for diagnostic in found:
        assert diagnostic.path == "p"
        assert re.fullmatch("KSB00[1-7]", diagnostic.code)
        assert 0 < len(diagnostic.message) < 400
        assert not {char for char in diagnostic.message if unicodedata.category(char) in HIDDEN} - HARMLESS
        assert (diagnostic.line is None) == (diagnostic.column is None)
        if diagnostic.line is not None and diagnostic.column is not None:
            assert 1 <= diagnostic.line <= len(lines)
            assert 1 <= diagnostic.column <= len(lines[diagnostic.line - 1]) + 1


@given(st.text() | st.lists(st.sampled_from(ANY)).map("".join))
@many
def test_any_text_is_read_or_told(text: str) -> None:
    check_is_read_or_told(text.encode("utf-8", "surrogatepass"))


@given(st.binary())
@many
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    check_is_read_or_told(data)


@given(edited())
@settings(many, max_examples=500)
def test_any_edited_portfolio_is_read_or_told(text: str) -> None:
    check_is_read_or_told(text.encode("utf-8", "surrogatepass"))


@given(edited())
@many
def test_any_edited_portfolio_is_read_or_told_without_libyaml(text: str) -> None:
    with patch.object(yaml_events, "_Parser", yaml.BaseLoader):
        check_is_read_or_told(text.encode("utf-8", "surrogatepass"))


def test_the_portfolio_that_is_edited_is_valid() -> None:
    assert len(read_portfolio(Source("p", VALID.encode())).portfolio.evidence) == 2


def outcome(text: str, parser: Any) -> Any:
    """Return the data and each fault with its place, or nothing where the file is refused."""
    with patch.object(yaml_events, "_Parser", parser), patch.object(yaml_file, "read_lines", lambda _: None):
        try:
            document = read(text)
        except UnusableFileError:
            return None
    return document.data(), document.faults


@pytest.mark.skipif(not hasattr(yaml, "CBaseLoader"), reason="PyYAML is without libyaml here")
@given(st.lists(st.sampled_from(COMMON), min_size=1, max_size=12).map("".join) | dumped())
@settings(many, max_examples=500)
def test_both_parsers_read_the_same(text: str) -> None:
    assert outcome(text, yaml.CBaseLoader) == outcome(text, yaml.BaseLoader)
