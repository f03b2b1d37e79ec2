"""Each fault at its place: in a changed line, ``^`` marks where the fault is to be found."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from conftest import source

from ksbcheck.standards.faults import MOST_FOUND
from ksbcheck.standards.read import inspect_standard

if TYPE_CHECKING:
    from ksbcheck.diagnostic import Diagnostic

SOUND = """\
reference: ST0001
version: "1.0"
title: Tester
options:
  - {key: one, title: The first}
  - {key: two, title: The second}
duties:
  - {number: 1, text: Plan, ksbs: [K1, S1]}
  - {number: 2, options: [one], text: Test, ksbs: [B1]}
  - {number: 3, options: [two, one], text: Report, ksbs: [K2]}
knowledge:
  K1: Tools
  K2: Methods
skills:
  S1: Testing
behaviours:
  B1: Care
"""
FOUNDATION = """\
reference: FA0001
version: '1'
title: Tester
knowledge: {K1: Tools}
employability: {EB1: Care}
"""
LISTS = """\
reference: ST0001
version: "1.0"
title: Tester
options:
  - {key: one, title: The first}
  - {key: two, title: The second}
ksb_lists:
  - {ksbs: [K1]}
  - {options: [one], ksbs: [K2]}
  - {options: [two], ksbs: [K3]}
knowledge: {K1: Tools, K2: Methods, K3: Reports}
"""


def faults(text: str) -> list[Diagnostic]:
    return list(inspect_standard(source(text, "standard.yaml")).faults)


def told(fault: Diagnostic) -> str:
    return f"{fault.severity} {fault.code}{f' {fault.ksb}' if fault.ksb else ''}: {fault.message}"


def place_of(marked: str) -> tuple[int, int]:
    before, _, _ = marked.partition("^")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("text", [SOUND, FOUNDATION, LISTS], ids=["duties", "foundation", "lists"])
def test_a_sound_file_has_none(text: str) -> None:
    assert faults(text) == []


# (the sound text, what is changed in it, into what, what is found)
CASES = {
    "311 undefined": (SOUND, "[B1]", "[B1, ^S10]", "error KSB311 S10: there is no KSB 'S10'; did you mean 'S1'?"),
    "311 not alike": (SOUND, "[B1]", "[B1, ^zebra]", "error KSB311 zebra: there is no KSB 'zebra'"),
    "311 lower case": (SOUND, "[B1]", "[^b1, B1]", "error KSB311 b1: there is no KSB 'b1'; did you mean 'B1'?"),
    "311 long": (SOUND, "[B1]", f"[B1, ^{'x' * 99}]", f"error KSB311 {'x' * 59}…: there is no KSB '{'x' * 59}…'"),
    "311 in a list": (LISTS, "[K1]", "[K1, ^zebra]", "error KSB311 zebra: there is no KSB 'zebra'"),
    "312 unnamed": (
        SOUND,
        "B1: Care",
        "B1: Care\n  ^B2: Nerve",
        "warning KSB312 B2: no duty names B2; it is required of everybody; say so under 'unassigned'",
    ),
    "313 code": (SOUND, "[B1]", "[B1, ^B1]", "error KSB313 B1: B1 is named twice here"),
    "313 code in a list": (LISTS, "[K1]", "[K1, ^K1]", "error KSB313 K1: K1 is named twice here"),
    "313 duty": (SOUND, "number: 3", "number: ^2", "error KSB313: the duty 2 stands twice"),
    "313 option": (
        SOUND,
        "{key: two, title: The second}",
        "{key: two, title: The second}\n  - {key: ^one, title: Another}",
        "error KSB313: the option 'one' stands twice",
    ),
    "314 gap": (
        FOUNDATION,
        "{EB1: Care}",
        "{EB1: Care, ^EB3: Nerve}",
        "warning KSB314 EB3: EB3 stands where EB2 is expected; codes count up without gaps",
    ),
    "314 start": (
        FOUNDATION,
        "{K1: Tools}",
        "{^K2: Tools, K3: Methods}",
        "warning KSB314 K2: K2 stands where K1 is expected; codes count up without gaps",
    ),
    "314 duty": (
        SOUND,
        "number: 3",
        "number: ^5",
        "warning KSB314: duty 5 stands where duty 3 is expected; duties count up from 1 without gaps",
    ),
    "315 unknown": (SOUND, "[two, one]", "[two, ^zebra, one]", "error KSB315: there is no option 'zebra'"),
    "315 alike": (SOUND, "[one]", "[one, ^too]", "error KSB315: there is no option 'too'; did you mean 'two'?"),
    "315 long": (SOUND, "[one]", f"[one, ^{'x' * 99}]", f"error KSB315: there is no option '{'x' * 59}…'"),
    "315 in a list": (LISTS, "[two]", "[two, ^zebra]", "error KSB315: there is no option 'zebra'"),
    "316 nowhere": (
        SOUND,
        "{key: two,",
        "{key: ^three, title: The third}\n  - {key: two,",
        "warning KSB316: no duty and no KSB list belongs to the option 'three'",
    ),
    "316 duty without KSBs": (
        SOUND,
        "{key: two, title: The second}\nduties:",
        "{key: ^six, title: A}\n  - {key: two, title: B}\nduties:\n  - {number: 4, options: [six], text: Rest}",
        "warning KSB316: no duty and no KSB list belongs to the option 'six'",
    ),
    "316 duty where lists tell": (
        LISTS,
        "{key: two, title: The second}",
        "{key: two, title: B}\n  - {key: ^six, title: A}\nduties: [{number: 1, options: [six], text: C, ksbs: [K1]}]",
        "warning KSB316: no duty and no KSB list belongs to the option 'six'",
    ),
    "311 in an outcome": (
        FOUNDATION,
        "knowledge:",
        "assessment_outcomes: [{code: AO1, title: Safety, ksbs: [K1, ^K7]}]\nknowledge:",
        "error KSB311 K7: there is no KSB 'K7'",
    ),
    "311 unassigned": (
        SOUND,
        "knowledge:",
        "unassigned: [^K9]\nknowledge:",
        "error KSB311 K9: there is no KSB 'K9'",
    ),
    "319 named": (
        SOUND,
        "knowledge:",
        "unassigned: [^K2]\nknowledge:",
        "warning KSB319 K2: K2 stands here as unassigned, but a duty or list names it",
    ),
    "319 named in a list": (
        LISTS,
        "knowledge:",
        "unassigned: [^K2]\nknowledge:",
        "warning KSB319 K2: K2 stands here as unassigned, but a duty or list names it",
    ),
    "317 empty": (SOUND, "K1: Tools", "K1:^", "warning KSB317 K1: K1 has no text"),
    "317 full stop": (SOUND, "B1: Care", "B1: ^' . '", "warning KSB317 B1: B1 has no text"),
    "317 duty": (SOUND, "text: Plan", "text: ^'.'", "warning KSB317: duty 1 has no text"),
    "317 duty empty": (SOUND, "text: Plan", "text: ^~", "warning KSB317: duty 1 has no text"),
    "317 no KSBs": (
        FOUNDATION,
        "reference: FA0001\nversion: '1'\ntitle: Tester\nknowledge: {K1: Tools}\nemployability: {EB1: Care}\n",
        "^reference: FA0001\nversion: '1'\ntitle: Tester\n",
        "error KSB317: the standard has no KSBs",
    ),
    "318 other kind": (
        FOUNDATION,
        "{EB1: Care}",
        "{EB1: Care, ^B1: Care}",
        "error KSB318: 'B1' is no code of this kind; write EB and a number",
    ),
    "318 lower case": (
        FOUNDATION,
        "{K1: Tools}",
        "{K1: Tools, ^k2: Methods}",
        "error KSB318: 'k2' is no code of this kind; write K and a number",
    ),
    "318 long": (
        FOUNDATION,
        "{K1: Tools}",
        f"{{K1: Tools, ^{'x' * 99}: Methods}}",
        f"error KSB318: '{'x' * 59}…' is no code of this kind; write K and a number",
    ),
    "318 leading zero": (
        FOUNDATION,
        "{K1: Tools}",
        "{K1: Tools, ^K02: Methods}",
        "error KSB318: 'K02' is no code of this kind; write K and a number",
    ),
}


@pytest.mark.parametrize(("sound", "old", "new", "found"), CASES.values(), ids=CASES)
def test_a_fault(sound: str, old: str, new: str, found: str) -> None:
    assert sound.count(old) == 1
    marked = sound.replace(old, new)
    (fault,) = faults(marked.replace("^", ""))
    assert told(fault) == found
    assert (fault.path, fault.line, fault.column) == ("standard.yaml", *place_of(marked))


def test_several_are_told_in_the_files_order() -> None:
    text = """\
        reference: ST0001
        version: "1.0"
        title: Tester
        behaviours: {B2: '', x: Care}
        knowledge: {K1: Tools}
        duties:
          - {number: 2, options: [zebra], text: '', ksbs: [K9, K1, K1]}
          - {number: 2, text: Test, options: [too]}
        options:
          - {key: two, title: The second}
          - {key: two, title: Another}
          - {key: two, title: Yet another}
    """
    assert [f"{fault.line}:{fault.column} {told(fault)}" for fault in faults(dedent(text))] == [
        "4:14 warning KSB312 B2: no duty names B2; it is required of everybody; say so under 'unassigned'",
        "4:14 warning KSB314 B2: B2 stands where B1 is expected; codes count up without gaps",
        "4:18 warning KSB317 B2: B2 has no text",
        "4:22 warning KSB312 x: no duty names x; it is required of everybody; say so under 'unassigned'",
        "4:22 error KSB318: 'x' is no code of this kind; write B and a number",
        "7:14 warning KSB314: duty 2 stands where duty 1 is expected; duties count up from 1 without gaps",
        "7:27 error KSB315: there is no option 'zebra'",
        "7:41 warning KSB317: duty 2 has no text",
        "7:52 error KSB311 K9: there is no KSB 'K9'",
        "7:60 error KSB313 K1: K1 is named twice here",
        "8:14 error KSB313: the duty 2 stands twice",
        "8:39 error KSB315: there is no option 'too'; did you mean 'two'?",
        "10:11 warning KSB316: no duty and no KSB list belongs to the option 'two'",
        "11:11 error KSB313: the option 'two' stands twice",
        "11:11 warning KSB316: no duty and no KSB list belongs to the option 'two'",
        "12:11 error KSB313: the option 'two' stands twice",
        "12:11 warning KSB316: no duty and no KSB list belongs to the option 'two'",
    ]


def test_a_ksb_that_no_list_names_is_told_too() -> None:
    (fault,) = faults(LISTS.replace("K3: Reports", "K3: Reports, K4: Law"))
    assert (fault.code, fault.severity, fault.line, fault.column, fault.ksb) == ("KSB312", "warning", 11, 50, "K4")


def test_of_very_many_faults_of_one_kind_the_first_are_told() -> None:
    repeated = ", ".join(["B1"] * (MOST_FOUND + 2))
    found = faults(SOUND.replace("[B1]", f"[{repeated}]").replace("number: 3", "number: 4"))
    assert [fault.code for fault in found] == ["KSB313"] * MOST_FOUND + ["KSB314"]
    first = SOUND.splitlines()[8].index("B1") + 1
    assert [fault.column for fault in found[:MOST_FOUND]] == [first + 4 * at for at in range(1, MOST_FOUND + 1)]


def test_a_long_code_without_a_text_is_told_in_short() -> None:
    found = faults(FOUNDATION.replace("{K1: Tools}", f"{{K1: Tools, {'x' * 99}: }}"))
    assert [fault.message.partition("…")[2] for fault in found if fault.code == "KSB317"] == [" has no text"]


def test_what_nothing_names_may_be_said_to_be_unassigned() -> None:
    assert faults(SOUND.replace("B1: Care", "B1: Care\n  B2: Nerve\nunassigned: [B2]")) == []


def test_where_nothing_is_mapped_nothing_is_unassigned() -> None:
    assert faults(f"{FOUNDATION}duties: [{{number: 1, text: Plan}}]\n") == []


def test_options_without_any_split_are_told_once() -> None:
    text = SOUND.replace("options: [one], ", "").replace("options: [two, one], ", "")
    (fault,) = faults(text)
    assert told(fault) == "warning KSB336: which KSBs belong to which option is not published"
    assert (fault.line, fault.column) == (4, 1)


def test_duties_of_options_that_name_no_ksbs_are_no_split() -> None:
    text = SOUND.replace("ksbs: [B1]", "ksbs: []").replace("ksbs: [K2]", "ksbs: []")
    assert "KSB336" in {fault.code for fault in faults(text)}


def test_numbering_goes_on_from_what_stands_there() -> None:
    knowledge = "{K1: a, K5: b, K6: c, K2: d, K3: e}"
    found = [told(fault) for fault in faults(FOUNDATION.replace("{K1: Tools}", knowledge))]
    assert found == [
        "warning KSB314 K5: K5 stands where K2 is expected; codes count up without gaps",
        "warning KSB314 K2: K2 stands where K7 is expected; codes count up without gaps",
    ]


def test_only_the_first_gap_between_duties_is_told() -> None:
    text = SOUND.replace("number: 3", "number: 9").replace("number: 2", "number: 5")
    assert [told(fault) for fault in faults(text)] == [
        "warning KSB314: duty 5 stands where duty 2 is expected; duties count up from 1 without gaps"
    ]


def test_duties_may_stand_in_any_order() -> None:
    first, second = "  - {number: 1, text: Plan", "  - {number: 2, options: [one], text: Test"
    swapped = SOUND.replace(first, "#").replace(second, first).replace("#", second)
    assert faults(swapped) == []
