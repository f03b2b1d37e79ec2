"""The registry of rules."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from ksbcheck.config.model import Config
from ksbcheck.config.policy import Policy
from ksbcheck.rules import RULES

MODULES = {code: import_module(f"ksbcheck.rules.{rule.name}") for code, rule in RULES.items()}


def test_codes_are_unique_and_sorted() -> None:
    assert [rule.code for rule in RULES.values()] == list(RULES) == sorted(RULES)
    assert all(re.fullmatch(r"KSB[0-9]{3}", code) for code in RULES)


def test_each_code_has_a_module_of_its_own() -> None:
    assert len({module.__name__ for module in MODULES.values()}) == len(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_page_has_the_same_layout(code: str) -> None:
    summary, *why, good, bad, configuration = RULES[code].page.rstrip("\n").split("\n\n")
    assert re.fullmatch(r"[A-Z].+\.", summary), "one line, a sentence"
    assert why, "what it finds, and why it matters"
    assert not any(re.match(r"Good|Bad|To configure", text) for text in why)
    assert good.startswith("Good: ")
    assert bad.startswith("Bad: ")
    assert configuration.startswith("To configure: ")


@pytest.mark.parametrize("code", RULES)
def test_every_page_tells_what_changes_the_rule(code: str) -> None:
    configuration = " ".join(RULES[code].page.rpartition("To configure: ")[2].split())
    assert f'`ignore = ["{code}"]` leaves it out' in configuration
    level = re.search(rf'`severity\.{code} = "(\w+)"` says how serious it is', configuration)
    assert level
    assert level[1] != RULES[code].severity, "an example that changes nothing"
    Config.model_validate({"ignore": [code], "severity": {code: level[1]}})


@pytest.mark.parametrize("name", Policy.model_fields)
def test_every_field_of_the_policy_is_in_the_page_of_a_rule(name: str) -> None:
    pages = [rule.page.rpartition("To configure: ")[2] for rule in RULES.values()]
    assert any(re.search(rf"`{name}\b[ .]", page) for page in pages)
