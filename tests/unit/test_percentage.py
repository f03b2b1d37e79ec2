"""Percentages, exactly."""

from fractions import Fraction

import pytest

from ksbcheck.percentage import percentage, rounded_down


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("0", Fraction(0)),
        ("80", Fraction(80)),
        ("100", Fraction(100)),
        ("100.0", Fraction(100)),
        ("97.5 %", Fraction(195, 2)),
        (" 33% ", Fraction(33)),
        ("098.1", Fraction(981, 10)),
        ("33.333333333333333333333333333333", Fraction(33333333333333333333333333333333, 10**30)),
    ],
)
def test_a_percentage_is_exact(text: str, percent: Fraction) -> None:
    assert percentage(text) == percent


@pytest.mark.parametrize(
    "text", ["", "%", "-1", "+1", "100.01", "101", "1000", "1e1", "1/3", ".5", "5.", "1,5", "nan", "٥", "1 0", "5%%"]
)
def test_nothing_else_is_a_percentage(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        percentage(text)


@pytest.mark.parametrize("text", ["{}80{}%{}x", "{}80{}x", "{}x"])
def test_any_amount_of_white_space_is_looked_at_once(text: str) -> None:
    """Again for each of its characters, this would take minutes."""
    space = " " * 500_000
    assert percentage(f"{space}80{space}%{space}") == 80
    with pytest.raises(ValueError, match=r"x$"):
        percentage(text.format(space, space, space))


def test_a_fraction_has_a_bounded_number_of_digits() -> None:
    assert percentage(f"1.{'9' * 99}") < 2
    with pytest.raises(ValueError, match=r".*"):
        percentage(f"1.{'9' * 100}")


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (Fraction(0), 0),
        (Fraction(1, 11), 0),
        (Fraction(1, 10), 0.1),
        (Fraction(70 * 100, 71), 98.5),
        (Fraction(9999, 100), 99.9),
        (Fraction(100), 100),
    ],
)
def test_a_percentage_is_shown_with_one_decimal_and_never_as_more_than_it_is(percent: Fraction, shown: float) -> None:
    assert rounded_down(percent) == shown
