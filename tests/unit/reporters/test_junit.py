"""A run as test results, read back by an XML parser, a schema and a library that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from checking import piece, small
from facts import scope
from gates import HOSTILE, gate, held, hostile_gate, unusable
from junitparser import Error, Failure, JUnitXml, Skipped
from validating import junit_schema

from ksbcheck.change import Before, Change
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.printable import one_line, printable, shortened
from ksbcheck.reporters import GATE_REPORTERS, REPORTERS

if TYPE_CHECKING:
    from ksbcheck import Report, Standard
    from ksbcheck.gate import Gate

RESULTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def _parse(made: str) -> ET.Element:
    junit_schema().validate(made)
    root = ET.fromstring(made)
    for element in (root, *root.iter("testsuite")):
        assert int(element.attrib["tests"]) == len(list(element.iter("testcase")))
        for count, result in RESULTS.items():
            assert int(element.attrib[count]) == len(list(element.iter(result)))
    read = JUnitXml.fromstring(made.encode())
    assert read.tests == sum(suite.tests for suite in read) == int(root.attrib["tests"])
    kinds = {"failures": Failure, "errors": Error, "skipped": Skipped}
    for count, kind in kinds.items():
        found = [result for suite in read for case in suite for result in case.result if isinstance(result, kind)]
        assert len(found) == int(root.attrib[count])
    return root


def _of(made: Gate) -> ET.Element:
    return _parse(GATE_REPORTERS["junit"](made, 80))


def _results(root: ET.Element) -> dict[str, tuple[str, str] | None]:
    """Return the first word of each case's name -> what became of it, and the message."""
    return {
        case.attrib["name"].split()[0]: next(((result.tag, result.attrib["message"]) for result in case), None)
        for case in root.iter("testcase")
    }


def _report(**config: object) -> Report:
    texts = {"K1": "Plan.", "K2": "Test.", "K3": "Read.", "K4": "Ask."}
    standard = small(knowledge=texts, duties=[{"number": 3, "text": "Do.", "ksbs": ["K1", "K2", "K3"]}])
    pieces = [piece("E1", ["K1", "K2", "K8", "K8"]), piece("E2", ["K1", "K9"])]
    asked = {"select": ["KSB1", "KSB201", "KSB204"], "policy": {"min_evidence": 2}}
    return held(*pieces, of=standard, config={**asked, **config})


def test_whole_text() -> None:
    standard = small(options=[{"key": "a", "title": "A"}], duties=[{"number": 1, "text": "Test.", "ksbs": ["K1"]}])
    report = held(piece("E1", ["K7"]), of=standard, option="a", config={"select": ["KSB101", "KSB201"]})
    made = GATE_REPORTERS["junit"](gate(report), 80)
    assert (
        made
        == """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ksbcheck" tests="2" failures="1" errors="0" skipped="1" time="0">
  <testsuite name="portfolio.yaml" tests="2" failures="1" errors="0" skipped="1" time="0">
    <properties>
      <property name="standard" value="ST0001 v1.0" />
      <property name="option" value="a" />
      <property name="required" value="1" />
      <property name="covered" value="0" />
      <property name="percent" value="0.0" />
    </properties>
    <testcase classname="portfolio.yaml.ST0001_v1_0.a" name="K1 How to test." time="0">
      <skipped message="K1 has no evidence yet">How to test.
Duties: 1</skipped>
    </testcase>
    <testcase classname="portfolio.yaml.rules" name="KSB201 unknown code" time="0">
      <failure message="ST0001 v1.0 has no KSB 'K7', only K1" type="KSB201">\
portfolio.yaml:1:108 KSB201 ST0001 v1.0 has no KSB 'K7', only K1</failure>
    </testcase>
  </testsuite>
</testsuites>
"""
    )


def test_in_check_gaps_are_skipped_and_errors_fail() -> None:
    results = _results(_of(gate(_report())))
    assert list(results) == ["K1", "K2", "K3", "K4", "KSB201", "KSB204"]
    assert results["K1"] is None
    assert results["K2"] == ("skipped", "K2 has 1 of 2 pieces of evidence: E1")
    assert results["K3"] == ("skipped", "K3 has no evidence yet")
    assert results["KSB201"] is not None
    assert results["KSB201"][0] == "failure"
    assert results["KSB201"][1].endswith(" (and 2 more)")
    assert results["KSB204"] == ("skipped", "E1 claims K8 twice; it counts once")


def test_in_gaps_a_gap_is_a_failure() -> None:
    results = _results(_parse(REPORTERS["junit"](_report(), 80)))
    assert results["K1"] is None
    assert results["K2"] == ("failure", "K2 has 1 of 2 pieces of evidence: E1")
    assert results["K3"] == ("failure", "K3 has no evidence yet")


@pytest.mark.parametrize(("severity", "result"), [("error", "failure"), ("warning", "skipped"), ("note", "skipped")])
def test_a_severity_that_was_asked_for_decides(severity: str, result: str) -> None:
    results = _results(_of(gate(_report(severity={"KSB101": severity}))))
    assert results["K3"] == (result, "K3 has no evidence yet")


@pytest.mark.parametrize("asks_for_gaps", [True, False])
def test_what_is_waived_does_not_fail(asks_for_gaps: bool) -> None:
    waivers = [{"code": code, "reason": "Later."} for code in ("KSB101", "KSB201")]
    results = _results(_of(gate(_report(waivers=waivers), asks_for_gaps=asks_for_gaps)))
    assert results["K3"] == ("skipped", "waived (Later.): K3 has no evidence yet")
    assert results["KSB201"] is not None
    assert results["KSB201"][0] == "skipped"
    assert results["KSB201"][1].startswith("waived (Later.): ")


def test_one_waived_finding_of_several_is_told_and_not_the_message() -> None:
    root = _of(gate(_report(waivers=[{"code": "KSB201", "ksb": "K8", "reason": "Later."}])))
    (case,) = (case for case in root.iter("testcase") if case.attrib["name"] == "KSB201 unknown code")
    assert "'K9'" in case[0].attrib["message"]
    assert (case[0].text or "").count("waived (Later.): portfolio.yaml:1:") == 2


@pytest.mark.parametrize(("asks_for_gaps", "result"), [(True, "failure"), (False, "skipped")])
def test_a_gap_is_told_where_its_rule_is_not_asked(asks_for_gaps: bool, result: str) -> None:
    made = gate(_report(ignore=["KSB101"]), asks_for_gaps=asks_for_gaps)
    assert _results(_of(made))["K3"] == (result, "K3 has 0 of 2 pieces of evidence")


def test_a_gap_is_of_the_type_of_its_rule_where_that_is_not_asked() -> None:
    root = _of(gate(_report(select=["KSB201"]), asks_for_gaps=True))
    types = {case.attrib["name"]: case[0].attrib["type"] for case in root.iter("testcase") if len(case)}
    assert (types["K2 Test."], types["K3 Read."]) == ("KSB102", "KSB101")


def test_two_findings_of_a_rule_are_one_and_one_more() -> None:
    results = _results(_of(gate(held(piece("E1", ["K8", "K9"]), of=small(), config={"select": ["KSB201"]}))))
    assert results["KSB201"] == ("failure", "ST0001 v1.0 has no KSB 'K8', only K1 (and 1 more)")


def test_what_changed_is_a_property() -> None:
    change = Change(Before("HEAD~1"), lost=("K1",))
    properties = list(_of(gate(_report()._replace(change=change))).iter("property"))
    assert properties[-1].attrib["name"] == "change"
    assert properties[-1].attrib["value"].startswith("since HEAD~1: gained 0 · lost 1 (K1)")


def test_without_an_option_its_property_is_empty() -> None:
    properties = {entry.attrib["name"]: entry.attrib["value"] for entry in _of(gate(_report())).iter("property")}
    assert properties["option"] == ""


def test_the_text_has_the_whole_ksb_and_its_duties() -> None:
    texts = {case.attrib["name"]: case[0].text for case in _of(gate(_report())).iter("testcase") if len(case)}
    assert texts["K3 Read."] == "Read.\nDuties: 3"
    assert texts["K4 Ask."] == "Ask."


def test_all_duties_of_a_ksb_are_told() -> None:
    duties = [{"number": number, "text": "Do.", "ksbs": ["K1"]} for number in (3, 12)]
    case = next(_of(gate(held(of=small(duties=duties)))).iter("testcase"))
    assert (case[0].text or "").endswith("\nDuties: 3, 12")


def test_a_file_that_cannot_be_used_is_an_error() -> None:
    made = gate(held(of=small()))
    root = _of(made._replace(outcomes=(*made.outcomes, unusable("standard: ST0792\nevidens: []\n"))))
    _, suite = root
    (case,) = suite
    assert (suite.attrib["name"], suite.attrib["errors"]) == ("broken.yaml", "1")
    assert (case.attrib["classname"], case.attrib["name"]) == ("broken.yaml", "can be used")
    assert case[0].attrib["type"] in {"KSB005", "KSB006"}
    lines = (case[0].text or "").splitlines()
    assert len(lines) == 2
    assert all(line.startswith("broken.yaml:") for line in lines)


def test_the_configuration_has_a_suite_of_its_own() -> None:
    fault = Diagnostic("KSB901", Severity.WARNING, "of no use", ".ksbcheck.toml", 3, 1)
    *_, suite = _of(gate(held(of=small()), faults=[fault]))
    assert suite.attrib["name"] == suite[0].attrib["classname"] == "configuration"
    assert _results(suite) == {"KSB901": ("skipped", "of no use")}


def test_every_ksb_in_scope_is_a_case_that_no_other_portfolio_has(st0792: Standard) -> None:
    reports = [held(of=st0792, option=option, path=f"{option}/p.yaml") for option in ("film", "post")]
    root = _of(gate(*reports))
    cases = [case for case in root.iter("testcase") if case.attrib["name"][:3] != "KSB"]
    names = {(case.attrib["classname"], case.attrib["name"]) for case in cases}
    assert len(names) == len(cases) == 79 + 71
    for option in ("film", "post"):
        own = {name.split()[0] for classname, name in names if classname == f"{option}/p.yaml.ST0792_v1_1.{option}"}
        assert own == scope(option)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_stays_text(text: str) -> None:
    root = _of(hostile_gate(text))
    shown = one_line(printable(text))
    assert [suite.attrib["name"] for suite in root] == [shown, shown, "configuration"]
    first = next(root.iter("testcase"))
    assert first.attrib["name"] == f"K1 {shortened(shown)}"
    assert first[0].text == f"{shown}\nDuties: 4"
    assert {element.tag for element in root.iter()} == {
        *("testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped")
    }
