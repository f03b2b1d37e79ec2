"""Configuration files and policies: what is in them, and what is wrong with them, at which place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from conftest import source

from ksbcheck.config.model import Config, Waiver
from ksbcheck.config.policy import Policy, Thresholds
from ksbcheck.config.read import ConfigFile, read_config, read_policy
from ksbcheck.diagnostic import UnusableFileError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Write

WHOLE = """\
option = "post"
select = ["KSB1", "KSB206"]
ignore = ["KSB102"]

[severity]
KSB101 = "error"

[policy]
min_evidence = 2
fail_under = 97.5
fail_under_kind = { skill = "80 %", behaviour = 100 }
min_pieces = 10
max_pieces = 18
types = ["work product"]
forbidden_types = ["reflective account"]
locators = true
files = false
max_ksbs_per_piece = 12
earliest_date = 2024-01-15
latest_date = "2025-07-15"
on_track = true
tolerance = 10

[[waivers]]
code = "KSB206"
reason = "  on paper  "
evidence = "E01"

[[waivers]]
code = "KSB101"
reason = "by interview"
ksb = "k4"
expires = 2025-07-15
"""


def test_everything_is_read(write: Write) -> None:
    file = read_config(write(WHOLE, ".ksbcheck.toml"), "c")
    assert file.path == "c"
    assert file.config == Config(
        option="post",
        select=("KSB1", "KSB206"),
        ignore=("KSB102",),
        severity={"KSB101": "error"},
        policy=Policy(
            min_evidence=2,
            fail_under=Fraction(195, 2),
            fail_under_kind=Thresholds(skill=Fraction(80), behaviour=Fraction(100)),
            min_pieces=10,
            max_pieces=18,
            types=("work product",),
            forbidden_types=("reflective account",),
            locators=True,
            max_ksbs_per_piece=12,
            earliest_date=date(2024, 1, 15),
            latest_date=date(2025, 7, 15),
            on_track=True,
            tolerance=Fraction(10),
        ),
        waivers=(
            Waiver(code="KSB206", reason="on paper", evidence="E01"),
            Waiver(code="KSB101", reason="by interview", ksb="K4", expires=date(2025, 7, 15)),
        ),
    )
    assert file.position("waivers", 1, "code") == (30, 8)
    assert file.position("option") == (1, 10)


def test_an_empty_file_is_what_no_file_is(write: Write) -> None:
    assert read_config(write("", ".ksbcheck.toml")).config == ConfigFile().config == Config()


def test_a_project_s_file_has_it_in_its_section(write: Write) -> None:
    path = write("[project]\nname = 'x'\n[tool.ksbcheck]\noption = 'post'\n", "pyproject.toml")
    file = read_config(path)
    assert file.config == Config(option="post")
    assert file.position("option") == (4, 10)


def test_a_project_s_file_without_the_section(write: Write) -> None:
    path = write("[project]\nname = 'x'\n", "pyproject.toml")
    with pytest.raises(UnusableFileError, match=r"^p: KSB006 there is no \[tool\.ksbcheck\] in it$"):
        read_config(path, "p")


def refusal(path: Path) -> list[str]:
    with pytest.raises(UnusableFileError) as caught:
        read_config(path, "c")
    return [str(found).removeprefix("c:") for found in caught.value.diagnostics]


FIELDS = "is to have fields: a table, with lines like 'name = value'"
LIST = "is to be a list, such as ['a', 'b']"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # unknown keys
        ("optin = 'post'\n", "1:1: KSB005 there is no field 'optin' here; did you mean 'option'?"),
        ("[polcy]\nlocators = true\n", "1:2: KSB005 there is no field 'polcy' here; did you mean 'policy'?"),
        ("[policy]\nlocator = true\n", "2:1: KSB005 there is no field 'locator' here; did you mean 'locators'?"),
        ("policy.fail_unde = 1\n", "1:8: KSB005 there is no field 'fail_unde' here; did you mean 'fail_under'?"),
        (
            "[policy.fail_under_kind]\nskills = 1\n",
            "2:1: KSB005 there is no field 'skills' here; did you mean 'skill'?",
        ),
        (
            "waivers = [\n  { code = 'KSB206', reson = 'x', reason = 'y' },\n]\n",
            "2:22: KSB005 there is no field 'reson' here; did you mean 'reason'?",
        ),
        ("min_evidence = 2\n", "1:1: KSB005 there is no field 'min_evidence' here"),
        # what is missing
        ("\n[[waivers]]\ncode = 'KSB206'\n", "2:1: KSB006 the field 'reason' is missing"),
        ("waivers = [{ reason = 'x' }]\n", "1:12: KSB006 the field 'code' is missing"),
        # wrong types
        ("option = ''\n", "1:10: KSB007 'option' is empty"),
        ("option = ['post']\n", "1:10: KSB007 'option' is to be a text"),
        ("ignore = 'KSB1'\n", f"1:10: KSB007 'ignore' {LIST}"),
        ("policy = 1\n", f"1:10: KSB007 'policy' {FIELDS}"),
        ("policy = [1]\n", f"1:10: KSB007 'policy' {FIELDS}"),
        ("waivers = { code = 'KSB206', reason = 'x' }\n", f"1:11: KSB007 'waivers' {LIST}"),
        ("severity = 'error'\n", f"1:12: KSB007 'severity' {FIELDS}"),
        ("select = []\n", "1:10: KSB007 'select' selects no rule at all"),
        (
            "select = ['KSB1', 'ksb2']\n",
            "1:19: KSB007 item 2 of 'select' is to be a rule's code, or the start of one, such as KSB2",
        ),
        (
            "severity.KSB101 = 'eror'\n",
            "1:19: KSB007 'KSB101' is 'eror', which is none of error, warning, note; did you mean 'error'?",
        ),
        ("severity.KSB1 = 'error'\n", "1:10: KSB007 'KSB1' is to be a rule's code, such as KSB206"),
        ("'[key]' = 1\n", "1:1: KSB005 there is no field '[key]' here"),
        ("policy.min_evidence = 0\n", "1:23: KSB007 'min_evidence' is to be at least 1"),
        ("policy.min_evidence = '0'\n", "1:23: KSB007 'min_evidence' is to be at least 1"),
        ("policy.min_evidence = 1.5\n", "1:23: KSB007 'min_evidence' is to be a whole number"),
        ("policy.min_evidence = -1\n", "1:23: KSB007 'min_evidence' is to be a whole number"),
        (
            "policy.fail_under = 101\n",
            "1:21: KSB007 'fail_under' is to be a percentage from 0 to 100, such as 80 or 97.5",
        ),
        ("policy.fail_under = [80]\n", "1:21: KSB007 'fail_under' is to be a text"),
        ("policy.locators = 'yes'\n", "1:19: KSB007 'locators' is to be true or false"),
        ("policy.locators = 1\n", "1:19: KSB007 'locators' is to be true or false"),
        ("policy.locators = []\n", "1:19: KSB007 'locators' is to be a text"),
        ("policy.earliest_date = 10:00:00\n", "1:24: KSB007 'earliest_date' is to be a date like 2024-03-02"),
        (
            "[[waivers]]\ncode = 'KSB104'\nreason = 'x'\n",
            "2:8: KSB007 'code' is a threshold; change what the policy asks for, or leave it out",
        ),
        (
            "[[waivers]]\ncode = 'KSB105'\nreason = 'x'\n",
            "2:8: KSB007 'code' is a threshold; change what the policy asks for, or leave it out",
        ),
        ("[[waivers]]\ncode = 'KSB2'\nreason = 'x'\n", "2:8: KSB007 'code' is to be a rule's code, such as KSB206"),
        ("[[waivers]]\ncode = 'KSB206'\nreason = ' '\n", "3:10: KSB007 'reason' is empty"),
        ("[[waivers]]\ncode = 'KSB206'\nreason = 'x'\nksb = []\n", "4:7: KSB007 'ksb' is to be a text"),
        (
            "[policy]\nmin_pieces = 18\nmax_pieces = 10\n",
            "1:1: KSB007 'policy' has a min_pieces that is over its max_pieces",
        ),
        (
            "[policy]\nearliest_date = 2024-02-02\nlatest_date = 2024-02-01\n",
            "1:1: KSB007 'policy' has an earliest_date that is after its latest_date",
        ),
        # no TOML
        ("option = post\n", "1:10: KSB002 not valid TOML: invalid value"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(write: Write, text: str, message: str) -> None:
    assert refusal(write(text, ".ksbcheck.toml")) == [message]


def test_all_that_is_wrong_is_told_in_one_run(write: Write) -> None:
    found = refusal(write("optin = 'a'\n[policy]\nfiles = 2\n[[waivers]]\ncode = 'x'\n", ".ksbcheck.toml"))
    assert [line.split(" ")[:2] for line in found] == [
        ["1:1:", "KSB005"],
        ["3:9:", "KSB007"],
        ["4:1:", "KSB006"],
        ["5:8:", "KSB007"],
    ]


def test_equal_limits_leave_something(write: Write) -> None:
    text = "[policy]\nmin_pieces = 6\nmax_pieces = 6\nearliest_date = 2024-02-02\nlatest_date = 2024-02-02\n"
    assert read_config(write(text, ".ksbcheck.toml")).config.policy.max_pieces == 6


def test_a_policy_is_a_file_of_its_own() -> None:
    assert read_policy(source("min_evidence = 2\n")) == Policy(min_evidence=2)
    with pytest.raises(UnusableFileError, match=r"^p\.toml:1:1: KSB005 there is no field 'policy' here$"):
        read_policy(source("policy.min_evidence = 2\n", "p.toml"))


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """A folder in a repository, with policies in it, beside it and outside of the repository."""
    folder = tmp_path / "root" / "cohort"
    (folder / "policies").mkdir(parents=True)
    (tmp_path / "root" / ".git").mkdir()
    (folder / "policies" / "own.toml").write_text("min_evidence = 3\n", encoding="utf-8")
    (folder.parent / "shared.toml").write_text("min_evidence = 4\n", encoding="utf-8")
    (tmp_path / "outside.toml").write_text("min_evidence = 5\n", encoding="utf-8")
    (folder / "link.toml").symlink_to(tmp_path / "outside.toml")
    (folder / "wrong.toml").write_text("locators = 'yes'\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("name", "minimum"), [("policies/own.toml", 3), ("../shared.toml", 4)])
def test_the_path_of_a_policy_starts_at_the_configuration(cohort: Path, name: str, minimum: int) -> None:
    path = cohort / ".ksbcheck.toml"
    path.write_text(f"policy_file = '{name}'\n", encoding="utf-8")
    assert read_config(path).config.policy == Policy(min_evidence=minimum)


OUTSIDE = "1:15: KSB007 'policy_file' is to be a file in the repository, or in this file's folder"
MISSING = "1:15: KSB007 'policy_file' is not there; its path starts at this file's folder"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../../outside.toml", OUTSIDE),
        ("link.toml", OUTSIDE),
        ("/etc/passwd", OUTSIDE),
        ("../../nowhere.toml", OUTSIDE),
        ("nowhere.toml", MISSING),
        ("policies", MISSING),
        ("\\u0000", MISSING),
        ("x" * 5000, MISSING),
    ],
    ids=["outside", "a link", "absolute", "outside and not there", "not there", "a folder", "NUL", "too long"],
)
def test_a_policy_that_is_no_file_in_the_repository(cohort: Path, name: str, message: str) -> None:
    path = cohort / ".ksbcheck.toml"
    path.write_text(f'policy_file = "{name}"\n', encoding="utf-8")
    assert refusal(path) == [message]


def test_outside_of_a_repository_a_policy_is_in_the_folder(cohort: Path) -> None:
    (cohort.parent / ".git").rmdir()
    path = cohort / ".ksbcheck.toml"
    path.write_text("policy_file = '../shared.toml'\n", encoding="utf-8")
    assert refusal(path) == [OUTSIDE]


def test_what_is_wrong_in_a_policy_s_file_is_told_there(cohort: Path) -> None:
    path = cohort / ".ksbcheck.toml"
    path.write_text("policy_file = 'policies/../wrong.toml'\n", encoding="utf-8")
    with pytest.raises(UnusableFileError, match=r"^cohort/wrong\.toml:1:12: KSB007 'locators' is to be true or false$"):
        read_config(path, "cohort/.ksbcheck.toml")


def test_there_is_one_policy(write: Write) -> None:
    path = write("policy_file = 'p.toml'\n[policy]\n", ".ksbcheck.toml")
    assert refusal(path) == ["1:15: KSB007 'policy_file' stands beside [policy]; keep one of them"]


@pytest.mark.parametrize(
    ("select", "ignore", "asked"),
    [
        (("KSB",), (), True),
        (("KSB206",), (), True),
        (("KSB1", "KSB2"), (), True),
        (("KSB1",), (), False),
        (("KSB",), ("KSB206",), False),
        (("KSB",), ("KSB1", "KSB2"), False),
        (("KSB206",), ("KSB2",), False),
        (("KSB",), ("KSB207",), True),
    ],
)
def test_a_rule_is_asked_if_it_is_selected_and_not_ignored(
    select: tuple[str, ...], ignore: tuple[str, ...], asked: bool
) -> None:
    assert Config(select=select, ignore=ignore).asks("KSB206") is asked


def test_values_need_not_be_texts() -> None:
    policy = Policy.model_validate({"fail_under": Fraction(1, 3), "locators": True, "min_evidence": 2})
    assert policy == Policy(fail_under=Fraction(1, 3), locators=True, min_evidence=2)
