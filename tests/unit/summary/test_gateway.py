"""What the gateway asks for, and what a portfolio says about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, report, small

from ksbcheck.config.policy import Policy
from ksbcheck.source import read_source
from ksbcheck.standards.official import import_official
from ksbcheck.summary.gateway import requirements
from ksbcheck.summary.model import Answer, Requirement
from ksbcheck.summary.tally import tally

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ksbcheck import Standard

YES, NO, NOT_STATED = Answer.YES, Answer.NO, Answer.NOT_STATED
TODAY = date(2025, 3, 1)
FOUR = {f"K{number}": "How to test." for number in range(1, 5)}


def asked(
    *evidence: dict[str, Any],
    of: Standard | None = None,
    policy: Mapping[str, Any] | None = None,
    min_evidence: int = 1,
    today: date = TODAY,
    **fields: Any,
) -> dict[str, Requirement]:
    """Return what the gateway asks for by its keys, in their order."""
    made = report(*evidence, of=of or small(), min_evidence=min_evidence, **fields)
    found = requirements(
        made, tally(made.coverage.ksbs), None if policy is None else Policy.model_validate(policy), today
    )
    return {requirement.key: requirement for requirement in found}


def test_what_is_asked_for_of_a_standard_that_asks_for_nothing() -> None:
    found = asked()
    assert [(requirement.key, requirement.name) for requirement in found.values()] == [
        ("coverage", "Coverage"),
        ("english", "English"),
        ("maths", "Maths"),
        ("time_on_programme", "Time on programme"),
        ("employer_statement", "Employer's statement"),
    ]
    ready = "that the apprentice is ready, and the evidence the apprentice's own"
    assert [requirement.asks for requirement in found.values()] == ["all KSBs in scope", "", "", "", ready]
    assert [requirement.answer for requirement in found.values()] == [NO, *[NOT_STATED] * 4]


@pytest.mark.parametrize(
    ("text", "answer", "says"),
    [
        ("yes", YES, ""),
        ("no", NO, ""),
        ("YES", YES, ""),
        ("yEs", YES, ""),
        ("No", NO, ""),
        ("true", YES, ""),
        ("False", NO, ""),
        (" yes ", YES, ""),
        ("yes, GCSE grade 5 in 2019", YES, "GCSE grade 5 in 2019"),
        ("no; booked for May", NO, "booked for May"),
        ("No. Booked for May.", NO, "Booked for May."),
        ("yes GCSE", YES, "GCSE"),
        ("yes - GCSE", YES, "GCSE"),
        ("yes – GCSE", YES, "GCSE"),
        ("yes: GCSE – grade 5", YES, "GCSE – grade 5"),
        ("yes—GCSE", YES, "GCSE"),
        ("no(not yet)", NO, "(not yet)"),
        ("true, GCSE", YES, "GCSE"),
        ("yes\nGCSE\ngrade 5", YES, "GCSE\ngrade 5"),
        ("no no", NO, "no"),
        ("no, yes", NO, "yes"),
        ("yes,", YES, ""),
        (None, NOT_STATED, ""),
    ],
)
@pytest.mark.parametrize("key", ["english", "maths", "qualifications", "employer_statement"])
def test_what_is_stated(key: str, text: str | None, answer: Answer, says: str) -> None:
    requirement = asked(gateway={key: text}).get(key)
    if key == "qualifications" and text is None:
        assert requirement is None
    else:
        assert requirement
        assert (requirement.answer, requirement.says) == (answer, says)


@pytest.mark.parametrize("gateway", [{}, None])
def test_a_gateway_that_is_empty_states_nothing(gateway: Any) -> None:
    assert asked(gateway=gateway) == asked()


def test_the_page_s_words_are_told(st0792: Standard) -> None:
    found = asked(of=st0792, option="post")
    (part,) = st0792.qualifications
    assert part.text
    assert part.text.startswith("Apprentices without level 2 English and maths will need to achieve this level")
    assert found["english"].asks == part.text
    assert found["maths"].asks == "as for English"
    assert "qualifications" not in found


@pytest.mark.parametrize(
    ("title", "is_english_or_maths"),
    [
        ("English and Maths", True),
        ("English & mathematics requirements", True),
        ("Maths and English", True),
        ("ENGLISH", True),
        ("Maths", True),
        ("mathematics", True),
        ("Diploma in Teaching English", False),
        ("Diploma in Mathematics", False),
        ("Aftermath of English", False),
        ("Spoken Anglo-Englishness and maths", False),
        ("Licence to practise", False),
    ],
)
def test_which_qualifications_are_english_and_maths(title: str, is_english_or_maths: bool) -> None:
    found = asked(of=small(qualifications=[{"title": title}]))
    assert found["english"].asks == (title if is_english_or_maths else "")
    assert ("qualifications" not in found) is is_english_or_maths
    if not is_english_or_maths:
        assert found["qualifications"] == Requirement("qualifications", "Qualifications", NOT_STATED, "", title)


def test_several_parts_are_told_as_one() -> None:
    parts = [
        {"title": "English", "text": "Level 2."},
        {"title": "Diploma A", "text": "Level 3"},
        {"title": "Maths", "text": "Level 1."},
        {"title": "Licence B"},
    ]
    found = asked(of=small(qualifications=parts), gateway={"qualifications": "yes, both"})
    assert found["english"].asks == "Level 2. Level 1."
    assert found["maths"].asks == "as for English"
    assert list(found) == ["coverage", "english", "maths", "qualifications", "time_on_programme", "employer_statement"]
    assert found["qualifications"].asks == "Diploma A: Level 3; Licence B"
    assert (found["qualifications"].answer, found["qualifications"].says) == (YES, "both")


def test_official_standards_ask_for_what_they_are_known_to(official_files: list[Path]) -> None:
    by_name = {path.name: path for path in official_files}
    asks = {}
    for name in ("ST0600_1.1.json", "ST0701_1.0.json", "ST0842_1.2.json", "ST0792_1.1.json"):
        if name in by_name:
            standard = import_official(read_source(by_name[name])).standard
            option = standard.options[0].key if standard.options else None
            found = asked(of=standard, option=option)
            asks[name] = found["qualifications"].asks if "qualifications" in found else None
    known = {
        "ST0600_1.1.json": "Foundation Degree in Hearing Aid Audiology",
        "ST0701_1.0.json": "Diploma in Orthodontic Therapy",
        "ST0842_1.2.json": "; STCW Elementary First Aid: Level 2",
    }
    assert asks
    for name, told in asks.items():
        assert (told is None) is (name not in known)
        assert known.get(name, "") in (told or "")


@pytest.mark.parametrize(
    ("policy", "min_evidence", "answer", "says", "asks"),
    [
        (None, 1, NO, "3 of 4 KSBs (75.0 %), 1 of them accepted", "all KSBs in scope"),
        ({}, 1, NO, "3 of 4 KSBs (75.0 %), 1 of them accepted", "all KSBs in scope"),
        ({"fail_under": "100"}, 1, NO, "3 of 4 KSBs (75.0 %), 1 of them accepted", "all KSBs in scope"),
        (
            {"fail_under": "75"},
            1,
            YES,
            "3 of 4 KSBs (75.0 %), 1 of them accepted",
            "75 % of the KSBs in scope, as the policy asks",
        ),
        (
            {"fail_under": "75.01"},
            1,
            NO,
            "3 of 4 KSBs (75.0 %), 1 of them accepted",
            "75.01 % of the KSBs in scope, as the policy asks",
        ),
        (
            {"fail_under": "0"},
            2,
            YES,
            "1 of 4 KSBs (25.0 %), 0 of them accepted",
            "0 % of the KSBs in scope, as the policy asks",
        ),
    ],
)
def test_coverage_is_held_against_the_policy(
    policy: dict[str, str] | None, min_evidence: int, answer: Answer, says: str, asks: str
) -> None:
    evidence = [piece("E1", ["K1"], "accepted"), piece("E2", ["K1", "K2", "K3"]), piece("E3", ["K4"], "draft")]
    found = asked(*evidence, of=small(knowledge=FOUR), policy=policy, min_evidence=min_evidence)
    assert found["coverage"] == Requirement("coverage", "Coverage", answer, says, asks)


@pytest.mark.parametrize(("least", "answer"), [("33.33", YES), ("33.34", NO)])
def test_coverage_is_compared_exactly(least: str, answer: Answer) -> None:
    three = small(knowledge={f"K{number}": "How to test." for number in range(1, 4)})
    found = asked(piece("E1", ["K1"]), of=three, policy={"fail_under": least})["coverage"]
    assert (found.answer, found.says) == (answer, "1 of 3 KSBs (33.3 %), 0 of them accepted")


def test_all_covered_is_yes_and_by_claims_too() -> None:
    found = asked(piece("E1", ["K1"]))["coverage"]
    assert (found.answer, found.says) == (YES, "1 of 1 KSBs (100.0 %), 0 of them accepted")


@pytest.mark.parametrize(
    ("apprentice", "typical", "answer", "says", "asks"),
    [
        ({}, None, NOT_STATED, "", ""),
        ({}, 12, NOT_STATED, "", "typically 12 months"),
        ({"planned_gateway": "2025-08-01"}, 12, NOT_STATED, "", "typically 12 months"),
        ({"start_date": "2024-03-02"}, 12, NO, "11 whole months from 2024-03-02 to 2025-03-01", "typically 12 months"),
        ({"start_date": "2024-03-01"}, 12, YES, "12 whole months from 2024-03-01 to 2025-03-01", "typically 12 months"),
        ({"start_date": "2023-03-01"}, 12, YES, "24 whole months from 2023-03-01 to 2025-03-01", "typically 12 months"),
        ({"start_date": "2024-03-01"}, None, NOT_STATED, "12 whole months from 2024-03-01 to 2025-03-01", ""),
        ({"start_date": "2025-01-31"}, 1, YES, "1 whole month from 2025-01-31 to 2025-03-01", "typically 1 month"),
        ({"start_date": "2026-01-31"}, 1, NO, "0 whole months from 2026-01-31 to 2025-03-01", "typically 1 month"),
        (
            {"start_date": "2024-03-01", "planned_gateway": "2025-08-31"},
            18,
            NO,
            "12 whole months from 2024-03-01 to 2025-03-01; 17 to the planned gateway on 2025-08-31",
            "typically 18 months",
        ),
    ],
)
def test_time_on_programme(
    apprentice: dict[str, str], typical: int | None, answer: Answer, says: str, asks: str
) -> None:
    fields = {} if typical is None else {"typical_duration_months": typical}
    found = asked(of=small(**fields), apprentice=apprentice)["time_on_programme"]
    assert found == Requirement("time_on_programme", "Time on programme", answer, says, asks)


@pytest.mark.parametrize(
    ("spelling", "is_statement"),
    [
        ("employer statement", True),
        ("Employer's Statement", True),
        ("Employer\N{RIGHT SINGLE QUOTATION MARK}s statement", True),
        ("employers' statement", True),
        ("employer-statement", True),
        ("EMPLOYER_STATEMENT", True),
        ("statement of the employer, signed", True),
        ("employer statements (2)", True),
        ("employer", False),
        ("witness statement", False),
        ("employment statement", False),
        ("unemployer misstatement", False),
        (None, False),
    ],
)
def test_pieces_that_are_such_statements_are_named(spelling: str | None, is_statement: bool) -> None:
    found = asked(piece("E1", ["K1"]), piece("E2", [], "draft", type=spelling))["employer_statement"]
    assert (found.answer, found.says) == (NOT_STATED, "evidence of this type: E2 (draft)" if is_statement else "")


def test_what_is_stated_comes_first_and_the_pieces_decide_nothing() -> None:
    pieces = [piece("E1", [], "accepted", type="employer statement"), piece("E2", [], type="employer statement")]
    found = asked(*pieces, gateway={"employer_statement": "no, not signed"})["employer_statement"]
    assert (found.answer, found.says) == (NO, "not signed; evidence of this type: E1 (accepted), E2 (submitted)")
    assert asked(*pieces)["employer_statement"].answer is NOT_STATED
    assert asked(gateway={"employer_statement": "yes"})["employer_statement"].says == ""
