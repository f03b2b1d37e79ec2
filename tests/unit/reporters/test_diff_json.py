"""What changed, for programs: its keys are a promise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from checking import small, st0792
from comparing import LONG, everything

from ksbcheck.reporters.diff import DIFF_REPORTERS
from ksbcheck.standards.compare import Comparison, compare

CHANGES = ["same", "moved", "reworded", "new", "gone", "sure", "likely"]


def _render(comparison: Comparison) -> str:
    return DIFF_REPORTERS["json"](comparison, 80)


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(_render(everything()))
    return parsed


def test_keys_are_those_promised_at_every_level(content: dict[str, Any]) -> None:
    pair = ["change", "certainty", "similarity", "old", "new", "words"]
    assert list(content) == ["schema_version", "old", "new", "reliable", "summary", "ksbs", "duties", "options"]
    assert list(content["summary"]) == ["ksbs", "duties", "options"]
    assert all(list(counts) == CHANGES for counts in content["summary"].values())
    assert all(list(entry) == pair for entry in (*content["ksbs"], *content["options"]))
    duty = [*pair, "ksbs_gone", "ksbs_new", "options_gone", "options_new"]
    assert all(list(entry) == duty for entry in content["duties"])
    sides = {"ksbs": ["code", "kind", "text"], "duties": ["number", "text"], "options": ["key", "title"]}
    for key, names in sides.items():
        found = [entry[side] for entry in content[key] for side in ("old", "new") if entry[side]]
        assert all(list(side) == names for side in found)
    assert all(list(run) == ["fate", "text"] for entry in content["ksbs"] for run in entry["words"])


def test_heading(content: dict[str, Any]) -> None:
    assert content["schema_version"] == 1
    assert content["old"] == {"reference": "ST0001", "version": "1.0", "title": "some text"}
    assert content["new"] == {"reference": "ST0001", "version": "1.1", "title": "some text"}
    assert content["reliable"] is True


def test_summary(content: dict[str, Any]) -> None:
    counts = {key: list(counts.values()) for key, counts in content["summary"].items()}
    assert counts == {"ksbs": [1, 1, 2, 1, 1, 1, 1], "duties": [1, 1, 1, 1, 1, 1, 0], "options": [0, 1, 0, 1, 1, 0, 0]}


def test_ksbs(content: dict[str, Any]) -> None:
    told = [(entry["change"], entry["certainty"], entry["similarity"] == 1) for entry in content["ksbs"]]
    assert told == [
        ("reworded", "sure", False),
        ("moved", "sure", True),
        ("gone", None, False),
        ("new", None, False),
        ("reworded", "likely", False),
        ("same", "sure", True),
    ]
    first = content["ksbs"][0]
    assert first["old"] == {"code": "K1", "kind": "knowledge", "text": f"{LONG} {LONG} some text"}
    assert first["words"] == [
        {"fate": "kept", "text": LONG},
        {"fate": "in", "text": "it"},
        {"fate": "kept", "text": LONG},
        {"fate": "out", "text": "some text"},
        {"fate": "in", "text": "differently"},
    ]
    assert content["ksbs"][2]["new"] is None
    assert content["ksbs"][2]["similarity"] == 0
    assert all(entry["words"] == [] for entry in content["ksbs"] if entry["change"] != "reworded")
    assert content["ksbs"][4]["similarity"] == pytest.approx(15 * 2 / 34)


def test_duties_and_options(content: dict[str, Any]) -> None:
    first, *_ = content["duties"]
    assert (first["old"], first["new"]) == ({"number": 1, "text": "some text same"},) * 2
    changed = ("ksbs_gone", "ksbs_new", "options_gone", "options_new")
    assert [first[key] for key in changed] == [["K3"], [], ["b"], ["d"]]
    assert content["duties"][3]["new"] is None
    assert content["duties"][4]["old"] is None
    assert content["options"][0]["old"] == {"key": "a", "title": "some text moved"}
    assert content["options"][1]["new"] is None


def test_what_stays_the_same_is_there() -> None:
    content = json.loads(_render(compare(st0792(), st0792())))
    assert [entry["new"]["code"] for entry in content["ksbs"]] == list(st0792().ksbs)
    assert {entry["change"] for entry in content["ksbs"]} == {"same"}


def test_no_map_is_reliable() -> None:
    content = json.loads(_render(compare(small(), small(knowledge={"K1": "Nothing of that kind."}))))
    assert content["reliable"] is False


@pytest.mark.parametrize(
    "text", ["::set-output name=a::b\n##[error]x", "\x1b[31m \u202e", "<script> 你好 \xad"], ids=ascii
)
def test_the_same_comparison_gives_the_same_bytes_in_ascii(text: str) -> None:
    made = _render(everything(text))
    assert made == _render(everything(text))
    assert made.isascii()
    assert made.endswith("\n}\n")
    assert all(line.lstrip().startswith(('"', "{", "}", "[", "]")) for line in made.splitlines())
