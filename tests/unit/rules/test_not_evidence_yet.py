"""KSB217."""

from __future__ import annotations

import json
import time

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

PORTFOLIO = """\
standard: ST0001
evidence:
  - id: E1
    title: {title}
    status: {status}
    ksbs:
      K1: {locator}
"""


def _words(text: str, status: str = "submitted") -> list[str]:
    """Return the messages about a title."""
    content = PORTFOLIO.format(title=json.dumps(text), status=status, locator="p. 2")
    return [diagnostic.message for diagnostic in found("KSB217", content, of=small())]


@pytest.mark.parametrize(
    "text",
    [
        *("EVIDENCE NEEDED", "todo", "TBC", "tbd", "FIXME", "Under Construction", "lorem ipsum", "placeholder", "XXX"),
        *("to be added", "to be confirmed", "to be completed", "to be uploaded"),
        *("to_be_added", "Under-Construction", "evidence  needed"),
    ],
)
def test_words_that_say_so(text: str) -> None:
    told = [f"the title of E1 says '{' '.join(text.split())}', but E1 is submitted"]
    assert _words(text) == told
    assert _words(f"Sheets, {text}.") == told
    assert _words(f"sheets_{text}_v2") == told
    assert _words(f"{text}s") == []
    assert _words(f"é{text}") == []
    assert _words(f"{text}2") == []


@pytest.mark.parametrize(
    "text", ["todos", "Todorov", "method", "TBCs", "constructing", "needed evidence", "XXXX", "to be"]
)
def test_words_that_only_look_alike(text: str) -> None:
    assert _words(text) == []


@pytest.mark.parametrize("status", ["planned", "draft", "referred"])
def test_pieces_that_do_not_count(status: str) -> None:
    assert _words("TODO", status) == []


def test_a_locator_is_told_with_its_ksb() -> None:
    message = "a locator of E1 says 'tbc', but E1 is accepted"
    assert found("KSB217", PORTFOLIO.format(title="T", status="accepted", locator="tbc"), of=small()) == [
        Diagnostic("KSB217", Severity.WARNING, message, "portfolio.yaml", 7, 7, "K1")
    ]


@pytest.mark.parametrize("text", ["to be ", "to  ", "under          ", "xx_", "evidence needed_x "])
def test_long_texts_take_time_in_proportion(text: str) -> None:
    locator = json.dumps(text * (500_000 // len(text)))
    content = PORTFOLIO.format(title="A title", status="accepted", locator=locator)
    start = time.process_time()
    found("KSB217", content, of=small())
    assert time.process_time() - start < 5
