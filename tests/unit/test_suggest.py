"""The "did you mean" of messages."""

from __future__ import annotations

import pytest

from ksbcheck.suggest import Suggestions, did_you_mean

FIELDS = ["title", "date", "Status"]


@pytest.mark.parametrize(
    ("word", "choice"),
    [("titel", "title"), ("TITLE", "title"), ("dates", "date"), ("status", "Status"), ("sTatu", "Status")],
)
def test_the_nearest_choice_is_suggested_in_any_case(word: str, choice: str) -> None:
    assert did_you_mean(word, FIELDS) == f"; did you mean '{choice}'?"


@pytest.mark.parametrize("word", ["", "evidence", "xyz"])
def test_nothing_is_suggested_where_nothing_is_near(word: str) -> None:
    assert did_you_mean(word, FIELDS) == ""


def test_only_one_choice_is_suggested() -> None:
    assert did_you_mean("titl", iter(["tilt", "title"])) == "; did you mean 'title'?"


def test_nothing_is_suggested_without_choices() -> None:
    assert did_you_mean("title", []) == ""


def test_a_word_too_long_for_a_slip_is_not_compared() -> None:
    assert did_you_mean("x" * 60, ["x" * 61]) == f"; did you mean '{'x' * 61}'?"
    assert did_you_mean("x" * 61, ["x" * 61]) == ""


@pytest.mark.parametrize(
    ("choice", "shown"), [("ti\x1btle", r"ti\x1btle"), ("ti\ttle", "ti tle"), ("ti\u202etle", r"ti\u202etle")]
)
def test_choices_are_shown_written_out(choice: str, shown: str) -> None:
    assert did_you_mean("title", [choice]) == f"; did you mean '{shown}'?"


def test_no_more_than_a_thousand_choices_are_compared() -> None:
    others = [f"{number:09}" for number in range(999)]
    assert did_you_mean("titel", [*others, "title"]) == "; did you mean 'title'?"
    assert did_you_mean("titel", [*others, "x", "title"]) == ""


def test_many_words_are_compared_with_the_same_choices() -> None:
    suggest = Suggestions(iter(FIELDS))
    assert [suggest(word) for word in ("titel", "evidence", "dat")] == [
        "; did you mean 'title'?",
        "",
        "; did you mean 'date'?",
    ]


def test_no_more_than_a_hundred_words_are_compared() -> None:
    suggest = Suggestions(FIELDS)
    assert [bool(suggest("titel")) for _ in range(102)] == [True] * 100 + [False] * 2
