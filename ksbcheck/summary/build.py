"""From a report to its summary."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ksbcheck.inside import Inside
from ksbcheck.portfolios.model import COUNTED
from ksbcheck.summary.gateway import requirements
from ksbcheck.summary.model import Claimed, DutySummary, FileSummary, KsbSummary, Many, PieceSummary, Summary
from ksbcheck.summary.progress import progress_of
from ksbcheck.summary.smallest import smallest_set
from ksbcheck.summary.tally import tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from ksbcheck.config.policy import Policy
    from ksbcheck.coverage import DutyCoverage
    from ksbcheck.portfolios.model import Evidence
    from ksbcheck.report import Report

_MANY = 12
"""Even where there are few KSBs, a piece may claim as many before it is looked at."""


def summarise(report: Report, today: date, *, policy: Policy | None = None, folder: Path | None = None) -> Summary:
    """Return the summary of a report as of ``today``.

    ``policy`` is what was asked of the portfolio. ``folder`` is the portfolio's; without it no evidence file is safe to
    link. Files are looked for, and never read.
    """
    coverage = report.coverage
    many = _many(policy, len(coverage.ksbs))
    pieces = tuple(_pieces(report, many.most, folder))
    kinds = [kind for kind, share in coverage.by_kind.items() if share.required]
    total = tally(coverage.ksbs)
    return Summary(
        report=report,
        today=today,
        total=total,
        by_kind={kind: tally(entry for entry in coverage.ksbs if entry.ksb.kind is kind) for kind in kinds},
        ksbs=tuple(_ksbs(report, pieces)),
        duties=tuple(_duty(entry, report) for entry in coverage.duties),
        pieces=pieces,
        many=many,
        smallest=smallest_set(coverage, report.portfolio, policy.max_pieces if policy else None),
        progress=progress_of(report.portfolio, coverage, today),
        gateway=tuple(requirements(report, total, policy, today)),
    )


def _many(policy: Policy | None, in_scope: int) -> Many:
    if policy and policy.max_ksbs_per_piece:
        return Many(policy.max_ksbs_per_piece, is_asked=True)
    return Many(max(_MANY, in_scope // 4), is_asked=False)


def _duty(entry: DutyCoverage, report: Report) -> DutySummary:
    codes = frozenset(entry.duty.ksbs)
    return DutySummary(entry, tally(ksb for ksb in report.coverage.ksbs if ksb.ksb.code in codes))


def _pieces(report: Report, most: int, folder: Path | None) -> Iterator[PieceSummary]:
    places = {code: place for place, code in enumerate(report.scope.codes)}
    inside = Inside(os.path.realpath(folder)) if folder else None
    for number, piece in enumerate(report.portfolio.evidence, start=1):
        codes = dict.fromkeys(claim.code for claim in piece.claims)
        yield PieceSummary(
            number=number,
            evidence=piece,
            counts=piece.status in COUNTED,
            codes=tuple(sorted((code for code in codes if code in places), key=places.__getitem__)),
            other_codes=tuple(code for code in codes if code not in places),
            has_many=len(codes) > most,
            files=tuple(FileSummary(name, inside is not None and _is_there(inside, name)) for name in piece.files),
        )


def _is_there(inside: Inside, name: str) -> bool:
    try:
        target = inside.path(name)
        return target is not None and os.path.isfile(target)  # noqa: PTH113 - of one that no file can have, path tells
    except (OSError, ValueError):  # a name that no file can have
        return False


def _ksbs(report: Report, pieces: tuple[PieceSummary, ...]) -> Iterator[KsbSummary]:
    claims: dict[str, list[Claimed]] = {}
    for piece in pieces:
        locators = _locators(piece.evidence)
        for code in piece.codes:
            claims.setdefault(code, []).append(Claimed(piece, tuple(locators[code])))
    for entry in report.coverage.ksbs:
        yield KsbSummary(entry, tuple(claims.get(entry.ksb.code, ())))


def _locators(piece: Evidence) -> dict[str, list[str]]:
    """Return code -> where in the piece the KSB is shown, as often as the piece says so."""
    found: dict[str, list[str]] = {}
    for claim in piece.claims:
        found.setdefault(claim.code, []).extend([claim.locator] if claim.locator else [])
    return found
