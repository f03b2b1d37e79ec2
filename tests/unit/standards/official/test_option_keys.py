"""Keys of options."""

from __future__ import annotations

import pytest

from ksbcheck.standards.official.option_keys import option_keys


@pytest.mark.parametrize(
    ("titles", "keys"),
    [
        ([], []),
        (["Film, TV and Radio", "Post Production"], ["film", "post"]),
        (["Stairlift Repair", "Stairlift Service"], ["stairlift-repair", "stairlift-service"]),
        (["Lift", "Lift Repair"], ["lift", "lift-repair"]),
        (["Lift Repair", "Lift"], ["lift-repair", "lift"]),
        (["Lift", "Lift", "LIFT!"], ["lift", "lift-2", "lift-3"]),
        (["Lift 2", "Lift", "Lift"], ["lift-2", "lift", "lift-3"]),
        (["Lift", "Lift 2", "Lift", "Lift", "Lift 2"], ["lift", "lift-2", "lift-3", "lift-4", "lift-2-2"]),
        (["The Arts", "The Crafts"], ["the-arts", "the-crafts"]),
        (["The Arts", "Crafts"], ["the-arts", "crafts"]),
        (["Art & Design", "Art of War"], ["art-and-design", "art-of-war"]),
        (["Research and Development", "Research"], ["research-and-development", "research"]),
        (["For", "Of the"], ["for", "of-the"]),
        (["Café", "Cafeteria"], ["cafe", "cafeteria"]),
        (["漢字", "!?", "Other"], ["option", "option-2", "other"]),
        (["3D print", "3D film"], ["3d-print", "3d-film"]),
        (["Post-production", "Post office"], ["post-production", "post-office"]),
        (["word " * 20, "word " * 19 + "end"], ["-".join(["word"] * 12), "-".join(["word"] * 12) + "-2"]),
    ],
)
def test_keys_are_the_first_words_that_no_other_has(titles: list[str], keys: list[str]) -> None:
    assert option_keys(titles) == keys


def test_any_number_of_options_has_keys_in_time_in_proportion() -> None:
    titles = [*["Lift"] * 30_000, *(f"Lift {number}" for number in range(30_000, 60_000))]
    assert len(set(option_keys(titles))) == len(titles)
