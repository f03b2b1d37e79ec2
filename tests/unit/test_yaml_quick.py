"""Which files are composed at once, and at what cost; tests/properties has what comes of it."""

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

from ksbcheck import yaml_quick
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.yaml_file import DEEPEST, MOST_VALUES, read_document
from ksbcheck.yaml_quick import compose

ROOT = Path(__file__).parent.parent.parent
FILES = [*sorted((ROOT / "data").glob("*.yaml")), *sorted((ROOT / "examples").glob("*.yaml"))]
LONGEST = 64 * 1024

needs_libyaml = pytest.mark.skipif(not hasattr(yaml, "CLoader"), reason="PyYAML is without libyaml here")
pytestmark = needs_libyaml


def held(text: str) -> Any:
    """Return what a file holds that is composed at once, None for another."""
    composed = compose(text, DEEPEST)
    return composed and composed.data


@pytest.mark.parametrize("path", [path for path in FILES if path.name != "broken.yaml"], ids=lambda path: path.name)
def test_ordinary_files_are_composed_at_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = yaml.load(text, Loader=yaml.BaseLoader)
    assert emptied(held(text)) == expected
    assert emptied(held(text.replace("\n", "\r\n"))) == expected


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
        (r'"\x41": "\e[31m\n"', {"A": "\\x1b[31m\n"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: [b, {c: [~]}]", {"a": ["b", {"c": [None]}]}),
        ("a: it's 5*3 & C&A, wow!", {"a": "it's 5*3 & C&A, wow!"}),
        ("é: 日本", {"é": "日本"}),
        ("a:\n\r\n  b\r\n", {"a": "b"}),
        (r"a: C:\files", {"a": r"C:\files"}),
        (r"a: ['~', ~]" + "\nb: \\", {"a": ["~", None], "b": "\\"}),
    ],
)
def test_what_ordinary_files_hold(text: str, value: Any) -> None:
    assert held(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "# a comment", "~", "a", "- a", "[]", "{}", "---\n"),
        *("a: &x 1", "a: *x", "a: !t 1", "a: ! 1", "a: !!str 1", "!t\na: 1", "a:\n- !t 1", '"a":!t 1', "{a: !t 1}"),
        *("[&x a]: 1", "a: [*x]", "*x : 1", "&x a: 1", "a: {b: 1,!t c: 2}", "- !t\n"),
        *(
            "<<: 1",
            "'<<': 1",
            "a: {<<: {b: 1}}",
            "~: 1",
            "null: 1",
            "'null': 1",
            "'': 1",
            ": 1",
            "? [a]\n: 1",
            "{a: b}: 1",
        ),
        *("a: 1\na: 2", 'a: 1\n"\\x61": 2', "a: {b: 1, 'b': 2}", "a: {b, b}", "\"\\e\": 1\n'\\x1b': 2"),
        *("a: 1\n---\nb: 2", "a: 1\n--- b", "a: b: c", "a: [", 'a: "', "a: @", "\na:\n b\n- c", r'"\U00110000": 1'),
        *("a:\t1", "a: 1 # b\tc", "a: 1\rb: 2", "a: 1\r\n\rb: 2", "a: \x85", "a: \u2028", "a: \u00a0", "a: \u00ad"),
        *("a: é\tb", "é: 1\rb: 2", "a: \x00", "a: \x1b", "a: \x7f", "a: \ufeff", "\ufeffa: 1", "a: \u202eb"),
    ],
    ids=ascii,
)
def test_whatever_is_unusual_is_read_with_more_care(text: str) -> None:
    assert compose(text, DEEPEST) is None


def test_without_libyaml_every_file_is_read_with_more_care(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_quick, "_CParser", object)
    assert compose("a: 1", DEEPEST) is None
    assert read_document(source("a: 1")).data() == {"a": "1"}


@pytest.mark.parametrize(
    ("fits", "does_not"),
    [
        ("a: " + "x" * (LONGEST - 3), "a: " + "x" * (LONGEST - 2)),
        ("a: 1 # " + "[" * 200, "a: 1 # " + "[" * 201),
        ("a: 1 # " + "{" * 200, "a: 1 # " + "[" + "{" * 200),
        ("a:\n" + " " * 99 + "b", "a:\n" + " " * 100 + "b"),
        ("a: |\n " + ":" * 98, "a: |\n " + ":" * 99),
        ("a: 1\n#\n" + "-" * 99 + "x: b", "a: 1\n#\n" + "-" * 100 + "x: b"),
    ],
    ids=["characters", "brackets", "braces", "spaces", "colons", "dashes"],
)
def test_bounds_within_which_files_are_composed(fits: str, does_not: str) -> None:
    assert compose(fits, DEEPEST)
    assert compose(does_not, DEEPEST) is None
    assert read_document(source(does_not)).data()


def nested(deep: int) -> list[str]:
    """Return files nested ``deep`` deep, in each of YAML's ways."""
    return [
        "a: " + "[" * (deep - 1) + "]" * (deep - 1),
        "{a: " * deep + "b" + "}" * deep,
        "a:\n" + "- " * (deep - 1) + "b",
        "".join(f"{' ' * level}a:\n" for level in range(deep)),
    ]


@pytest.mark.parametrize("way", range(4))
def test_files_are_composed_to_the_bound_of_depth(way: int) -> None:
    assert compose(nested(DEEPEST)[way], DEEPEST)
    assert read_document(source(nested(DEEPEST)[way])).data()
    assert compose(nested(DEEPEST + 1)[way], DEEPEST) is None
    with pytest.raises(UnusableFileError, match="nested more than 20 deep"):
        read_document(source(nested(DEEPEST + 1)[way]))


@pytest.mark.parametrize(
    ("start", "each", "end"),
    [("a: [", "b,", "]"), ("a: [", "b: ,", "]"), ("a:", "\n-", ""), ("a: {", "{},", "}"), ("a: [", "'',", "]")],
)
def test_no_file_that_is_composed_has_too_many_values(start: str, each: str, end: str) -> None:
    text = start + each * ((LONGEST - len(start) - len(end)) // len(each)) + end
    assert sum(1 for event in yaml.parse(text, Loader=yaml.CLoader) if isinstance(event, yaml.NodeEvent)) < MOST_VALUES
    with pytest.raises(UnusableFileError, match="more than 100000 values"):
        read_document(source(start + each * MOST_VALUES + end))


def deepest_to_compose() -> list[str]:
    """Return files that go as deep as may be: two levels for each column, and for each bracket."""
    block = "".join(f"{' ' * column}a:\n{' ' * column}-\n" for column in range(99))
    flows = ("[? " * 200, "[a: " * 200, "{? " * 200, "[" * 200 + "]" * 200, "{? " * 200 + "a" + "}" * 200)
    return [f"{block}{' ' * 99}a: {flow}" for flow in flows]


def test_files_as_deep_as_may_be_take_little_of_the_stack() -> None:
    # Where there is no more stack a process dies; a thread has 8 MiB of it, or a half on some systems.
    code = """
        import sys, threading
        from ksbcheck.yaml_quick import compose

        def all():
            for text in sys.argv[1:]:
                assert compose(text, 20) is None
            print("done")

        threading.stack_size(256 * 1024)
        thread = threading.Thread(target=all)
        thread.start()
        thread.join()
    """
    texts = deepest_to_compose()
    assert not any(map(yaml_quick._is_unusual, texts))
    run = subprocess.run([sys.executable, "-c", dedent(code), *texts], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "done\n", "")


@pytest.mark.parametrize(
    "text",
    [
        *("[" * LONGEST, "- " * (LONGEST // 2), "? " * (LONGEST // 2), "a: " + "[" * 200 + "b," * 32_000),
        *("\n" * LONGEST, (" " * 99 + "\n") * 655, "a: " + "''" * 32_000, '"' + "\\" * 65_000, "a: " + "x " * 32_000),
        *("{" * 199 + "a: b," * 13_000, ("?" * 99 + "\n") * 655, "a: " + "-" * 65_000, "a: |\n" + " \n" * 32_000),
    ],
    ids=lambda text: f"{text[:4]!r}",
)
def test_no_file_takes_long(text: str) -> None:
    start = time.process_time()
    compose(text, DEEPEST)
    assert time.process_time() - start < 2


PLACED = "a:\n  b: [x, {c: y}]\n'd':\n  - z\n? e"


@pytest.mark.parametrize(
    ("loc", "value", "key"),
    [
        ((), 0, 0),
        (("a",), PLACED.index("b"), 0),
        (("a", "b"), PLACED.index("["), PLACED.index("b")),
        (("a", "b", 0), PLACED.index("x"), PLACED.index("x")),
        (("a", "b", 1, "c"), PLACED.index("y"), PLACED.index("c")),
        (("d", 0), PLACED.index("z"), PLACED.index("z")),
        ((1,), PLACED.index("- z"), PLACED.index("'d'")),
        ((1, 0), PLACED.index("z"), PLACED.index("z")),
        (("e",), len(PLACED), len(PLACED) - 1),
        # These lead nowhere: the last value on the way.
        (("x",), 0, 0),
        (("x", "a"), 0, 0),
        ((3,), 0, 0),
        (("a", "x", "b"), PLACED.index("b"), PLACED.index("b")),
        (("a", "b", 2), PLACED.index("["), PLACED.index("[")),
        (("a", "b", "x"), PLACED.index("["), PLACED.index("[")),
        (("d", 0, 0), PLACED.index("z"), PLACED.index("z")),
        (("a", "b", 1, "c", "a"), PLACED.index("y"), PLACED.index("y")),
    ],
)
def test_places_of_values_and_of_keys(loc: tuple[str | int, ...], value: int, key: int) -> None:
    def lines_and_columns(at: int) -> tuple[int, int]:
        before = PLACED[:at].split("\n")
        return len(before), len(before[-1]) + 1

    document = read_document(source(PLACED))
    assert compose(PLACED, DEEPEST)
    for _ in range(2):
        assert document.position_of(loc, key=False) == lines_and_columns(value)
        assert document.position_of(loc, key=True) == lines_and_columns(key)
        assert document.root  # from now on by its nodes


def test_a_key_with_hidden_characters_is_found_by_what_is_shown_of_it() -> None:
    text = '"\\e": a\n"b": c'
    assert compose(text, DEEPEST)
    assert read_document(source(text)).position_of((r"\x1b",), key=False) == (1, 7)


@pytest.mark.parametrize("start", ["- ", "? ", "  ", "--"])
def test_the_first_line_is_bound_as_the_others_are(start: str) -> None:
    assert not yaml_quick._is_unusual(start * 49 + "a")
    assert yaml_quick._is_unusual(start * 50 + "a")


BEFORE = [*"ab1.)é%@|>/\\", *" \n[]{},:?\"'-", ""]
SIGNS = [*(sign + after for sign in "*!&" for after in ("a", " ", "\n", "!", "*", "&", ""))]


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_are_unusual_only_where_a_value_can_begin(sign: str) -> None:
    for before in BEFORE:
        can_begin = before in {*" \n[]{},:?\"'-", ""} and sign not in {"& ", "&\n", "&"}
        text = f"{before}{sign}"
        assert bool(yaml_quick._DECORATION.search(text)) == can_begin, text
