"""What a run over many portfolios comes to."""

from __future__ import annotations

import pytest
from checking import piece, report, small

from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.gate import Gate, Outcome

ERROR = Diagnostic("KSB206", Severity.ERROR, "wrong", "a")
NOTE = Diagnostic("KSB104", Severity.NOTE, "few", "a")
THRESHOLD = Diagnostic("KSB104", Severity.ERROR, "few", "a")
UNREADABLE = Outcome("b", None, (Diagnostic("KSB001", Severity.ERROR, "no file", "b"),))


def outcome(*found: Diagnostic) -> Outcome:
    return Outcome("a", report(piece("E1", ["K1"]), of=small()), found)


@pytest.mark.parametrize(
    ("found", "any_error", "threshold"),
    [
        ((), False, False),
        ((NOTE,), False, False),
        ((ERROR,), True, False),
        ((THRESHOLD,), True, True),
        ((NOTE, ERROR, THRESHOLD), True, True),
    ],
)
def test_errors_of_all_rules_or_of_some(found: tuple[Diagnostic, ...], any_error: bool, threshold: bool) -> None:
    gate = Gate((outcome(*found),))
    assert gate.has_errors_of() is any_error
    assert gate.has_errors_of(("KSB104", "KSB105")) is threshold


def test_the_configuration_can_be_an_error_too() -> None:
    assert Gate((outcome(),), (ERROR,)).has_errors_of()


def test_one_that_cannot_be_used_is_told_apart() -> None:
    gate = Gate((outcome(), UNREADABLE))
    assert gate.is_unusable
    assert len(gate.reports) == 1
    assert not Gate((outcome(),)).is_unusable


def test_findings_are_in_the_order_of_the_portfolios_and_then_the_configuration_s() -> None:
    gate = Gate((UNREADABLE, outcome(ERROR, NOTE)), (THRESHOLD,))
    assert list(gate.diagnostics()) == [*UNREADABLE.diagnostics, ERROR, NOTE, THRESHOLD]
