"""Which words changed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksbcheck.standards.wording import MOST_WORDS, Fate, Run, changed_words


def _marked(runs: tuple[Run, ...]) -> str:
    marks = {Fate.KEPT: "{}", Fate.OUT: "-{}-", Fate.IN: "+{}+"}
    return " ".join(marks[run.fate].format(run.text) for run in runs)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("", "", ""),
        ("a b", "a b", "a b"),
        ("a  b\n", "a b", "a b"),
        ("a b", "", "-a b-"),
        ("", "a b", "+a b+"),
        ("a b c", "a x c", "a -b- +x+ c"),
        ("a c", "a b c", "a +b+ c"),
        ("a b c", "a c", "a -b- c"),
        ("a b c d", "x y d", "-a b c- +x y+ d"),
        ("The end", "the end.", "-The end- +the end.+"),
        ("tools-based work", "tool based work", "-tools-based- +tool based+ work"),
    ],
)
def test_runs(old: str, new: str, marked: str) -> None:
    assert _marked(changed_words(old, new)) == marked


@given(*[st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join)] * 2)
def test_runs_make_up_both_texts(old: str, new: str) -> None:
    runs = changed_words(old, new)
    for text, other in ((old, Fate.IN), (new, Fate.OUT)):
        assert " ".join(run.text for run in runs if run.fate is not other) == text
    assert all(run.text for run in runs)
    assert (Fate.IN, Fate.OUT) not in pairwise(run.fate for run in runs)


def test_words_of_very_long_texts_are_not_told_apart() -> None:
    old, new = (" ".join([*["a", "b"] * (MOST_WORDS // 2), *more]) for more in ([], ["c"]))
    assert changed_words(old, new) == (Run(Fate.OUT, old), Run(Fate.IN, new))
    assert changed_words(old, old) == (Run(Fate.KEPT, old),)
