"""The bundled ST0792 v1.1 against three sources: figures, the official page and the official JSON."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import groupby
from typing import TYPE_CHECKING, Any

import facts
import pytest

from ksbcheck.load import standard_source
from ksbcheck.standards.faults import faults_of
from ksbcheck.standards.ksb import Kind
from ksbcheck.standards.scope import find_option, options_of, scope_of
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from ksbcheck import Standard
    from ksbcheck.standards.model import Duty


def test_the_file_has_no_fault(st0792: Standard) -> None:
    assert faults_of(st0792, read_document(standard_source("ST0792 v1.1"))) == []


# --- against the figures


def test_it_has_43_knowledge_38_skills_and_6_behaviours(st0792: Standard) -> None:
    assert {str(kind): len(texts) for kind, texts in st0792.texts.items() if texts} == facts.KIND_COUNTS


def test_its_duties_are_the_pages_with_their_codes_in_order(st0792: Standard) -> None:
    assert {duty.number: ((*duty.options, None)[0], duty.ksbs) for duty in st0792.duties} == facts.DUTIES
    assert [duty.number for duty in st0792.duties] == sorted(facts.DUTIES)
    assert all(len(duty.options) <= 1 for duty in st0792.duties)


def test_every_text_is_the_pages(st0792: Standard) -> None:
    assert {code: facts.digest(ksb.text) for code, ksb in st0792.ksbs.items()} == facts.DIGESTS


@pytest.mark.parametrize("key", facts.OPTIONS)
def test_scope_of_an_option(st0792: Standard, key: str) -> None:
    scope = scope_of(st0792, find_option(st0792, key))
    assert len(scope.codes) == facts.SCOPE_COUNTS[key]
    assert set(scope.codes) == facts.scope(key)
    assert not scope.unassigned


def test_62_ksbs_are_in_the_core(st0792: Standard) -> None:
    assert {code for code in st0792.ksbs if not options_of(st0792, code)} == facts.core()
    assert len(facts.core()) == facts.CORE_COUNT


def test_k34_is_in_both_options_and_not_in_the_core(st0792: Standard) -> None:
    assert [option.key for option in options_of(st0792, "K34")] == ["film", "post"]
    assert "K34" not in facts.core()


# --- against the page


def lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def page_of(standard: Standard) -> Iterator[str]:
    """Make the page again, line by line, from all that the file says."""
    newer, retired = standard.notices
    yield f"{newer} View the latest version"
    yield retired
    yield from ("Overview of the role", standard.overview or "")
    yield from ("Details of standard", "This standard has options. Display duties and KSBs for:")
    yield from ("Occupation summary", *lines_of(standard.occupation_summary or ""))
    yield from ("Typical job titles include:", " ".join(standard.job_titles))
    yield from ("Core occupation duties", *_duties(duty for duty in standard.duties if not duty.options))
    yield "Option duties"
    for option in standard.options:
        yield f"{option.title} duties"
        yield from _duties(duty for duty in standard.duties if option.key in duty.options)
    yield "KSBs"
    for kind, texts in standard.texts.items():
        if texts:
            yield kind.plural.capitalize()
            yield from (f"{code}: {text} Back to Duty" for code, text in texts.items())
    yield "Qualifications"
    for qualification in standard.qualifications:
        yield from filter(None, (qualification.title, qualification.text))
    yield from _details(standard)
    yield from ("Is this webpage useful?", "Thank you for your feedback", "Tell us about your experience")


def _duties(duties: Iterable[Duty]) -> Iterator[str]:
    yield "Duty KSBs"
    for duty in duties:
        yield f"Duty {duty.number} {duty.text}"
        yield from (" ".join(codes) for _, codes in groupby(duty.ksbs, key=lambda code: code[0]))


def _details(standard: Standard) -> Iterator[str]:
    yield from ("Additional details", "Occupational Level:", str(standard.level))
    yield from ("Duration (months):", str(standard.typical_duration_months))
    yield from ("Review", standard.review or "")
    yield f"Status: {standard.status}"
    yield f"Level: {standard.level}"
    yield f"Reference: {standard.reference}"
    yield f"Version: {standard.version}"
    yield f"Date updated: {_day(standard.date_updated)}"
    yield f"Route: {standard.route}"
    yield f"Typical duration to gateway: {standard.typical_duration_months} months (this does not include EPA period)"
    yield f"Maximum funding: £{standard.maximum_funding_pounds}"
    yield f"Options: {', '.join(option.title for option in standard.options)}"
    yield f"LARS Code: {standard.lars_code}"
    yield f"EQA Provider: {standard.eqa_provider}"
    yield f"Employers involved in creating the standard: {', '.join(standard.employers)}"
    yield from ("Version log", "Version Change detail Earliest start date Latest start date")
    for entry in standard.version_log:
        yield f"{entry.version} {entry.change} {_day(entry.earliest_start)} {_day(entry.latest_start)}"
    assert standard.licence
    yield standard.licence.attribution or ""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "Not set"


def test_the_page_made_again_from_the_file_is_the_page(st0792: Standard, page: str) -> None:
    assert list(page_of(st0792)) == lines_of(page)


def test_summary_of_an_option_is_what_follows_the_dash_of_its_paragraph(st0792: Standard, page: str) -> None:
    summaries = re.findall(r"^Option [0-9]: .*? [–-] (.*)$", page, re.MULTILINE)
    assert [option.summary for option in st0792.options] == summaries


def test_the_figures_are_the_pages(page: str) -> None:
    texts = dict(re.findall(r"^([KSB][0-9]+): (.*) Back to Duty$", page, re.MULTILINE))
    assert {code: facts.digest(text) for code, text in texts.items()} == facts.DIGESTS
    duties: dict[int, tuple[str | None, tuple[str, ...]]] = {}
    core, *options = re.split(r"^(?:Film|Post).* duties$", page.partition("\nKSBs\n")[0], flags=re.MULTILINE)
    for option, part in zip((None, *facts.OPTIONS), (core, *options), strict=True):
        for number, codes in re.findall(r"^Duty ([0-9]+) .*\n((?:\n|[KSB][0-9 KSB]*\n)+)", part, re.MULTILINE):
            duties[int(number)] = (option, tuple(codes.split()))
    assert duties == facts.DUTIES


# --- against the JSON


@pytest.fixture(scope="module")
def official(official_files: list[Path]) -> dict[str, Any]:
    path = next(path for path in official_files if path.name == "ST0792_1.1.json")
    file: dict[str, Any] = json.loads(path.read_bytes())
    return file


KSB_FIELDS = {
    Kind.KNOWLEDGE: ("knowledges", "knowledgeId", "mappedKnowledge"),
    Kind.SKILL: ("skills", "skillId", "mappedSkills"),
    Kind.BEHAVIOUR: ("behaviours", "behaviourId", "mappedBehaviour"),
}


def test_ksbs_of_the_json_differ_in_nothing_but_spaces(st0792: Standard, official: dict[str, Any]) -> None:
    spaced = []
    for kind, (field, _, _) in KSB_FIELDS.items():
        texts = {f"{kind.prefix}{number}": ksb["detail"] for number, ksb in enumerate(official[field], start=1)}
        assert {code: " ".join(text.split()) for code, text in texts.items()} == st0792.texts[kind]
        spaced += [code for code, text in texts.items() if text != st0792.ksbs[code].text]
    assert spaced == ["K10", "B6"]


def test_options_and_duties_are_the_jsons(st0792: Standard, official: dict[str, Any]) -> None:
    assert [option.title for option in st0792.options] == [option["title"] for option in official["options"]]
    keys = {option["optionId"]: key for option, key in zip(official["options"], facts.OPTIONS, strict=True)}
    codes = {
        ksb[identity]: f"{kind.prefix}{number}"
        for kind, (field, identity, _) in KSB_FIELDS.items()
        for number, ksb in enumerate(official[field], start=1)
    }
    duties = [
        (
            duty["dutyDetail"],
            bool(duty["isThisACoreDuty"]),
            tuple(keys[option] for option in duty["mappedOptions"]),
            tuple(codes[identity] for _, _, mapped in KSB_FIELDS.values() for identity in duty[mapped]),
        )
        for duty in official["duties"]
    ]
    assert [(duty.text, not duty.options, duty.options, duty.ksbs) for duty in st0792.duties] == duties


def test_other_fields_are_the_jsons_but_for_three(st0792: Standard, official: dict[str, Any]) -> None:
    ours = st0792.model_dump(mode="json")
    (this,) = (entry for entry in ours["version_log"] if entry["version"] == st0792.version)
    pairs = {
        "referenceNumber": ours["reference"],
        "version": ours["version"],
        "title": ours["title"],
        "status": ours["status"],
        "level": ours["level"],
        "route": ours["route"],
        "larsCode": ours["lars_code"],
        "typicalDuration": ours["typical_duration_months"],
        "maxFunding": ours["maximum_funding_pounds"],
        "overviewOfRole": ours["overview"],
        "occupationalSummary": ours["occupation_summary"].split("\n\n"),
        "typicalJobTitles": ours["job_titles"],
        "englishAndMathsQualifications": [entry["text"] for entry in ours["qualifications"]],
        "involvedEmployers": ", ".join(ours["employers"]),
        "reviewDetails": ours["review"],
        "changedDate": f"{ours['date_updated']}T00:00:00",
        "change": this["change"],
        "earliestStartDate": f"{this['earliest_start']}T00:00:00",
        "latestStartDate": f"{this['latest_start']}T00:00:00",
        "standardPageUrl": ours["source"]["url"],
    }
    theirs = official | {field: _paragraphs(official[field]) for field in pairs if "&lt;p" in str(official[field])}
    assert [field for field, value in pairs.items() if theirs[field] != value] == [
        "typicalJobTitles",  # in another order and with capitals
        "englishAndMathsQualifications",  # refers to the funding rules instead
        "latestStartDate",
    ]
    assert official["eQAProvider"]["providerName"] == st0792.eqa_provider
    assert (this["latest_start"], official["latestStartDate"]) == ("2024-09-01", "2024-08-14T00:00:00")
    assert {title.lower() for title in official["typicalJobTitles"]} == {title.lower() for title in st0792.job_titles}


def _paragraphs(escaped: str) -> list[str]:
    """Return the text of HTML, which the JSON has escaped."""
    html = re.sub(r"<br>", "\n", unescape(unescape(escaped)))
    return [line.strip() for line in re.sub(r"<[^>]*>", "", html).splitlines() if line.strip()]
