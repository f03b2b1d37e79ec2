"""Reading a portfolio's file, and what is said where it is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import source

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.portfolios.read import PortfolioFile, read_portfolio
from ksbcheck.source import Source

HEAD = """\
standard: ST0792 v1.1
option: post
"""
TEXT = (
    HEAD
    + """\
apprentice:
  name: A. N. Apprentice
  start_date: 2024-01-15
  planned_gateway: 2025-07-15
evidence:
  - id: E01
    title: 1.10
    date: 2024-03-02
    type: work product
    status: accepted
    ksbs:
      k1: p. 2
      S2: 'no'
      B2:
    files: [evidence/e01.pdf]
  - {id: 002, title: 'no', ksbs: [K3, K4]}
"""
)


def portfolio(text: str) -> PortfolioFile:
    return read_portfolio(source(text, "p"))


def refusal(text: str) -> list[str]:
    with pytest.raises(UnusableFileError) as caught:
        portfolio(text)
    return [str(found).removeprefix("p:") for found in caught.value.diagnostics]


def piece(field: str) -> list[str]:
    """Return what is wrong with a piece that has ``field`` in its fifth line."""
    fields = {"id": "id: E01", "title": "title: Call sheets", "ksbs": "ksbs: [K1]"}
    fields.pop(field.split(":", maxsplit=1)[0], None)
    return refusal(f"{HEAD}evidence:\n  -\n    {field}\n    " + "\n    ".join(fields.values()))


def test_a_portfolio_is_read() -> None:
    read = portfolio(TEXT).portfolio
    assert (read.standard, read.option) == ("ST0792 v1.1", "post")
    assert read.apprentice.model_dump() == {
        "name": "A. N. Apprentice",
        "start_date": date(2024, 1, 15),
        "planned_gateway": date(2025, 7, 15),
    }
    first, second = read.evidence
    assert [(claim.code, claim.locator) for claim in first.claims] == [("K1", "p. 2"), ("S2", "no"), ("B2", None)]
    assert (first.title, first.date, first.status) == ("1.10", date(2024, 3, 2), "accepted")
    assert (first.type, first.files) == ("work product", ("evidence/e01.pdf",))
    assert (second.id, second.title, second.status) == ("002", "no", "submitted")
    assert [claim.code for claim in second.claims] == ["K3", "K4"]


def test_a_portfolio_s_file_is_known() -> None:
    file = read_portfolio(Source("mine.yaml", TEXT.encode(), Path("folder")))
    assert (file.path, file.folder) == ("mine.yaml", Path("folder"))
    assert file.document.data()["standard"] == "ST0792 v1.1"


@pytest.mark.parametrize(
    ("loc", "at"),
    [
        (("standard",), (1, 11)),
        (("apprentice", "start_date"), (5, 15)),
        (("evidence",), (8, 3)),
        (("evidence", 0), (8, 5)),
        (("evidence", 0, "id"), (8, 9)),
        (("evidence", 0, "ksbs", 0), (14, 7)),
        (("evidence", 0, "ksbs", 2), (16, 7)),
        (("evidence", 0, "files", 0), (17, 13)),
        (("evidence", 1, "ksbs", 1), (18, 39)),
        (("evidence", 1, "notes"), (18, 5)),
    ],
)
def test_the_place_of_a_value_or_of_an_item_s_key_is_known(loc: tuple[str | int, ...], at: tuple[int, int]) -> None:
    assert portfolio(TEXT).position(*loc) == at


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: KSB001 the file is empty"),
        ("a: b: c", "1:5: KSB002 not valid YAML: a ':' where none can stand; put quotes around a text that holds ': '"),
        (HEAD, "1:1: KSB006 the field 'evidence' is missing"),
        ("evidence: []\n", "1:1: KSB006 the field 'standard' is missing"),
        (f"{HEAD}evidence:\n", "3:10: KSB007 'evidence' is to be a list: '[a, b]', or lines that start with '- '"),
        (f"{HEAD}evidence: []\nnotes: x\n", "4:1: KSB005 there is no field 'notes' here"),
        (
            f"{HEAD}evidence: []\napprentice: {{nmae: x}}\n",
            "4:14: KSB005 there is no field 'nmae' here; did you mean 'name'?",
        ),
        (
            f"{HEAD}evidence: []\napprentice: {{start_date: 1.2.24}}\n",
            "4:26: KSB007 'start_date' is to be a date like 2024-03-02",
        ),
        (
            f"{HEAD}evidence: []\ngateway:\n  english: yes\n  maths: soon\n",
            "6:10: KSB007 'maths' is to start with yes or no, such as 'yes, GCSE English, grade 5'",
        ),
        (
            f"{HEAD}evidence: []\ngateway: {{employer_statement: [yes]}}\n",
            "4:31: KSB007 'employer_statement' is to be a text",
        ),
        (
            f"{HEAD}evidence: []\ngateway: yes\n",
            "4:10: KSB007 'gateway' is to have fields, each on a line of its own: 'name: value'",
        ),
        (
            f"{HEAD}evidence: []\ngateway: {{mathss: yes}}\n",
            "4:11: KSB005 there is no field 'mathss' here; did you mean 'maths'?",
        ),
    ],
)
def test_what_is_no_portfolio_is_told(text: str, message: str) -> None:
    assert refusal(text) == [message]


def test_what_is_stated_for_the_gateway_may_have_several_lines() -> None:
    text = f"{HEAD}evidence: []\ngateway:\n  english: >\n    Yes,\n    GCSE\n  maths: |\n    no,\n    not yet\n"
    read = portfolio(f"{text}  employer_statement: yes,\n    signed\n  qualifications: true\n").portfolio.gateway
    assert read.model_dump() == {
        "english": "Yes, GCSE",
        "maths": "no,\nnot yet",
        "employer_statement": "yes, signed",
        "qualifications": "true",
    }


STANDARD = "reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: Tools}\n"


def test_a_standard_is_told_from_a_portfolio() -> None:
    message = " KSB001 a standard and not a portfolio; look at it with: ksbcheck standard show FILE"
    assert refusal(STANDARD) == [message]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"{STANDARD}evidence: []\n", "1:1: KSB005 there is no field 'reference' here"),
        (STANDARD.replace("knowledge", "skills"), "1:1: KSB005 there is no field 'reference' here"),
        ("- knowledge\n", "1:1: KSB007 the file is to have fields, each on a line of its own: 'name: value'"),
    ],
)
def test_what_only_looks_a_little_like_a_standard_is_read_as_a_portfolio(text: str, first: str) -> None:
    assert refusal(text)[0] == first


STATUSES = "planned, draft, submitted, accepted, referred"
CODES = "is to be a list: '[K1, S2]', or a line 'K1: p. 2' for each KSB"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("id:", "5:8: KSB007 'id' is empty"),
        (f"id: {'x' * 1_001}", "5:9: KSB007 'id' has more than 1000 characters, which is the most that is read here"),
        (
            f"title: {'x' * 10_001}",
            "5:12: KSB007 'title' has more than 10000 characters, which is the most that is read here",
        ),
        ("id: [E01]", "5:9: KSB007 'id' is to be a text"),
        ("titel: x", "5:5: KSB005 there is no field 'titel' here; did you mean 'title'?"),
        ("claims: [K1]", "5:5: KSB005 there is no field 'claims' here"),
        ("ksb: [K1]", "5:5: KSB005 there is no field 'ksb' here; did you mean 'ksbs'?"),
        ("date: 2024-02-30", "5:11: KSB007 'date' is not a day of the calendar"),
        (
            "status: acepted",
            f"5:13: KSB007 'status' is 'acepted', which is none of {STATUSES}; did you mean 'accepted'?",
        ),
        ("ksbs: K1, K2", f"5:11: KSB007 'ksbs' {CODES}"),
        ("ksbs: [K1, ~]", "5:16: KSB007 item 2 of 'ksbs' is empty"),
        ("ksbs: [[K1]]", "5:12: KSB007 item 1 of 'ksbs' is to be a text"),
        (
            "ksbs: [{K1: p. 2}]",
            "5:11: KSB007 'ksbs' is to be codes only where its lines start with '- '; write 'K1: p. 2' without",
        ),
        ("ksbs: {'': p}", "5:12: KSB007 item 1 of 'ksbs' is empty"),
        ("ksbs: {K1: p, ' ': p}", "5:19: KSB007 item 2 of 'ksbs' is empty"),
        ("ksbs: {K1: {p: 2}}", "5:16: KSB007 'K1' under 'ksbs' is to be a text"),
        ("ksbs: {K1: {code: p}}", "5:16: KSB007 'K1' under 'ksbs' is to be a text"),
        ("ksbs: {K1: {locator: p}}", "5:16: KSB007 'K1' under 'ksbs' is to be a text"),
        ("ksbs: {K1: [p]}", "5:16: KSB007 'K1' under 'ksbs' is to be a text"),
        ("ksbs: {K1: p, K2: ' '}", "5:23: KSB007 'K2' under 'ksbs' is empty"),
        ("files: a.pdf", "5:12: KSB007 'files' is to be a list: '[a, b]', or lines that start with '- '"),
        ("files: [a, '']", "5:16: KSB007 item 2 of 'files' is empty"),
        ("notes: {a: b}", "5:12: KSB007 'notes' is to be a text"),
    ],
)
def test_what_is_wrong_with_a_piece_is_told_at_its_place(field: str, message: str) -> None:
    assert piece(field) == [message]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{HEAD}evidence:\n" + "- {id: a, title: b, ksbs: []}\n" * 2001, "4:1: KSB007 'evidence'"),
        (f"{HEAD}evidence: [{{id: a, title: b, ksbs: [{'K1,' * 2001}]}}]", "3:36: KSB007 'ksbs'"),
        (f"{HEAD}evidence: [{{id: a, title: b, ksbs: [], files: [{'f,' * 2001}]}}]", "3:47: KSB007 'files'"),
    ],
    ids=["evidence", "ksbs", "files"],
)
def test_a_list_that_is_too_long_is_told_once(text: str, place: str) -> None:
    (message,) = refusal(text)
    assert message.startswith(f"{place} has more items than are read")


def test_an_empty_apprentice_is_as_if_left_out() -> None:
    read = read_portfolio(source("standard: ST0792\napprentice:\nevidence: []\n"))
    assert read.portfolio.apprentice.name is None
