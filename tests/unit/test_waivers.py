"""What waivers take out, until when, and which of them are of no use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ksbcheck.config.model import Waiver
from ksbcheck.config.read import read_config
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.waivers import Split, Waived, apply_waivers, has_expired, waiver_faults

if TYPE_CHECKING:
    from conftest import Write

    from ksbcheck.config.read import ConfigFile

DAY = date(2025, 3, 10)
BEFORE, AFTER = date(2025, 3, 9), date(2025, 3, 11)


def finding(code: str = "KSB206", ksb: str | None = None, evidence: str | None = None) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, "wrong", "p.yaml", 1, 1, ksb, evidence)


@pytest.mark.parametrize(
    ("waiver", "found", "meets"),
    [
        ({}, finding(), True),
        ({}, finding(ksb="K1", evidence="E1"), True),
        ({}, finding("KSB207"), False),
        ({"ksb": "K1"}, finding(ksb="K1"), True),
        ({"ksb": "k1"}, finding(ksb="K1"), True),
        ({"ksb": "K1"}, finding(ksb="K10"), False),
        ({"ksb": "K1"}, finding(), False),
        ({"evidence": "E1"}, finding(evidence="E1"), True),
        ({"evidence": "E1"}, finding(evidence="e1"), False),
        ({"evidence": "E1"}, finding(), False),
        ({"ksb": "K1", "evidence": "E1"}, finding(ksb="K1", evidence="E1"), True),
        ({"ksb": "K1", "evidence": "E1"}, finding(ksb="K1", evidence="E2"), False),
        ({"ksb": "K1", "evidence": "E1"}, finding(ksb="K2", evidence="E1"), False),
    ],
)
def test_a_waiver_meets_findings_of_its_rule_its_ksb_and_its_piece(
    waiver: dict[str, str], found: Diagnostic, meets: bool
) -> None:
    waivers = [Waiver.model_validate({"code": "KSB206", "reason": "r", **waiver})]
    split = apply_waivers([found], waivers, DAY)
    if meets:
        assert split == Split([], [Waived(found, waivers[0])], frozenset({0}))
    else:
        assert split == Split([found], [], frozenset())


@pytest.mark.parametrize(
    ("expires", "expired"), [(None, False), (AFTER, False), (DAY, False), (BEFORE, True), (date(1, 1, 1), True)]
)
def test_a_waiver_holds_on_its_last_day(expires: date | None, expired: bool) -> None:
    waiver = Waiver(code="KSB206", reason="r", expires=expires)
    assert has_expired(waiver, DAY) is expired
    assert not has_expired(waiver, None)
    split = apply_waivers([finding()], [waiver], DAY)
    assert (split.kept == [finding()]) is expired
    assert split.used == {0}


def test_where_one_has_expired_another_may_hold() -> None:
    old, other = Waiver(code="KSB206", reason="old", expires=BEFORE), Waiver(code="KSB206", reason="other")
    split = apply_waivers([finding()], [old, other], DAY)
    assert split == Split([], [Waived(finding(), other)], frozenset({0, 1}))


def test_of_several_the_first_is_named_and_the_order_is_kept() -> None:
    first, second = Waiver(code="KSB206", reason="first"), Waiver(code="KSB206", reason="second", ksb="K1")
    found = [finding(ksb="K1"), finding("KSB207"), finding()]
    split = apply_waivers(found, [first, second], None)
    assert split == Split([found[1]], [Waived(found[0], first), Waived(found[2], first)], frozenset({0, 1}))


@pytest.fixture
def file(write: Write) -> ConfigFile:
    return configured(write)


def configured(write: Write, more: str = "") -> ConfigFile:
    text = (
        f"{more}\n[[waivers]]\ncode = 'KSB206'\nreason = 'r'\nevidence = 'E1'\n"
        "[[waivers]]\nreason = 'r'\ncode = 'KSB101'\nksb = 'K4'\nexpires = 2025-03-09\n"
    )
    return read_config(write(text, ".ksbcheck.toml"), "c.toml")


EXPIRED = Diagnostic(
    "KSB902",
    Severity.WARNING,
    "the waiver of KSB101 expired on 2025-03-09; renew or remove it",
    "c.toml",
    8,
    8,
    "K4",
)
UNUSED = Diagnostic(
    "KSB901", Severity.WARNING, "the waiver of KSB206 meets no finding; remove it", "c.toml", 3, 8, None, "E1"
)


@pytest.mark.parametrize(
    ("used", "today", "faults"),
    [
        (set(), DAY, [UNUSED, EXPIRED]),
        ({0}, DAY, [EXPIRED]),
        ({0, 1}, DAY, [EXPIRED]),
        ({1}, BEFORE, [UNUSED]),
        ({0, 1}, BEFORE, []),
        ({0, 1}, None, []),
    ],
)
def test_what_is_of_no_use(file: ConfigFile, used: set[int], today: date | None, faults: list[Diagnostic]) -> None:
    assert waiver_faults(file, used, today) == faults


def test_what_was_not_checked_may_need_a_waiver(file: ConfigFile) -> None:
    assert waiver_faults(file, set(), DAY, all_checked=False) == [EXPIRED]


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ("ignore = ['KSB2']", [EXPIRED]),
        ("select = ['KSB2', 'KSB9']", [UNUSED, EXPIRED]),
        ("select = ['KSB2', 'KSB1']", []),
        ("ignore = ['KSB9']", []),
        ("ignore = ['KSB901']", [EXPIRED]),
        ("severity.KSB902 = 'error'", [UNUSED, EXPIRED._replace(severity=Severity.ERROR)]),
    ],
)
def test_they_are_selected_and_weighed_as_rules_are(write: Write, more: str, faults: list[Diagnostic]) -> None:
    assert waiver_faults(configured(write, more), set(), DAY) == faults
