"""One KSB at a screen."""

from __future__ import annotations

import pytest
from checking import small, st0792
from facts import DUTIES
from rich.cells import cell_len

from ksbcheck.reporters.ksb_page import lay_out, needed_by
from ksbcheck.reporters.layout import plain

FILM = "Film, TV, Commercial, Short Form, Radio and Audio Production (film)"
POST = "Post Production, VFX and Animation Production (post)"


def _page(code: str, width: int = 80) -> str:
    return plain(lay_out(st0792(), st0792().ksbs[code], width))


def test_whole_page() -> None:
    expected = """\
K33  knowledge of ST0792 v1.1 Media production co-ordinator

The workflow of both live-action and computer generated based projects and the
functions of relevant departments within that workflow.

Needed for the option Post Production, VFX and Animation Production (post)
Duty 11  Apply post-production technical knowledge and skills to ensure the
         delivery of post- production outputs meet deadlines and requirements of
         clients (post)
"""
    assert _page("K33") == expected


def test_title_is_indented_where_it_is_wrapped() -> None:
    assert _page("K33", 40).splitlines()[:3] == [
        "K33  knowledge of ST0792 v1.1 Media",
        "     production co-ordinator",
        "",
    ]


@pytest.mark.parametrize(
    ("code", "owners"),
    [
        ("K13", "Needed by everybody"),
        ("K15", f"Needed for the option {FILM}"),
        ("K33", f"Needed for the option {POST}"),
        ("K34", "Needed by everybody: it belongs to every option"),
        ("B1", "Needed by everybody"),
    ],
)
def test_needed_by(code: str, owners: str) -> None:
    assert needed_by(st0792(), code) == owners


def test_needed_by_some_of_many_options() -> None:
    options = [{"key": key, "title": key.upper()} for key in ("a", "b", "c")]
    standard = small(options=options, ksb_lists=[{"options": ["a", "c"], "ksbs": ["K1"]}])
    assert needed_by(standard, "K1") == "Needed for the option A (a) and C (c)"


def test_needed_by_where_that_is_not_published() -> None:
    standard = small(options=[{"key": "a", "title": "A"}])
    assert needed_by(standard, "K1") == "Which options need it is not published"


def test_needed_by_without_options() -> None:
    assert needed_by(small(), "K1") == "Needed by everybody"


@pytest.mark.parametrize("code", ["K13", "K34", "S10", "B1"])
def test_duties_are_those_that_name_it(code: str) -> None:
    told = [line for line in _page(code, 400).splitlines() if line.startswith("Duty")]
    assert [(int(line.split()[1]), line[line.rindex("(") :]) for line in told] == [
        (number, f"({option or 'core'})") for number, (option, codes) in DUTIES.items() if code in codes
    ]


def test_duty_of_several_options_names_them() -> None:
    options = [{"key": key, "title": key} for key in ("a", "b", "c")]
    standard = small(options=options, duties=[{"number": 1, "text": "Test.", "options": ["a", "c"], "ksbs": ["K1"]}])
    assert "Duty 1   Test. (a, c)\n" in plain(lay_out(standard, standard.ksbs["K1"], 80))


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    assert all(cell_len(line) <= width for code in st0792().ksbs for line in _page(code, width).splitlines())


def test_the_outcomes_of_a_foundation_apprenticeship_are_told() -> None:
    outcomes = [
        {"code": "AO1", "title": "Safety", "ksbs": ["K1"]},
        {"code": "AO2", "title": "Care", "ksbs": []},
    ]
    standard = small(assessment_outcomes=outcomes)
    assert plain(lay_out(standard, standard.ksbs["K1"], 80)).splitlines()[-1] == "AO1      Safety"
