"""A portfolio, as the command line reads, checks and reports it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

from fuzz.ends import NAME, hold_to_a_finding, is_visible
from ksbcheck.config.model import Config
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.gate import Gate, Outcome
from ksbcheck.load import load_portfolio
from ksbcheck.report import check
from ksbcheck.reporters import GATE_REPORTERS, REPORTERS, SUMMARY_REPORTERS
from ksbcheck.source import Source
from ksbcheck.standards.read import read_standard
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from ksbcheck.report import Report

STANDARD = b"""\
reference: ST0001
version: '1.0'
title: Tester
options: [{key: film, title: Film}, {key: post, title: Post Production}]
duties:
- {number: 1, text: Test., ksbs: [K1, S1, B1]}
- {number: 2, options: [film], text: Film., ksbs: [K2]}
- {number: 3, options: [post], text: Finish., ksbs: [K3]}
knowledge: {K1: How to test., K2: How to film., K3: How to finish.}
skills: {S1: Test.}
behaviours: {B1: Be fair.}
"""
TODAY = date(2025, 1, 15)
# What asks every rule for something.
CONFIG = Config.model_validate(
    {
        "policy": {
            "min_evidence": 2,
            "fail_under": "80",
            "fail_under_kind": {"skill": "100"},
            "min_pieces": 2,
            "max_pieces": 20,
            "types": ["work product", "witness testimony"],
            "forbidden_types": ["reflective account"],
            "locators": "true",
            "files": "true",
            "max_ksbs_per_piece": 3,
            "earliest_date": "2024-01-01",
            "latest_date": "2025-01-01",
            "on_track": "true",
        },
        "waivers": [{"code": "KSB205", "reason": "A test.", "expires": "2025-06-01"}],
    }
)
_standard = read_standard(Source("standard.yaml", STANDARD))
# A picture and a workbook take ten times as long as all others, and their texts go through the same hands.
_OF_A_REPORT = [render for name, render in REPORTERS.items() if name != "svg"]
_OF_A_SUMMARY = [render for name, render in SUMMARY_REPORTERS.items() if name != "xlsx"]
_OF_A_RUN = list(GATE_REPORTERS.values())


def report(data: bytes) -> None:
    """Read and check a portfolio, and render it in one format, which the input itself tells."""
    number = crc32(data)
    try:
        held = _held(data)
    except UnusableFileError as error:
        outcome = Outcome(NAME, None, error.diagnostics)
        hold_to_a_text(_OF_A_RUN[number % len(_OF_A_RUN)](Gate((outcome,)), 80))
        raise
    for found in held.diagnostics:
        hold_to_a_finding(found, data)
    number %= len(_OF_A_REPORT) + len(_OF_A_SUMMARY)
    width = 20 + number * 10
    if number < len(_OF_A_REPORT):
        hold_to_a_text(_OF_A_REPORT[number](held, width))
    else:
        hold_to_a_text(_OF_A_SUMMARY[number - len(_OF_A_REPORT)](summarise(held, TODAY, policy=CONFIG.policy), width))


def _held(data: bytes) -> Report:
    file = load_portfolio(Source(NAME, data))
    option = None if file.portfolio.option else "film"
    return check(file, _standard, option=option, config=CONFIG, today=TODAY, every_rule=True)


def hold_to_a_text(text: str | bytes) -> None:
    """Assert that an output can be written, and hides nothing."""
    assert isinstance(text, str)
    text.encode()
    # Spreadsheets want the mark at the start of a CSV file.
    assert is_visible(text.removeprefix("\ufeff"), "\t\n\r"), "a hidden character in what is shown"
