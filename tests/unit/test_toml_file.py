"""From the bytes of a TOML file to values, each with its place."""

from __future__ import annotations

import contextlib
import time
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from conftest import source

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.toml_file import read_toml

if TYPE_CHECKING:
    from ksbcheck.yaml_nodes import Document, Loc

LARGEST = 2**20


def read(text: str | bytes) -> Document:
    return read_toml(source(text, "c.toml"))


def refusal(text: str | bytes) -> str:
    with pytest.raises(UnusableFileError) as caught:
        read(text)
    (found,) = caught.value.diagnostics
    return str(found)


def place(text: str, *loc: str | int) -> tuple[int, int]:
    """Return line and column of the value at ``loc``."""
    document = read(text)
    node = document.find(loc)
    assert node is not None
    return document.position(node.at)


def key_place(text: str, *loc: str | int) -> tuple[int, int]:
    document = read(text)
    node = document.find_key(loc)
    assert node is not None
    return document.position(node.at)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("'a'", "a"),
        ("true", "true"),
        ("false", "false"),
        ("1", "1"),
        ("-1_000", "-1000"),
        ("0x10", "16"),
        ("1.10", "1.10"),
        ("98.591549295774647887323943661971830985915492957746", "98.591549295774647887323943661971830985915492957746"),
        ("1e400", "1e400"),
        ("nan", "nan"),
        ("2024-03-02", "2024-03-02"),
        ("2024-03-02 10:00:00", "2024-03-02T10:00:00"),
        ("10:00:00", "10:00:00"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "0x8000000000000000"),
        ('"\\u202E\\u001b[31m"', "\\u202e\\x1b[31m"),
        ('"""\r\na\r\nb"""', "a\nb"),
        ("[1, [true], {a = 2}]", ["1", ["true"], {"a": "2"}]),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_values_are_texts(written: str, read_as: Any) -> None:
    assert read(f"a = {written}\n").data() == {"a": read_as}


def test_a_key_is_made_printable() -> None:
    document = read('"a\\u202E" = 1\n')
    assert document.data() == {"a\\u202e": "1"}
    assert document.find(("a\\u202e",)) is not None


@pytest.mark.parametrize("text", ["", "\n", "# nothing", "\ufeff", "\ufeff\r\n"], ids=ascii)
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert read(text).data() == {}


WHOLE = """\
# [comment] option = 1
option = "post"   # \"\"\" ''' [x]
"quoted.key" = 1
'single' = 2
"esc\\u0061ped" = 3
 indented	=	4

ignore = [
    "KSB1",  # a ] comment
    ["a", {b = 'c', d.e = [0]}],
]
inline = { x = 1, "y" = { z = [ {deep = 2} ] } }
text = \"\"\"
[not.a.table]
not_a_key = 1
\\\"\"\" still text \"\"\"\"\"
other = '''
[[nor]]
this = "that" ''\'''
when = 2024-03-02 10:00:00
[policy] # of all
min_evidence = 2
fail_under_kind.skill = 1.5
[policy.limits . 'a.b']
x = 1
[[waivers]]
code = "KSB206"
[waivers.more]
y = 1
[[waivers]]
reason = "r"
[[ waivers . more ]]
z = 1
[[waivers.more]]
z = 2
"""


@pytest.mark.parametrize(
    ("loc", "key", "value"),
    [
        (("option",), (2, 1), (2, 10)),
        (("quoted.key",), (3, 1), (3, 16)),
        (("single",), (4, 1), (4, 12)),
        (("escaped",), (5, 1), (5, 18)),
        (("indented",), (6, 2), (6, 13)),
        (("ignore",), (8, 1), (8, 10)),
        (("ignore", 0), (9, 5), (9, 5)),
        (("ignore", 1), (10, 5), (10, 5)),
        (("ignore", 1, 1, "b"), (10, 12), (10, 16)),
        (("ignore", 1, 1, "d"), (10, 21), (10, 21)),
        (("ignore", 1, 1, "d", "e"), (10, 23), (10, 27)),
        (("ignore", 1, 1, "d", "e", 0), (10, 28), (10, 28)),
        (("inline",), (12, 1), (12, 10)),
        (("inline", "x"), (12, 12), (12, 16)),
        (("inline", "y"), (12, 19), (12, 25)),
        (("inline", "y", "z", 0, "deep"), (12, 34), (12, 41)),
        (("text",), (13, 1), (13, 8)),
        (("other",), (17, 1), (17, 9)),
        (("when",), (20, 1), (20, 8)),
        (("policy",), (21, 2), (21, 1)),
        (("policy", "min_evidence"), (22, 1), (22, 16)),
        (("policy", "fail_under_kind"), (23, 1), (23, 1)),
        (("policy", "fail_under_kind", "skill"), (23, 17), (23, 25)),
        (("policy", "limits"), (24, 9), (24, 9)),
        (("policy", "limits", "a.b"), (24, 18), (24, 1)),
        (("policy", "limits", "a.b", "x"), (25, 1), (25, 5)),
        (("waivers",), (26, 3), (26, 1)),
        (("waivers", 0), (26, 1), (26, 1)),
        (("waivers", 0, "code"), (27, 1), (27, 8)),
        (("waivers", 0, "more"), (28, 10), (28, 1)),
        (("waivers", 0, "more", "y"), (29, 1), (29, 5)),
        (("waivers", 1), (30, 1), (30, 1)),
        (("waivers", 1, "reason"), (31, 1), (31, 10)),
        (("waivers", 1, "more"), (32, 14), (32, 1)),
        (("waivers", 1, "more", 0, "z"), (33, 1), (33, 5)),
        (("waivers", 1, "more", 1), (34, 1), (34, 1)),
        (("waivers", 1, "more", 1, "z"), (35, 1), (35, 5)),
    ],
    ids=str,
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
def test_each_key_and_value_has_its_place(
    loc: Loc, key: tuple[int, int], value: tuple[int, int], end: str, mark: str
) -> None:
    text = mark + WHOLE.replace("\n", end)
    assert place(text, *loc) == value
    assert key_place(text, *loc) == (value if isinstance(loc[-1], int) else key)


def test_the_file_above_is_read_as_the_library_reads_it() -> None:
    assert set(read(WHOLE).data()) == set(tomllib.loads(WHOLE))


def test_a_line_ends_only_where_toml_says() -> None:
    text = "a = 'x\u2028b = 1\x85[c]'\nd = 1\n"
    assert place(text, "d") == (2, 5)


def test_a_table_may_stand_behind_its_own_tables() -> None:
    text = "[a.b]\nx = 1\n[a]\ny = 2\n"
    assert place(text, "a") == (3, 1)
    assert key_place(text, "a") == (1, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n", "1:2: KSB002 not valid TOML: expected '=' after a key in a key/value pair"),
        ("a = 1\n\nb = \n", "3:5: KSB002 not valid TOML: invalid value"),
        ("a = 1\na = 2\n", "2:6: KSB002 not valid TOML: cannot overwrite a value"),
        ("a = 1\r\n\r\nb = x\r\n", "3:5: KSB002 not valid TOML: invalid value"),
        ("\ufeffa = x\n", "1:5: KSB002 not valid TOML: invalid value"),
        ("a = 1 # x\x01\n", "1:10: KSB002 not valid TOML: found invalid character '\\x01'"),
        ("a = [1,\n", "2:1: KSB002 not valid TOML: invalid value"),
        ('a = """\nb', "2:2: KSB002 not valid TOML: unterminated string"),
        ("a = 1\rb = 2", "1:6: KSB002 not valid TOML: "),
        ('"\\x" = 1', "1:4: KSB002 not valid TOML: "),
        ("}", "1:1: KSB002 not valid TOML: "),
        ("a = 1]\n", "1:6: KSB002 not valid TOML: "),
        ("a = ,\n", "1:5: KSB002 not valid TOML: "),
        ("a = 1, 2\n", "1:6: KSB002 not valid TOML: "),
        ("] = [\n", "1:1: KSB002 not valid TOML: "),
        ("= 1\n", "1:1: KSB002 not valid TOML: "),
        ("[]\n", "1:2: KSB002 not valid TOML: "),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text: str, message: str) -> None:
    assert refusal(text).startswith(f"c.toml:{message}")


@pytest.mark.parametrize("number", ["9" * 501, "-" + "9" * 5000, "0x" + "f" * 499, "1_" * 300 + "1"])
def test_a_number_of_hundreds_of_digits_is_refused_where_it_stands(number: str) -> None:
    told = "c.toml:2:7: KSB003 a number with more than 500 digits"
    assert refusal(f"a = 1\nb = [ {number} ]") == told
    assert refusal(f"a = '{number}'\n\nb.c = {number}") == told.replace("2:7", "3:7")


def test_a_number_of_as_many_digits_as_are_read() -> None:
    assert read(f"a = {'9' * 500}").data() == {"a": hex(int("9" * 500))}
    assert read(f"a = 0x{'f' * 498}").data() == {"a": f"0x{'f' * 498}"}


def test_other_encodings_are_refused() -> None:
    assert refusal(b"a = '\xff'").startswith("c.toml:1:6: KSB001 the byte 0xff is not UTF-8")
    assert "KSB001" in refusal("a = 1".encode("utf-16"))


def test_a_file_that_is_too_large_is_refused() -> None:
    place = f"c.toml:2:{LARGEST}"
    assert refusal("\n" + "#" * LARGEST) == f"{place}: KSB001 larger than 1 MiB, which is the most that is read"


DEEP = "KSB003 nested more than 20 deep; that is deeper than is read"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (f"{'a.' * 21}a = 1\n", "1:42"),
        (f"[{'a.' * 21}a]\n", "1:43"),
        (f"[[{'a.' * 10}a]]\n{'b.' * 10}b = 1\n", "2:23"),
        (f"a = {'[' * 21}{']' * 21}\n", "1:25"),
        (f"a = {'{a = ' * 21}1{'}' * 21}\n", "1:108"),
        ("[" * 100_000, None),
        ("a = " + "[" * 100_000, "1:25"),
        ("a." * 100_000, "1:42"),
    ],
    ids=["dotted", "header", "both", "arrays", "tables", "brackets", "open", "hostile"],
)
def test_what_is_nested_deep_is_refused(text: str, at: str | None) -> None:
    assert refusal(text).startswith("c.toml:1:" if at is None else f"c.toml:{at}: {DEEP}")


def test_twenty_deep_is_read() -> None:
    assert place(f"a = {'[' * 20}{']' * 20}\nb = 1\n", "b") == (2, 5)
    assert place(f"{'a.' * 20}a = 1\n", *("a" * 21)) == (1, 45)


@pytest.mark.parametrize(
    "text",
    ["a = [" + "1," * 100_001 + "]", "[[a]]\n" * 100_001, "".join(f"a{number}=1\n" for number in range(100_001))],
    ids=["items", "tables", "keys"],
)
def test_too_much_is_refused(text: str) -> None:
    assert "KSB003 more than 100000 words and signs; that is more than is read" in refusal(text)


HOSTILE = {
    "dotted": "a.",
    "brackets": "[",
    "braces": "a={",
    "strings that do not end": '\\"""\n',
    "quotes": '"',
    "other quotes": "'",
    "equals": "=",
    "dots": ".",
    "words": "a ",
    "escapes": '"\\u0061',
    "backslashes": '"\\\\',
    "comments": "#\n",
    "headers": "[a]\n",
}


@pytest.mark.parametrize("part", HOSTILE.values(), ids=HOSTILE)
def test_the_time_grows_with_the_size(part: str) -> None:
    def seconds(size: int) -> float:
        text = part * (size // len(part))
        start = time.perf_counter()
        with contextlib.suppress(UnusableFileError):
            read(text)
        return time.perf_counter() - start

    # Eight times the size: eight times as long if it is linear, 64 times if it is not.
    small = min(seconds(LARGEST // 16) for _ in range(3))
    assert seconds(LARGEST // 2) < 30 * small + 0.5
