"""Reading JSON, and where each value stands in it."""

from __future__ import annotations

import json

import pytest

from ksbcheck import UnusableFileError
from ksbcheck.standards.official.json_file import JsonFile, Pointer, pointer_text

NESTED = r'{"a": [1, {"b \"}]": "{[\"", "é": []}, [[], {}]], "c": {"d": {"": null}}, "0": true}'
WAYS: dict[str, Pointer] = {
    '{"a"': (),
    '[1, {"b': ("a",),
    "1, ": ("a", 0),
    '{"b': ("a", 1),
    r'"{[\""': ("a", 1, 'b "}]'),
    "[]}, [[]": ("a", 1, "é"),
    "[[], {}]": ("a", 2),
    "[], {}": ("a", 2, 0),
    "{}]]": ("a", 2, 1),
    '{"d"': ("c",),
    '{"":': ("c", "d"),
    "null": ("c", "d", ""),
    "true": ("0",),
}


@pytest.mark.parametrize(("start", "pointer"), WAYS.items(), ids=map(pointer_text, WAYS.values()))
def test_a_value_stands_where_it_starts(start: str, pointer: Pointer) -> None:
    assert NESTED.count(start) == 1
    assert JsonFile("file", NESTED).position(pointer) == (1, NESTED.find(start) + 1)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a":[0,7]}', (1, 9)),
        ('{"a" : [ 0 , 7 ] }', (1, 14)),
        ('{\n  "a": [\n    0,\n    7\n  ]\n}', (4, 5)),
        ('\n\n\t{ "b": [], "a"\n:\n[[], {}][1]}'.replace("[[], {}][1]", "[[9, 9], \r\n7]"), (6, 1)),
        ('{\r\n"a": [0,\r\n7]\r\n}', (3, 1)),
        ('{"x": "\n7", "a": ["line\nend", 7]}', (3, 7)),
        ('{"": {"a": [0, 1]}, "\\u0061": [0, 7]}', (1, 35)),
    ],
)
def test_layout_is_of_no_account(text: str, place: tuple[int, int]) -> None:
    assert JsonFile("file", text).position(("a", 1)) == place


@pytest.mark.parametrize(
    ("pointer", "start"),
    [
        (("a", 3), '[1, {"b'),
        (("a", "0"), '[1, {"b'),
        (("a", -1), '[1, {"b'),
        (("a", 0, 0), "1, "),
        (("a", 2, 0, 0), "[], {}"),
        (("a", 2, 1, "x"), "{}]]"),
        (("a", 1, 'b "}]', "x"), r'"{[\""'),
        (("x",), '{"a"'),
        ((0,), '{"a"'),
        (("x", "d"), '{"a"'),
        (("c", "x", ""), '{"d"'),
    ],
)
def test_where_a_way_ends_early_the_last_value_on_it_is_told(pointer: Pointer, start: str) -> None:
    file = JsonFile("file", NESTED)
    for _ in "twice":
        assert file.position(pointer) == (1, NESTED.find(start) + 1)


def test_keys_are_escaped_in_pointers() -> None:
    assert pointer_text(("a/b", 0, "~1", "é", "")) == "/a~1b/0/~01/é/"
    assert pointer_text(()) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "file:1:2: KSB002 not valid JSON: expecting property name enclosed in double quotes"),
        ('{"a": 1}\n}', "file:2:1: KSB002 not valid JSON: extra data"),
        ('{\n "a": tru}', "file:2:7: KSB002 not valid JSON: expecting value"),
        ('{\r\r"a": tru}', "file:3:6: KSB002 not valid JSON: expecting value"),
        ("[1, 2", "file:1:6: KSB002 not valid JSON: expecting ',' delimiter"),
        ('{"a": NaN}', "file:1:7: KSB002 not valid JSON: NaN is no number"),
        ("[0,\n-Infinity]", "file:2:1: KSB002 not valid JSON: -Infinity is no number"),
        ("[" * 20 + "[]", "file:1:21: KSB003 nested more than 20 deep; that is deeper than is read"),
        ('["[", ' + '\n{"a": ' * 100_000, "file:21:1: KSB003 nested more than 20 deep; that is deeper than is read"),
        ("[" + "9" * 501 + "]", "file:1:2: KSB003 a number with more than 500 digits"),
        ('{"a":\n1.' + "9" * 5000 + "}", "file:2:3: KSB003 a number with more than 500 digits"),
        ('{"a": 1, "b": 2, "c": {"b": 1},\n"b": 3}', "file:2:6: KSB004 'b' stands twice in one object"),
        ('{"c": [{"}": "{"}, {"a": [{}],\n"\\u0061": 2}]}', "file:2:11: KSB004 'a' stands twice in one object"),
        (
            '{"x": {"' + "a" * 99 + '": 1,\n\n "' + "a" * 99 + '": 1}}',
            f"file:3:105: KSB004 '{'a' * 59}…' stands twice in one object",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, told: str) -> None:
    with pytest.raises(UnusableFileError) as caught:
        JsonFile("file", text)
    assert str(caught.value) == told


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20 + "]" * 20,
        "[" + "[], {}, " * 50 + "0]",
        '["' + "[" * 21 + '", "{\\"{{{{{{{{{{{{{{{{{{{{{"]',
        "[" + "9" * 500 + "]",
        '["NaN", "Infinity", "' + "9" * 501 + '"]',
    ],
    ids=["deep", "long", "brackets in texts", "digits", "signs in texts"],
)
def test_what_is_within_the_bounds_is_read_as_by_python(text: str) -> None:
    assert JsonFile("file", text).value == json.loads(text)


def test_a_key_may_stand_in_several_objects() -> None:
    assert JsonFile("file", '[{"a": 1}, {"a": {"a": 2}}]').value == [{"a": 1}, {"a": {"a": 2}}]


def test_places_of_many_values_take_no_more_time_than_one_look_at_the_file() -> None:
    """Each place looked up from the start would take minutes."""
    file = JsonFile("file", '{"a": [' + ", ".join(['{"b": 1}'] * 20_000) + "]}")
    assert [file.position(("a", index, "b"))[1] for index in range(20_000)] == [7 + 10 * n + 7 for n in range(20_000)]
