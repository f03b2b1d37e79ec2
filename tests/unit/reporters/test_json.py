"""The report for programs: its keys are a promise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, report, small
from facts import DIGESTS, DUTIES, digest, scope

from ksbcheck.reporters import REPORTERS

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck import Report

PIECES = [
    piece("E1", {"K1": "p. 1", "S1": None, "K15": None, "K99": None}, "accepted", files=["none.txt"]),
    piece("E2", ["K1", "K2"]),
    piece("E3", ["K3"], "draft"),
]
KINDS = {"K": "knowledge", "S": "skill", "B": "behaviour"}


def _render(made: Report) -> str:
    return REPORTERS["json"](made, 80)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("portfolio")
    return report(*PIECES, option="post", min_evidence=2, apprentice={"name": "Zoë Other"}, folder=folder)


@pytest.fixture(scope="module")
def content(made: Report) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(_render(made))
    return parsed


def test_keys_are_those_promised_at_every_level(content: dict[str, Any]) -> None:
    share = {"required", "covered", "percent"}
    assert list(content) == [
        "schema_version",
        "standard",
        "option",
        "scope",
        "portfolio",
        "coverage",
        "ksbs",
        "duties",
        "gaps",
        "diagnostics",
        "waived",
        "configuration_file",
    ]
    assert set(content["standard"]) == {"reference", "version", "title"}
    assert set(content["option"]) == {"key", "title"}
    assert set(content["scope"]) == {"split", "unassigned"}
    assert set(content["portfolio"]) == {"path", "apprentice", "evidence_count"}
    assert set(content["coverage"]) == share | {"by_kind"}
    assert set(content["coverage"]["by_kind"]) == {"knowledge", "skill", "behaviour"}
    assert all(set(kind) == share for kind in content["coverage"]["by_kind"].values())
    ksb = {"code", "kind", "text", "state", "pieces", "thin", "duties", "evidence"}
    assert all(set(entry) == ksb for entry in content["ksbs"])
    assert all(set(entry) == {"number", "text", "required", "covered"} for entry in content["duties"])
    diagnostic = {"code", "severity", "message", "path", "line", "column", "ksb", "evidence"}
    assert all(set(entry) == diagnostic for entry in content["diagnostics"])


def test_scope_tells_how_options_are_told_apart(content: dict[str, Any]) -> None:
    assert content["scope"] == {"split": "by duties", "unassigned": []}
    options = [{"key": "a", "title": "Anything"}]
    unknown = json.loads(_render(report(of=small(options=options), option="a")))
    assert unknown["scope"]["split"] == "not published"
    texts = {"K1": "Tools", "K2": "Law"}
    duties = [{"number": 1, "text": "Plan", "ksbs": ["K1"]}]
    unnamed = json.loads(_render(report(of=small(knowledge=texts, duties=duties))))
    assert unnamed["scope"] == {"split": "no options", "unassigned": ["K2"]}


def test_heading(content: dict[str, Any]) -> None:
    assert content["schema_version"] == 1
    assert content["standard"] == {"reference": "ST0792", "version": "1.1", "title": "Media production co-ordinator"}
    assert content["option"] == {"key": "post", "title": "Post Production, VFX and Animation Production"}
    assert content["portfolio"] == {"path": "portfolio.yaml", "apprentice": "Zoë Other", "evidence_count": 3}


def test_coverage(content: dict[str, Any]) -> None:
    required = {kind: sum(code.startswith(letter) for code in scope("post")) for letter, kind in KINDS.items()}
    assert content["coverage"] == {
        "required": 71,
        "covered": 1,
        "percent": 1.4,
        "by_kind": {
            "knowledge": {"required": required["knowledge"], "covered": 1, "percent": 2.8},
            "skill": {"required": required["skill"], "covered": 0, "percent": 0.0},
            "behaviour": {"required": required["behaviour"], "covered": 0, "percent": 0.0},
        },
    }


def test_ksbs(content: dict[str, Any]) -> None:
    ksbs = {entry["code"]: entry for entry in content["ksbs"]}
    assert set(ksbs) == scope("post")
    for code, entry in ksbs.items():
        assert digest(entry["text"]) == DIGESTS[code]
        assert entry["kind"] == KINDS[code[0]]
        assert entry["duties"] == [
            number for number, (option, codes) in DUTIES.items() if option in (None, "post") and code in codes
        ]
    told = ("state", "pieces", "thin", "evidence")
    assert {code: tuple(ksbs[code][key] for key in told) for code in ("K1", "K2", "K3", "K4", "S1")} == {
        "K1": ("accepted", 2, False, ["E1", "E2"]),
        "K2": ("claimed", 1, True, ["E2"]),
        "K3": ("planned", 0, False, ["E3"]),
        "K4": ("missing", 0, False, []),
        "S1": ("accepted", 1, True, ["E1"]),
    }


def test_duties(content: dict[str, Any]) -> None:
    assert [(entry["number"], entry["required"], entry["covered"]) for entry in content["duties"]] == [
        (number, len(codes), "K1" in codes) for number, (option, codes) in DUTIES.items() if option in (None, "post")
    ]
    assert content["duties"][3]["text"].startswith("Ensure the production complies with Health and Safety policies")


def test_gaps_are_in_order_and_thin_ones_are_among_them(content: dict[str, Any]) -> None:
    in_order = sorted(scope("post") - {"K1"}, key=lambda code: ("KSB".index(code[0]), int(code[1:])))
    assert content["gaps"] == in_order
    assert content["gaps"] == [entry["code"] for entry in content["ksbs"] if entry["code"] != "K1"]


def test_diagnostics(content: dict[str, Any]) -> None:
    diagnostics = content["diagnostics"]
    assert diagnostics[0] == {
        "code": "KSB101",
        "severity": "note",
        "message": "K3 has no evidence yet; planned in E3",
        "path": "portfolio.yaml",
        "line": None,
        "column": None,
        "ksb": "K3",
        "evidence": None,
    }
    problems = [entry for entry in diagnostics if entry["line"]]
    assert [(entry["code"], entry["severity"], entry["ksb"], entry["evidence"]) for entry in problems] == [
        ("KSB202", "warning", "K15", "E1"),
        ("KSB201", "error", "K99", "E1"),
        ("KSB206", "error", None, "E1"),
    ]
    assert all((entry["path"], entry["line"]) == ("portfolio.yaml", 1) and entry["column"] > 1 for entry in problems)


def test_what_is_not_known_is_null() -> None:
    content = json.loads(_render(report(of=small())))
    assert content["option"] is None
    assert content["portfolio"] == {"path": "portfolio.yaml", "apprentice": None, "evidence_count": 0}
    assert content["duties"] == []


def test_employability_is_told_only_where_there_is_some() -> None:
    standard = small(employability={"EB1": "Turn up."})
    content = json.loads(_render(report(of=standard)))
    assert content["coverage"]["by_kind"]["employability"] == {"required": 1, "covered": 0, "percent": 0.0}
    assert content["ksbs"][-1]["kind"] == "employability"


def test_kind_without_ksbs_is_told_as_nothing_required() -> None:
    by_kind = json.loads(_render(report(of=small())))["coverage"]["by_kind"]
    assert by_kind["behaviour"] == {"required": 0, "covered": 0, "percent": 100.0}


def test_no_absolute_path(made: Report, tmp_path: Path) -> None:
    assert str(tmp_path.parent) not in _render(made)
    assert "none.txt" in _render(made)


def test_the_same_report_gives_the_same_bytes_in_ascii(made: Report, tmp_path: Path) -> None:
    again = report(*PIECES, option="post", min_evidence=2, apprentice={"name": "Zoë Other"}, folder=tmp_path)
    assert _render(again) == _render(made)
    assert _render(made).isascii()
    assert _render(made).startswith('{\n  "schema_version": 1,\n')
    assert _render(made).endswith("\n}\n")
