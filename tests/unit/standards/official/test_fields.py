"""Fields of any type."""

from __future__ import annotations

import json
from datetime import date

import pytest
from conftest import source
from publishing import Json, defects, official, standard

from ksbcheck.standards.official import import_official


def the_defect(file: Json, marked: str) -> tuple[str, str, str | None]:
    (defect,) = defects(file, marked)
    return defect


@pytest.mark.parametrize("value", [None, "", " ", 0, "0", "00"])
def test_a_number_that_is_not_set(value: object) -> None:
    assert defects(official(larsCode=value)) == []
    assert standard(official(larsCode=value)).lars_code is None


@pytest.mark.parametrize(("value", "number"), [(7, 7), ("7", 7), (" 07 ", 7), (999_999_999, 999_999_999)])
def test_a_number_may_be_written_as_a_text(value: object, number: int) -> None:
    assert defects(official(larsCode=value)) == []
    assert standard(official(larsCode=value)).lars_code == number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        *((7.0, "7.0"), (True, "true"), (-7, "-7"), (10**9, "1000000000"), ("-7", '"-7"'), ("7.0", '"7.0"')),
        *(("seven", '"seven"'), ("٧", '"٧"'), ([7], "[7]"), ({"n": 7}, '{"n": 7}'), ("9" * 10, f'"{"9" * 10}"')),
    ],
)
def test_what_is_no_whole_number_is_left_out(value: object, written: str) -> None:
    file = official(larsCode=value)
    told = ("KSB330", "'larsCode' is no whole number; left out", "/larsCode")
    assert the_defect(file, f'"larsCode": ^{written}') == told
    assert standard(file).lars_code is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-09-02T00:00:00", date(2024, 9, 2)),
        ("2024-09-02T00:00:00 +00:00", date(2024, 9, 2)),
        (" 2024-09-02 ", date(2024, 9, 2)),
        ("2024-02-29", date(2024, 2, 29)),
        *((value, None) for value in (None, "", " ")),
    ],
)
def test_the_day_of_a_time_stamp(value: object, day: date | None) -> None:
    file = official(lastUpdated=value, earliestStartDate=value, latestStartDate=value, change="All new.")
    assert defects(file) == []
    read = standard(file)
    (entry,) = read.version_log
    assert (read.date_updated, entry.earliest_start, entry.latest_start) == (day, day, day)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        *((value, "no date") for value in ("0001-01-01T00:00:00", "02/09/2024", "soon", "2024-09-02x", "2024-9-2")),
        *((value, "no day of the calendar") for value in ("2023-02-29", "2024-13-01", "0000-01-02")),
    ],
)
def test_what_is_no_date_is_left_out(value: str, what: str) -> None:
    file = official(lastUpdated=value)
    told = ("KSB333", f"'lastUpdated' is {what}; left out", "/lastUpdated")
    assert the_defect(file, f'^"{value}"') == told
    assert standard(file).date_updated is None


@pytest.mark.parametrize(("value", "written"), [({}, "{}"), ([], "[]"), (False, "false")])
def test_what_is_no_text_is_left_out(value: object, written: str) -> None:
    for field in ("lastUpdated", "route"):
        told = ("KSB330", f"'{field}' is no text; left out", f"/{field}")
        assert the_defect(official(**{field: value}), f'"{field}": ^{written}') == told


@pytest.mark.parametrize(("version", "told"), [(1.1, "1.1"), (2, "2")])
def test_a_number_is_the_text_that_it_is_written_as(version: float, told: str) -> None:
    read = standard(official(version=version))
    assert (read.version, read.warnings) == (told, ())


@pytest.mark.parametrize("value", ["1", 1.0, "true", []])
def test_what_is_no_flag_is_false(value: object) -> None:
    file = official()
    file["duties"][0]["isThisACoreDuty"] = value
    assert [code for code, *_ in defects(file, '"isThisACoreDuty": ^')] == ["KSB330"]
    told = "'isThisACoreDuty' is neither true nor false; taken as false"
    assert standard(file).warnings[0].message == told


@pytest.mark.parametrize("value", ["Ofqual", [], 1])
def test_what_is_no_object_is_left_out(value: object) -> None:
    file = official(eQAProvider=value)
    told = ("KSB330", "'eQAProvider' is no object; left out", "/eQAProvider")
    assert the_defect(file, '"eQAProvider": ^') == told
    assert standard(file).eqa_provider is None


def test_an_item_that_is_no_object_leaves_its_place_empty() -> None:
    file = official()
    file["knowledges"].insert(1, "Why?")
    assert the_defect(file, '^"Why?"') == ("KSB330", "an item of 'knowledges' is no object; left out", "/knowledges/1")
    assert standard(file).knowledge == {"K1": "How tools work.", "K3": "Why tools fail."}


def test_an_item_that_is_no_text_is_left_out() -> None:
    file = official(typicalJobTitles=["Tester", 7, None, ""])
    message = "an item of 'typicalJobTitles' is no text; left out"
    assert defects(file, "^7", "7, ^null") == [
        ("KSB330", message, "/typicalJobTitles/1"),
        ("KSB330", message, "/typicalJobTitles/2"),
    ]
    assert standard(file).job_titles == ("Tester",)


@pytest.mark.parametrize(("value", "what"), [(None, "null"), ({}, "no list"), ("x", "no list"), (0, "no list")])
def test_a_list_that_is_none_is_empty(value: object, what: str) -> None:
    told = ("KSB330", f"'options' is {what}; taken as an empty list", "/options")
    assert the_defect(official(options=value), '"options": ^') == told


@pytest.mark.parametrize("written", ["\\u202e", "\\u001b[31m", "&#x202e;", "&amp;#8238;", "&#x9b;"])
def test_hidden_characters_are_written_out_in_the_file_too(written: str) -> None:
    file = json.dumps(official(title="?", typicalJobTitles=["?"], overviewOfRole="?", status="?", version="?"))
    read = import_official(source(file.replace('"?"', f'"a{written}b"')))
    assert all(line.isprintable() for line in read.text.splitlines())
    assert all(defect.message.isprintable() for defect in read.defects)
    assert read.standard.title == read.standard.status == read.standard.job_titles[0] == read.standard.overview != "ab"


def test_half_characters_are_replaced() -> None:
    file = official(route="a\ud800b")
    file["knowledges"][0]["detail"] = "\udfff tools"
    file["typicalJobTitles"] = ["Test\ud83der"]
    read = import_official(source(json.dumps(file))).standard
    assert (read.route, read.knowledge["K1"], read.job_titles) == ("a\ufffdb", "\ufffd tools", ("Test\ufffder",))
