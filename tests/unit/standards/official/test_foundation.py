"""Foundation apprenticeships."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from publishing import defects, foundation, standard

from ksbcheck.source import read_source
from ksbcheck.standards.official import import_official
from ksbcheck.standards.scope import scope_of

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck import Standard

NO_TABLE = "the assessment plan has no table of assessment outcomes that can be read"


def table(*cells: tuple[str, str]) -> str:
    rows = "".join(f"<tr>\n<td><p>{first}</p></td>\n<td><p>{second}</p></td>\n</tr>\n" for first, second in cells)
    return f"<p>Plan.</p><table><tbody><tr><th>Outcome</th><th>KSBs</th></tr>{rows}</tbody></table>"


def outcomes(read: Standard) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    return [(outcome.code, outcome.title, outcome.text, outcome.ksbs) for outcome in read.assessment_outcomes]


def test_it_has_employability_in_place_of_behaviours() -> None:
    assert defects(foundation()) == []
    read = standard(foundation())
    assert list(read.ksbs) == ["K1", "S1", "EB1"]
    assert read.knowledge == {"K1": "How tools work.*"}
    assert scope_of(read, None).codes == ("K1", "S1", "EB1")
    assert not read.unassigned


@pytest.mark.parametrize("front", ["EB1: ", "EB1 ", "(EB1) ", "eb01. "])
def test_the_code_in_front_of_a_text_is_removed(front: str) -> None:
    file = foundation(employabilitySkillsAndBehaviours=[{"id": "3", "detail": f"{front}Come in time."}])
    assert standard(file).employability == {"EB1": "Come in time."}


def test_the_code_of_a_behaviour_is_not_its_own() -> None:
    file = foundation(employabilitySkillsAndBehaviours=[{"id": "3", "detail": "B1: Come in time."}])
    assert [code for code, *_ in defects(file, '^"B1: ')] == ["KSB332"]


def test_one_of_its_lists_is_enough() -> None:
    file = {key: value for key, value in foundation("").items() if not key.startswith("technical")}
    assert list(standard(file).ksbs) == ["EB1"]


@pytest.mark.parametrize(
    ("first", "outcome"),
    [
        ("AO1: Tools", ("AO1", "Tools", None)),
        ("AO 1: Tools – Uses them: all.", ("AO1", "Tools", "Uses them: all.")),
        ("<strong>AO12</strong> Tools - Uses them.", ("AO12", "Tools", "Uses them.")),
        ("AO1: Tools: Uses them - all.", ("AO1", "Tools", "Uses them - all.")),
        ("AO1<br>Hand-held tools", ("AO1", "Hand-held tools", None)),
        ("AO1 Tools &amp;ndash; Uses", ("AO1", "Tools", "Uses")),
    ],
)
def test_an_outcome_has_code_title_and_text(first: str, outcome: tuple[str, str, str | None]) -> None:
    (read,) = outcomes(standard(foundation(table((first, "K1")))))
    assert read == (*outcome, ("K1",))


@pytest.mark.parametrize(
    "second",
    [
        *("K1, S1, EB1", "K1*, S1* and EB1", "k1 s1. eb1*.", "K1; S1; EB1;", "K1,S1,,EB1, K1", "K1</p><p>S1<br>EB1"),
        *("*K1*&nbsp;S1 **EB1**", "K1 and S1 and EB1"),
    ],
)
def test_the_ksbs_of_an_outcome_are_listed_in_many_ways(second: str) -> None:
    file = foundation(table(("AO1: Tools", second), ("AO2: More", "S1")))
    assert defects(file) == []
    assert outcomes(standard(file)) == [("AO1", "Tools", None, ("K1", "S1", "EB1")), ("AO2", "More", None, ("S1",))]


def test_what_is_no_ksb_is_left_out() -> None:
    file = foundation(table(("AO1: Tools", f"K1, K9, {'x' * 30}")))
    assert defects(file, '"assessmentDetails": ^', '"assessmentDetails": ^') == [
        ("KSB338", "AO1 names 'K9', which is no KSB here; left out", "/assessmentDetails"),
        ("KSB338", f"AO1 names '{'X' * 20}', which is no KSB here; left out", "/assessmentDetails"),
    ]
    assert standard(file).assessment_outcomes[0].ksbs == ("K1",)


@pytest.mark.parametrize(
    "plan", ["", "<p>AO1: Tools K1</p>", "<table><tr><td>AO1: Tools</td></tr><tr><td>Note</td><td>K1</td></tr></table>"]
)
def test_a_plan_without_such_a_table_is_told(plan: str) -> None:
    assert defects(foundation(plan), '"assessmentDetails": ^') == [("KSB338", NO_TABLE, "/assessmentDetails")]
    assert standard(foundation(plan)).assessment_outcomes == ()


def test_a_file_without_a_plan_is_told_where_it_starts() -> None:
    file = foundation()
    del file["assessmentDetails"]
    assert defects(file, "^{\n") == [("KSB338", NO_TABLE, "/assessmentDetails")]


def test_its_page_has_an_address_of_its_own() -> None:
    origin = standard(foundation(foundationApprenticeshipUrl="https://example.org/FA0001")).source
    assert origin
    assert origin.url == "https://example.org/FA0001"


def test_outcomes_of_the_official_files_name_their_ksbs(official_files: list[Path]) -> None:
    """The codes that a file's tables name, found by a search for all that looks like one."""
    seen = 0
    for path in official_files:
        if path.name.startswith("FA"):
            read = import_official(read_source(path)).standard
            plan = json.loads(path.read_text(encoding="utf-8"))["assessmentDetails"]
            cells = re.findall(r"<td[^>]*>(.*?)</td>", plan, re.DOTALL)
            lists = [set(re.findall(r"\b(?:K|S|EB)[0-9]+", cell)) for cell in cells]
            for outcome in read.assessment_outcomes:
                seen += 1
                assert set(outcome.ksbs) in lists, (path.name, outcome.code)
    assert seen
