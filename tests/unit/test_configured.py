"""Configurations that name rules that there are not, and policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ksbcheck.config.model import Config
from ksbcheck.configured import config_file, policy_file, rule_codes
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.rules import RULES

if TYPE_CHECKING:
    from conftest import Write


def test_without_a_file_there_is_the_usual_configuration_and_no_policy() -> None:
    assert config_file(None).config == Config()
    assert policy_file(None) is None


def test_rules_and_what_is_said_of_waivers_can_be_named() -> None:
    assert set(rule_codes()) == {*RULES, "KSB901", "KSB902"}


def test_a_configuration_and_a_policy_are_read(write: Write) -> None:
    content = 'select = ["KSB2", "KSB901"]\nignore = ["KSB201"]\nseverity.KSB202 = "error"\n'
    waiver = '[[waivers]]\ncode = "KSB203"\nreason = "Known."\n'
    assert config_file(write(content + waiver, ".ksbcheck.toml")).config.ignore == ("KSB201",)
    policy = policy_file(write("min_evidence = 3\n", "policy.toml"))
    assert policy is not None
    assert policy.min_evidence == 3


def test_each_rule_that_there_is_not_is_told_at_its_place(write: Write) -> None:
    path = write(
        'select = ["KSB2", "KSB8"]\nignore = ["KSB999"]\nseverity.KSB299 = "error"\n'
        '[[waivers]]\ncode = "KSB203"\nreason = "Known."\n[[waivers]]\ncode = "KSB298"\nreason = "Known."\n',
        ".ksbcheck.toml",
    )
    with pytest.raises(UnusableFileError) as caught:
        config_file(path, "shown.toml")
    found = [(told.path, told.code, told.line, told.message.split(";")[0]) for told in caught.value.diagnostics]
    assert found == [
        ("shown.toml", "KSB007", line, f"there is no rule {code}")
        for line, code in ((1, "KSB8"), (2, "KSB999"), (3, "KSB299"), (8, "KSB298"))
    ]


def test_a_policy_that_cannot_be_used_is_told_by_the_name_it_is_shown_by(write: Write) -> None:
    with pytest.raises(UnusableFileError, match=r"^shown\.toml:1:"):
        policy_file(write("nonsense = 1\n", "policy.toml"), "shown.toml")
