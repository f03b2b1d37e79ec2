"""The standard of a group, by the first of its portfolios."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from facts import DIGESTS, digest

from ksbcheck.cohort.model import Asked
from ksbcheck.cohort.run import rows
from ksbcheck.cohort.tally import Cohort
from ksbcheck.cohort.texts import texts_for

if TYPE_CHECKING:
    from conftest import Write

    from ksbcheck.cohort.tally import Group

ASKED = Asked(date(2025, 1, 15))
TEXT = "standard: ST0792 v1.1\noption: post\nevidence: []\n"


@pytest.fixture
def group(write: Write) -> Group:
    cohort = Cohort()
    for row in rows([str(write(TEXT))], ASKED):
        cohort.add(row)
    (group,) = cohort.groups.values()
    return group


def test_a_group_s_standard_has_the_official_texts(group: Group) -> None:
    standard = texts_for(ASKED)(group)
    assert standard is not None
    assert {code: digest(ksb.text) for code, ksb in standard.ksbs.items()} == DIGESTS


@pytest.mark.parametrize("content", ["", TEXT.replace("ST0792 v1.1", "ST9999"), TEXT.replace("option", "opiton")])
def test_a_portfolio_that_cannot_be_used_any_more_tells_nothing(group: Group, write: Write, content: str) -> None:
    write(content)
    assert texts_for(ASKED)(group) is None


def test_a_portfolio_of_another_standard_by_now_tells_nothing(group: Group, write: Write) -> None:
    write('reference: ST0001\nversion: "1.0"\ntitle: Tester\nknowledge: {K1: How to test.}\n', "other.yaml")
    write("standard: other.yaml\nevidence: []\n")
    assert texts_for(ASKED)(group) is None
