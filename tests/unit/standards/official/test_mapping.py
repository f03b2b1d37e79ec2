"""Which option needs which KSBs."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from publishing import Json, defects, duty, official, options, row, standard, with_options, with_rows

from ksbcheck import UnusableFileError
from ksbcheck.source import read_source
from ksbcheck.standards.official import import_official
from ksbcheck.standards.scope import scope_of, split_of

if TYPE_CHECKING:
    from pathlib import Path

LEFT, RIGHT = row("Left hand", "k2"), row("Right hand", "k3")
CORE = row("Core", "k1", "s1", "b1")
ROWS = "/optionsUnstructuredKsbMapping"


def scopes(file: Json) -> dict[str, str]:
    """Return the codes of each option."""
    read = standard(file)
    return {option.key: " ".join(scope_of(read, option).codes) for option in read.options}


def origin(file: Json) -> str | None:
    source = standard(file).source
    return source.options_from if source else None


# --- options


def test_options_have_keys_in_the_files_order() -> None:
    read = standard(with_options())
    assert [(option.key, option.title) for option in read.options] == [("left", "Left hand"), ("right", "Right hand")]


def test_an_option_without_a_title_is_left_out() -> None:
    untitled = {"optionId": "o0", "title": " "}
    file = with_options(options=[untitled, *options("Left hand", "Right hand")])
    assert defects(file, '^" "') == [("KSB330", "an option has no title; left out", "/options/0/title")]
    assert list(scopes(file)) == ["left", "right"]


def test_an_option_without_an_id_cannot_be_named() -> None:
    file = with_options(
        options=[{"optionId": "", "title": "Left hand"}, {"optionId": "o2", "title": "Right hand"}],
        duties=[duty("k1", "k2", "s1", "b1"), duty("k3", of=["o2"])],
    )
    assert defects(file, '^"", "title": "Left', '^{"optionId": "", "title": "Left') == [
        ("KSB323", "the option 'left' has no id; no duty can name it", "/options/0/optionId"),
        ("KSB316", "no duty and no KSB list belongs to the option 'left'", "/options/0"),
    ]


def test_a_duty_of_an_id_that_two_options_have_is_both_s() -> None:
    file = with_options(
        options=[{"optionId": "o1", "title": title} for title in ("Left hand", "Right hand")],
        duties=[duty("k1", "s1", "b1"), duty("k2", "k3", of=["o1"])],
    )
    message = "the option 'right' has the id of 'left'; a duty of it is both's"
    assert defects(file, '^"o1", "title": "Right') == [("KSB327", message, "/options/1/optionId")]
    assert scopes(file) == {"left": "K1 K2 K3 S1 B1", "right": "K1 K2 K3 S1 B1"}


def test_an_id_that_three_options_have_is_told_of_the_first() -> None:
    file = with_options(
        options=[{"optionId": "o1", "title": title} for title in ("Left hand", "Right hand", "Feet")],
        duties=[duty("k1", "s1", "b1"), duty("k2", "k3", of=["o1", "o1"])],
    )
    places = ('^"o1", "title": "Right', '^"o1", "title": "Feet', '["o1", ^"o1"]')
    assert [message for _, message, _ in defects(file, *places)] == [
        "the option 'right' has the id of 'left'; a duty of it is both's",
        "the option 'feet' has the id of 'left'; a duty of it is both's",
        "duty 2 names the option 'left' twice",
    ]
    assert standard(file).duties[1].options == ("left", "right", "feet")


def test_an_option_with_the_title_of_another_is_told() -> None:
    file = with_options(options=options("Left & hand", "left  and hand"))
    assert defects(file, '^"left  and')[0] == (
        "KSB327",
        "the option 'left-and-hand-2' has the title of another",
        "/options/1/title",
    )
    assert scopes(file) == {"left-and-hand": "K1 K2 S1 B1", "left-and-hand-2": "K1 K3 S1 B1"}


@pytest.mark.parametrize("title", ["Null", "2024", "No", "On", "True", "1e3"])
def test_an_option_may_be_called_what_yaml_has_other_uses_for(title: str) -> None:
    file = with_options(options=options(title, "Right hand"))
    assert defects(file) == []
    assert scopes(file) == {title.lower(): "K1 K2 S1 B1", "right": "K1 K3 S1 B1"}


# --- duties


def test_duties_tell_the_options_apart() -> None:
    assert defects(with_options()) == []
    assert scopes(with_options()) == {"left": "K1 K2 S1 B1", "right": "K1 K3 S1 B1"}
    assert origin(with_options()) == "duties"


@pytest.mark.parametrize(("flag", "key"), [(1, None), (True, None), (0, "left"), (False, "left"), (None, "left")])
def test_a_core_duty_is_everybodys(flag: object, key: str | None) -> None:
    file = with_options(duties=[duty("k1", "s1", "b1", of=["o1"], isThisACoreDuty=flag), duty("k2", "k3", of=["o2"])])
    assert standard(file).duties[0].options == ((key,) if key else ())


def test_a_duty_that_is_core_and_an_options_is_taken_as_core() -> None:
    mixed = duty("k2", of=["o1", "o2"], isThisACoreDuty=1)
    file = with_options(duties=[duty("k1", "s1", "b1", of=["o1"]), mixed, duty("k3", of=["o2"])])
    message = "duty 2 is core, and also names the option 'left' and 'right'; taken as core"
    assert defects(file, '^["o1", "o2"]') == [("KSB328", message, "/duties/1/mappedOptions")]
    assert scopes(file) == {"left": "K1 K2 S1 B1", "right": "K2 K3"}


def test_a_duty_that_is_neither_core_nor_an_options_is_taken_as_core() -> None:
    neither = duty("k1", "s1", "b1", isThisACoreDuty=0)
    file = with_options(duties=[neither, duty("k2", of=["o1"]), duty("k3", of=["o2"])])
    message = "duty 1 is neither core nor an option's; taken as core"
    place = '"isThisACoreDuty": ^0, "mappedOptions": []'
    assert defects(file, place) == [("KSB328", message, "/duties/0/isThisACoreDuty")]
    assert scopes(file) == scopes(with_options())


def test_where_there_are_no_options_a_duty_need_not_be_core() -> None:
    assert defects(official(duties=[duty("k1", "k2", "s1", "b1", isThisACoreDuty=0)])) == []


@pytest.mark.parametrize(("name", "what"), [("o9", "o9"), ("", "an empty id"), ("k1", "k1"), ("x" * 99, "x" * 60)])
def test_an_unknown_option_of_a_duty_is_left_out(name: str, what: str) -> None:
    file = with_options(duties=[duty("k1", "s1", "b1"), duty("k2", of=[name, "o1"]), duty("k3", of=["o2"])])
    message = f"duty 2 names an option that there is not ({what}); left out"
    assert defects(file, f'[^"{name}", "o1"]') == [("KSB326", message, "/duties/1/mappedOptions/0")]
    assert scopes(file) == scopes(with_options())


def test_a_duty_of_nothing_but_unknown_options_is_taken_as_core() -> None:
    file = with_options(duties=[duty("k1", "s1", "b1", of=["o9"]), duty("k2", of=["o1"]), duty("k3", of=["o2"])])
    assert [code for code, *_ in defects(file, '^"o9"', '"isThisACoreDuty": ^0, "mappedOptions": ["o9"]')] == [
        "KSB326",
        "KSB328",
    ]
    assert scopes(file) == scopes(with_options())


def test_an_option_that_a_duty_names_twice_is_told() -> None:
    file = with_options(duties=[duty("k1", "s1", "b1"), duty("k2", of=["o1", "o1"]), duty("k3", of=["o2"])])
    message = "duty 2 names the option 'left' twice"
    assert defects(file, '["o1", ^"o1"]') == [("KSB324", message, "/duties/1/mappedOptions/1")]
    assert standard(file).duties[1].options == ("left",)


def test_a_duty_that_names_no_ksb_is_told_and_kept() -> None:
    file = official(duties=[duty("k1", "k2", "s1", "b1"), duty(dutyDetail="Rest.")])
    assert defects(file, '^{"dutyDetail": "Rest."') == [("KSB329", "duty 2 names no KSB", "/duties/1")]
    assert [(duty.number, duty.text) for duty in standard(file).duties] == [(1, "Test the tools."), (2, "Rest.")]


@pytest.mark.parametrize("text", ["", ".", " . "])
def test_a_duty_without_text_is_told(text: str) -> None:
    file = official(duties=[duty("k1", "k2", "s1", "b1", dutyDetail=text)])
    assert defects(file, f'"dutyDetail": ^"{text}"') == [("KSB317", "duty 1 has no text", "/duties/0/dutyDetail")]


def test_the_criteria_of_a_duty_are_prose() -> None:
    first = duty(
        "k1", "k2", "s1", "b1", criteriaForMeasuringPerformance="&lt;p&gt;Fast.&lt;/p&gt;&lt;p&gt;Safe.&lt;/p&gt;"
    )
    read = standard(official(duties=[first, duty("k1", criteriaForMeasuringPerformance="<p></p>")]))
    assert [duty.criteria for duty in read.duties] == ["Fast.\n\nSafe.", None]


# --- what nothing names


def test_ksbs_that_nothing_names_are_required_of_everybody() -> None:
    file = with_options(duties=[duty("k2", of=["o1"]), duty("k3", of=["o2"])])
    message = "no duty names {}; it is required of everybody"
    assert defects(file, '^{"knowledgeId": "k1"', '^{"skillId"', '^{"behaviourId"') == [
        ("KSB312", message.format("K1"), "/knowledges/0"),
        ("KSB312", message.format("S1"), "/skills/0"),
        ("KSB312", message.format("B1"), "/behaviours/0"),
    ]
    assert standard(file).unassigned == ("K1", "S1", "B1")
    assert scopes(file) == scopes(with_options())


def test_where_nothing_names_anything_nothing_is_unassigned() -> None:
    assert defects(official(duties=[])) == []
    assert standard(official(duties=[])).unassigned == ()
    file = official(duties=[duty()])
    assert [code for code, *_ in defects(file, '^{"dutyDetail"')] == ["KSB329"]
    assert standard(file).unassigned == ()


def test_an_option_that_nothing_belongs_to_is_told_where_it_stands() -> None:
    untitled = {"optionId": "o0", "title": ""}
    file = with_options(options=[untitled, *options("Left hand", "Right hand", "Feet")])
    assert defects(file, '"o0", "title": ^""', '^{"optionId": "o3"')[1] == (
        "KSB316",
        "no duty and no KSB list belongs to the option 'feet'",
        "/options/3",
    )
    assert scopes(file)["feet"] == "K1 S1 B1"


def test_an_option_whose_duty_names_no_ksb_has_nothing_that_belongs_to_it() -> None:
    file = with_options(duties=[duty("k1", "s1", "b1", "k2"), duty("k3", of=["o2"]), duty(of=["o1"])])
    assert [
        code
        for code, *_ in defects(
            file,
            '^{"dutyDetail": "Test the tools.", "isThisACoreDuty": 0, "mappedOptions": ["o1"]',
            '^{"optionId": "o1"',
        )
    ] == ["KSB329", "KSB316"]


# --- rows


def test_rows_tell_the_options_apart_where_duties_do_not() -> None:
    file = with_rows(CORE, LEFT, RIGHT)
    assert defects(file) == []
    assert scopes(file) == scopes(with_options())
    assert origin(file) == "optionsUnstructuredKsbMapping"
    assert [(entry.options, entry.ksbs) for entry in standard(file).ksb_lists] == [
        ((), ("K1", "S1", "B1")),
        (("left",), ("K2",)),
        (("right",), ("K3",)),
    ]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Editing &\N{NO-BREAK SPACE}Post Production", "Editing and post-production"),
        ("Editing &amp; Post", "editing AND  post "),
        ("Post-production (VFX)", "Post production: VFX"),
        ("Café", "CAFÉ"),
        ("Under_score", "Underscore"),
    ],
)
def test_a_row_belongs_to_the_option_of_the_same_letters(title: str, written: str) -> None:
    file = with_rows(CORE, row(written, "k2"), RIGHT, options=options(title, "Right hand"))
    assert defects(file) == []
    assert next(iter(scopes(file).values())) == "K1 K2 S1 B1"


def test_a_row_of_a_title_that_two_options_have_is_both_s() -> None:
    file = with_rows(CORE, LEFT, row("LEFT HAND", "k3"), options=options("Left hand", "Left-hand"))
    assert [code for code, *_ in defects(file, '^"Left-hand"')] == ["KSB327"]
    assert set(scopes(file).values()) == {"K1 K2 K3 S1 B1"}


@pytest.mark.parametrize("title", ["CORE", " core ", "Core.", "&nbsp;Core"])
def test_the_row_of_the_core_is_everybodys(title: str) -> None:
    file = with_rows(row(title, "k1", "s1", "b1"), LEFT, RIGHT)
    assert defects(file) == []
    assert scopes(file) == scopes(with_options())


def test_a_row_that_matches_no_option_is_left_out() -> None:
    long = "Feet " * 20
    file = with_rows(CORE, row("Feet", "k2"), LEFT, row(long, "k1"), RIGHT, row("Head"))
    assert defects(file, '^"Feet"', '^"Feet Feet') == [
        ("KSB326", "no option has the title 'Feet'; the row is left out", f"{ROWS}/1/coreOrOptionTitle"),
        ("KSB326", f"no option has the title '{long[:60]}'; the row is left out", f"{ROWS}/3/coreOrOptionTitle"),
    ]
    assert scopes(file) == scopes(with_options())


def test_rows_beside_core_duties_are_used() -> None:
    file = with_rows(CORE, LEFT, RIGHT, duties=[duty("k1", "k2", "k3", "s1", "b1")])
    assert defects(file) == []
    assert scopes(file) == scopes(with_options())


def test_rows_are_not_used_where_duties_tell() -> None:
    file = with_options(optionsUnstructuredKsbMapping=[CORE, row("Left hand", "k3")])
    message = "the duties tell the options apart; these rows are not used"
    assert defects(file, '"optionsUnstructuredKsbMapping": ^[') == [("KSB337", message, ROWS)]
    assert scopes(file) == scopes(with_options())
    assert standard(file).ksb_lists == ()


def test_duties_of_options_that_name_no_ksb_tell_nothing() -> None:
    silent = [duty(of=["o1"]), duty("k1")]
    file = with_rows(CORE, LEFT, RIGHT, duties=silent)
    assert origin(file) == "optionsUnstructuredKsbMapping"
    assert scopes(file) == scopes(with_options())


def test_a_row_for_the_core_alone_tells_nothing() -> None:
    file = with_rows(CORE, row("Left hand"))
    assert defects(file, '"optionsUnstructuredKsbMapping": ^[', '"options": ^[') == [
        ("KSB337", "no option is named in them; these rows are not used", ROWS),
        ("KSB336", "which KSBs belong to which option is not published", "/options"),
    ]
    assert origin(file) == "not published"
    assert set(scopes(file).values()) == {"K1 K2 K3 S1 B1"}


def test_rows_without_any_option_are_not_used() -> None:
    file = official(optionsUnstructuredKsbMapping=[row("Core", "k1"), row("Left hand", "k2")])
    assert [code for code, *_ in defects(file, '^"Left hand"', '"optionsUnstructuredKsbMapping": ^[')] == [
        "KSB326",
        "KSB337",
    ]
    assert standard(file).ksb_lists == ()


def test_empty_rows_are_of_no_account() -> None:
    assert defects(official(optionsUnstructuredKsbMapping=[row("Core"), row("Left hand")])) == []


def test_an_option_without_a_row_is_told() -> None:
    file = with_rows(row("Core", "k1", "k3", "s1", "b1"), LEFT)
    assert defects(file, '^{"optionId": "o2"') == [
        ("KSB316", "no duty and no KSB list belongs to the option 'right'", "/options/1")
    ]
    assert scopes(file) == {"left": "K1 K2 K3 S1 B1", "right": "K1 K3 S1 B1"}


def test_defects_within_a_row_are_told() -> None:
    file = with_rows(CORE, LEFT, row("Right hand", "k3", "k9", "k3"))
    assert defects(file, '^"k9"', '"k9", ^"k3"') == [
        ("KSB321", "no KSB has the id k9; left out", f"{ROWS}/2/mappedKnowledge/1"),
        ("KSB324", "K3 is named twice; counted once", f"{ROWS}/2/mappedKnowledge/2"),
    ]


def test_a_ksb_that_no_row_names_is_unassigned() -> None:
    file = with_rows(row("Core", "k1", "s1"), LEFT, RIGHT)
    assert [(code, place) for code, _, place in defects(file, '^{"behaviourId"')] == [("KSB312", "/behaviours/0")]
    assert scopes(file) == scopes(with_options())


# --- a split that is not published


def test_without_duties_and_rows_the_split_is_not_published() -> None:
    file = with_rows()
    assert defects(file, '"options": ^[') == [
        ("KSB336", "which KSBs belong to which option is not published", "/options")
    ]
    assert origin(file) == "not published"
    assert set(scopes(file).values()) == {"K1 K2 K3 S1 B1"}


def test_without_options_there_is_no_split() -> None:
    assert origin(official()) is None


# --- every official file


def letters(title: str) -> str:
    return re.sub("[^a-z0-9]", "", title.lower().replace("&amp;", "&").replace("&", "and"))


def needed(file: Json) -> dict[str, set[str]]:
    """Return what each option needs, by set arithmetic over the JSON alone."""
    codes, everything = defaultdict(set), set()
    for prefix, field in (("K", "knowledge"), ("S", "skill"), ("B", "behaviour")):
        for number, entry in enumerate(file.get(f"{field}s") or [], 1):
            codes[entry[f"{field}Id"].strip()].add(f"{prefix}{number}")
            everything.add(f"{prefix}{number}")

    def of(entry: Json) -> set[str]:
        ids = [*entry["mappedKnowledge"], *entry["mappedSkills"], *entry["mappedBehaviour"]]
        return {code for name in ids if name for code in codes[name]}

    titles = {entry["optionId"]: entry["title"] for entry in file.get("options") or []}
    duties = [
        (set() if duty["isThisACoreDuty"] else {*(duty["mappedOptions"] or [])} & {*titles}, of(duty))
        for duty in file.get("duties") or []
    ]
    rows = [
        ({name for name, title in titles.items() if letters(title) == letters(entry["coreOrOptionTitle"])}, of(entry))
        for entry in file.get("optionsUnstructuredKsbMapping") or []
        if letters(entry["coreOrOptionTitle"]) in {"core", *map(letters, titles.values())}
    ]
    lists = duties
    if not any(whose and what for whose, what in duties) and any(whose and what for whose, what in rows):
        lists = rows
    if not any(whose and what for whose, what in lists):
        return dict.fromkeys(titles, everything)
    unnamed = everything.difference(*(what for _, what in lists))
    return {name: unnamed.union(*(what for whose, what in lists if not whose or name in whose)) for name in titles}


def test_scopes_of_every_official_file_are_those_of_plain_set_arithmetic(official_files: list[Path]) -> None:
    splits = set()
    for path in official_files:
        try:
            read = import_official(read_source(path)).standard
        except UnusableFileError:
            continue
        file = json.loads(path.read_text(encoding="utf-8"))
        splits.add(split_of(read))
        expected = needed(file)
        if not expected:
            assert set(scope_of(read, None).codes) == set(read.ksbs), path.name
        ours = {option.title: {*scope_of(read, option).codes} for option in read.options}
        titles = {entry["optionId"]: entry["title"].strip() for entry in file.get("options") or []}
        assert {letters(title): codes for title, codes in ours.items()} == {
            letters(titles[name]): codes for name, codes in expected.items()
        }, path.name
    assert splits == {"no options", "by duties", "by lists", "not published"}
