"""Which portfolios are listed, and in which order."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from ksbcheck.cli.settings import Only
from ksbcheck.cohort.choose import ORDERS, WANTED, in_order, wanted
from ksbcheck.cohort.model import Row

START, GATEWAY, HALF = date(2024, 1, 1), date(2024, 1, 11), date(2024, 1, 6)


def row(path: str, covered: int = 5, required: int = 10, **fields: Any) -> Row:
    gaps = tuple(f"K{number}" for number in range(covered, required))
    return Row(path, required=required, covered=covered, gaps=gaps, today=HALF)._replace(**fields)


UNUSABLE = Row("unusable", "unusable:1:1: KSB002 x", 1)
ROWS = {
    "behind": row("behind", 4, start=START, gateway=GATEWAY),
    "later": row("later", 4, start=START, gateway=GATEWAY)._replace(today=GATEWAY),
    "ahead": row("ahead", 5, start=START, gateway=GATEWAY),
    "complete": row("complete", 10, errors=1),
    "nothing asked": row("nothing asked", 0, 0),
    "warned": row("warned", warnings=1),
    "noted": row("noted", notes=1),
    "unusable": UNUSABLE,
}


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ([], list(ROWS)),
        (["behind"], ["behind", "later"]),
        (["gaps"], ["behind", "later", "ahead", "warned", "noted"]),
        (["findings"], ["complete", "warned", "noted"]),
        (["unusable"], ["unusable"]),
        (["complete"], ["complete", "nothing asked"]),
        (["unusable", "behind"], ["behind", "later", "unusable"]),
        (["complete", "findings"], ["complete", "nothing asked", "warned", "noted"]),
    ],
    ids=str,
)
def test_what_is_asked_for_is_listed_once_and_in_order(asked: list[str], listed: list[str]) -> None:
    assert [found.path for found in wanted(ROWS.values(), asked)] == listed


def test_the_command_s_choices_are_what_can_be_asked_for() -> None:
    assert [*WANTED] == [*Only]


def paths(rows: list[Row], order: str) -> str:
    return " ".join(found.path for found in in_order(rows, order))


@pytest.mark.parametrize(
    ("order", "rows", "upwards", "downwards"),
    [
        ("path", [row("b"), UNUSABLE, row("a")], "a b unusable", "unusable b a"),
        ("name", [row("1", name="béa"), row("2"), UNUSABLE, row("3", name="Ann")], "3 1 2 unusable", "1 3 2 unusable"),
        ("percent", [row("1", 5), UNUSABLE, row("2", 1, 3), row("3", 0, 0)], "2 1 3 unusable", "3 1 2 unusable"),
        ("percent", [row("1", 333_334, 1_000_000), row("2", 1, 3)], "2 1", "1 2"),
        ("accepted", [row("1", accepted=2), row("2", 2, 4, accepted=1), UNUSABLE], "1 2 unusable", "2 1 unusable"),
        ("pieces", [row("1", pieces=10), UNUSABLE, row("2", pieces=9)], "2 1 unusable", "1 2 unusable"),
        (
            "findings",
            [row("1", errors=1), UNUSABLE, row("2", warnings=9), row("3", warnings=8, notes=9), row("4")],
            "4 3 2 1 unusable",
            "1 2 3 4 unusable",
        ),
        (
            "pace",
            [
                ROWS["ahead"],
                row("none"),
                UNUSABLE,
                ROWS["behind"],
                ROWS["behind"]._replace(path="later", today=GATEWAY),
            ],
            "later behind ahead none unusable",
            "ahead behind later none unusable",
        ),
    ],
)
def test_orders(order: str, rows: list[Row], upwards: str, downwards: str) -> None:
    assert paths(rows, order) == upwards
    assert paths(rows, f"-{order}") == downwards


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_alike_stays_as_it_came(order: str) -> None:
    alike = [row("a", name="x", pieces=number) for number in range(3)]
    if order != "pieces":
        assert in_order(alike, order) == in_order(alike, f"-{order}") == alike


def test_shares_are_sorted_exactly() -> None:
    random = Random(1)
    rows = [row(str(n), random.randrange(0, 90), 90 + random.randrange(3)) for n in range(200)]
    shares = [Fraction(found.covered, found.required) for found in in_order(rows, "percent")]
    assert shares == sorted(shares)
