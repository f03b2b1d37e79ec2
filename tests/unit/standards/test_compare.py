"""What changed between two versions, on small standards and on the official files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from checking import small, st0792
from facts import KIND_COUNTS

from ksbcheck.standards.compare import (
    Certainty,
    Change,
    Comparison,
    DutyPair,
    KsbPair,
    OptionPair,
    Pair,
    compare,
    count_changes,
)
from ksbcheck.standards.ksb import Kind, Ksb
from ksbcheck.standards.model import Duty, Option, Standard

if TYPE_CHECKING:
    from pathlib import Path

OLD_KSB, NEW_KSB = (Ksb(code, Kind.KNOWLEDGE, "How to test.") for code in ("K1", "K2"))


@pytest.mark.parametrize(
    ("pair", "change", "certainty"),
    [
        (KsbPair(OLD_KSB, OLD_KSB, 1.0), Change.SAME, Certainty.SURE),
        (KsbPair(OLD_KSB, NEW_KSB, 1.0), Change.MOVED, Certainty.SURE),
        (KsbPair(OLD_KSB, OLD_KSB, 0.999), Change.REWORDED, Certainty.SURE),
        (KsbPair(OLD_KSB, NEW_KSB, 0.9), Change.REWORDED, Certainty.SURE),
        (KsbPair(OLD_KSB, NEW_KSB, 0.8999), Change.REWORDED, Certainty.LIKELY),
        (KsbPair(OLD_KSB, NEW_KSB, 0.75), Change.REWORDED, Certainty.LIKELY),
        (KsbPair(None, NEW_KSB, 0.0), Change.NEW, None),
        (KsbPair(OLD_KSB, None, 0.0), Change.GONE, None),
    ],
)
def test_change_and_certainty(pair: KsbPair, change: Change, certainty: Certainty | None) -> None:
    assert (pair.change, pair.certainty) == (change, certainty)


def test_duties_and_options_are_called_by_number_and_key() -> None:
    one, two = (Duty(number=number, text="Test.") for number in (1, 2))
    assert DutyPair(one, two, 1.0).sides == (("1", "Test."), ("2", "Test."))
    assert [DutyPair(one, other, 1.0).change for other in (one, two)] == [Change.SAME, Change.MOVED]
    assert DutyPair(None, two, 0.0).certainty is None
    a, b = (Option(key=key, title="Tester") for key in "ab")
    assert OptionPair(a, b, 1.0).sides == (("a", "Tester"), ("b", "Tester"))
    assert [OptionPair(a, other, 1.0).change for other in (a, b)] == [Change.SAME, Change.MOVED]
    assert OptionPair(a, None, 0.0).certainty is None


def _told(comparison: Comparison) -> list[tuple[str, str, str]]:
    pairs: tuple[Pair, ...] = (*comparison.ksbs, *comparison.duties, *comparison.options)
    names = [[side.label if side else "-" for side in pair.sides] for pair in pairs]
    return [(old, new, pair.change) for (old, new), pair in zip(names, pairs, strict=True)]


def test_everything_of_both_is_told_in_order() -> None:
    old = small(
        knowledge={"K1": "How to test the tools.", "K2": "What a tool is.", "K3": "Who asks."},
        skills={"S1": "What a tool is."},
        options=[{"key": "a", "title": "Tools"}, {"key": "b", "title": "People"}],
        duties=[{"number": 1, "text": "Test the tools."}, {"number": 2, "text": "Ask people."}],
    )
    new = small(
        version="1.1",
        knowledge={"K1": "What a tool  IS.", "K2": "Where north lies.", "K3": "How to test all tools."},
        employability={"EB1": "Turn up."},
        options=[{"key": "people", "title": "People"}, {"key": "c", "title": "Plants"}],
        duties=[{"number": 1, "text": "Ask people."}, {"number": 2, "text": "Grow plants by the lake."}],
    )
    assert _told(compare(old, new)) == [
        ("K1", "K3", "reworded"),
        ("K2", "K1", "moved"),
        ("K3", "-", "gone"),
        ("-", "K2", "new"),
        ("S1", "-", "gone"),  # a skill is no knowledge, whatever it says
        ("-", "EB1", "new"),
        ("1", "-", "gone"),
        ("2", "1", "moved"),
        ("-", "2", "new"),
        ("a", "-", "gone"),
        ("b", "people", "moved"),
        ("-", "c", "new"),
    ]


def _with_duty(ksbs: list[str], options: list[str], knowledge: dict[str, str], keys: dict[str, str]) -> Standard:
    return small(
        knowledge=knowledge,
        options=[{"key": key, "title": title} for key, title in keys.items()],
        duties=[{"number": 1, "text": "Test.", "ksbs": ksbs, "options": options}],
    )


@pytest.mark.parametrize(
    ("ksbs", "options", "changed"),
    [
        (["K2", "K1"], ["left"], ((), (), (), ())),
        (["K1"], ["left"], (("K1",), (), (), ())),
        (["K1", "K2", "K3"], ["left"], ((), ("K3",), (), ())),
        (["K3"], ["left"], (("K1", "K2"), ("K3",), (), ())),
        (["K1", "K2"], ["b"], ((), (), ("a",), ("b",))),
        (["K1", "K2"], [], ((), (), ("a",), ())),
        (["K1", "K2"], ["left", "b"], ((), (), (), ("b",))),
    ],
)
def test_duty_that_needs_other_ksbs_or_belongs_to_other_options(
    ksbs: list[str], options: list[str], changed: tuple[tuple[str, ...], ...]
) -> None:
    """K1 and K2 change places, and the option a gets the key left: neither is a change of the duty."""
    old = _with_duty(["K1", "K2"], ["a"], {"K1": "One fish.", "K2": "Two birds."}, {"a": "Left", "b": "Right"})
    knowledge = {"K1": "Two birds.", "K2": "One fish.", "K3": "What else there is."}
    (pair,) = compare(old, _with_duty(ksbs, options, knowledge, {"left": "Left", "b": "Right"})).duties
    assert (pair.ksbs_gone, pair.ksbs_new, pair.options_gone, pair.options_new) == changed
    assert pair.has_other_ksbs is any(changed[:2])
    assert pair.has_other_options is any(changed[2:])


def test_duty_that_is_new_or_gone_has_no_other_ksbs() -> None:
    with_duty = small(duties=[{"number": 1, "text": "Test.", "ksbs": ["K1"]}])
    for old, new in ((with_duty, small()), (small(), with_duty)):
        (pair,) = compare(old, new).duties
        assert not pair.has_other_ksbs
        assert not pair.has_other_options


@pytest.mark.parametrize(("sure", "reliable"), [(4, True), (2, True), (1, False), (0, False)])
def test_reliable_is_what_keeps_at_least_half(sure: int, reliable: bool) -> None:
    texts = ["The tools of the trade.", "Why birds sing at dawn.", "Bridges over the river.", "Cooking for many."]
    others = ["Zzz zzz.", "Qqq qqq.", "Xxx xxx.", "Www www."]
    old = small(knowledge={f"K{number}": text for number, text in enumerate(texts, 1)})
    new = small(knowledge={f"K{number}": text for number, text in enumerate([*texts[:sure], *others[sure:]], 1)})
    assert compare(old, new).is_reliable is reliable


def test_likely_partners_make_no_map_reliable() -> None:
    old, new = small(knowledge={"K1": "abcdefgh"}), small(knowledge={"K1": "abcdefxy"})
    comparison = compare(old, new)
    assert comparison.ksbs[0].certainty is Certainty.LIKELY
    assert not comparison.is_reliable


def test_standard_without_ksbs_loses_none() -> None:
    empty = Standard(reference="ST0001", version="1.0", title="Empty")
    assert compare(empty, small()).is_reliable
    assert compare(empty, empty) == Comparison(empty, empty, (), (), ())


def test_counts_are_of_every_change() -> None:
    pairs = [KsbPair(OLD_KSB, NEW_KSB, 1.0), KsbPair(OLD_KSB, None, 0.0), KsbPair(OLD_KSB, None, 0.0)]
    assert count_changes(pairs) == {"same": 0, "moved": 1, "reworded": 0, "new": 0, "gone": 2}


def test_standard_is_the_same_as_itself() -> None:
    comparison = compare(st0792(), st0792())
    assert count_changes(comparison.ksbs)[Change.SAME] == sum(KIND_COUNTS.values())
    pairs: tuple[Pair, ...] = (*comparison.ksbs, *comparison.duties, *comparison.options)
    assert {pair.change for pair in pairs} == {Change.SAME}
    assert not any(pair.has_other_ksbs or pair.has_other_options for pair in comparison.duties)
    assert comparison.is_reliable


def _official(files: list[Path], name: str) -> Standard:
    """Read no more of an official file than a comparison needs."""
    path = next((path for path in files if path.stem == name), None)
    if path is None:
        pytest.skip(f"the official file of {name} is not beside this checkout")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    fields = {"knowledge": "knowledges", "skills": "skills", "behaviours": "behaviours"}
    texts: dict[str, Any] = {
        field: {f"{field[0].upper()}{n}": entry["detail"] for n, entry in enumerate(content.get(key) or [], 1)}
        for field, key in fields.items()
    }
    reference, version = name.split("_")
    return Standard(reference=reference, version=version, title=content["title"], **texts)


@pytest.mark.parametrize(
    ("names", "counts", "sure", "reliable"),
    [
        ("ST0792_1.1 ST0792_1.2", {"moved": 1, "reworded": 13, "new": 42, "gone": 73}, 2, False),
        ("ST0109_1.1 ST0109_1.3", {"same": 59}, 0, True),
        ("ST0116_1.1 ST0116_1.2", {"same": 38}, 0, True),
        ("ST0240_1.1 ST0240_1.4", {"new": 38}, 0, True),
        ("ST0414_1.3 ST0414_1.5", {"same": 162}, 0, True),
        ("ST0457_1.1 ST0457_1.5", {"same": 1, "moved": 172, "new": 19, "gone": 6}, 0, True),
        ("ST0457_1.5 ST0457_1.6", {"same": 192}, 0, True),
        ("ST0566_1.0 ST0566_1.2", {"same": 48}, 0, True),
    ],
)
def test_official_versions(
    official_files: list[Path], names: str, counts: dict[str, int], sure: int, reliable: bool
) -> None:
    old, new = (_official(official_files, name) for name in names.split())
    comparison = compare(old, new)
    assert {change: count for change, count in count_changes(comparison.ksbs).items() if count} == counts
    reworded = [pair for pair in comparison.ksbs if pair.change is Change.REWORDED]
    assert sum(pair.certainty is Certainty.SURE for pair in reworded) == sure
    assert comparison.is_reliable is reliable


def test_every_official_version_is_the_same_as_itself(official_files: list[Path]) -> None:
    for path in official_files:
        if re.fullmatch(r"ST\d{4}_[\d.]+", path.stem):
            standard = _official(official_files, path.stem)
            assert {pair.change for pair in compare(standard, standard).ksbs} <= {Change.SAME}
