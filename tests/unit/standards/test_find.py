from __future__ import annotations

import pytest

from ksbcheck.standards.find import StandardName, parse_name, version_order


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ST0792", "ST0792"),
        ("st0792", "ST0792"),
        (" ST0792\n", "ST0792"),
        ("ST0792 v1.1", "ST0792 v1.1"),
        ("ST0792 V1.1", "ST0792 v1.1"),
        ("ST0792 1.1", "ST0792 v1.1"),
        ("ST0792v1.1", "ST0792 v1.1"),
        ("ST0792 v 1.1", "ST0792 v1.1"),
        ("ST0792-1.1", "ST0792 v1.1"),
        ("ST0792-v1.1", "ST0792 v1.1"),
        ("ST0792_1.1", "ST0792 v1.1"),
        ("st0792_v1_1", "ST0792 v1.1"),
        ("ST0792 v1.10", "ST0792 v1.10"),
        ("ST0701 v1", "ST0701 v1"),
        ("fa0001 v1.0", "FA0001 v1.0"),
    ],
)
def test_a_name_is_read_in_the_ways_people_write_it(text: str, name: str) -> None:
    assert str(parse_name(text)) == name


@pytest.mark.parametrize(
    "text", ["", "ST", "ST079", "792", "X0792", "ST0792 v", "ST0792 v1.", "ST0792 v1..1", "ST0792 new", "ST0792.yaml"]
)
def test_anything_else_is_no_name(text: str) -> None:
    assert parse_name(text) is None


def test_a_text_of_more_than_60_characters_is_no_name() -> None:
    assert parse_name(f"ST0792{' ' * 53}1") == StandardName("ST0792", "1")
    assert parse_name(f"ST0792{' ' * 54}1") is None


@pytest.mark.parametrize(
    ("name", "reference", "version", "names"),
    [
        (StandardName("ST0792"), "ST0792", "1.1", True),
        (StandardName("ST0792", "1.1"), "ST0792", "1.1", True),
        (StandardName("ST0792", "1.1"), "ST0792", "1.10", False),
        (StandardName("ST0792", "1"), "ST0792", "1.0", True),
        (StandardName("ST0792", "1.0"), "ST0792", "1", True),
        (StandardName("ST0792"), "ST0793", "1.1", False),
        (StandardName("ST0792", "1.1"), "ST0793", "1.1", False),
    ],
)
def test_a_name_without_a_version_is_one_of_all_versions(
    name: StandardName, reference: str, version: str, names: bool
) -> None:
    assert name.names(reference, version) is names


@pytest.mark.parametrize("larger", ["1.10", "1.9.1", "2", "10", "1.9.0.1", f"1.{'9' * 5000}"])
def test_versions_are_in_the_order_of_their_numbers(larger: str) -> None:
    assert version_order("1.9") < version_order(larger)


@pytest.mark.parametrize(
    ("one", "other"), [("1", "1.0"), ("1.0", "1.0.0"), ("01.1", "1.1"), ("0", "0.0"), ("1.1", "1.01")]
)
def test_versions_of_the_same_numbers_are_the_same(one: str, other: str) -> None:
    assert version_order(one) == version_order(other)
