"""KSB302."""

from __future__ import annotations

import pytest
from checking import found, small

from ksbcheck.diagnostic import Diagnostic, Severity

PORTFOLIO = """\
standard: ST0792 v1.1
option: post
apprentice:
  name: A. N. Apprentice
  start_date: {start}
evidence: []
"""


@pytest.mark.parametrize("start", ["2023-06-08", "2024-01-15", "2024-09-01"])
def test_start_while_the_version_was_open(start: str) -> None:
    assert found("KSB302", PORTFOLIO.format(start=start)) == []


@pytest.mark.parametrize(
    ("start", "limit"),
    [("2023-06-07", "from 2023-06-08 on"), ("2024-09-02", "until 2024-09-01")],
    ids=["the day before", "the day after"],
)
def test_start_while_it_was_not_open(start: str, limit: str) -> None:
    message = f"ST0792 v1.1 was open for starts {limit}, and the programme started on {start}"
    assert found("KSB302", PORTFOLIO.format(start=start)) == [
        Diagnostic("KSB302", Severity.WARNING, message, "portfolio.yaml", 5, 15)
    ]


def test_no_start_date() -> None:
    assert found("KSB302", "standard: ST0792\noption: post\nevidence: []\n") == []


@pytest.mark.parametrize(
    "entry",
    [
        {"version": "1.0"},
        {"version": "1.1", "earliest_start": "2030-01-01"},
        {"version": "1.0", "earliest_start": "2024-01-15", "latest_start": "2024-01-15"},
    ],
    ids=["no dates", "another version", "one day"],
)
def test_what_the_log_does_not_limit(entry: dict[str, str]) -> None:
    text = "standard: ST0001\napprentice: {start_date: 2024-01-15}\nevidence: []\n"
    assert found("KSB302", text, of=small(version_log=[entry])) == []
