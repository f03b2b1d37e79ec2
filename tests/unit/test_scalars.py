"""The types of scalars, and what is said where a text is none of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, TypeAdapter, ValidationError

from ksbcheck.scalars import IsoDate, Several, Text, WholeNumber, matching, pattern_of

DATE: TypeAdapter[Any] = TypeAdapter(IsoDate)
NUMBER: TypeAdapter[Any] = TypeAdapter(WholeNumber)
TEXT: TypeAdapter[Any] = TypeAdapter(Text)
LIST: TypeAdapter[Any] = TypeAdapter(Annotated[tuple[str, ...], Several])


def code() -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[str, matching("[KS][0-9]", "is to be a code")])


def misfit(adapter: TypeAdapter[Any], value: Any) -> tuple[str, str]:
    """Return type and message of the one error."""
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    (error,) = caught.value.errors()
    return error["type"], error["msg"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-02", date(2024, 3, 2)),
        ("2024-02-29", date(2024, 2, 29)),
        ("0001-01-01", date(1, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_a_date_is_written_year_month_day(text: str, day: date) -> None:
    assert DATE.validate_python(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "20240302",
        "1709337600",
        "0",
        "2024",
        "2024-03",
        "2024-3-2",
        "24-03-02",
        "02-03-2024",
        "02/03/2024",
        "2 March 2024",
        "2024-W09-6",
        "2024-062",
        "2024-03-02T10:00",
        "2024-03-02T10:00:00Z",
        "2024-03-02 10:00",
        " 2024-03-02",
        "2024-03-02\n",
        "-2024-03-02",
        "02024-03-02",
        "2024–03–02",
    ],
)
def test_no_other_way_to_write_a_date_is_read(text: str) -> None:
    assert misfit(DATE, text) == ("misfit", "is to be a date like 2024-03-02")


@pytest.mark.parametrize("text", ["2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "0000-01-01"])
def test_a_day_that_never_was_is_told_as_such(text: str) -> None:
    assert misfit(DATE, text) == ("misfit", "is not a day of the calendar")


@pytest.mark.parametrize("text", ["２０２４-０３-０２", "٢٠٢٤-٠٣-٠٢"])
def test_a_date_in_other_digits_is_told_as_one_written_in_another_way(text: str) -> None:
    assert misfit(DATE, text) == ("misfit", "is to be a date like 2024-03-02")


def test_a_date_that_is_no_text_is_pydantic_s_business() -> None:
    assert DATE.validate_python(date(2024, 3, 2)) == date(2024, 3, 2)
    assert misfit(DATE, ["2024-03-02"])[0] == "date_type"


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999)])
def test_a_whole_number_has_up_to_nine_digits(text: str, number: int) -> None:
    assert NUMBER.validate_python(text) == number


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "+1", "1.0", "1e3", "1_000", "1,000", "0x1F", " 7", "7\n", "½", "1000000000"]
)
def test_nothing_else_is_a_whole_number(text: str) -> None:
    assert misfit(NUMBER, text) == ("misfit", "is to be a whole number")


def test_other_digits_are_no_whole_number() -> None:
    assert misfit(NUMBER, "٣") == ("misfit", "is to be a whole number")


def test_a_number_that_is_no_text_is_pydantic_s_business() -> None:
    assert NUMBER.validate_python(18) == 18
    assert misfit(NUMBER, ["18"])[0] == "int_type"


@pytest.mark.parametrize(("text", "stripped"), [("a", "a"), (" a b\n", "a b"), ("\xa0é\u3000", "é")], ids=ascii)
def test_a_text_is_stripped(text: str, stripped: str) -> None:
    assert TEXT.validate_python(text) == stripped


@pytest.mark.parametrize("text", ["", "  ", "\n\t"], ids=ascii)
def test_a_text_says_something(text: str) -> None:
    assert misfit(TEXT, text)[0] == "string_too_short"


@pytest.mark.parametrize("value", [1, None, ["a"]])
def test_nothing_else_is_a_text(value: Any) -> None:
    assert misfit(TEXT, value)[0] == "string_type"


def test_a_text_can_have_to_match_as_a_whole() -> None:
    assert code().validate_python("K1") == "K1"


@pytest.mark.parametrize("text", ["", "k1", "K10", "xK1", "K1\n"], ids=ascii)
def test_a_text_that_does_not_match_is_told_what_it_is_to_be(text: str) -> None:
    assert misfit(code(), text) == ("misfit", "is to be a code")


def test_what_a_text_is_to_match_can_be_asked_for() -> None:
    assert pattern_of(matching("[KS][0-9]", "is to be a code")) == ("[KS][0-9]", "is to be a code")


@pytest.mark.parametrize("other", [Several, AfterValidator(str.strip), None])
def test_other_validators_have_no_pattern(other: Any) -> None:
    assert pattern_of(other) is None


def test_a_list_has_up_to_two_thousand_items() -> None:
    assert LIST.validate_python([]) == ()
    assert len(LIST.validate_python(["a"] * 2000)) == 2000


@pytest.mark.parametrize("value", [["a"] * 2001, dict.fromkeys(map(str, range(2001)))], ids=["list", "mapping"])
def test_a_list_that_is_longer_is_refused_as_a_whole(value: Any) -> None:
    error, message = misfit(LIST, value)
    assert error == "misfit"
    assert message.startswith("has more items than are read")


def test_what_is_no_list_is_pydantic_s_business() -> None:
    assert misfit(LIST, "a")[0] == "tuple_type"
