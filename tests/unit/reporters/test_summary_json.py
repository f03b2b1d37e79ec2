"""The summary for programs: its keys are a promise, and its figures are those of sets."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, report, small
from facts import DUTIES, scope
from gates import HOSTILE, as_id, as_title

from ksbcheck.config.policy import Policy
from ksbcheck.printable import printable
from ksbcheck.reporters import REPORTERS, SUMMARY_REPORTERS
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck.summary.model import Summary

TODAY = date(2025, 3, 10)
STANDING = {"accepted", "claimed", "thin", "planned", "missing"}
SETS = {
    "E1": {"K1", "K2", "S1", "B1", "K15"},  # accepted; K15 is the film makers'
    "E2": {"K1", "K3", "S2"},  # submitted
    "E3": {"K3", "K4", "K5"},  # draft
    "E4": {"K6"},  # referred
}
PIECES = [
    piece(
        "E1", dict.fromkeys(sorted(SETS["E1"]), "p. 1"), "accepted", date="2024-05-01", files=["there.txt", "no.txt"]
    ),
    piece("E2", sorted(SETS["E2"]), date="2024-06-01", type="video", notes="Zoë’s."),
    piece("E3", sorted(SETS["E3"]), "draft"),
    piece("E4", sorted(SETS["E4"]), "referred"),
]
KINDS = {"knowledge": "K", "skill": "S", "behaviour": "B"}


def _render(made: Summary) -> str:
    rendered = SUMMARY_REPORTERS["json"](made, 80)
    assert isinstance(rendered, str)
    return rendered


def _content(*evidence: dict[str, Any], policy: Policy | None = None, **fields: Any) -> dict[str, Any]:
    made = summarise(report(*evidence, **{"of": small(), **fields}), TODAY, policy=policy)
    parsed: dict[str, Any] = json.loads(_render(made))
    return parsed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    folder = tmp_path_factory.mktemp("portfolio")
    (folder / "there.txt").touch()
    dates = {"start_date": "2024-03-10", "planned_gateway": "2026-03-10"}
    held = report(*PIECES, option="post", apprentice=dates, folder=folder, gateway={"maths": "yes, level 2"})
    return summarise(held, TODAY, folder=folder)


@pytest.fixture(scope="module")
def content(made: Summary) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(_render(made))
    return parsed


def test_keys_are_those_of_gaps_and_those_promised_beside_them(content: dict[str, Any], made: Summary) -> None:
    of_gaps = json.loads(REPORTERS["json"](made.report, 80))
    assert list(content) == [
        *of_gaps,
        "today",
        "pieces",
        "many",
        "smallest_set",
        "next_duty",
        "progress",
        "gateway",
        "on_one_piece",
        "without_locator",
        "carrying_many",
    ]
    assert set(content["coverage"]) == {"required", "covered", "percent", "by_kind"} | STANDING
    assert all(set(kind) == {"required", "covered", "percent"} | STANDING for kind in _kinds(content).values())
    assert all(set(entry) == set(of_gaps["duties"][0]) | STANDING for entry in content["duties"])
    assert all(set(entry) == set(of_gaps["ksbs"][0]) | {"claims", "only_piece"} for entry in content["ksbs"])


def _kinds(content: dict[str, Any]) -> dict[str, Any]:
    kinds: dict[str, Any] = content["coverage"]["by_kind"]
    return kinds


def test_all_that_gaps_says_is_said_in_the_same_words(content: dict[str, Any], made: Summary) -> None:
    def within(small_one: Any, large: Any) -> bool:
        if isinstance(small_one, dict):
            return all(within(value, large[key]) for key, value in small_one.items())
        if isinstance(small_one, list):
            return len(small_one) == len(large) and all(map(within, small_one, large))
        return bool(small_one == large)

    assert within(json.loads(REPORTERS["json"](made.report, 80)), content)


def test_standing_is_that_of_the_sets(content: dict[str, Any]) -> None:
    accepted, claimed = SETS["E1"], SETS["E2"] - SETS["E1"]
    planned = SETS["E3"] - accepted - claimed

    def standing(group: set[str]) -> dict[str, int]:
        missing = group - accepted - claimed - planned
        named = {"accepted": accepted, "claimed": claimed, "thin": set(), "planned": planned, "missing": missing}
        return {name: len(group & codes) for name, codes in named.items()}

    def told(entry: dict[str, Any]) -> dict[str, int]:
        return {name: entry[name] for name in STANDING}

    everything = scope("post")
    assert told(content["coverage"]) == standing(everything)
    for kind, letter in KINDS.items():
        assert told(_kinds(content)[kind]) == standing({code for code in everything if code.startswith(letter)})
    duties = {number: set(codes) for number, (option, codes) in DUTIES.items() if option in (None, "post")}
    assert {entry["number"]: told(entry) for entry in content["duties"]} == {
        number: standing(codes) for number, codes in duties.items()
    }
    closes = {number: codes - accepted - claimed for number, codes in duties.items()}
    most = max(map(len, closes.values()))
    number = min(number for number, codes in closes.items() if len(codes) == most)
    assert content["next_duty"]["number"] == number
    assert set(content["next_duty"]["closes"]) == closes[number]


def test_kind_without_ksbs_stands_at_nothing() -> None:
    behaviours = _kinds(_content())["behaviour"]
    assert behaviours == {"required": 0, "covered": 0, "percent": 100.0, **dict.fromkeys(STANDING, 0)}


def test_claims_of_each_ksb(content: dict[str, Any]) -> None:
    statuses = {"E1": "accepted", "E2": "submitted", "E3": "draft", "E4": "referred"}
    for entry in content["ksbs"]:
        claiming = [id_ for id_, codes in SETS.items() if entry["code"] in codes]
        assert entry["claims"] == [
            {
                "piece": int(id_[1:]),
                "id": id_,
                "status": statuses[id_],
                "counts": id_ in {"E1", "E2"},
                "locators": ["p. 1"] if id_ == "E1" else [],
            }
            for id_ in claiming
        ]
        counted = [id_ for id_ in claiming if id_ in {"E1", "E2"}]
        assert entry["only_piece"] == (counted[0] if len(counted) == 1 else None)
    in_scope = scope("post")
    assert set(content["on_one_piece"]) == (SETS["E1"] ^ SETS["E2"]) & in_scope
    assert set(content["without_locator"]) == SETS["E2"] - SETS["E1"]


def test_pieces(content: dict[str, Any]) -> None:
    first, second, third, fourth = content["pieces"]
    assert first == {
        "number": 1,
        "id": "E1",
        "title": "Piece E1",
        "date": "2024-05-01",
        "type": None,
        "status": "accepted",
        "counts": True,
        "ksbs": ["K1", "K2", "S1", "B1"],
        "other_codes": ["K15"],
        "has_many": False,
        "files": [{"name": "there.txt", "safe": True}, {"name": "no.txt", "safe": False}],
        "notes": None,
    }
    assert (second["type"], second["notes"], second["files"]) == ("video", "Zoë’s.", [])
    assert (third["date"], third["counts"], fourth["status"], fourth["counts"]) == (None, False, "referred", False)


def test_progress_gateway_and_smallest_set(content: dict[str, Any]) -> None:
    assert content["today"] == "2025-03-10"
    assert content["progress"] == {
        "points": [
            {"day": "2024-05-01", "pieces": 1, "covered": len(SETS["E1"] - {"K15"})},
            {"day": "2024-06-01", "pieces": 2, "covered": len((SETS["E1"] | SETS["E2"]) - {"K15"})},
        ],
        "undated": 0,
        "start": "2024-03-10",
        "gateway": "2026-03-10",
        "expected": 50.0,
        "behind": True,
    }
    assert content["smallest_set"] == {
        "pieces": ["E1", "E2"],
        "at_least": 2,
        "counted": 2,
        "most_allowed": None,
        "exact": True,
    }
    assert content["many"] == {"most": 17, "asked": False}
    assert content["gateway"]["ready"] == "no"
    answers = {entry["key"]: (entry["name"], entry["answer"]) for entry in content["gateway"]["requirements"]}
    assert answers == {
        "coverage": ("Coverage", "no"),
        "english": ("English", "not stated"),
        "maths": ("Maths", "yes"),
        "time_on_programme": ("Time on programme", "no"),
        "employer_statement": ("Employer's statement", "not stated"),
    }
    maths = content["gateway"]["requirements"][2]
    assert (set(maths), maths["says"]) == ({"key", "name", "answer", "says", "asks"}, "level 2")


def test_what_is_not_known_is_null() -> None:
    content = _content(piece("E1", ["K1"]))
    assert content["next_duty"] is None
    assert content["progress"] == {
        "points": [],
        "undated": 1,
        "start": None,
        "gateway": None,
        "expected": None,
        "behind": False,
    }


def test_pieces_that_carry_many_codes_are_told_by_number_since_ids_may_be_the_same() -> None:
    pieces = [piece("E1", ["K1"]), piece("E1", ["K1", "K2", "K3"])]
    content = _content(*pieces, policy=Policy(max_ksbs_per_piece=2, max_pieces=5))
    assert content["carrying_many"] == [2]
    assert [entry["has_many"] for entry in content["pieces"]] == [False, True]
    assert content["many"] == {"most": 2, "asked": True}
    assert content["smallest_set"]["most_allowed"] == 5


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_comes_back_as_text(text: str) -> None:
    shown = printable(text).strip()
    content = _content(
        piece(as_id(text), {"K1": text}, type=text, notes=text, files=[text]) | {"title": as_title(text)},
        of=small(qualifications=[{"title": text}]),
        gateway={"maths": f"no, {text}"},
    )
    (entry,) = content["pieces"]
    assert [entry[key] for key in ("type", "notes")] == [shown] * 2
    assert (entry["id"], entry["title"]) == (as_id(shown), as_title(shown))
    assert [file["name"] for file in entry["files"]] == [shown]
    assert content["ksbs"][0]["claims"][0]["locators"] == [shown]
    assert shown in [entry["asks"] for entry in content["gateway"]["requirements"]]


def test_no_absolute_path_and_the_same_bytes_in_ascii(made: Summary, tmp_path: Path) -> None:
    (tmp_path / "there.txt").touch()
    again = summarise(made.report, TODAY, folder=tmp_path)
    assert _render(again) == _render(made)
    assert str(tmp_path.parent) not in _render(made)
    assert _render(made).isascii()
    assert _render(made).startswith('{\n  "schema_version": 1,\n')
    assert _render(made).endswith("\n}\n")
