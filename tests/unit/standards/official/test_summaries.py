"""Summaries of options."""

from __future__ import annotations

import pytest

from ksbcheck.standards.official.summaries import option_summaries

TITLES = ["Film and TV", "Post Production"]


@pytest.mark.parametrize("dash", ["-", "–"])
def test_each_option_has_the_paragraph_of_its_number(dash: str) -> None:
    text = f"Intro.\n\nOption 1: Film, TV {dash} They film - a lot.\n\nOption 2: post {dash} They cut.\nEnd."
    assert option_summaries(TITLES, text) == ["They film - a lot.", "They cut."]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "No summaries.",
        "Option 1: Film - They film.",
        "Option 1: Film - They film.\nOption 3: Post - They cut.",
        "Option 2: Post - They cut.\nOption 1: Film - They film.",
        "Option 1: Film - They film.\nOption 2: Radio - They cut.",
        "Option 1: Film - They film.\nOption 2: Post - They cut.\nOption 3: Radio - They talk.",
        "Option 1: Film - They film.\nOption 2: Post: They cut.",
        "Option 1: Film - They film.\nOption 2: ... - They cut.",
        "Option 1: Film - They film.\nOption 1: Film - They film.",
    ],
)
def test_there_is_none_where_it_would_be_a_guess(text: str | None) -> None:
    assert option_summaries(TITLES, text) == [None, None]


def test_there_is_none_without_options() -> None:
    assert option_summaries([], "Option 1: Film - They film.") == []
    assert option_summaries([], None) == []
