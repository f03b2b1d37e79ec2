from __future__ import annotations

import pytest

from ksbcheck.standards.ksb import Kind, code_order, split_code


@pytest.mark.parametrize(
    ("kind", "prefix", "plural"),
    [
        (Kind.KNOWLEDGE, "K", "knowledge"),
        (Kind.SKILL, "S", "skills"),
        (Kind.BEHAVIOUR, "B", "behaviours"),
        (Kind.EMPLOYABILITY, "EB", "employability"),
    ],
)
def test_a_kind_has_a_prefix_and_a_plural(kind: Kind, prefix: str, plural: str) -> None:
    assert (kind.prefix, kind.plural) == (prefix, plural)


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("K1", (Kind.KNOWLEDGE, 1)),
        ("S173", (Kind.SKILL, 173)),
        ("B10", (Kind.BEHAVIOUR, 10)),
        ("EB8", (Kind.EMPLOYABILITY, 8)),
        ("K9999", (Kind.KNOWLEDGE, 9999)),
    ],
)
def test_a_code_is_a_kind_and_a_number(code: str, parts: tuple[Kind, int]) -> None:
    assert split_code(code) == parts


@pytest.mark.parametrize("text", ["", "K", "1", "k1", "K0", "K01", "K10000", "K1 ", "K1\n", "xK1", "K1a", "E1", "K١"])
def test_anything_else_is_no_code(text: str) -> None:
    assert split_code(text) is None


def test_codes_are_ordered_by_kind_then_number_and_the_rest_comes_last() -> None:
    ordered = ["K2", "K10", "S1", "S11", "B3", "EB1", "EB2", "K01", "k1", "zebra"]
    shuffled = ordered[::-1]
    assert sorted(shuffled, key=code_order) == ordered
