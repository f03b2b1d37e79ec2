"""KSB218."""

from __future__ import annotations

import json
import time
from itertools import product
from random import Random

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

LEARNER, INSURANCE = "a unique learner number", "a National Insurance number"
EMAIL, PHONE = "an email address", "a phone number"


def _kinds(text: str) -> list[str]:
    """Return the kinds of personal data that are told of a piece's notes."""
    content = (
        f'{{"standard": "ST0001", "evidence": [{{"id": "E1", "title": "T", "ksbs": [], "notes": {json.dumps(text)}}}]}}'
    )
    messages = [diagnostic.message for diagnostic in found("KSB218", content, of=small())]
    start, end = "the notes of E1 has ", " in it; personal data is not to be in a repository"
    assert all(message.startswith(start) and message.endswith(end) for message in messages)
    return [message.removeprefix(start).removesuffix(end) for message in messages]


def _told(texts: list[str]) -> list[str]:
    """Return those of many notes, one to a line, that are told."""
    pieces = "".join(f"  - {{id: E{number}, title: T, ksbs: [], notes: {text}}}\n" for number, text in enumerate(texts))
    diagnostics = found("KSB218", f"evidence:\n{pieces}standard: ST0001\n", of=small())
    return [texts[diagnostic.line - 2] for diagnostic in diagnostics if diagnostic.line]


def _learner_numbers(nine: str) -> list[str]:
    """Return the numbers with a right check digit, from the published rule: none if the remainder is 0."""
    total = 10 * int(nine[0]) + 9 * int(nine[1]) + 8 * int(nine[2]) + 7 * int(nine[3]) + 6 * int(nine[4])
    total += 5 * int(nine[5]) + 4 * int(nine[6]) + 3 * int(nine[7]) + 2 * int(nine[8])
    return [] if total % 11 == 0 else [f"{nine}{10 - total % 11}"]


def test_learner_numbers_are_those_with_the_right_check_digit() -> None:
    random = Random(1)
    nines = [100_000_000, 999_999_999, *(random.randrange(10**8, 10**9) for _ in range(150))]
    numbers = [f"{nine}{digit}" for nine in nines for digit in range(10)]
    right = [number for nine in nines for number in _learner_numbers(str(nine))]
    assert _told(numbers) == right


def test_a_remainder_of_0_makes_no_learner_number() -> None:
    nine = next(str(number) for number in range(10**8, 10**9) if not _learner_numbers(str(number)))
    assert not any(_kinds(f"{nine}{digit}") for digit in range(10))


NUMBER = "1234567899"


@pytest.mark.parametrize("text", [NUMBER, f"ULN:{NUMBER}", f"({NUMBER}),", f"uln_{NUMBER}.pdf", f"evidence/{NUMBER}"])
def test_learner_numbers_in_texts(text: str) -> None:
    assert _kinds(text) == [LEARNER]


@pytest.mark.parametrize(
    "text", [f"1{NUMBER}", f"{NUMBER}0", f"v{NUMBER}", f"{NUMBER}a", f"0.{NUMBER}", "0" + NUMBER[:9]]
)
def test_other_numbers(text: str) -> None:
    assert LEARNER not in _kinds(text)


def test_prefixes_of_insurance_numbers() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    given_out = {
        first + second
        for first, second in product(letters, repeat=2)
        if not {first, second} & set("DFIQUV") and second != "O"
    } - {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
    pairs = [first + second for first, second in product(letters, repeat=2)]
    assert _told([f"{pair}123456C" for pair in pairs]) == [f"{pair}123456C" for pair in pairs if pair in given_out]


@pytest.mark.parametrize("text", ["AB123456C", "ab 12 34 56 c", "AB-12-34-56-D", "AB 123456 A", "nino_AB123456B.pdf"])
def test_insurance_numbers(text: str) -> None:
    assert _kinds(text) == [INSURANCE]


@pytest.mark.parametrize(
    "text", ["AB123456E", "AB123456", "AB12345C", "XAB123456C", "AB123456CD", "AB  12 34 56 C", "AB1234567C"]
)
def test_no_insurance_numbers(text: str) -> None:
    assert _kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *("a@example.org", "<first.last+tag@mail.example.co.uk>", "mailto:a_b@ex-ample.org.", "zoë@beispiel.de"),
        *("evidence/someone@example.org.pdf", "a@example.org_2024.pdf", "1@2.example"),
    ],
)
def test_email_addresses(text: str) -> None:
    assert _kinds(text) == [EMAIL]


@pytest.mark.parametrize(
    "text", ["@handle", "a@host", "logo@2x.png", "a @ example.org", "a@-b.org", "a@b.1", "@a.org", "24@23.976"]
)
def test_no_email_addresses(text: str) -> None:
    assert _kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # The regulator gives these numbers to film and television.
        *("07700 900123", "07700900123", "07700-900-123", "077 0090 0123", "tel:07700900123", "call_07700900123.txt"),
        *("020 7946 0018", "(020) 7946 0018", "0113 496 0001", "01632 960001", "01632960001", "(01632) 960 001"),
        *("+44 7700 900123", "+447700900123", "+44 (0)7700 900123", "+44 (0) 20 7946 0018", "0044 1632 960001"),
        *("+44 (20) 7946 0018", "03069 990001", "08081 570001", "0800 111111", "01204 96001"),
        *("07700 900123/2", "07700 900123.", "07700 900123 or 4", "2024-03-02: 07700 900123"),
    ],
)
def test_phone_numbers(text: str) -> None:
    assert _kinds(text) == [PHONE]


@pytest.mark.parametrize(
    "text",
    [
        *("2024-03-02", "02-03-2024 10:15", "02-03-2024 1015", "02/03/2024", "20240302101500", "01 02 03 04 05"),
        *("00:12:30-00:14:10", "01:23:45:12", "0.12.3456789", "1.0.0123456789", "1700000000", "0900 1000 1100"),
        *("ISBN 0140449132", "978 0140449132", "978-0140449136", "978-0-14-044913-6", "9780140449136", "0-14-044913-2"),
        *(
            "0207 946 001",
            "07700 90012",
            "07700 9001234",
            "0123 4567 8901 2345",
            "0700 00",
            "+1 202 555 0100",
            "x07700900123",
        ),
        *("rows 01234 to 05678", "0123456789.12", "06700 900123", "00000000000", "04412 345678"),
    ],
)
def test_no_phone_numbers(text: str) -> None:
    assert _kinds(text) == []


def test_several_kinds_in_one_text_are_told_each_once() -> None:
    assert _kinds(f"a@b.org, c@d.org, {NUMBER} {NUMBER}, 07700 900123, AB123456C") == sorted(
        [LEARNER, INSURANCE, EMAIL, PHONE]
    )


def test_every_text_but_the_name_is_looked_through() -> None:
    text = """\
standard: ST0001
option: 1@example.org
apprentice: {name: 2@example.org}
evidence:
  - id: 3@example.org
    title: 4@example.org
    type: 5@example.org
    status: planned
    ksbs:
      K1: 6@example.org
      7@example.org:
    files: [8@example.org]
    notes: 9@example.org
"""
    of = small(options=[{"key": "1", "title": "1@example.org"}], duties=[])
    diagnostics = found("KSB218", text, of=of)
    what = {
        2: "the option",
        5: "the id",
        6: "the title",
        7: "the type",
        10: "a locator",
        11: "a code",
        12: "a file's name",
        13: "the notes",
    }
    assert {diagnostic.line: diagnostic.message.partition(" has ")[0] for diagnostic in diagnostics} == what
    assert {diagnostic.ksb for diagnostic in diagnostics} == {None}
    assert not any("@" in diagnostic.message for diagnostic in diagnostics)


def test_what_is_said_for_the_gateway_is_looked_through() -> None:
    text = """\
standard: ST0001
gateway:
  maths: yes
  english: yes, ask 1@example.org
  employer_statement: no, 2@example.org will sign
  qualifications: no
evidence: []
"""
    diagnostics = found("KSB218", text, of=small())
    what = {4: "the gateway's english", 5: "the gateway's employer_statement"}
    assert {diagnostic.line: diagnostic.message.partition(" has ")[0] for diagnostic in diagnostics} == what
    assert {diagnostic.evidence for diagnostic in diagnostics} == {None}


def test_a_finding_names_its_piece() -> None:
    message = "the title of E1 has an email address in it; personal data is not to be in a repository"
    text = "standard: ST0001\nevidence:\n  - {id: E1, title: a@b.org, ksbs: []}\n"
    assert found("KSB218", text, of=small()) == [
        Diagnostic("KSB218", Severity.WARNING, message, "portfolio.yaml", 3, 21)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a.",
        "@",
        "a@",
        "a@a.",
        "a@a.a",
        "0",
        "0 ",
        "07",
        "07 ",
        "07700 90012 ",
        "+44 ",
        "(0",
        "1-",
        "AB",
        "AB12",
        "AB 12 34 ",
        "1234567899",
        "é",
        "_",
    ],
)
def test_long_texts_take_time_in_proportion(text: str) -> None:
    start = time.process_time()
    _kinds(text * (300_000 // len(text.encode())))
    assert time.process_time() - start < 5


def test_many_pieces_whose_ids_are_personal_data() -> None:
    evidence = ", ".join(f"{{id: {number}@b.org, title: c@d.org, ksbs: []}}" for number in range(600))
    start = time.process_time()
    diagnostics = found("KSB218", f"standard: ST0001\nevidence: [{evidence}]\n", of=small())
    assert len(diagnostics) == 1001
    assert time.process_time() - start < 5
