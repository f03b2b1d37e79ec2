"""A run in SARIF, held against the official schema."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from checking import piece, small
from gates import HOSTILE, gate, held, hostile_gate, unusable
from validating import validate_sarif

from ksbcheck import __version__, check, load_portfolio
from ksbcheck.codes import MEANINGS
from ksbcheck.config.model import Config
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.gate import Outcome
from ksbcheck.printable import printable
from ksbcheck.reporters import GATE_REPORTERS, REPORTERS
from ksbcheck.rules import RULES
from ksbcheck.source import Source

if TYPE_CHECKING:
    from ksbcheck import Report
    from ksbcheck.gate import Gate


def _parse(made: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(made)
    validate_sarif(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    fingerprints = [result["partialFingerprints"]["ksbcheck/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)
    # What the specification asks for and the schema does not say.
    assert all(isinstance(result["suppressions"], list) for result in run["results"])
    return dict(run)


def _of(made: Gate) -> dict[str, Any]:
    return _parse(GATE_REPORTERS["sarif"](made, 80))


def _results(made: Gate) -> list[dict[str, Any]]:
    return list(_of(made)["results"])


def _report(*lines: str, path: str = "portfolios/a.yaml", **config: Any) -> Report:
    """Return the report of a portfolio with a comment of some lines before its only piece."""
    content = "\n".join(
        ["standard: ST0001 v1.0", *lines, "evidence:", "- id: E1", "  title: x", "  ksbs: [K1, K7, K7, k7]"]
    )
    config = {"select": ["KSB101", "KSB2"], "ignore": ["KSB208"], **config}
    file = load_portfolio(Source(path, content.encode()))
    return check(file, small(skills={"S1": "Ask."}), config=Config.model_validate(config), every_rule=True)


def test_a_run_without_findings_is_valid() -> None:
    run = _of(gate(held(piece("E1", ["K1"]), of=small(), config={"ignore": ["KSB2"]})))
    assert run["results"] == []
    assert run["columnKind"] == "unicodeCodePoints"
    assert "invocations" not in run
    driver = {"name": "ksbcheck", "version": __version__, "rules": []}
    assert run["tool"]["driver"] == driver


def test_a_result() -> None:
    results = [found for found in _results(gate(_report())) if found["ruleId"] == "KSB201"]
    fingerprint = results[0]["partialFingerprints"]["ksbcheck/v1"]
    assert results[0] == {
        "ruleId": "KSB201",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "ST0001 v1.0 has no KSB 'K7', only K1"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "portfolios/a.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 5, "startColumn": 14},
                }
            }
        ],
        "partialFingerprints": {"ksbcheck/v1": fingerprint},
        "suppressions": [],
        "properties": {"ksb": "K7", "evidence": "E1"},
    }
    stem = fingerprint.removesuffix(":1")
    assert [found["partialFingerprints"]["ksbcheck/v1"] for found in results] == [f"{stem}:{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("lines", [["# one"], ["# one", "", "# three"]])
def test_fingerprints_stay_when_lines_move(lines: list[str]) -> None:
    def fingerprints(report: Report) -> list[str]:
        return [found["partialFingerprints"]["ksbcheck/v1"] for found in _results(gate(report))]

    moved = _report(*lines)
    assert [found.line for found in moved.diagnostics] != [found.line for found in _report().diagnostics]
    assert fingerprints(moved) == fingerprints(_report())
    assert not set(fingerprints(_report(path="b.yaml"))) & set(fingerprints(_report()))


def test_numbers_of_lines_in_messages_make_no_other_fingerprint() -> None:
    found = [Diagnostic("KSB203", Severity.ERROR, f"taken on line {line}", "a.yaml", line + 5, 1) for line in (7, 9)]
    results = [result for fault in found for result in _results(gate(faults=[fault]))]
    assert len({result["partialFingerprints"]["ksbcheck/v1"] for result in results}) == 1


def test_fingerprints_are_the_same_in_every_version() -> None:
    fault = Diagnostic("KSB203", Severity.ERROR, "taken on line 7", "a\udcff.yaml", 3, 1)
    (result,) = _results(gate(faults=[fault]))
    known = hashlib.sha256(b"KSB203\0a\xed\xb3\xbf.yaml\0\0\0taken on line").hexdigest()[:32]
    assert result["partialFingerprints"] == {"ksbcheck/v1": f"{known}:1"}


def test_a_code_without_a_page_is_told_by_itself() -> None:
    run = _of(gate(faults=[Diagnostic("KSB998", Severity.NOTE, "told", "a.yaml", 3, 1)]))
    assert run["tool"]["driver"]["rules"][0]["help"] == {"text": "KSB998", "markdown": "KSB998"}


def test_paths_are_said_to_be_those_from_where_it_was_run() -> None:
    described = {"description": {"text": "The folder that ksbcheck was run in."}}
    assert _of(gate(_report()))["originalUriBaseIds"] == {"%SRCROOT%": described}


def test_gaps_are_notes_without_a_region() -> None:
    (result,) = (found for found in _results(gate(_report())) if found["ruleId"] == "KSB101")
    assert result["level"] == "note"
    assert result["properties"] == {"ksb": "S1"}
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert _parse(REPORTERS["sarif"](_report(), 80))["results"]


def test_rules_have_their_page_as_help() -> None:
    for rule in _of(gate(_report(select=["KSB"], ignore=[])))["tool"]["driver"]["rules"]:
        page = RULES[rule["id"]].page.strip()
        assert rule["help"] == {"text": page, "markdown": page}
        first, second = page.split("\n\n")[:2]
        assert rule["shortDescription"] == {"text": " ".join(first.split())}
        assert rule["fullDescription"] == {"text": f"{first}\n\n{second}"}
        assert rule["defaultConfiguration"] == {"level": RULES[rule["id"]].severity}
        assert rule["name"].lower() == RULES[rule["id"]].name.replace("_", "")


def test_the_default_level_is_the_rule_s_and_the_level_what_was_asked_for() -> None:
    run = _of(gate(_report(severity={"KSB201": "note"})))
    assert {found["level"] for found in run["results"] if found["ruleId"] == "KSB201"} == {"note"}
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]}
    assert levels["KSB201"] == "error"


def test_what_is_waived_is_suppressed() -> None:
    waivers = [{"code": "KSB201", "reason": "Not {yet}.", "expires": "2030-01-31"}, {"code": "KSB101", "reason": "No."}]
    results = _results(gate(_report(waivers=waivers)))
    reasons = {found["ruleId"]: found["suppressions"] for found in results}
    suppression = {"kind": "external", "status": "accepted"}
    assert reasons["KSB201"] == [{**suppression, "justification": "Not {yet}. (until 2030-01-31)"}]
    assert reasons["KSB101"] == [{**suppression, "justification": "No."}]
    assert reasons["KSB204"] == []


def test_files_that_cannot_be_used_and_the_configuration_are_told() -> None:
    fault = Diagnostic("KSB902", Severity.WARNING, "expired", "conf/.ksbcheck.toml", 3, 1)
    made = gate(faults=[fault])._replace(outcomes=(unusable("standard: ST0792\nevidens: []\n"),))
    run = _of(made)
    told = [
        (found["ruleId"], found["level"], found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for found in run["results"]
    ]
    assert set(told[:-1]) == {("KSB005", "error", "broken.yaml"), ("KSB006", "error", "broken.yaml")}
    assert told[-1] == ("KSB902", "warning", "conf/.ksbcheck.toml")
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["KSB902"]["help"]["text"] == MEANINGS["KSB902"]
    assert rules["KSB902"]["defaultConfiguration"] == {"level": "warning"}
    assert "name" not in rules["KSB902"]


@pytest.mark.parametrize(
    ("path", "uri", "has_base"),
    [
        ("a b.yaml", "a%20b.yaml", True),
        ("./x/../Zoë/100 %#?.yaml", "Zo%C3%AB/100%20%25%23%3F.yaml", True),
        ("a:b.yaml", "a%3Ab.yaml", True),
        ("<stdin>", "%3Cstdin%3E", True),
        ("../other/a.yaml", "../other/a.yaml", False),
        ("/srv/a.yaml", "/srv/a.yaml", False),
        ("//host/a.yaml", "/host/a.yaml", False),
    ],
)
def test_paths_are_uris_from_the_root(path: str, uri: str, has_base: bool) -> None:
    for found in _results(gate(_report(path=path))):
        artifact = found["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": uri, **({"uriBaseId": "%SRCROOT%"} if has_base else {})}


def test_a_finding_without_a_line_is_told_of_the_portfolio() -> None:
    fault = Diagnostic("KSB301", Severity.ERROR, "none is meant", "--option")
    (found,) = _results(gate()._replace(outcomes=(Outcome("a.yaml", None, (fault,)),)))
    assert found["message"]["text"] == "--option: none is meant"
    assert found["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a.yaml", "uriBaseId": "%SRCROOT%"}
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_is_text_and_no_link_or_placeholder(text: str) -> None:
    run = _of(hostile_gate(text))
    shown = printable(text)
    messages = [found["message"]["text"] for found in run["results"]]
    for message in messages:
        assert "](" not in message
        assert message.count("{") % 2 == message.count("}") % 2 == 0
        assert "{" not in message.replace("{{", "")
        assert "}" not in message.replace("}}", "")
    plain = shown.replace("{", "{{").replace("}", "}}").replace("](", "] (")
    assert f"unused: {plain}" in messages
    assert [entry["justification"] for found in run["results"] for entry in found["suppressions"]] == [
        shown.strip()
    ] * 3
    for found in run["results"]:
        uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert not set(uri) & set(' <>"{}|\\^`#?[]')
        assert unquote(uri).strip("/")
