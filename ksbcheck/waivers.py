"""Waivers: findings that are accepted for a stated reason, and until a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from datetime import date

    from ksbcheck.config.model import Waiver
    from ksbcheck.config.read import ConfigFile

UNUSED, EXPIRED = "KSB901", "KSB902"


class Waived(NamedTuple):
    """A finding and the waiver that it is accepted by."""

    found: Diagnostic
    waiver: Waiver


class Split(NamedTuple):
    """Findings apart from those that are waived, and the numbers of the waivers that any finding met."""

    kept: list[Diagnostic]
    waived: list[Waived]
    used: frozenset[int]


def apply_waivers(found: Iterable[Diagnostic], waivers: Sequence[Waiver], today: date | None) -> Split:
    """Take out of ``found`` what is waived on ``today``; where no day is known, no waiver has expired.

    An expired waiver that a finding would have met is used, although it takes nothing out.
    """
    kept: list[Diagnostic] = []
    waived: list[Waived] = []
    used: set[int] = set()
    for finding in found:
        meeting = [number for number, waiver in enumerate(waivers) if _meets(waiver, finding)]
        used.update(meeting)
        holding = next((waivers[number] for number in meeting if not has_expired(waivers[number], today)), None)
        if holding is None:
            kept.append(finding)
        else:
            waived.append(Waived(finding, holding))
    return Split(kept, waived, frozenset(used))


def has_expired(waiver: Waiver, today: date | None) -> bool:
    """Whether the last day of a waiver is over."""
    return waiver.expires is not None and today is not None and waiver.expires < today


def waiver_faults(
    file: ConfigFile, used: Container[int], today: date | None, *, all_checked: bool = True
) -> list[Diagnostic]:
    """Return what is wrong with the waivers of a configuration: those that have expired, or met no finding.

    Only where ``all_checked`` says that each portfolio could be, and where the waiver's rule was asked, is that it met
    none told.
    """
    config = file.config
    faults = []
    for number, waiver in enumerate(config.waivers):
        if has_expired(waiver, today):
            code, message = EXPIRED, f"the waiver of {waiver.code} expired on {waiver.expires}; renew or remove it"
        elif all_checked and number not in used and config.asks(waiver.code):
            code, message = UNUSED, f"the waiver of {waiver.code} meets no finding; remove it"
        else:
            continue
        if config.asks(code):
            severity = Severity(config.severity.get(code, Severity.WARNING))
            place = file.position("waivers", number, "code")
            faults.append(Diagnostic(code, severity, message, file.path or "", *place, waiver.ksb, waiver.evidence))
    return faults


def _meets(waiver: Waiver, finding: Diagnostic) -> bool:
    return (
        waiver.code == finding.code
        and waiver.ksb in (None, finding.ksb)
        and waiver.evidence in (None, finding.evidence)
    )
