"""What changed, in groups."""

from __future__ import annotations

import math

from checking import small, st0792
from comparing import LONG, everything

from ksbcheck.reporters.diff_groups import Entry, groups, summary
from ksbcheck.standards.compare import compare
from ksbcheck.standards.wording import Fate, Run


def test_summary() -> None:
    assert summary(everything()) == [
        ("KSBs", "1 same, 1 moved, 2 reworded (1 sure, 1 likely), 1 new, 1 gone"),
        ("Duties", "1 same, 1 moved, 1 reworded (1 sure), 1 new, 1 gone; 2 with other KSBs, 2 with other options"),
        ("Options", "0 same, 1 moved, 0 reworded, 1 new, 1 gone"),
    ]


def test_what_neither_has_is_not_summed_up() -> None:
    assert summary(compare(small(), small())) == [("KSBs", "1 same, 0 moved, 0 reworded, 0 new, 0 gone")]


def test_duties_with_other_ksbs_alone() -> None:
    old, new = (small(duties=[{"number": 1, "text": "Test.", "ksbs": ksbs}]) for ksbs in ([], ["K1"]))
    assert summary(compare(old, new))[1][1].endswith("; 1 with other KSBs")
    assert [group.title for group in groups(compare(old, new))] == ["1 duty the same but for their KSBs or options"]


def test_groups() -> None:
    assert [(group.title, [entry.label for entry in group.entries]) for group in groups(everything())] == [
        ("1 KSB moved: the same text under another code", ["K2 -> K1"]),
        ("2 KSBs reworded (1 sure, 1 likely)", ["K1 -> K2", "S1"]),
        ("1 new KSB", ["K3"]),
        ("1 KSB gone", ["K3"]),
        ("1 duty moved: the same text under another number", ["3 -> 5"]),
        ("1 duty reworded (1 sure)", ["2"]),
        ("1 new duty", ["3"]),
        ("1 duty gone", ["4"]),
        ("1 duty the same but for their KSBs or options", ["1"]),
        ("1 option moved: the same text under another key", ["a -> c"]),
        ("1 new option", ["d"]),
        ("1 option gone", ["b"]),
    ]


def test_entries() -> None:
    entries = {group.title: group.entries for group in groups(everything())}
    assert entries["2 KSBs reworded (1 sure, 1 likely)"] == (
        Entry(
            "K1 -> K2",
            "sure, 96 % alike",  # the changed words have 3 letters in common, in that order: e, e, t
            (
                Run(Fate.KEPT, LONG),
                Run(Fate.IN, "it"),
                Run(Fate.KEPT, LONG),
                Run(Fate.OUT, "some text"),
                Run(Fate.IN, "differently"),
            ),
        ),
        Entry(
            "S1",
            "likely, 88 % alike",
            (Run(Fate.KEPT, "abcd abcd abcd"), Run(Fate.OUT, "xy"), Run(Fate.IN, "zz")),
        ),
    )
    assert entries["1 duty reworded (1 sure)"][0].remarks == ("now needs S2 of v1.1",)
    assert entries["1 duty the same but for their KSBs or options"][0] == Entry(
        "1",
        "",
        (Run(Fate.KEPT, "some text same"),),
        (
            "no longer needs K3 of v1.0",
            "no longer belongs to b of v1.0",
            "now belongs to d of v1.1",
        ),
    )


def test_moved_text_is_the_new_one_s() -> None:
    old, new = small(knowledge={"K1": "a  TOOL", "K2": "x"}), small(knowledge={"K1": "x", "K2": "A tool"})
    (moved,) = groups(compare(old, new))
    assert [entry.runs for entry in moved.entries] == [(Run(Fate.KEPT, "A tool"),), (Run(Fate.KEPT, "x"),)]


def test_nothing_changed() -> None:
    assert groups(compare(st0792(), st0792())) == []


def test_percentages_are_rounded_down_without_losing_whole_ones() -> None:
    assert all(math.floor(100 * (percent / 100)) == percent for percent in range(75, 100))
    long = "x" * 1000
    (group,) = groups(compare(small(knowledge={"K1": long}), small(knowledge={"K1": long + "y"})))
    assert group.entries[0].likeness == "sure, 99 % alike"
