"""Any text is read as the reader of events alone reads it: what it holds, where, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ksbcheck import yaml_file
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.source import Source
from ksbcheck.yaml_file import read_document
from ksbcheck.yaml_nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.yaml_nodes import Document, Loc, Node

ROOT = Path(__file__).parent.parent.parent
REAL = [
    path.read_bytes()
    for folder in ("examples", "data", "tests/acceptance/files", "tests/rules")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
]
usual = settings(max_examples=300)

# What YAML is made of, and what it trips over.
PIECES = (
    *("a", "b", "c", "id", "K1", "x y", "1.10", "p. 2", "it's", "é", "日本", "😀", "İ", "C#", "a#b", "a:b", "-x"),
    *("a: ", "b: ", "'a': ", '"b": ', "? a", "?", ": ", ":", "a:", "- ", "- - ", "-", "- a: ", "a : ", "<<: "),
    *("'<<': ", "~", "null", "Null", "''", '""', "'~'", '"null"', "~: ", "null: ", "'': ", "[a]: ", "{a: b}: "),
    *("[", "]", "{", "}", ",", ", ", "[]", "{}", "[a, b]", "[a: b]", "[a:,b:]", "{a, b: c}", "{a: b}", '{"a":b}'),
    *("[?a]", "[a,]", "[,]", "\n", "\n", "\n", "\n ", "\n  ", "\n  ", "\n    ", "\n\n", "\r\n", "\r\n  ", "\r"),
    *("\t", "\n\t", " ", "  ", "# c\n", " # c", "#", "|\n  x\n", "|-\n  x\n   y\n", ">\n  x\n", "|2\n", ">+\n\n"),
    *("\\", "'", '"', r'"\x41"', r'"\e"', r"\n", r'"\U00110000"', r'"\ud800"', '"a\\\n b"', "'a\n b'"),
    *("&x ", "&x", "*x", "!t ", "! ", "!", "!!str ", "&", "*", "a&b", "%", "%YAML 1.1\n", "%TAG ! x:\n", "---"),
    *("--- ", "\n---\n", "\n...\n", "...", "@", "`", "=", "|", ">", "\ufeff", "\x85", "\u2028", "\u00a0"),
    *("\u00ad", "\u200d", "\u202e", "\x00", "\x1b", "\x7f", "\uffff"),
)
soups = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Draw lines of keys and items that nest by how far they are indented: most of them are YAML."""
    keys = st.sampled_from(["a", "b", "c", "d", "'e'", '"f\\x41"', '"\\e"', "x y", "é", "id"])
    values = st.sampled_from(["", "x", "p. 2", "[a, b]", "{a: b}", "[]", "~", "'~'", '"q\\n"', "é", "'it''s'", "a # c"])
    starts = st.sampled_from(["{}:", "{}:", "- {}:", "-", "- -", "? {}\n{indent}:"])
    depth, made = 0, []
    for _ in range(draw(st.integers(1, 10))):
        depth = draw(st.integers(0, min(depth + 1, 5)))
        indent = " " * (draw(st.sampled_from([1, 2, 2])) * depth)
        start = draw(starts).format(draw(keys), indent=indent)
        made.append(f"{indent}{start} {draw(values)}".rstrip())
    return draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])).join([*made, ""])[
        : None if draw(st.booleans()) else -1
    ]


GOOD_VALUES = (
    *(
        "x",
        "p. 2",
        "1.10",
        "no",
        "~",
        "null",
        "it's",
        "a:b",
        "a#b",
        "é",
        "'q'",
        "'it''s'",
        '"d"',
        '"#: x"',
        "C#",
        "x  y",
    ),
    *("[]", "[a]", "[K1, S2]", "[~, null]", "[a b , c ]", "[ ]", "{}", "{K1: p. 2, S2: x}", "{K1: ~}", "x # c", "# c"),
    *(
        "[a] # c",
        "'' ",
        "",
        "x\n{deeper}y",
        "x\n{deeper}y z\n{deeper} w",
        "~\n{deeper}y",
        "|\n{deeper}x",
        "'a'  # c: d",
    ),
    *("|-\n{deeper}x: y\n\n{deeper}- z", "|\n{deeper}x\n{deeper} y\n", "|\n{deeper}x # y\n{same}# c", ">-\n{deeper}x"),
    *(">\n{deeper}x\n{deeper}y", ">-\n{deeper}x\n{deeper}y\n\n\n", "|\n{deeper}x\n  \n", "|-  # c\n{deeper}x ", "{ }"),
)
ODD_VALUES = (
    *("a: b", "b:", "a #b", "'a' b", "- x", "-x", "?x", "[a, b: c]", "[a:b]", "[a?]", "[a,]", "[,]", "{K1}", "{K1:}"),
    *(
        "{K1: , S2: x}",
        "{K1: a, K1: b}",
        "{null: x}",
        "x #",
        "x\n\n{deeper}y",
        "x\n{deeper}# c",
        "x # c\n{deeper}y",
        "|",
    ),
    *(
        "x\n{deeper}y: z",
        "x\n{deeper}y:",
        "x\n{deeper}- y",
        "'x'\n{deeper}y",
        "x:\n{deeper}y",
        "x\n{same}y",
        "\n{deeper}y",
    ),
    *(
        "\n{deeper}'y'",
        "# c\n{deeper}y",
        "[a,\n{deeper}b]",
        "'x\n{deeper}y'",
        "|\n\n{deeper}x",
        "|\n{deeper}# x\n",
        ">",
    ),
    *(
        "|\n{deeper}x\n{deeper}\n",
        "|\n{deeper}x\n{same} y",
        "|\n{deeper}x\n{deeper}  ",
        "|+\n{deeper}x\n",
        "|2\n{deeper}x",
    ),
    *("| x", "|\n{same}x", ">\n{deeper}x\n\n{deeper}y", ">\n{deeper}x\n{deeper} y", ">\n{deeper}x \n{deeper}y", "* x"),
    *(
        "|\n   \n{deeper}x",
        "{a: [b]}",
        "[[a]]",
        "[{a: b}]",
        "&x",
        "!t x",
        "%",
        "@",
        "'",
        '"',
        '"\\n"',
        "['a']",
        "[a#b]",
    ),
)
ODD_KEYS = ("null", "x y", "'q'", "<<", "a" * 100, "a" * 101, "-", "1", "é", "k0", "- a", "a-b", "~", "a:b", "? a")
BREAKS = ("\n\n", "\n# c\n", "\n  # c\n", " \n", "\n   \n", "\r\n", " # c\n")


@st.composite
def ordinary(draw: st.DrawFn) -> str:
    """Draw a file as people write them, with few oddities: half of these are read line by line."""
    oddity = draw(st.integers(0, 40))  # one in so many is odd

    def one_of(usual: tuple[str, ...], odd: tuple[str, ...]) -> str:
        return draw(st.sampled_from(odd if oddity and draw(st.integers(0, oddity)) == oddity else usual))

    def block(indent: int, levels: int) -> str:
        is_list = indent > 0 and draw(st.booleans())
        made = []
        for number in range(draw(st.integers(1, 4))):
            same = " " * indent
            start = "- " if is_list else ""
            deeper = same + " " * draw(st.integers(1, 4)) + "  " * is_list
            if not is_list or draw(st.booleans()):
                start += one_of((f"k{number}",), ODD_KEYS) + one_of((": ",), (":", ":  ", ": ", " : ", ""))
            if levels and start.endswith(": ") and draw(st.integers(0, 2)) == 0:
                value = "\n" + block(indent + draw(st.sampled_from((2, 2, 2, 4, 1 + is_list * 2))), levels - 1)
            else:
                value = one_of(GOOD_VALUES, ODD_VALUES).replace("{deeper}", deeper).replace("{same}", same) + "\n"
            made.append(f"{same}{start}{value}"[:-1] + one_of(("\n",), BREAKS))
        return "".join(made)

    text = block(0, 3)
    return text if draw(st.integers(0, 9)) else text[:-1]


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """Draw a file of the project with something put in or taken out."""
    content = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(content)))
        left_out = draw(st.sampled_from([0, 0, 0, 1, 2, 10]))
        content = content[:at] + draw(st.sampled_from(PIECES)).encode() + content[at + left_out :]
    return content


def read(content: bytes, *, quickly: bool) -> tuple[Document | None, Any]:
    """Read a file, by events alone unless ``quickly``, and return it with what it holds and what is wrong with it."""
    with pytest.MonkeyPatch.context() as patch:
        if not quickly:
            patch.setattr(yaml_file, "read_lines", lambda _: None)
        try:
            document = read_document(Source("portfolio.yaml", content))
        except UnusableFileError as error:
            return None, (error.diagnostics, error.omitted)
    return document, (ordered(document.data()), document.faults)


def ordered(value: Any) -> Any:
    """Return a value in which the order of keys counts."""
    if isinstance(value, dict):
        return [(key, ordered(each)) for key, each in value.items()]
    return [ordered(each) for each in value] if isinstance(value, list) else value


def ways(value: Any, loc: Loc = ()) -> Iterator[Loc]:
    """Yield the ways to all values, of a mapping by keys and by numbers, and some that lead nowhere."""
    yield loc
    yield from ((*loc, "nowhere", "a"), (*loc, "a"), (*loc, 9), (*loc, 9, 0), (*loc, 0, "nowhere"))
    if isinstance(value, dict):
        for number, (key, each) in enumerate(value.items()):
            yield from ways(each, (*loc, key))
            yield (*loc, number)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from ways(each, (*loc, number))


def layout(node: Node | None) -> Any:
    """Return a node and all under it as plain values, with their places."""
    if node is None or isinstance(node, Scalar):
        return node and (node.at, node.text)
    if isinstance(node, Mapping):
        pairs = zip(map(layout, node.keys), map(layout, node.values), strict=True)
        return node.at, list(node.index.items()), node.items, list(pairs)
    return node.at, list(map(layout, node.items))


def holds_for(content: bytes) -> None:
    slow, expected = read(content, quickly=False)
    quick, found = read(content, quickly=True)
    assert found == expected
    if slow is None or quick is None:
        return
    for loc in list(ways(slow.data()))[:500]:
        for key in (False, True):
            assert quick.position_of(loc, key=key) == slow.position_of(loc, key=key), (loc, key)
    assert layout(quick.root) == layout(slow.root)
    for loc in list(ways(slow.data()))[:50]:  # by its nodes, once they are made
        assert quick.position_of(loc, key=True) == slow.position_of(loc, key=True), loc


@given(soups)
@example("a: 1\n? b")  # a value that ends the file, where libyaml counts one line more
@example("a: &x 1\n")
@example("a:\n  ! 1")
@example("{a: 1, ~: 2}")
@example("a: \x85 b")
@usual
def test_pieces_of_yaml(text: str) -> None:
    holds_for(text.encode())


@given(lines())
@usual
def test_lines_that_nest(text: str) -> None:
    holds_for(text.encode())


@given(ordinary())
@usual
def test_files_as_people_write_them(text: str) -> None:
    holds_for(text.encode())


@given(changed())
@usual
def test_files_of_the_project_and_what_becomes_of_them(content: bytes) -> None:
    holds_for(content)


@pytest.mark.parametrize("content", REAL, ids=lambda content: f"{len(content)} bytes")
def test_files_of_the_project(content: bytes) -> None:
    holds_for(content)
