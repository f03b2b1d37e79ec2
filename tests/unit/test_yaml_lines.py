"""Which files are read line by line, and what they hold; tests/properties holds it against the reader of events."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from conftest import source

from ksbcheck import yaml_lines
from ksbcheck.yaml_events import MOST_VALUES
from ksbcheck.yaml_file import read_document
from ksbcheck.yaml_lines import DEEPEST, read_lines

ROOT = Path(__file__).parent.parent.parent
FILES = [*sorted((ROOT / "data").glob("*.yaml")), *sorted((ROOT / "examples").glob("*.yaml"))]
MOST = 30_000
MIB = 1024 * 1024


@pytest.mark.parametrize("path", [path for path in FILES if path.name != "broken.yaml"], ids=lambda path: path.name)
def test_ordinary_files_are_read_line_by_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = yaml.load(text, Loader=yaml.BaseLoader)
    assert emptied(read_lines(text)) == expected
    assert emptied(read_lines(text.replace("\n", "\r\n"))) == expected


def emptied(value: Any) -> Any:
    """Return a value with empty texts for all that is nothing, as YAML's base loader has them."""
    if isinstance(value, dict):
        return {key: emptied(each) for key, each in value.items()}
    return [emptied(each) for each in value] if isinstance(value, list) else value or ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1.10\nb: no", {"a": "1.10", "b": "no"}),
        (
            "a:\nb: ~\nc: null\nd: ''\ne: '~'\nf: \"null\"",
            dict(zip("abcdef", [None] * 3 + ["", "~", "null"], strict=True)),
        ),
        ("a: # b\n\n# c: d\nb:\n  # e\n  c: d", {"a": None, "b": {"c": "d"}}),
        ("a: it's 5*3 & C&A, wow!", {"a": "it's 5*3 & C&A, wow!"}),
        ("é: 日本", {"é": "日本"}),
        (r"a: C:\files", {"a": r"C:\files"}),
        ("a: b  # c: d\ne: 'f # g' # h\ni: b#c\nj: \"k: l\"", {"a": "b", "e": "f # g", "i": "b#c", "j": "k: l"}),
        ("a: 'it''s'\nb: ''\nc: \"\"", {"a": "it's", "b": "", "c": ""}),
        ("a:\n- b\n- c:\n    d: e\n  f: g\nh: i", {"a": ["b", {"c": {"d": "e"}, "f": "g"}], "h": "i"}),
        ("a:\n  -   b: c\n      d: e\n  - f # b: c", {"a": [{"b": "c", "d": "e"}, "f"]}),
        ("a: b\n  c d\n   e\nf:\n  - g\n    h", {"a": "b c d e", "f": ["g h"]}),
        ("a: ~\n  b", {"a": "~ b"}),
        ("a: [b, c d , ~]\ne: []\nf: [ ] # g", {"a": ["b", "c d", None], "e": [], "f": []}),
        ("a: {b: c, d: p. 2}\ne: {}\nf: {g: null}", {"a": {"b": "c", "d": "p. 2"}, "e": {}, "f": {"g": None}}),
        ("a: |\n  b: c\n\n   d\n\n\ne: |-  # f\n  - g\n# h\ni: j\n", {"a": "b: c\n\n d\n", "e": "- g", "i": "j"}),
        ("a: >\n  b\n  c\nd: >-\n  e\n", {"a": "b c\n", "d": "e"}),
        ("a:\n- |\n b\n- c\n", {"a": ["b\n", "c"]}),
        ("a: |\n  b\n  \n  c\n", {"a": "b\n\nc\n"}),
        ("a: b  \n  c  \n  d  \ne:\n- f  \n  g  \n  h  \n", {"a": "b c d", "e": ["f g h"]}),
    ],
)
def test_what_ordinary_files_hold(text: str, value: Any) -> None:
    assert read_lines(text) == value
    assert read_lines(text.replace("\n", "\r\n")) == value


@pytest.mark.parametrize(
    "text",
    [
        "X: XaX\nXX:\n- X\n- X: XX\n  aX: X\nb: [X, XX]\nc: {X: X, aX: XX}\nd: [X]\n",
        "a: X\n  X aX\nb: |\n  X\n  aX\nc: >-\n  X\n  X\nd: X # X\ne:\n  X:\n  - X # X\n",
    ],
)
def test_no_letter_is_a_sign(text: str) -> None:
    assert read_lines(text) == yaml.load(text, Loader=yaml.BaseLoader)


def test_letters_are_not_counted() -> None:
    assert read_lines("a: " + "X" * 2 * MOST) == {"a": "X" * 2 * MOST}


def test_a_line_that_was_read_before_is_still_read_as_a_part_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_lines, "_PAIRS", {})
    for _ in range(2):
        assert read_lines("a: b\nc:") == {"a": "b", "c": None}
        assert read_lines("a: b\n  d\nc:\n  e: f") == {"a": "b d", "c": {"e": "f"}}
        assert read_lines("a: b\na: b") is None
    plain = {"a: b": ("a", "b", "b"), "e: f": ("e", "f", "f")}
    assert {**plain, "c:": ("c", "", yaml_lines._NOT_PLAIN)} == yaml_lines._PAIRS


def test_what_is_remembered_of_a_line_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_lines, "_PAIRS", {"a: b": ("c", "d", "d")})
    assert read_lines("a: b\ne: f") == {"c": "d", "e": "f"}


def test_few_lines_are_remembered_and_none_that_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_lines, "_PAIRS", {})
    for number in range(100):
        lines = [f"a{number}_{line}: b" for line in range(100)]
        read_lines("\n".join(["a: " + "b" * 48, "b: " + "c" * 47, *lines]))
    assert len(yaml_lines._PAIRS) == 5_000
    assert max(map(len, yaml_lines._PAIRS)) == 50


@pytest.mark.parametrize(
    "text",
    [
        *("", "# a comment", "~", "a", "- a", "[]", "{}", "---\n", "a:b", "a:# b"),
        *("a: &x 1", "a: *x", "a: !t 1", "a: ! 1", "!t\na: 1", "a:\n- !t 1", "&x a: 1", "- !t\n", "a: {b: 1,!t c: 2}"),
        *("<<: 1", "'<<': 1", "~: 1", "null: 1", "'': 1", ": 1", "? a\n: 1", "a b: 1", "a: {null: 1}", "a: {b c: 1}"),
        *(
            "a: 1\na: 2",
            "a: {b: 1, b: 2}",
            "a: {b, b}",
            "a: {b: }",
            "a: {b:1}",
            f"{'k' * 101}: 1",
            f"a: {{{'k' * 101}: 1}}",
        ),
        *("a: 1\n---\nb: 2", "a: b: c", "a: b:", "a: [", 'a: "', "a: @", "a: - b", "a: -", "a: %b", "a: `b", "a:\n-b"),
        *(
            "\na:\n b\n- c",
            " a: 1",
            "a:\n  b: 1\n c: 2",
            "a: 1\n  b: 2",
            "a:\n  b",
            "a:\n  'b'",
            "a:\n-\n- b",
            "a:\n- - b",
        ),
        *(
            "a: b\n\n  c",
            "a: b\n# c\n  d",
            "a: b # c\n  d",
            "a: 'b'\n  c",
            "a: b\n  'c'",
            "a: b\n  c # d",
            "a: b\n  c:",
        ),
        *(
            "a: [b]\n  c",
            "a: 'b\n  c'",
            "a: [b,\n c]",
            "a: [b, [c]]",
            "a: [b: c]",
            "a: [b?]",
            "a: [b,]",
            "a: ['b']",
            "a: [C#]",
        ),
        *(
            "a: 'b' c",
            "a: 'b'#c",
            'a: "b\\n"',
            "a: 'b'c'",
            "a: [b]c",
            "a: [b]#c",
            "a: |b\n c\n",
            "a: |+\n b\n",
            "a: |2\n  b\n",
        ),
        *(
            "a: |\nb: c\n",
            "a: |\n\n  b\n",
            "a: |\n  b",
            "a: |\n  b\n c\n",
            "a: |\n  b\n X\n",
            "a: |\n # b\n",
            "a: |\n  b\n   \n",
            "a: |\n   \n  b\n",
        ),
        *("a: >\n  b\n\n  c\n", "a: >\n  b\n   c\n", "a: >\n  b \n  c\n", "a: |\n", "a:\n- |\n- b\n"),
        *("a:\t1", "a: 1 # b\tc", "a: 1\rb: 2", "a: 1\r\n\rb: 2", "a: \x85", "a: \u2028", "a: \u00a0", "a: \u00ad"),
        *(
            "a: é\tb",
            "é: 1\rb: 2",
            "a: \x00",
            "a: \x1b",
            "a: \x7f",
            "a: \ufeff",
            "\ufeffa: 1",
            "a: \u202eb",
            "\u00a0a: b",
        ),
    ],
    ids=ascii,
)
def test_whatever_is_unusual_is_read_with_more_care(text: str) -> None:
    assert read_lines(text) is None


@pytest.mark.parametrize(
    ("fits", "more"),
    [
        ("a: 1" + "\n" * MOST, "\n"),
        ("a: 1" + "," * MOST, ","),
        ("a: 1" + "[" * MOST, "["),
        ("a: 1" + "{" * MOST, "{"),
        ("a: 1\n#,\n#[" + "\n#{" * (MOST // 2 - 2), "\n"),
        ("a: 1\n" + "k" * 100, "k"),
    ],
    ids=["lines", "commas", "brackets", "braces", "all", "key"],
)
def test_bounds_within_which_files_are_read_line_by_line(fits: str, more: str) -> None:
    end = ": 1" if more == "k" else ""
    assert read_lines(fits + end)
    assert read_lines(fits + more + end) is None
    assert read_document(source(fits + more + end)).data()


@pytest.mark.parametrize("each", ["\n- b: c", "\n- b", "\n- b: {c: d}", "\n- [b, c]", "\n- {b: c, d: e, f: g}"])
def test_no_file_that_is_read_line_by_line_has_too_many_values(each: str) -> None:
    text = "a:" + each * (MOST // sum(map(each.count, "\n,[{")))
    assert read_lines(text)
    assert sum(1 for event in yaml.parse(text, Loader=yaml.CLoader) if isinstance(event, yaml.NodeEvent)) < MOST_VALUES


def nested(deep: int) -> list[str]:
    """Return files nested ``deep`` deep, in each of the ways that are read line by line."""
    maps = "".join(f"{' ' * level}a:\n" for level in range(deep))
    lists = "".join(f"{' ' * 2 * level}{'- ' * bool(level)}a:\n" for level in range(deep // 2))
    around = "".join(f"{' ' * level}a:\n" for level in range(deep - 2)) + " " * (deep - 2)
    return [maps, lists + "  " * (deep // 2) + "- b\n", f"{around}a: []\n", f"{around}a: {{b: c}}\n"]


@pytest.mark.parametrize("way", range(4))
def test_files_are_read_line_by_line_to_the_bound_of_depth(way: int) -> None:
    assert read_lines(nested(DEEPEST)[way]) == yaml.load(nested(DEEPEST)[way], Loader=yaml.BaseLoader) or way == 0
    too_deep = nested(DEEPEST + 2 if way == 1 else DEEPEST + 1)[way]
    assert read_lines(too_deep) is None
    before = "".join(f"b{number}:\n- c:\n    d: {{e: f}}\n- [g]\n" for number in range(DEEPEST))
    assert read_lines(before + nested(DEEPEST)[way])
    assert read_lines(before + too_deep) is None


@pytest.mark.parametrize(
    "text",
    [
        *("a: [" + "b" * MIB, "a: [" + "b " * (MIB // 2), "a: {" + "b: c " * (MIB // 5), "a: '" + "''" * (MIB // 2)),
        *("a: '" + " " * MIB, "a: 'b'" + " " * MIB + "c", "a: []" + " " * MIB + "c", "a: |" + " " * MIB + "c"),
        *("a: " + "# " * (MIB // 2), " " * MIB, "a: |\n  b" + "\n" * 29_000 + "c", "a: b" + "\n  c" * 29_000),
        *("a: |\n  b" + "\n  c" * 29_000, "a:\n" + "- |\n  b\n" * 14_000, 'a: "' + "b" * MIB, ":" * MIB, "- " * 20_000),
    ],
    ids=lambda text: f"{text[:6]!r}",
)
def test_no_file_takes_long(text: str) -> None:
    start = time.process_time()
    read_lines(text)
    assert time.process_time() - start < 2


def test_a_file_that_is_read_line_by_line_needs_no_parser() -> None:
    code = """
        import sys
        from ksbcheck.source import read_source
        from ksbcheck.yaml_file import read_document

        document = read_document(read_source(sys.argv[1]))
        assert document.data()
        assert "yaml" not in sys.modules
        print(document.position_of(("standard",), key=True))
        assert "yaml" in sys.modules
    """
    path = ROOT / "examples" / "minimal.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = next(number for number, line in enumerate(lines, 1) if line.startswith("standard:"))
    run = subprocess.run([sys.executable, "-c", dedent(code), path], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"({expected}, 1)\n", "")
