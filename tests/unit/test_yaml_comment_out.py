"""Entries that become comments; what is left reads as what was not taken out."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
import yaml

from ksbcheck.yaml_comment_out import commented_out, emptied
from ksbcheck.yaml_edit import apply_edits
from ksbcheck.yaml_spans import Branch, read_spans

PARSERS = [getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader]


def without(text: str, *places: int, note: str = "gone") -> str:
    """Return the text of a file with entries of its first value commented out."""
    spans = read_spans(text)
    branch = spans.root.value(0)
    assert isinstance(branch, Branch)
    edits = commented_out(spans, branch, dict.fromkeys(places, note))
    if not branch.is_flow and len(places) == len(spans.entries(branch)):
        edits.append(emptied(spans, spans.root.key(0), branch))
    return apply_edits(text, edits)


@pytest.mark.parametrize(
    ("old", "places", "new"),
    [
        ("a:\n  K1: p. 2   # c\n  K2:\n", [0], "a:\n  # K1: p. 2   (gone)   # c\n  K2:\n"),
        ("a:\n  K1: x\n  K2:", [1], "a:\n  K1: x\n  # K2:   (gone)"),
        ("a:\n  K1: x\n  K2: y\n", [0, 1], "a: []\n  # K1: x   (gone)\n  # K2: y   (gone)\n"),
        ("a:      # c\n- K1\n", [0], "a: []      # c\n# - K1   (gone)\n"),
        ("a:\n- K1\n-   K2   # c\n", [1], "a:\n- K1\n# -   K2   (gone)   # c\n"),
        ("a:\r\n  - K1\r\n  - K2\r\n", [0], "a:\r\n  # - K1   (gone)\r\n  - K2\r\n"),
        (
            "a:\n  K1: |\n     p\n\n     # q\n  K2: y\n",
            [0],
            "a:\n  # K1: |\n  #    p\n\n  #    # q   (gone)\n  K2: y\n",
        ),
        ("a:\n    K1: 'p\n  q'\n    K2:\n", [0], "a:\n    # K1: 'p\n  # q'   (gone)\n    K2:\n"),
        ("a:\n  ? K1\n  : p\n  ? K2\n", [0], "a:\n  # ? K1\n  # : p   (gone)\n  ? K2\n"),
        ("? a\n: K1: x\n  K2: y\n", [0], "? a\n: # K1: x   (gone)\n  K2: y\n"),
        ("? a\n: - K1\n", [0], "? a\n: [] # - K1   (gone)\n"),
        ("a:\n  K1: 'p\x85\u2028  q'\n  K2:\n", [0], "a:\n  # K1: 'p\x85\u2028  # q'   (gone)\n  K2:\n"),
    ],
)
def test_block(old: str, places: list[int], new: str) -> None:
    assert without(old, *places) == new


@pytest.mark.parametrize(
    ("old", "places", "new"),
    [
        ("a: [K1, K2, K3]\n", [1], "a: [K1, K3]   # K2   (gone)\n"),
        ("a: [K1, K2, K3]\n", [2], "a: [K1, K2]   # K3   (gone)\n"),
        ("a: [K1, K2, K3]\n", [1, 2], "a: [K1]   # K2, K3   (gone)\n"),
        ("a: [K1, K2]", [0, 1], "a: []   # K1, K2   (gone)"),
        ("a: [K1]  \n", [0], "a: []   # K1   (gone)  \n"),
        ("a: [K1, K2]  # c\r\n", [0], "a: [K2]  # K1   (gone)   # c\r\n"),
        ("a: [K1,K2,]\n", [1], "a: [K1,]   # K2   (gone)\n"),
        ("a: {K1: p. 2, K2: }\n", [0], "a: {K2: }   # K1: p. 2   (gone)\n"),
        ("a: {K1: 'p\n   2', K2: }\n", [0], "a: {K2: }   # K1: 'p 2'   (gone)\n"),
        ("a: [\n  K1,\n  K2,   # c\n  K3\n  ]\n", [1], "a: [\n  K1,\n  # K2   (gone)   # c\n  K3\n  ]\n"),
        ("a: [\n  K1,\n  K2,\n  K3\n  ]\n", [2], "a: [\n  K1,\n  K2,\n  # K3   (gone)\n  ]\n"),
        ("a: [K1, K2,  # c\n  K3]\n", [1], "a: [K1,  # K2   (gone)   # c\n  K3]\n"),
        ("a: [K1, K2,\n  K3, K4]\n", [1, 3], "a: [K1,   # K2   (gone)\n  K3]   # K4   (gone)\n"),
        ("a: [K1\n  , K2 # c\n  , K3]\n", [1], "a: [K1\n  , # K2   (gone)   # c\n   K3]\n"),
        ("a: [K1\n  , K2\n  ]\n", [1], "a: [K1\n  # K2   (gone)\n  ]\n"),
        ("a: ['K1'#c\n  ]\n", [0], "a: [ # 'K1'   (gone)   #c\n  ]\n"),
        ("a: {K1, K2: # c\n x, K3}\n", [0, 1], "a: {K3}   # K1, K2: # c x   (gone)\n"),
        ("a: {K1, K2: # c\n x, K3}\n", [0], "a: {K2: # K1   (gone)   # c\n x, K3}\n"),
        ("a: {K1, K2: \xa0\u2028c}\n", [0], "a: { # K1   (gone)\u2028  K2: \xa0\u2028c}\n"),
        ("{a: [K1, K2], b: 'c\n  d'}\n", [0], "{a: [ # K1   (gone)\n  K2], b: 'c\n  d'}\n"),
        ("{a: [K1, K2], b: 'c\r\n  d'}\r\n", [1], "{a: [K1 # K2   (gone)\r\n  ], b: 'c\r\n  d'}\r\n"),
        ("{a: [K1, K2], b: c}\n", [1], "{a: [K1], b: c}   # K2   (gone)\n"),
    ],
)
def test_flow(old: str, places: list[int], new: str) -> None:
    assert without(old, *places) == new


def test_each_entry_has_its_own_note() -> None:
    text = "a: [K1, K2, K3]\n"
    spans = read_spans(text)
    branch = spans.root.value(0)
    assert isinstance(branch, Branch)
    new = apply_edits(text, commented_out(spans, branch, {2: "x", 0: "x", 1: "y"}))
    assert new == "a: []   # K1, K3   (x)   # K2   (y)\n"


FORMS = [
    "[K1, K2, K3]",
    "[K1,K2,K3,]",
    "[ K1 , K2 , K3 ]   # c",
    "[K1, # one\n    K2, # two\n    # x\n    K3 # three\n    ]",
    "[\n    K1,\n    K2,\n    K3\n  ] # c",
    "[K1\n   , K2 # a\n   , K3\n   ]",
    "[K1, # q\n K2 # z\n , K3]",
    "['K1'#x\n , \"K2\"#y\n ,K3]",
    "{K1: p. 2, K2: , K3}",
    "{K1, ?\n K2 : a, K3: # c\n 'a\n  b'}",
    "{K1: 'a\n   b', ? K2 : \"x\", K3: y}",
    "\n  K1: a # 1\n  # two\n  K2: |\n    x\n    # y\n\n    z\n\n  K3: 'a\n  b'",
    "\n- K1\n- K2 # c\n-\n  K3",
    "\n  ? K1\n  : x\n  ? K2 # c\n  ? K3",
    "\n  K1:\n  K2:   # c\n\n  K3: a\n   b",
]

# In a mapping without brackets and in one with them, where the next field goes over two lines.
TEXTS = [(form, f'ksbs: {form}\nz: "1\n  2"\n') for form in FORMS]
TEXTS += [(form, f'{{ksbs: {form}, z: "1\n  2"}}\n') for form in FORMS if form[0] in "[{" and not form.endswith("# c")]


@pytest.mark.parametrize("places", [places for count in (1, 2, 3) for places in combinations(range(3), count)], ids=str)
@pytest.mark.parametrize(("form", "text"), TEXTS)
def test_what_is_left_reads_as_what_was_not_taken_out(form: str, text: str, places: tuple[int, ...]) -> None:
    expected: Any = yaml.load(text, yaml.BaseLoader)
    kept = [place for place in range(3) if place not in places]
    if isinstance(expected["ksbs"], dict):
        pairs = list(expected["ksbs"].items())
        expected["ksbs"] = dict(pairs[place] for place in kept) or ({} if form.startswith("{") else [])
    else:
        expected["ksbs"] = [expected["ksbs"][place] for place in kept]
    new = without(text, *places)
    for parser in PARSERS:
        assert yaml.load(new, parser) == expected
    for place in places:
        assert f"K{place + 1}" in new
