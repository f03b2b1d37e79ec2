"""The page of one rule."""

from __future__ import annotations

import pytest

from ksbcheck.reporters.layout import plain
from ksbcheck.reporters.rule_page import lay_out, lay_out_code
from ksbcheck.rules import RULES


@pytest.mark.parametrize("code", RULES)
def test_the_whole_page_is_shown(code: str) -> None:
    head, *lines = plain(lay_out(RULES[code], 100)).splitlines()
    assert head.startswith(f"{code}  {RULES[code].severity} of ksbcheck check")
    assert head.endswith(" and gaps") is RULES[code].in_gaps
    assert " ".join(lines).split() == RULES[code].page.split()


def test_the_page_is_as_wide_as_asked_for() -> None:
    lines = plain(lay_out(RULES["KSB206"], 40)).splitlines()
    assert max(map(len, lines)) <= 40
    assert lines[2:6] == [
        "An evidence file is not where the",
        "portfolio says, or not in the",
        "portfolio's folder.",
        "",
    ]


def test_a_code_without_a_page() -> None:
    assert plain(lay_out_code("KSB999", "a meaning of some words", 22)) == "KSB999  a meaning of\n        some words\n"
