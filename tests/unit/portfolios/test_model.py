"""What a portfolio's fields take."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ksbcheck import load_portfolio
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.portfolios.model import COUNTED, PLANNED, Claim, Evidence, Gateway, Portfolio, Status
from ksbcheck.portfolios.texts import texts_of
from ksbcheck.printable import printable
from ksbcheck.scalars import MOST_ITEMS
from ksbcheck.source import Source

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
        "claims": (("K1", None),),
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


@given(
    st.dictionaries(
        st.one_of(
            st.sampled_from(["K1", "k1", " s2 ", "", " ", "\u00a0", "ß", "ŉ"]), st.text(max_size=3).map(printable)
        ),
        st.one_of(
            st.none(), st.sampled_from(["p. 2", " p. 3\n", "", " ", "\u2003"]), st.just(["p. 2"]), st.just({"a": "b"})
        ),
        max_size=5,
    )
)
def test_a_mapping_of_claims_is_as_sound_as_each_claim(ksbs: dict[str, Any]) -> None:
    expected: list[Any] = []
    for number, (code, locator) in enumerate(ksbs.items()):
        if not code.strip():
            expected.append(("string_too_short", "ksbs", number, "code"))
        if not isinstance(locator, str | None):
            expected.append(("string_type", "ksbs", number, "locator"))
        elif locator is not None and not locator.strip():
            expected.append(("string_too_short", "ksbs", number, "locator"))
    if expected:
        assert errors({"ksbs": ksbs}) == expected
    else:
        assert claims(ksbs) == [(code.strip().upper(), locator and locator.strip()) for code, locator in ksbs.items()]


def test_no_more_claims_are_read_than_lists_may_have_items() -> None:
    many = [f"K{number}" for number in range(MOST_ITEMS)]
    for ksbs in (many, dict.fromkeys(many)):
        assert len(claims(ksbs)) == MOST_ITEMS
    for ksbs in ([*many, "K"], dict.fromkeys([*many, "K"])):
        assert errors({"ksbs": ksbs}) == [("misfit", "ksbs")]


PLACED = """\
standard: ST0001
evidence:
  - id: E1
    title: T
    ksbs:
      K1: p. 2
      ' ': p. 3
      K3: ' '
      K4: [p. 5]
  - id: E2
    title: T
    ksbs: [K1, ' ', ~]
"""


def test_claims_that_are_not_sound_are_told_at_their_places() -> None:
    with pytest.raises(UnusableFileError) as caught:
        load_portfolio(Source("portfolio.yaml", PLACED.encode()))
    assert [(found.code, found.line, found.column) for found in caught.value.diagnostics] == [
        ("KSB007", 7, 7),  # the key
        ("KSB007", 8, 11),  # the value
        ("KSB007", 9, 11),
        ("KSB007", 12, 16),  # items
        ("KSB007", 12, 21),
    ]


def test_every_text_of_the_pieces_is_among_their_texts() -> None:
    piece = PIECE | {
        "type": "video",
        "files": ["a.pdf", "b.pdf"],
        "notes": "Agreed",
        "ksbs": {"k1": "p. 2", "S1": None},
    }
    portfolio = Portfolio.model_validate({"standard": "ST0792", "evidence": [piece, PIECE]})
    written = {text.text for text in texts_of(portfolio) if text.piece is not None}
    assert set(portfolio.text_of_pieces.split("\0")) - {""} == written
    assert len(written) == 9


def test_a_copy_with_other_pieces_has_their_texts() -> None:
    portfolio = Portfolio.model_validate({"standard": "ST0792", "evidence": [PIECE]})
    same = Portfolio.model_validate({"standard": "ST0792", "evidence": [PIECE]})
    assert portfolio.text_of_pieces
    assert portfolio == same
    assert pickle.dumps(portfolio) == pickle.dumps(same)
    assert portfolio.model_copy(update={"evidence": ()}).text_of_pieces == ""
