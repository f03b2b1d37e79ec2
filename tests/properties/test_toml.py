"""The place of each key in any configuration is where a search for it finds it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.source import Source
from ksbcheck.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.yaml_nodes import Document, Loc

STRINGS = (
    '"""\n[table]\nkey = 1\n\\""""',
    "'''\n[[array]]\nkey = 'x' ''''",
    '"a \\" [b] = # c"',
    "'a = \" # b'",
    '""',
    "''",
    '""""""',
    "''''''",
    '"""""a"""',
    "'''a'''",
)
SCALARS = (*STRINGS, "1", "-1.5", "true", "2024-03-02", "2024-03-02 10:00:00", "0x1F", "1e9", "nan", "10:00:00")
BLANKS = ("", " ", "\t ")
NOISE = ("", "\n", "# [comment] key = 1\n", "  # '''\n", "\n\n", '# """\n')


class Writer:
    """Writes TOML of any shape by hand, each key once in the whole file, and notes the way to each key."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.number = 0
        self.keys: dict[Loc, str] = {}
        """The way to each key, and how it is written."""
        self.values: dict[Loc, str] = {}
        """The way to each scalar that is a number of its own, and how it is written."""

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def blank(self) -> str:
        return str(self.one_of(*BLANKS))

    def key(self) -> tuple[str, str]:
        """Return a new key: its name, and how it is written."""
        self.number += 1
        name = f"k{self.number:04}"
        form = self.one_of("{}", '"{} a.b"', "'{} # ['", '"\\u0061{}"', "{}-x")
        written = form.format(name)
        read = {'"{} a.b"': f"{name} a.b", "'{} # ['": f"{name} # [", '"\\u0061{}"': f"a{name}", "{}-x": f"{name}-x"}
        return read.get(form, name), written

    def name(self, loc: Loc) -> tuple[Loc, str]:
        """Write a key under ``loc``, dotted or not."""
        written = []
        for _ in range(self.one_of(1, 1, 1, 2, 3)):
            name, text = self.key()
            loc = (*loc, name)
            self.keys[loc] = text
            written.append(text)
        return loc, f"{self.blank()}.{self.blank()}".join(written)

    def value(self, loc: Loc, depth: int) -> str:
        kind = self.one_of("scalar", "number", "array", "table") if depth else self.one_of("scalar", "number")
        if kind == "array":
            items = [self.value((*loc, index), depth - 1) for index in range(self.one_of(0, 1, 2, 3))]
            end = self.one_of("", ",") if items else ""
            return f"[{self.filling()}" + f",{self.filling()}".join(items) + f"{end}{self.filling()}]"
        if kind == "table":
            return (
                f"{{{self.blank()}"
                + f",{self.blank()}".join(self.pair(loc, depth) for _ in range(self.one_of(0, 1, 2)))
                + "}"
            )
        if kind == "number":
            self.number += 1
            self.values[loc] = f"7{self.number:07}7"
            return self.values[loc]
        return str(self.one_of(*SCALARS))

    def filling(self) -> str:
        return str(self.one_of("", " ", "\n  ", " # ] }\n"))

    def pair(self, loc: Loc, depth: int) -> str:
        way, name = self.name(loc)
        return f"{self.blank()}{name}{self.blank()}={self.blank()}{self.value(way, depth - 1)}"

    def pairs(self, loc: Loc) -> Iterator[str]:
        for _ in range(self.one_of(0, 1, 2, 3)):
            yield self.one_of(*NOISE)
            yield self.pair(loc, 3) + self.one_of("", "  # ''' comment") + "\n"

    def file(self) -> str:
        parts = [*self.pairs(())]
        for _ in range(self.one_of(0, 1, 2, 3)):
            loc, name = self.name(())
            if self.one_of(True, False):
                parts += [f"{self.blank()}[{self.blank()}{name}{self.blank()}]  # x\n", *self.pairs(loc)]
                continue
            for number in range(self.one_of(1, 2, 3)):
                parts += [f"[[{name}]]\n", *self.pairs((*loc, number))]
                if self.one_of(True, False):
                    sub, text = self.key()
                    self.keys[(*loc, number, sub)] = text
                    parts += [f"[{name}.{text}]\n", *self.pairs((*loc, number, sub))]
        return "".join(map(str, parts))


@st.composite
def files(draw: Any) -> tuple[str, Writer]:
    writer = Writer(draw)
    text = writer.file()
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text, writer


def place(text: str, at: int) -> tuple[int, int]:
    before = text[:at].split("\n")
    return len(before), len(before[-1]) + 1


def places(document: Document, loc: Loc) -> tuple[tuple[int, int], tuple[int, int]]:
    key, value = document.find_key(loc), document.find(loc)
    assert key
    assert value
    return document.position(key.at), document.position(value.at)


@given(files())
def test_the_place_of_each_key_is_where_a_search_finds_it(made: tuple[str, Writer]) -> None:
    text, writer = made
    document = read_toml(Source("c.toml", text.encode()))
    for loc, written in writer.keys.items():
        assert places(document, loc)[0] == place(text, text.find(written)), loc
    for loc, written in writer.values.items():
        assert places(document, loc)[1] == place(text, text.find(written)), loc


def plain(value: Any) -> Any:
    """Return what the library reads, with every scalar as its mere presence."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else "scalar"


@given(files())
def test_the_shape_is_the_library_s(made: tuple[str, Writer]) -> None:
    text, _ = made
    assert plain(read_toml(Source("c.toml", text.encode())).data()) == plain(tomllib.loads(text))


@given(st.text(st.sampled_from("[]{}=.,#\"'\\ab1 \n\r\t\u2028"), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_toml(Source("c.toml", text.encode())).data()
    except UnusableFileError as error:
        codes = {found.code for found in error.diagnostics}
    else:
        codes = set()
        assert plain(read) == plain(tomllib.loads(text))
    assert codes <= {"KSB002", "KSB003"}
