"""Codes, texts and ids of KSBs."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest
from publishing import Json, behaviours, defects, duty, knowledge, official, skills, standard


def test_codes_are_places_in_the_list_of_a_kind() -> None:
    read = standard(official(skills=skills(*"abc"), behaviours=[]))
    assert list(read.ksbs) == ["K1", "K2", "S1", "S2", "S3"]
    assert read.skills == {"S1": "a", "S2": "b", "S3": "c"}


def test_a_standard_can_have_more_than_ninety_nine_of_a_kind() -> None:
    texts = [f"Number {number}." for number in range(1, 121)]
    file = official(knowledges=knowledge(*texts), duties=[duty(*(f"k{number}" for number in range(1, 121)))])
    assert list(standard(file).knowledge.values()) == texts
    assert standard(file).duties[0].ksbs == tuple(f"K{number}" for number in range(1, 121))


@pytest.mark.parametrize(
    "front",
    [
        *("K2: ", "K2:", "K2 : ", "K2. ", "K2.", "(K2) ", "(K2): ", "K02 - ", "K2 – ", "k2 ", "K2 ", "K002. ", "k2\t"),
        *("\N{NO-BREAK SPACE}K2:\N{NO-BREAK SPACE}", "K2&amp;nbsp;", "K2&#58; ", "K2 -  "),
    ],
)
def test_a_code_in_front_of_its_own_text_is_removed(front: str) -> None:
    read = standard(official(knowledges=knowledge("First.", f"{front}Second: the K2 (K2).")))
    assert read.knowledge["K2"] == "Second: the K2 (K2)."
    assert not read.warnings


@pytest.mark.parametrize(
    "text",
    [
        *("B1B sales.", "B1-trained dogs.", "B1/B2 ratings.", "B1.5 lenses.", "B1:2 ratios.", "B1's side.", "b1–b2"),
        *("(B1 and others)", "(B1", "B12", "S", "B", "EB", "See B1: tools.", "(B", "B1_x", "B1 storage."),
    ],
)
def test_what_only_looks_like_a_code_stays(text: str) -> None:
    read = standard(official(behaviours=behaviours(text)))
    assert read.behaviours == {"B1": text}
    assert not [warning for warning in read.warnings if warning.code != "KSB332"]


@pytest.mark.parametrize(
    ("text", "front"),
    [
        *(("K1: The other's.", "K1:"), ("S2 - The other's.", "S2 -"), ("(K3) The other's.", "(K3)"), ("K20", "K20")),
        *(
            ("EB2 The other's.", "EB2"),
            ("K00. Zero.", "K00."),
            ("B2. A letter's.", "B2."),
            ("k2k", ""),
            ("K22 X", "K22"),
        ),
        *(
            ("2. Numbered.", "2."),
            ("12) Numbered.", "12)"),
            ("3: Numbered.", "3:"),
            ("2.5 metres", ""),
            ("2 metres", ""),
        ),
    ],
)
def test_a_code_or_number_that_is_not_its_own_stays_and_is_told(text: str, front: str) -> None:
    file = official(knowledges=knowledge("First.", text))
    told = [("KSB332", f"the text of K2 starts with '{front}'; left as it is", "/knowledges/1/detail")]
    marked = [f'"detail": ^"{text}"'] if front else []
    assert defects(file, *marked) == (told if front else [])
    assert standard(file).knowledge["K2"] == text


def test_a_number_behind_the_own_code_is_told_too() -> None:
    file = official(knowledges=knowledge("K1: 1. Numbered.", "Second."))
    assert [code for code, *_ in defects(file, '"detail": ^"K1: 1.')] == ["KSB332"]
    assert standard(file).knowledge["K1"] == "1. Numbered."


KEPT = [
    "How steel is alloyed (>7% alloy content) and x < 3",
    "R&D, Q&A; &notes, &copy and & alone",
    "Two  spaces, a\ttab,\na line and\n\nan empty one",
    "Half\N{SOFT HYPHEN}hidden and no\N{NO-BREAK SPACE}break",
    "\"Quotes\", 'others': # - | > % @ ` {} [] * ! ?",
    "é 漢字 🎬 ½",
    "Full stop.",
    "etc...",
    "lines\netc...",
    "<p>not HTML here</p>",
    "- a list\n- of two",
]


@pytest.mark.parametrize("text", KEPT)
@pytest.mark.parametrize("blanks", ["", " ", "\N{NO-BREAK SPACE} \n\t", "&nbsp;"])
@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_text_stays_as_it_is_but_for_white_space_around_it_and_entities(text: str, blanks: str, times: int) -> None:
    written = text
    for _ in range(times):
        written = escape(written)
    read = standard(official(skills=skills(f"{blanks}{written}{blanks}")))
    assert read.skills["S1"] == text


def test_entities_by_number_and_name_are_the_characters_that_they_mean() -> None:
    written = "&#163;5 &#xA3;5 &pound;5 &amp;pound;5 &rsquo;"
    assert standard(official(skills=skills(written))).skills["S1"] == "£5 £5 £5 £5 ’"


def test_line_ends_of_two_characters_stay_in_the_file_and_are_one_where_it_is_read() -> None:
    assert standard(official(skills=skills("One\r\ntwo"))).skills["S1"] == "One\ntwo"


@pytest.mark.parametrize("text", ["", " ", ".", " . ", "&nbsp;", "K2:", "K2", "(K2)", "K2: ."])
def test_a_ksb_without_text_is_told(text: str) -> None:
    file = official(knowledges=knowledge("First.", text))
    assert defects(file, f'"k2", "detail": ^"{text}"') == [("KSB317", "K2 has no text", "/knowledges/1/detail")]
    assert standard(file).knowledge["K2"] in {"", "."}


def test_a_ksb_whose_field_is_missing_is_told_where_it_stands() -> None:
    file = official(skills=[{"skillId": "s1"}])
    assert defects(file, '^{"skillId"') == [("KSB317", "S1 has no text", "/skills/0/detail")]


def test_an_id_that_several_have_names_them_all() -> None:
    tools = knowledge("One.", "Two.", "Three.")
    for entry in tools[1:]:
        entry["knowledgeId"] = "k1"
    file = official(knowledges=tools, duties=[duty("s1", "k1", "b1")])
    assert defects(file, '^"k1", "detail": "Two."', '^"k1", "detail": "Three."') == [
        ("KSB322", "K2 has the id of K1; what names it names them all", "/knowledges/1/knowledgeId"),
        ("KSB322", "K3 has the id of K1 and K2; what names it names them all", "/knowledges/2/knowledgeId"),
    ]
    assert standard(file).duties[0].ksbs == ("K1", "K2", "K3", "S1", "B1")


@pytest.mark.parametrize("name", ['""', '" "'])
def test_nothing_can_name_a_ksb_without_an_id(name: str) -> None:
    file = official(skills=[*skills("Use tools."), {"skillId": name.strip('"'), "detail": "Mend tools."}])
    assert defects(file, f'"skillId": ^{name}', '^{"skillId": ' + name) == [
        ("KSB323", "S2 has no id; nothing can name it", "/skills/1/skillId"),
        ("KSB312", "no duty names S2; it is required of everybody", "/skills/1"),
    ]
    assert standard(file).unassigned == ("S2",)


def test_a_text_that_several_have_is_told() -> None:
    file = official(skills=skills("Use  tools.", "Mend.", "USE tools. ", "use tools.", "", ""), duties=[])
    assert [*defects(file, '^"USE', '^"use', '"s5", "detail": ^""', '"s6", "detail": ^""')][:2] == [
        ("KSB325", "S3 has the same text as S1", "/skills/2/detail"),
        ("KSB325", "S4 has the same text as S1", "/skills/3/detail"),
    ]


def test_texts_of_two_kinds_may_be_the_same() -> None:
    assert defects(official(skills=skills("How tools work."))) == []


# --- what the lists of a duty name


def named_by(*ids: str, **fields: Any) -> Json:
    """Return a file with a duty that names everything, and a second one."""
    return official(duties=[duty("k1", "k2", "s1", "b1"), duty(*ids, **fields)])


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"mappedKnowledge": ["k2", "k1"], "mappedSkills": ["s1"]}, ("K2", "K1", "S1")),
        ({"mappedBehaviour": ["b1"], "mappedKnowledge": ["k1"]}, ("K1", "B1")),
        ({"mappedKnowledge": [" k1 ", "&nbsp;k2"]}, ("K1", "K2")),
    ],
)
def test_codes_are_in_the_lists_order_kind_by_kind(fields: Json, codes: tuple[str, ...]) -> None:
    file = named_by(**fields)
    assert defects(file) == []
    assert standard(file).duties[1].ksbs == codes


def test_an_id_that_no_ksb_has_is_left_out() -> None:
    file = named_by("k1", "s9", "s1")
    message = "no KSB has the id s9; left out"
    assert defects(file, '^"s9"') == [("KSB321", message, "/duties/1/mappedSkills/0")]
    assert standard(file).duties[1].ksbs == ("K1", "S1")


def test_a_long_id_is_told_in_short() -> None:
    (defect,) = defects(named_by("k1", mappedSkills=["x" * 99]), '^"xxx')
    assert defect[1] == f"no KSB has the id {'x' * 60}; left out"


def test_an_id_of_another_kind_is_taken_all_the_same() -> None:
    file = named_by(mappedSkills=["b1", "k2"])
    assert defects(file, '[^"b1", "k2"', '["b1", ^"k2"') == [
        ("KSB321", "the id of B1, of another kind; taken all the same", "/duties/1/mappedSkills/0"),
        ("KSB321", "the id of K2, of another kind; taken all the same", "/duties/1/mappedSkills/1"),
    ]
    assert standard(file).duties[1].ksbs == ("B1", "K2")


def test_an_id_that_two_kinds_have_is_that_of_the_lists_own_kind() -> None:
    both = [{"behaviourId": "k1", "detail": "Take care."}]
    file = official(behaviours=both, duties=[duty("k2", "k1", "s1", mappedBehaviour=["k1"]), duty("k1")])
    assert defects(file) == []
    assert [duty.ksbs for duty in standard(file).duties] == [("K2", "K1", "S1", "B1"), ("K1",)]


def test_an_empty_id_names_nothing() -> None:
    file = named_by("k1", mappedSkills=["", "s1"])
    assert defects(file, '^"", "s1"') == [("KSB323", "an empty id names no KSB; left out", "/duties/1/mappedSkills/0")]
    assert standard(file).duties[1].ksbs == ("K1", "S1")


def test_a_ksb_that_is_named_twice_is_counted_once() -> None:
    file = named_by("k1", "k2", "k1", "k1")
    assert defects(file, '"k2", ^"k1", "k1"]', '"k1", ^"k1"]') == [
        ("KSB324", "K1 is named twice; counted once", "/duties/1/mappedKnowledge/2"),
        ("KSB324", "K1 is named twice; counted once", "/duties/1/mappedKnowledge/3"),
    ]
    assert standard(file).duties[1].ksbs == ("K1", "K2")


def test_two_that_are_named_by_one_id_twice_are_told_as_two() -> None:
    tools = knowledge("One.", "Two.")
    tools[1]["knowledgeId"] = "k1"
    file = official(knowledges=tools, duties=[duty("k1", "k1", "s1", "b1")])
    assert defects(file, '^"k1", "detail": "Two."', '["k1", ^"k1"]')[1][:2] == (
        "KSB324",
        "K1 and K2 is named twice; counted once",
    )


@pytest.mark.parametrize(("value", "what"), [("null", "null"), ('"k1"', "no list"), ("{}", "no list")])
def test_a_list_that_is_none_is_empty(value: str, what: str) -> None:
    entry: Any = {"null": None, '"k1"': "k1", "{}": {}}[value]
    file = named_by("k1", "k2", mappedSkills=entry)
    message = f"'mappedSkills' is {what}; taken as an empty list"
    assert defects(file, f'"mappedSkills": ^{value}') == [("KSB330", message, "/duties/1/mappedSkills")]
    assert standard(file).duties[1].ksbs == ("K1", "K2")
