"""Where values begin and end, for both of PyYAML's parsers."""

from __future__ import annotations

import pytest
import yaml

from ksbcheck import yaml_spans
from ksbcheck.yaml_spans import Branch, Leaf, Spans, read_spans, signs

CLAIMS = """\
a:
  K1: p. 2   # one
  # between
  K2:        # nothing
  "K3": |+   # head
    p. 3
    # no comment

    p. 4

  # behind
  ? K4
  : 'p.
     5'
  ? K5       # no colon
  K6: >-

"""


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_spans, "_Parser", getattr(yaml, request.param, yaml.BaseLoader))


def branch_of(text: str) -> tuple[Spans, Branch]:
    """The value of the first key."""
    spans = read_spans(text)
    branch = spans.root.value(0)
    assert isinstance(branch, Branch)
    return spans, branch


def entries(text: str) -> list[str]:
    spans, branch = branch_of(text)
    return [text[start:end] for start, end in spans.entries(branch)]


def test_entries_of_a_block_mapping() -> None:
    assert entries(CLAIMS) == [
        "K1: p. 2",
        "K2:",
        '"K3": |+   # head\n    p. 3\n    # no comment\n\n    p. 4',
        "? K4\n  : 'p.\n     5'",
        "? K5",
        "K6: >-",
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[]", []),
        ("{}", []),
        ("[K1, K2]", ["K1", "K2"]),
        ("[ K1 ,  # ?\n 'K2'  # -\n , K3 , ]", ["K1", "'K2'", "K3"]),
        (
            "{K1: p. 2, K2: , K3, ? K4 : x, ? K5, 'K6':y, K7: }",
            ["K1: p. 2", "K2:", "K3", "? K4 : x", "? K5", "'K6':y", "K7:"],
        ),
        ("{K1: # c\n p. 2,\n K2 # d\n}", ["K1: # c\n p. 2", "K2"]),
        ("\n- K1\n-   K2 # c\n-\n  K3", ["- K1", "-   K2", "-\n  K3"]),
        ("\n  - # c\n    K1\n  # - K9\n  - |\n   K2\n\nb: 1", ["- # c\n    K1", "- |\n   K2"]),
    ],
)
def test_entries(written: str, expected: list[str]) -> None:
    assert entries(f"a: {written}\n") == expected


def test_an_entry_that_holds_another_list() -> None:
    spans = read_spans("a:\n  - [b]\n  # c\nd: e\n")
    assert [spans.text[start:end] for start, end in spans.entries(spans.root)][1] == "d: e"


def test_a_compact_mapping_behind_an_explicit_colon() -> None:
    assert entries("? a\n: K1: x\n  K2: y\n") == ["K1: x", "K2: y"]


def test_leaves_are_all_scalars_in_order() -> None:
    text = "a: [b, {c: 'd'}]\ne: >\n f\n"
    leaves = read_spans(text).leaves
    assert [text[leaf.start : leaf.end] for leaf in leaves] == ["a", "b", "c", "'d'", "e", ">\n f\n"]
    assert [leaf.value for leaf in leaves] == ["a", "b", "c", "d", "e", "f\n"]


def test_keys_and_values() -> None:
    spans, branch = branch_of("a: {b: c, d: e}\n")
    assert (branch.index("d"), branch.index("x"), branch.index("c")) == (1, None, None)
    assert (branch.key(1).value, branch.value(1)) == ("d", Leaf(13, 14, "e"))
    assert branch.is_flow
    assert not spans.root.is_flow
    assert not branch_of("a:\n- b\n")[1].is_flow


def test_where_lines_begin_and_a_comment_can_go() -> None:
    text = "a: [b,  # c\r\n d, 'e\u2028  f', g] \nh: 1"
    spans = read_spans(text)
    assert spans.lines == [0, 13, 20, 30]
    assert [spans.line_start(at) for at in (0, 12, 13, 29, 30)] == [0, 0, 13, 20, 30]
    assert spans.comments == [8]
    places = [spans.line_end(text.index(sign) + 1) for sign in (",", "d", "f'", "g", "1")]
    assert places == [8, None, 28, 28, len(text)]


def test_signs_are_neither_spaces_nor_comments() -> None:
    text = " ,\t# no , sign\r\n ? #\u2028 : "
    assert [text[at] for at in signs(text, 0, len(text))] == [",", "?", ":"]
    assert list(signs("a:b", 1, 1)) == []
