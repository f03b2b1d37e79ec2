"""The fields of a standard from those of the official JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import source
from publishing import Json, defects, duty, official, read, standard

from ksbcheck import UnusableFileError
from ksbcheck.source import read_source
from ksbcheck.standards.official import import_official

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck import Standard


def refusal(file: Json) -> str:
    with pytest.raises(UnusableFileError) as caught:
        read(file)
    return str(caught.value)


# --- which standard it is


@pytest.mark.parametrize("reference", ["", "ST792", "ST07921", "0792", "STO792", "ST 0792", "ＳＴ0792"])
def test_a_file_without_a_reference_is_refused(reference: str) -> None:
    message = f"not an official standard: the reference '{reference}' is not two letters and four digits"
    assert refusal(official(referenceNumber=reference)) == f"official.json:2:21: KSB308 {message}"


def test_a_reference_is_told_without_hidden_characters() -> None:
    told = refusal(official(referenceNumber="\N{ZERO WIDTH SPACE}ST0001\N{RIGHT-TO-LEFT OVERRIDE}"))
    assert r"the reference '\u200bST0001\u202e' is not" in told


def test_a_long_reference_is_told_in_short() -> None:
    assert f"'{'x' * 39}…'" in refusal(official(referenceNumber="x" * 99))


@pytest.mark.parametrize("written", ["ST0001 ", "\N{NO-BREAK SPACE}ST0001", "st0001", "St0001"])
def test_a_reference_with_white_space_or_small_letters_is_taken_as_meant(written: str) -> None:
    message = "white space around the reference, or small letters; taken as ST0001"
    file = official(referenceNumber=written)
    assert defects(file, f'"referenceNumber": ^"{written}"') == [("KSB334", message, "/referenceNumber")]
    assert standard(file).reference == "ST0001"


@pytest.mark.parametrize("version", ["1", "1.0", "10.2.3", "0.0"])
def test_a_version_is_numbers_with_dots(version: str) -> None:
    assert defects(official(version=version)) == []
    assert standard(official(version=version)).version == version


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"version": ""}, "the version is empty; taken as 0.0"),
        ({"version": " "}, "the version is empty; taken as 0.0"),
        ({"version": "1."}, "the version is '1.'; taken as 0.0"),
        ({"version": "", "versionNumber": "1.4"}, "the version is empty; taken as 1.4"),
        ({"version": "v2" + "x" * 30, "versionNumber": "1.4"}, f"the version is 'v2{'x' * 18}'; taken as 1.4"),
        ({"version": "", "standardPageUrl": "https://example.org/st0001-v3-12"}, "the version is empty; taken as 3.12"),
        ({"version": "", "standardPageUrl": "https://example.org/st0001-v3-1-x"}, "the version is empty; taken as 0.0"),
        (
            {"version": "", "versionNumber": "1.4", "standardPageUrl": "https://example.org/st0001-v3-1"},
            "the version is empty; taken as 1.4",
        ),
    ],
)
def test_where_the_version_is_not_set_others_say_it(fields: Json, message: str) -> None:
    assert defects(official(**fields), '"version": ^') == [("KSB331", message, "/version")]
    assert standard(official(**fields)).version == message.rpartition(" ")[2]


@pytest.mark.parametrize("title", ["", None, "<p></p>"])
def test_the_reference_stands_for_a_title(title: object) -> None:
    file = official(title=title)
    message = "there is no title; the reference stands for it"
    assert defects(file, '"title": ^') == [("KSB330", message, "/title")]
    assert standard(file).title == "ST0001"


# --- what is no standard


@pytest.mark.parametrize("value", [[], {}, [{"referenceNumber": "ST0001"}], {"reference": "ST0001"}])
def test_what_has_no_reference_number_is_no_standard(value: object) -> None:
    with pytest.raises(UnusableFileError) as caught:
        import_official(source(json.dumps(value), "file"))
    assert str(caught.value) == "file:1:1: KSB308 not an official standard: it has no 'referenceNumber'"


@pytest.mark.parametrize("empty", [[], None, {}, [7]])
def test_a_standard_without_ksbs_is_refused(empty: object) -> None:
    assert refusal(official(knowledges=empty, skills=empty, behaviours=empty)) == (
        "official.json:2:21: KSB309 ST0001 v1.0 publishes no KSBs; there is nothing to check a portfolio against"
    )


def test_one_ksb_is_enough() -> None:
    file = official(knowledges=[], skills=[], duties=[duty("b1")])
    assert list(standard(file).ksbs) == ["B1"]


# --- other fields


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"status": " Approved "}, "status", "Approved"),
        ({"level": 4}, "level", 4),
        ({"route": "Creative &amp; design"}, "route", "Creative & design"),
        ({"larsCode": 598}, "lars_code", 598),
        ({"typicalDuration": "18"}, "typical_duration_months", 18),
        ({"maxFunding": 8000}, "maximum_funding_pounds", 8000),
        ({"eQAProvider": {"providerName": "Ofqual"}}, "eqa_provider", "Ofqual"),
        ({"eqaProvider": {"providerName": "Ofqual"}}, "eqa_provider", "Ofqual"),
        ({"eQAProvider": {"providerName": ""}, "eqaProvider": {"providerName": "OfS"}}, "eqa_provider", "OfS"),
        ({"banners": "<p>Is</p><p>retired</p>"}, "notices", ("Is retired",)),
        ({"banners": ""}, "notices", ()),
        ({"reviewDetails": "after\n3 years"}, "review", "after 3 years"),
        ({"overviewOfRole": "<p>Tests.</p><p>More.</p>"}, "overview", "Tests.\n\nMore."),
        ({"occupationalSummary": "1", "fullOverview": "2", "standardInformation": "3"}, "occupation_summary", "1"),
        ({"occupationalSummary": "", "fullOverview": "2", "standardInformation": "3"}, "occupation_summary", "2"),
        ({"standardInformation": "3"}, "occupation_summary", "3"),
        ({"typicalJobTitles": ["Tester ", "Chief  tester", ""]}, "job_titles", ("Tester", "Chief tester")),
        ({"entryRequirements": "<p>None.</p>"}, "entry_requirements", "None."),
        ({"regulatedBody": "Body"}, "regulated_by", "Body"),
        ({"involvedEmployers": "A, B & Co,  C,D,\nE, "}, "employers", ("A", "B & Co", "C,D", "E,")),
        ({"involvedEmployers": ""}, "employers", ()),
    ],
)
def test_a_field(fields: Json, name: str, value: object) -> None:
    assert getattr(standard(official(**fields)), name) == value


def test_the_version_log_has_this_version() -> None:
    file = official(version="1.2", change="New.", earliestStartDate="2024-01-31T00:00:00", latestStartDate="")
    (entry,) = standard(file).version_log
    assert (entry.version, entry.change, str(entry.earliest_start), entry.latest_start) == (
        *("1.2", "New.", "2024-01-31", None),
    )
    assert standard(official()).version_log == ()


def test_the_source_tells_where_it_was_read() -> None:
    origin = standard(official(standardPageUrl="https://example.org/st0001-v1-0")).source
    assert origin
    assert (origin.url, origin.read_from) == ("https://example.org/st0001-v1-0", "the official JSON")


def test_summaries_of_options_are_those_of_the_occupation() -> None:
    text = "<p>Option 1: Left - They go left.</p><p>Option 2: Right - They go right.</p>"
    file = official(options=[{"optionId": "o1", "title": "Left"}, {"optionId": "o2", "title": "Right"}])
    read = standard({**file, "occupationalSummary": text})
    assert [option.summary for option in read.options] == ["They go left.", "They go right."]


def test_qualifications_are_english_and_maths_licences_and_others() -> None:
    entry: dict[str, Any] = {
        "title": "Diploma",
        "level": "3",
        "anyAdditionalInformation": "<p>By post.</p>",
        "qualificationEpaIntegration": "None.",
        "mappedOptions": [{"title": "Left"}, {"title": ""}, {"title": "Right"}],
    }
    file = official(
        englishAndMathsQualifications="<p>Level 2.</p>",
        mandatoryQualificationsOrLicenceToPractice="Card.",
        qualifications=[{"title": ""}, entry, {"title": "Bare", "mappedOptions": []}],
    )
    assert [(found.title, found.text) for found in standard(file).qualifications] == [
        ("English and Maths", "Level 2."),
        ("Mandatory qualifications or licence to practise", "Card."),
        ("Diploma", "Level 3\n\nFor the option Left and Right\n\nBy post.\n\nNone."),
        ("Bare", None),
    ]


def test_recognition_is_body_level_and_remark() -> None:
    entries = [{"bodyName": "Body", "level": "Member", "partialFreeText": "in part"}, {"bodyName": "Other"}, {}]
    assert standard(official(professionalRecognition=entries)).professional_recognition == (
        "Body, Member, in part",
        "Other",
    )


# --- against the standard that ksbcheck brings, which was read from the page


def test_json_and_page_of_one_standard_differ_in_what_they_say(official_files: list[Path], st0792: Standard) -> None:
    path = next(path for path in official_files if path.name == "ST0792_1.1.json")
    theirs, ours = (found.model_dump(mode="json") for found in (import_official(read_source(path)).standard, st0792))
    assert {name for name in ours if theirs[name] != ours[name]} == {
        *("job_titles", "notices", "qualifications", "behaviours", "version_log", "source", "licence"),
    }
    assert theirs["notices"] == []
    assert sorted(map(str.lower, theirs["job_titles"])) == sorted(map(str.lower, ours["job_titles"]))
    assert [entry["title"] for entry in theirs["qualifications"]] == [
        entry["title"] for entry in ours["qualifications"]
    ]
    assert [code for code, text in theirs["behaviours"].items() if text != ours["behaviours"][code]] == ["B6"]
    assert theirs["behaviours"]["B6"].replace("  ", " ") == ours["behaviours"]["B6"]
    (log,) = theirs["version_log"]
    (page_log,) = (entry for entry in ours["version_log"] if entry["version"] == "1.1")
    assert len(ours["version_log"]) == 3
    assert {name: (log[name], page_log[name]) for name in log if log[name] != page_log[name]} == {
        "latest_start": ("2024-08-14", "2024-09-01")
    }
    for name, parts in (("source", {"read_from"}), ("licence", {"attribution"})):
        assert {part for part in ours[name] if ours[name][part] != theirs[name][part]} == parts
