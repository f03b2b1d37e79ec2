"""The evidence over time, against the line to the planned gateway."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ksbcheck.percentage import rounded_down
from ksbcheck.portfolios.model import COUNTED
from ksbcheck.programme import expected_percent
from ksbcheck.summary.model import Point, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ksbcheck.coverage import Coverage
    from ksbcheck.portfolios.model import Evidence, Portfolio


def progress_of(portfolio: Portfolio, coverage: Coverage, today: date) -> Progress:
    """Return what there was on each day of which there is evidence, and whether less is covered than ``today`` asks."""
    counted = [piece for piece in portfolio.evidence if piece.status in COUNTED]
    dated = [(piece.date, piece) for piece in counted if piece.date]
    start, gateway = portfolio.apprentice.start_date, portfolio.apprentice.planned_gateway
    expected = expected_percent(start, gateway, today)
    return Progress(
        points=tuple(_points(dated, coverage)),
        undated=len(counted) - len(dated),
        start=start,
        gateway=gateway,
        expected=None if expected is None else rounded_down(expected),
        is_behind=expected is not None and not coverage.total.reaches(expected),
    )


def _points(dated: list[tuple[date, Evidence]], coverage: Coverage) -> Iterator[Point]:
    """Yield a point for each day. Pieces with one id are one piece, as in the coverage."""
    needed = {entry.ksb.code: entry.needed for entry in coverage.ksbs}
    shown: dict[str, set[str]] = {code: set() for code in needed}
    ids: set[str] = set()
    covered = 0
    for day, pieces in groupby(sorted(dated, key=lambda entry: entry[0]), key=lambda entry: entry[0]):
        for _, piece in pieces:
            ids.add(piece.id)
            for code in {claim.code for claim in piece.claims} & shown.keys():
                before = len(shown[code])
                shown[code].add(piece.id)
                covered += before < needed[code] == len(shown[code])
        yield Point(day, len(ids), covered)
