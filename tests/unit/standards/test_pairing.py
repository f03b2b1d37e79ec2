"""Which texts are paired."""

from __future__ import annotations

import pytest

from ksbcheck.standards.pairing import (
    LEAST_ALIKE,
    LONGEST_LOOKED_AT,
    MOST_LOOKED_AT,
    Labelled,
    Match,
    normalised,
    pair_up,
)

# Ten characters, of which changing one costs a tenth of the likeness: the longest common subsequence over the length.
TEN = "abcdefghij"


def _pairs(old: str, new: str) -> list[tuple[str, str]]:
    """Pair texts written as ``1=abc 2=def`` and return the labels, ``-`` for none."""
    before, after = (
        [Labelled(*part.split("=")) for part in texts.replace("_", " ").split("|")] for texts in (old, new)
    )
    matches = pair_up(before, after)
    return [
        ("-" if m.old is None else before[m.old].label, "-" if m.new is None else after[m.new].label) for m in matches
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("  A \n\tb\u00a0C ", "a b c"), ("STRASSE", "strasse"), ("Straße", "strasse")],
)
def test_normalised(text: str, expected: str) -> None:
    assert normalised(text) == expected


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("1=x", "1=x", [("1", "1")]),
        ("1=x", "2=X ", [("1", "2")]),
        ("1=x", "1=y", [("1", "-"), ("-", "1")]),
        # Where a text stands several times: the same label, then the order.
        ("1=x|2=x", "2=x|1=x", [("1", "1"), ("2", "2")]),
        ("1=x|2=x|3=x", "2=x|4=x", [("1", "4"), ("2", "2"), ("3", "-")]),
        ("1=x", "3=x|2=x", [("1", "3"), ("-", "2")]),
        ("1=x|2=x", "3=x", [("1", "3"), ("2", "-")]),
        # A text without a partner does not stand in the way of an equal one that comes after it.
        (f"1={TEN[:9]}z|2={TEN}", f"5={TEN}", [("1", "-"), ("2", "5")]),
        # The most alike first: 2 is one letter from 5, 1 is two.
        (f"1={TEN[:8]}yz|2={TEN[:9]}z", f"5={TEN}", [("1", "-"), ("2", "5")]),
        # As alike: the same label, then the nearest place.
        (f"1={TEN[:9]}y|2={TEN[:9]}z", f"2={TEN}", [("1", "-"), ("2", "2")]),
        (f"1={TEN[:9]}w|2={TEN[:9]}y|3={TEN[:9]}z", f"8=q|9={TEN}", [("1", "-"), ("2", "9"), ("3", "-"), ("-", "8")]),
    ],
)
def test_pair_up(old: str, new: str, pairs: list[tuple[str, str]]) -> None:
    assert _pairs(old, new) == pairs


@pytest.mark.parametrize("length", [4, 20, 200])
def test_pairs_are_told_from_the_least_likeness_on(length: int) -> None:
    same = length * 3 // 4
    old, new = "a" * same + "b" * (length - same), "a" * same + "c" * (length - same)
    assert pair_up([Labelled("1", old)], [Labelled("1", new)]) == [Match(0, 0, LEAST_ALIKE)]
    less = "a" * (same - 1) + "c" * (length - same + 1)
    assert pair_up([Labelled("1", old)], [Labelled("1", less)]) == [Match(0, None, 0.0), Match(None, 0, 0.0)]


def test_similarity_is_1_for_equal_texts_only() -> None:
    long = "x" * 9_999
    assert pair_up([Labelled("1", "A  b")], [Labelled("2", "a B")]) == [Match(0, 0, 1.0)]
    (match,) = pair_up([Labelled("1", long)], [Labelled("1", f"{long}y")])
    assert 0.999 < match.similarity < 1


def test_nothing_is_paired_with_nothing() -> None:
    assert pair_up([], []) == []
    assert pair_up([], [Labelled("1", "x")]) == [Match(None, 0, 0.0)]
    assert pair_up([Labelled("1", "")], [Labelled("1", "")]) == [Match(0, 0, 1.0)]


def test_likeness_is_looked_for_in_a_bounded_number_of_texts() -> None:
    count = MOST_LOOKED_AT + 10
    old = [Labelled(str(number), f"{number:04} {TEN} old") for number in range(count)]
    new = [Labelled(str(number), f"{number:04} {TEN} new") for number in range(count)]
    assert [match.new for match in pair_up(old, new)][:count] == [*range(MOST_LOOKED_AT), *[None] * 10]
    assert all(match.similarity == 1 for match in pair_up(old, old))


@pytest.mark.parametrize(("length", "partner"), [(LONGEST_LOOKED_AT, 0), (LONGEST_LOOKED_AT + 1, None)])
def test_likeness_is_looked_for_in_texts_of_a_bounded_length(length: int, partner: int | None) -> None:
    old, new = ([Labelled("1", "x" * (length - 1) + last)] for last in "ab")
    assert pair_up(old, new)[0].new == partner
    assert pair_up(old, old)[0].similarity == 1
