"""The registry of rules."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from ksbcheck.rules import RULES

MODULES = {code: import_module(f"ksbcheck.rules.{rule.name}") for code, rule in RULES.items()}


def test_codes_are_unique_and_sorted() -> None:
    assert [rule.code for rule in RULES.values()] == list(RULES) == sorted(RULES)
    assert all(re.fullmatch(r"KSB[0-9]{3}", code) for code in RULES)


def test_each_code_has_a_module_of_its_own() -> None:
    assert len({module.__name__ for module in MODULES.values()}) == len(RULES)


@pytest.mark.parametrize("code", RULES)
def test_docstring_says_what_is_good_and_what_is_bad(code: str) -> None:
    text = MODULES[code].__doc__
    assert text
    assert re.search(r"^Good\b", text, re.MULTILINE)
    assert re.search(r"\bBad: ", text)
