"""Changes at places that are known."""

from __future__ import annotations

import pytest
import yaml

from ksbcheck.yaml_edit import Edit, apply_edits, replaced
from ksbcheck.yaml_spans import read_spans


def test_no_edits_change_nothing() -> None:
    assert apply_edits("a\r\nb", []) == "a\r\nb"


def test_all_are_made_at_once_in_any_order() -> None:
    edits = [Edit(3, 5, "K1"), Edit(0, 2, "K2"), Edit(5, 5, "!"), Edit(2, 3, "")]
    assert apply_edits("K1 K2.", edits) == "K2K1!."


def test_those_at_one_place_keep_their_order() -> None:
    assert apply_edits("ab", [Edit(1, 1, "2"), Edit(1, 1, "1"), Edit(1, 2, "x"), Edit(0, 1, "y")]) == "y21x"


@pytest.mark.parametrize("edits", [[Edit(0, 2, ""), Edit(1, 3, "")], [Edit(1, 1, "x"), Edit(0, 3, "")]])
def test_those_that_overlap_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="two edits overlap at 1"):
        apply_edits("abc", edits)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ST1 v1", "NEW"),
        ("'ST1 v1'", "'NEW'"),
        ('"ST1 v1"', '"NEW"'),
        ("' ST1 v1 '", "' NEW '"),
        ('"\\x53T1 v1"', '"NEW"'),
        ("'ST1\n  v1'", "'NEW'"),
        ('"\u2028ST1 v1"', '"NEW"'),
        ('"ST1 v1\u2029 "', '"NEW "'),
        ("ST1\n  v1", "NEW"),
        ("|-\n    ST1 v1\n", "|-\n    NEW\n"),
        (">  # ST1 v1\n\n   ST1\n   v1\n", ">  # ST1 v1\n\n   NEW\n"),
        ("|\r\n  ST1 v1\r\n", "|\r\n  NEW\r\n"),
    ],
)
@pytest.mark.parametrize("behind", ["", "   # ST1 v1"])
def test_a_scalar_says_something_else_in_the_form_it_has(old: str, new: str, behind: str) -> None:
    end = "\n" if old.endswith("\n") else f"{behind}\n"
    text = f"a: {old}{end}b: ST1 v1\n"
    leaf = read_spans(text).leaves[1]
    changed = apply_edits(text, [replaced(text, leaf, "NEW")])
    assert changed == f"a: {new}{end}b: ST1 v1\n"
    assert yaml.load(changed, yaml.BaseLoader)["a"].strip() == "NEW"


@pytest.mark.parametrize(("old", "new"), [("|-\n  K1\n", "|-\n  NEW\n"), ("X K1\n  K2\n", "NEW\n")])
def test_nothing_before_the_scalar_is_changed(old: str, new: str) -> None:
    text = f"K1: K1\nX K1 K2: {old}"
    changed = apply_edits(text, [replaced(text, read_spans(text).leaves[3], "NEW")])
    assert changed == f"K1: K1\nX K1 K2: {new}"
