"""What a portfolio's fields take."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from ksbcheck.portfolios.model import COUNTED, PLANNED, Claim, Evidence, Gateway, Portfolio, Status

PIECE: dict[str, Any] = {"id": "E01", "title": "Call sheets", "ksbs": ["K1"]}


def claims(ksbs: Any) -> list[tuple[str, str | None]]:
    return [(claim.code, claim.locator) for claim in Evidence.model_validate(PIECE | {"ksbs": ksbs}).claims]


def errors(fields: Any) -> list[tuple[Any, ...]]:
    with pytest.raises(ValidationError) as caught:
        Evidence.model_validate(PIECE | fields)
    return [(error["type"], *error["loc"]) for error in caught.value.errors()]


def test_only_the_standard_and_the_evidence_are_needed() -> None:
    portfolio = Portfolio.model_validate({"standard": "ST0792", "evidence": []})
    assert portfolio.model_dump() == {
        "standard": "ST0792",
        "option": None,
        "apprentice": {"name": None, "start_date": None, "planned_gateway": None},
        "gateway": {"english": None, "maths": None, "qualifications": None, "employer_statement": None},
        "evidence": (),
    }


@pytest.mark.parametrize(
    "text", ["yes", "NO", "True", "fAlSe", "yes, GCSE", "no.", "yes (E16)", "no\nnot yet", "yes – 5", " yes ", "no: -"]
)
@pytest.mark.parametrize("field", Gateway.model_fields)
def test_yes_and_no_are_read_with_what_there_is_to_say(field: str, text: str) -> None:
    assert getattr(Gateway.model_validate({field: text}), field) == text.strip()


@pytest.mark.parametrize("text", ["", " ", "y", "maybe", "yess", "none", "not yet", "yes/no", "yes?", "is yes", "1", 1])
@pytest.mark.parametrize("field", Gateway.model_fields)
def test_no_other_answer_is_read(field: str, text: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Gateway.model_validate({field: text})
    assert [error["loc"] for error in caught.value.errors()] == [(field,)]


@pytest.mark.parametrize("gateway", [None, {}, {"english": None}])
def test_a_gateway_may_be_empty(gateway: Any) -> None:
    empty = Portfolio.model_validate({"standard": "ST0792", "evidence": []})
    assert Portfolio.model_validate({"standard": "ST0792", "evidence": [], "gateway": gateway}) == empty


def test_a_piece_needs_an_id_a_title_and_ksbs() -> None:
    with pytest.raises(ValidationError) as caught:
        Evidence.model_validate({})
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [
        ("missing", ("id",)),
        ("missing", ("title",)),
        ("missing", ("ksbs",)),
    ]


def test_a_piece_is_submitted_unless_it_says_otherwise() -> None:
    assert Evidence.model_validate(PIECE).model_dump() == {
        "id": "E01",
        "title": "Call sheets",
        "date": None,
        "type": None,
        "status": "submitted",
        "claims": ({"code": "K1", "locator": None},),
        "files": (),
        "notes": None,
    }


def test_all_of_a_piece_is_read() -> None:
    piece = Evidence.model_validate(
        PIECE | {"date": "2024-03-02", "type": " observation ", "status": "draft", "files": ["a", "b"], "notes": "n"}
    )
    assert (piece.date, piece.type, piece.status) == (date(2024, 3, 2), "observation", "draft")
    assert (piece.files, piece.notes) == (("a", "b"), "n")


@pytest.mark.parametrize("status", get_args(Status))
def test_each_status_is_read(status: Status) -> None:
    assert Evidence.model_validate(PIECE | {"status": status}).status == status


@pytest.mark.parametrize("status", ["Accepted", "accepted ", "done", ""])
def test_no_other_status_is_read(status: str) -> None:
    assert errors({"status": status}) == [("literal_error", "status")]


def test_what_is_left_empty_is_as_if_left_out() -> None:
    piece = Evidence.model_validate(PIECE | {"status": None, "files": None})
    assert (piece.status, piece.files) == ("submitted", ())


def test_accepted_and_submitted_pieces_count_and_a_referred_piece_is_not_even_planned() -> None:
    assert {"accepted", "submitted"} == COUNTED
    assert {"planned", "draft"} == PLANNED
    assert set(get_args(Status)) - COUNTED - PLANNED == {"referred"}


@pytest.mark.parametrize(
    ("ksbs", "read"),
    [
        ([], []),
        ({}, []),
        (["K1", "s2", " b3 "], [("K1", None), ("S2", None), ("B3", None)]),
        ({"k1": "p. 2", "eb2": None}, [("K1", "p. 2"), ("EB2", None)]),
        (["K1", "k1"], [("K1", None), ("K1", None)]),
        (["anything"], [("ANYTHING", None)]),
    ],
    ids=str,
)
def test_claims_are_a_list_of_codes_or_a_mapping_to_locators(ksbs: Any, read: list[tuple[str, str | None]]) -> None:
    assert claims(ksbs) == read


def test_claims_can_be_claims_already() -> None:
    claim = Claim(code="K1", locator="p. 2")
    assert Evidence.model_validate(PIECE | {"ksbs": (claim,)}).claims == (claim,)


@pytest.mark.parametrize(
    ("ksbs", "error"),
    [
        ("K1, S2", ("misfit", "ksbs")),
        (None, ("tuple_type", "ksbs")),
        ([None], ("string_type", "ksbs", 0, "code")),
        (["K1", ["K2"]], ("string_type", "ksbs", 1, "code")),
        ([{"K1": "p. 2"}], ("misfit", "ksbs")),
        ([" "], ("string_too_short", "ksbs", 0, "code")),
        ({"K1": ["p. 2"]}, ("string_type", "ksbs", 0, "locator")),
        ({"K1": " "}, ("string_too_short", "ksbs", 0, "locator")),
    ],
    ids=str,
)
def test_no_other_claims_are_read(ksbs: Any, error: tuple[Any, ...]) -> None:
    assert errors({"ksbs": ksbs}) == [error]


def test_a_single_code_is_told_how_to_become_a_list() -> None:
    with pytest.raises(ValidationError, match=r"is to be a list: '\[K1, S2\]', or a line 'K1: p\. 2' for each KSB"):
        claims("K1")
