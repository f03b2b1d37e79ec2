"""The model holds what official standards look like, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from ksbcheck.standards.ksb import Kind, Ksb
from ksbcheck.standards.model import Standard


def standard(**fields: Any) -> Standard:
    return Standard.model_validate({"reference": "ST0001", "version": "1.0", "title": "Tester"} | fields)


def options(count: int) -> list[dict[str, str]]:
    return [{"key": f"option-{number}", "title": f"Option {number}"} for number in range(1, count + 1)]


KSBS = {"knowledge": {"K1": "Tools"}, "skills": {"S1": "Testing"}, "behaviours": {"B1": "Care"}}
DUTY = {"number": 1, "text": "Test", "ksbs": ["K1"]}

SHAPES: dict[str, dict[str, Any]] = {
    "only prose": {"overview": "Tests things."},
    "KSBs alone": KSBS,
    "no options": KSBS | {"duties": [DUTY]},
    "13 options": KSBS | {"options": options(13)},
    "options without a split": KSBS | {"options": options(2), "duties": [DUTY]},
    "a KSB no duty names": KSBS | {"duties": [DUTY, DUTY | {"number": 2, "ksbs": []}]},
    "a duty of several options": KSBS
    | {"options": options(3), "duties": [DUTY | {"options": ["option-1", "option-3"]}]},
    "lists of a core and options": KSBS
    | {
        "options": options(2),
        "ksb_lists": [{"ksbs": ["K1"]}, {"options": ["option-1"], "ksbs": ["S1"]}, {"options": ["option-2"]}],
    },
    "lists and duties": KSBS
    | {"options": options(1), "duties": [DUTY], "ksb_lists": [{"options": ["option-1"], "ksbs": ["S1"]}]},
    "foundation": {"reference": "FA0001", "knowledge": {"K1": "Tools"}, "employability": {"EB1": "Care"}},
    "331 KSBs": {"knowledge": {f"K{number}": "Tools" for number in range(1, 332)}},
    "not funded, no code": {"level": 0, "lars_code": 0, "typical_duration_months": 0, "maximum_funding_pounds": 0},
}


@pytest.mark.parametrize("fields", SHAPES.values(), ids=SHAPES)
def test_it_holds_the_shapes_of_official_standards(fields: dict[str, Any]) -> None:
    held = standard(**fields).model_dump(mode="json", exclude_unset=True)
    assert held == {"reference": "ST0001", "version": "1.0", "title": "Tester"} | fields


def test_what_is_not_said_is_empty() -> None:
    said = {"reference", "version", "title"}
    fields = {name: value for name, value in standard() if name not in said}
    assert not any(fields.values())
    assert standard().ksbs == {}


def test_its_name_is_reference_and_version() -> None:
    assert standard(version="1.10").name == "ST0001 v1.10"


def test_ksbs_are_one_sequence_of_knowledge_skills_behaviours_and_employability() -> None:
    mixed = standard(
        employability={"EB1": "e"}, behaviours={"B1": "b"}, skills={"S2": "t", "S1": "s"}, knowledge={"K1": "k"}
    )
    assert list(mixed.ksbs.items()) == [
        ("K1", Ksb("K1", Kind.KNOWLEDGE, "k")),
        ("S2", Ksb("S2", Kind.SKILL, "t")),
        ("S1", Ksb("S1", Kind.SKILL, "s")),
        ("B1", Ksb("B1", Kind.BEHAVIOUR, "b")),
        ("EB1", Ksb("EB1", Kind.EMPLOYABILITY, "e")),
    ]


def test_texts_of_ksbs_and_duties_are_unaltered() -> None:
    held = standard(knowledge={"K1": " A  text\u00a0"}, duties=[{"number": 1, "text": " . "}])
    assert held.ksbs["K1"].text == " A  text\u00a0"
    assert held.duties[0].text == " . "


def test_an_empty_text_is_held_for_the_faults_to_tell() -> None:
    held = standard(knowledge={"K1": None}, duties=[{"number": 1, "text": None}])
    assert (held.ksbs["K1"].text, held.duties[0].text) == ("", "")


def test_scalars_are_read_from_text() -> None:
    held = standard(
        level="4",
        date_updated="2024-09-02",
        version_log=[{"version": "1.0", "earliest_start": "2024-02-29"}],
        duties=[{"number": "7", "text": "Test"}],
    )
    assert held.level == 4
    assert held.date_updated == date(2024, 9, 2)
    assert held.version_log[0].earliest_start == date(2024, 2, 29)
    assert held.duties[0].number == 7


MISFITS: dict[str, dict[str, Any]] = {
    "reference in lower case": {"reference": "st0001"},
    "reference with a space": {"reference": "FA0007 "},
    "reference too long": {"reference": "ST00012"},
    "reference with a line end": {"reference": "ST0001\n"},
    "no version": {"version": ""},
    "version with a letter": {"version": "v1.0"},
    "version that ends in a dot": {"version": "1."},
    "version with a space": {"version": "1.0 "},
    "no title": {"title": " "},
    "number in words": {"level": "four"},
    "negative number": {"maximum_funding_pounds": "-1"},
    "date that is none": {"date_updated": "2024-02-30"},
    "date and time": {"date_updated": "2024-09-02T00:00:00"},
    "unknown field": {"titel": "Tester"},
    "option key with a capital": {"options": [{"key": "Post", "title": "Post"}]},
    "option key with a space": {"options": [{"key": "post production", "title": "Post"}]},
    "option key that ends in a hyphen": {"options": [{"key": "post-", "title": "Post"}]},
    "option key with a line end": {"options": [{"key": "post\n", "title": "Post"}]},
    "option without a title": {"options": [{"key": "post"}]},
    "duty without a number": {"duties": [{"text": "Test"}]},
    "duty without a text": {"duties": [{"number": 1}]},
    "qualification without a title": {"qualifications": [{"text": "English"}]},
}


@pytest.mark.parametrize("fields", MISFITS.values(), ids=MISFITS)
def test_it_refuses(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        standard(**fields)
    assert refused.value.error_count() == 1


@pytest.mark.parametrize(
    "field",
    ["notices", "job_titles", "options", "duties", "ksb_lists", "qualifications", "employers", "version_log"],
)
def test_a_list_of_very_many_misfits_is_one_misfit(field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        standard(**{field: [None] * 2001})
    assert [error["type"] for error in refused.value.errors()] == ["misfit"]


def test_it_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        standard().title = "Other"  # type: ignore[misc]
