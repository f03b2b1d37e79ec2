"""The subset of YAML that is read, and where each value stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import source

from ksbcheck import yaml_events, yaml_file
from ksbcheck.diagnostic import MOST_TOLD, UnusableFileError
from ksbcheck.source import LARGEST
from ksbcheck.yaml_events import MOST_VALUES
from ksbcheck.yaml_file import read_document
from ksbcheck.yaml_nodes import Document, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.yaml_nodes import Loc

BEYOND = "YAML beyond what ksbcheck reads: "


def data(text: str | bytes) -> Any:
    """Return what a file without faults holds."""
    document = read_document(source(text))
    assert not document.faults
    return document.data()


def told(found: Iterable[Diagnostic]) -> list[str]:
    return [str(diagnostic).removeprefix("portfolio.yaml:") for diagnostic in found]


def faults(text: str) -> list[str]:
    """Return the faults of a file that can be read in spite of them."""
    return told(read_document(source(text)).faults)


def refusal(text: str | bytes) -> list[str]:
    """Return why a file cannot be read at all."""
    with pytest.raises(UnusableFileError) as caught:
        read_document(source(text))
    assert {found.severity for found in caught.value.diagnostics} == {"error"}
    return told(caught.value.diagnostics)


@pytest.fixture(params=["lines", "CBaseLoader", "BaseLoader"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read line by line where that can be, and by events alone with libyaml and with PyYAML's own parser."""
    if request.param == "lines":
        return
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML is without libyaml here")
    monkeypatch.setattr(yaml_file, "read_lines", lambda _: None)
    monkeypatch.setattr(yaml_events, "_Parser", getattr(yaml, request.param))


@pytest.mark.parametrize(
    "text",
    [
        *("1.10", "no", "012", "1_000", "1:30", "0x1F", "1e3", ".inf", ".NaN", "true", "Null", "NULL", "="),
        *("2024-03-02", "2024-03-02T10:00:00Z", "-1", "-x", "C#", "K1:p"),
    ],
)
def test_a_plain_text_stays_as_it_is_written(text: str) -> None:
    assert data(f"a: {text}") == {"a": text}
    assert data(f"{text}: a") == {text: "a"}


@pytest.mark.parametrize("text", ["", " ~", " null", " # a comment", " \n"])
def test_an_empty_value_is_nothing(text: str) -> None:
    assert data(f"a:{text}") == {"a": None}


@pytest.mark.parametrize("text", ["", "~", "null"])
@pytest.mark.parametrize("quoted", ["'{}'", '"{}"'])
def test_a_quoted_value_is_a_text_even_if_it_looks_like_nothing(text: str, quoted: str) -> None:
    assert data("a: " + quoted.format(text)) == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: it's # a comment", "it's"),
        ("a: 'it''s # none'", "it's # none"),
        (r'a: "tab\tquote\"\x41\u00eb\U0001F600"', 'tab\tquote"Aë😀'),
        ("a: one\n  two\n\n  three", "one two\nthree"),
        ("a: 'one\n  two'", "one two"),
        ("a: |\n  one\n    two\n", "one\n  two\n"),
        ("a: |-\n  one\n  two\n", "one\ntwo"),
        ("a: >\n  one\n  two\n", "one two\n"),
        ("a: #1", None),
    ],
)
def test_texts_can_be_written_in_each_of_yaml_s_ways(text: str, value: str | None) -> None:
    assert data(text) == {"a": value}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\e[31mred\0"', r"\x1b[31mred\x00"),
        (r'"\u202Ereverse"', r"\u202ereverse"),
        ("right\u202eleft", r"right\u202eleft"),
        (r'"\N\L\P"', r"\x85\u2028\u2029"),
        ("क्\N{ZERO WIDTH JOINER}ष", "क्\N{ZERO WIDTH JOINER}ष"),
        ("a\N{ZERO WIDTH JOINER}b", r"a\u200db"),
        ("a\N{HANGUL FILLER}b", r"a\u3164b"),
        (r'"a\u3164b"', r"a\u3164b"),
    ],
    ids=ascii,
)
def test_hidden_characters_are_written_out(text: str, value: str) -> None:
    assert data(f"{text}: {text}") == {value: value}


def test_lists_and_mappings_nest_in_both_styles() -> None:
    nested = {"a": [{"b": "1", "c": ["2", []]}, {}], "d": {"e": "3"}}
    assert data("a:\n- b: 1\n  c:\n    - 2\n    - []\n- {}\nd:\n  e: 3\n") == nested
    assert data('{a: [{b: "1", "c": [2, []]}, {}], d: {e: 3}}') == nested


@pytest.mark.parametrize(("text", "root"), [("a", "a"), ("- a", ["a"]), ("''", ""), ("[]", []), ("{}", {})])
def test_the_root_can_be_anything_but_nothing(text: str, root: Any) -> None:
    assert data(text) == root


@pytest.mark.parametrize("text", ["---\na: 1\n...\n", "%YAML 1.1\n---\na: 1", "# first\n--- # second\na: 1"])
def test_one_document_can_be_marked_as_such(text: str) -> None:
    assert data(text) == {"a": "1"}


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"], ids=ascii)
def test_lines_can_end_in_each_of_three_ways(line_break: str) -> None:
    document = read_document(source(line_break.join(["a: 1", "", "b:", "- 2"])))
    assert document.data() == {"a": "1", "b": ["2"]}
    assert place(document, "b", 0) == (4, 3)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    document = read_document(source(b"\xef\xbb\xbfa: 1\nb: 2"))
    assert document.data() == {"a": "1", "b": "2"}
    assert (place(document, "a"), place(document, "b")) == ((1, 4), (2, 4))


def test_a_second_byte_order_mark_is_refused() -> None:
    message = "1:1: KSB001 the file starts with two byte order marks; save it as UTF-8 without one"
    assert refusal(b"\xef\xbb\xbf\xef\xbb\xbfa: 1") == [message]


@pytest.mark.parametrize(
    ("text", "message", "value"),
    [
        ("a: &x 1", "1:4: KSB003 {}an anchor (&x); remove it", {"a": "1"}),
        ("a: &x [1]", "1:4: KSB003 {}an anchor (&x); remove it", {"a": ["1"]}),
        ("- &x\n", "1:3: KSB003 {}an anchor (&x); remove it", [None]),
        ("a: *x", "1:4: KSB003 {}an alias (*x); write the value out", {"a": None}),
        ("*x : 1", "1:1: KSB003 {}an alias (*x); write the value out", {}),
        ("a: !t 1", "1:4: KSB003 {}a tag (!t); remove it", {"a": "1"}),
        ("a: ! 1", "1:4: KSB003 {}a tag (!); remove it", {"a": "1"}),
        ("a: !!str 1", "1:4: KSB003 {}a tag (!!str); remove it", {"a": "1"}),
        ("- !!map {}", "1:3: KSB003 {}a tag (!!map); remove it", [{}]),
        (
            "a: !<tag:yaml.org,2002:tag:yaml.org,2002:str> 1",
            "1:4: KSB003 {}a tag (!!tag:yaml.org,2002:str); remove it",
            {"a": "1"},
        ),
        ("- !<x:y> []", "1:3: KSB003 {}a tag (x:y); remove it", [[]]),
        (
            "- !!python/object/apply:os.system [id]",
            "1:3: KSB003 {}a tag (!!python/object/apply:os.system); remove it",
            [["id"]],
        ),
        ("a: 1\n<<: {b: 2}", "2:1: KSB003 {}a merge key (<<); write the fields out", {"a": "1"}),
        ("a: {~: 1}", "1:5: KSB003 {}a key that is not a text; write a name before the ':'", {"a": {}}),
        ("? [a]\n: 1", "1:3: KSB003 {}a key that is not a text; write a name before the ':'", {}),
        ("{a: b}: 1", "1:1: KSB003 {}a key that is not a text; write a name before the ':'", {}),
        ("a: 1\nb: 2\n'a': 3", "3:1: KSB004 'a' stands twice, first on line 1; keep one", {"a": "1", "b": "2"}),
        ("- a:\n    b: 1\n    b:", "3:5: KSB004 'b' stands twice, first on line 2; keep one", [{"a": {"b": "1"}}]),
        ("\"\\e\": 1\n'\\x1b': 2", r"2:1: KSB004 '\x1b' stands twice, first on line 1; keep one", {r"\x1b": "1"}),
    ],
)
@pytest.mark.usefixtures("_parser")
def test_what_is_beyond_the_subset_is_told_and_left_out(text: str, message: str, value: Any) -> None:
    document = read_document(source(text))
    assert told(document.faults) == [message.format(BEYOND)]
    assert document.data() == value


def test_each_fault_is_told() -> None:
    assert faults("a: &x !t 1\nb: *x\na: 2\na: 3\n") == [
        f"1:4: KSB003 {BEYOND}an anchor (&x); remove it",
        f"1:4: KSB003 {BEYOND}a tag (!t); remove it",
        f"2:4: KSB003 {BEYOND}an alias (*x); write the value out",
        "3:1: KSB004 'a' stands twice, first on line 1; keep one",
        "4:1: KSB004 'a' stands twice, first on line 1; keep one",
    ]


def test_the_same_key_in_two_mappings_is_no_fault() -> None:
    assert data("- a: 1\n- a: 2\n") == [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize("sign", ["&", "*", "!"])
def test_a_long_name_is_cut(sign: str) -> None:
    (message,) = faults(f"a: {sign}{'x' * 1000} ")
    assert len(message) < 200
    assert "xxx…)" in message


@pytest.mark.parametrize(
    ("deepest", "deeper", "column"),
    [
        ("[" * 20 + "]" * 20, "[" * 21, 21),
        ("{a: " * 19 + "{}" + "}" * 19, "{a: " * 21, 81),
        ("- " * 20 + "a", "- " * 21 + "a", 41),
        ("? " * 20 + "a", "? " * 21 + "a", 41),
        ("- " * 19 + "[a]", "- " * 19 + "[[a]]", 40),
    ],
    ids=["[", "{", "-", "?", "- ["],
)
@pytest.mark.usefixtures("_parser")
def test_nesting_is_read_to_the_bound_and_no_deeper(deepest: str, deeper: str, column: int) -> None:
    assert read_document(source(deepest)).root
    assert refusal(deeper) == [f"1:{column}: KSB003 nested more than 20 deep; that is deeper than is read"]


def test_depth_is_how_deep_one_value_is_and_not_how_many_there_are() -> None:
    assert data("- []\n- {}\n" * 20) == [[], {}] * 20


def test_values_are_read_to_the_bound_and_no_further() -> None:
    most = "- a\n" * (MOST_VALUES - 1)
    assert len(data(most)) == MOST_VALUES - 1
    message = f"{MOST_VALUES}:3: KSB003 more than 100000 values; that is more than is read"
    assert refusal(most + "- a\n") == [message]


@pytest.mark.parametrize("second", ["---\nb\n", "--- b", "...\n---\n"])
def test_a_second_document_is_refused(second: str) -> None:
    line = 3 if second.startswith("...") else 2
    assert refusal(f"a: 1\n{second}") == [f"{line}:1: KSB003 a second document starts here; a file holds one"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("a: &x 1\n---\n", "2:1: KSB003 a second document starts here; a file holds one"),
        (
            "a: &x 1\nb: c: d",
            "2:5: KSB002 not valid YAML: a ':' where none can stand; put quotes around a text that holds ': '",
        ),
    ],
)
def test_a_refusal_tells_the_faults_before_it_too(text: str, last: str) -> None:
    assert refusal(text) == [f"1:4: KSB003 {BEYOND}an anchor (&x); remove it", last]


def test_an_empty_file_is_refused_at_its_start() -> None:
    empty = "1:1: KSB001 the file is empty"
    assert refusal("   &x") == [empty, f"1:4: KSB003 {BEYOND}an anchor (&x); remove it"]


@pytest.mark.parametrize("text", ["", "\n \n", "# a comment", "---", "~", "null", "--- # a comment\n..."])
@pytest.mark.usefixtures("_parser")
def test_an_empty_file_is_refused(text: str) -> None:
    assert refusal(text) == ["1:1: KSB001 the file is empty"]


def test_a_file_is_read_up_to_the_bound_and_no_larger() -> None:
    largest = "#" * LARGEST
    assert refusal(largest) == ["1:1: KSB001 the file is empty"]
    assert refusal(largest + "#") == [f"1:{LARGEST + 1}: KSB001 larger than 1 MiB, which is the most that is read"]


def test_a_file_that_is_too_large_is_told_where_the_bound_parts_a_character() -> None:
    text = "#" * (LARGEST - 1) + "é"
    assert refusal(text) == [f"1:{LARGEST + 1}: KSB001 larger than 1 MiB, which is the most that is read"]


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-32"])
@pytest.mark.parametrize("order", ["LE", "BE"])
def test_text_in_another_encoding_is_refused_by_its_byte_order_mark(encoding: str, order: str) -> None:
    message = f"1:1: KSB001 the file is {encoding} text; save it as UTF-8"
    assert refusal("\ufeffa: 1".encode(encoding + order)) == [message]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xe9", "1:1: KSB001 the byte 0xe9 is not UTF-8; save the file as UTF-8"),
        ("b: ë\r\na: café".encode()[:-2] + b"\xe9", "2:7: KSB001 the byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfa\xff", "1:2: KSB001 the byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"a: \xed\xa0\x80", "1:4: KSB001 the byte 0xed is not UTF-8; save the file as UTF-8"),
        (b"a: \xf0\x9f\x98", "1:4: KSB001 the byte 0xf0 is not UTF-8; save the file as UTF-8"),
    ],
    ids=["alone", "Latin-1", "after a mark", "surrogate", "cut off"],
)
def test_a_byte_that_is_not_utf_8_is_told_at_its_place(content: bytes, message: str) -> None:
    assert refusal(content) == [message]


@pytest.mark.parametrize(
    ("character", "shown"),
    [("\0", r"\x00"), ("\x1b", r"\x1b"), ("\x7f", r"\x7f"), ("\x80", r"\x80"), ("\x9f", r"\x9f")],
    ids=ascii,
)
@pytest.mark.usefixtures("_parser")
def test_each_character_that_yaml_does_not_allow_is_told(character: str, shown: str) -> None:
    message = f"KSB002 the character {shown} is not allowed in YAML; remove it"
    text = f"a: x{character}y{character}\n{character}"
    assert refusal(text) == [f"1:5: {message}", f"1:7: {message}", f"2:1: {message}"]


def test_a_character_that_is_none_is_written_out() -> None:
    assert refusal("\uffff") == [r"1:1: KSB002 the character \uffff is not allowed in YAML; remove it"]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("\x01" * 1000, 1000),
        ("- &x a\n" * 1000 + "---\n", 1001),
        ("- *x\n" * 1000 + "- a\n- @", 1001),
        ("- !t\n" * 1000 + "- [" + "[" * 20, 1001),
    ],
    ids=["characters", "anchors", "aliases", "tags"],
)
def test_no_more_faults_are_told_than_help(text: str, total: int) -> None:
    with pytest.raises(UnusableFileError) as caught:
        read_document(source(text))
    assert len(caught.value.diagnostics) == MOST_TOLD
    assert caught.value.omitted == total - MOST_TOLD


def test_an_escape_beyond_unicode_is_refused_without_libyaml_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "_Parser", yaml.BaseLoader)
    assert refusal(r'a: "\U00110000"')[0].startswith("1:")


NESTED = "a:\n  b: [x, {c: y}]\n'd':\n  - z\n"


def place(document: Document, *loc: str | int) -> tuple[int, int]:
    node = document.find(loc)
    assert node is not None
    return document.position(node.at)


@pytest.mark.parametrize(
    ("loc", "at"),
    [
        ((), (1, 1)),
        (("a",), (2, 3)),
        (("a", "b"), (2, 6)),
        (("a", "b", 0), (2, 7)),
        (("a", "b", 1), (2, 10)),
        (("a", "b", 1, "c"), (2, 14)),
        (("d", 0), (4, 5)),
        ((0, 0, 1, 0), (2, 14)),
        ((1,), (4, 3)),
    ],
)
def test_a_value_is_found_by_keys_and_indexes(loc: Loc, at: tuple[int, int]) -> None:
    assert place(read_document(source(NESTED)), *loc) == at


@pytest.mark.parametrize(
    ("loc", "at"),
    [
        (("c",), (1, 1)),
        ((2,), (1, 1)),
        (("a", "c", "d"), (2, 3)),
        (("a", "b", 2), (2, 6)),
        (("a", "b", "c"), (2, 6)),
        (("d", 0, "e"), (4, 5)),
    ],
)
def test_where_the_way_to_a_value_ends_early_the_last_value_on_it_is_found(loc: Loc, at: tuple[int, int]) -> None:
    assert place(read_document(source(NESTED)), *loc) == at


@pytest.mark.parametrize(
    ("loc", "at"),
    [
        (("a",), (1, 1)),
        (("d",), (3, 1)),
        ((1,), (3, 1)),
        (("a", "b", 1, "c"), (2, 11)),
        (("d", 0), (4, 5)),
        (("x",), (1, 1)),
        (("a", "x"), (2, 3)),
    ],
)
def test_a_key_is_found_by_its_value(loc: Loc, at: tuple[int, int]) -> None:
    document = read_document(source(NESTED))
    key = document.find_key(loc)
    assert key is not None
    assert document.position(key.at) == at


def test_a_document_without_a_root_holds_nothing() -> None:
    document = Document("portfolio.yaml", "")
    assert document.data() is None
    assert document.find(("a",)) is None


def test_an_empty_list_is_a_value_of_its_own() -> None:
    assert isinstance(read_document(source("a: []")).find(("a",)), Sequence)


def test_columns_count_characters_and_lines_of_every_kind() -> None:
    document = Document("portfolio.yaml", "é😀\n\r\r\n\x85\u2028x")
    assert [document.position(at) for at in range(9)] == [
        (1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (4, 1), (4, 2), (4, 3),
    ]  # fmt: skip


def test_a_fault_is_an_error_at_its_place() -> None:
    fault = Document("portfolio.yaml", "a\nbc").fault("KSB003", "odd", 3)
    assert str(fault) == "portfolio.yaml:2:2: KSB003 odd"
    assert (fault.severity, fault.place, fault.ksb) == ("error", "portfolio.yaml:2:2", None)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.usefixtures("_parser")
def test_a_byte_order_mark_in_the_middle_is_told(line_end: str) -> None:
    message = "an invisible byte order mark in the middle of the file; delete it at the start of this line"
    assert refusal(line_end.join(["a: 1", "\ufeffb: 2", "\ufeffc: 3"])) == [f"2:1: KSB001 {message}"]
    assert data("a: 'b\ufeffc'") == {"a": "b\\ufeffc"}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_as_that(encoding: str) -> None:
    with pytest.raises(UnusableFileError) as caught:
        read_document(source("standard: ST0792\n".encode(encoding)))
    assert list(map(str, caught.value.diagnostics)) == [
        "portfolio.yaml:1:1: KSB001 the file looks like UTF-16 text; save it as UTF-8"
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a:\n  b: 1\n  b: 2\n  c: &x 1\nd: [\n", ["3:3", "4:6", "6:1"]),
        ("a: 1\na: 2\n---\n", ["2:1", "3:1"]),
    ],
)
def test_faults_of_a_file_that_is_refused_are_in_its_order(text: str, places: list[str]) -> None:
    assert [":".join(fault.split(":")[:2]) for fault in refusal(text)] == places


def test_a_nul_alone_does_not_make_a_file_utf_16() -> None:
    (fault,) = refusal("a:\0")
    assert fault.startswith("1:3: ")


def test_a_file_that_is_read_line_by_line_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_file, "_read_events", lambda *_: pytest.fail("the file was parsed"))
    assert read_document(source("a: b")).data() == {"a": "b"}
