"""From the path of a portfolio to its row."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from ksbcheck.cohort.model import Pace, Row
from ksbcheck.cohort.places import Places
from ksbcheck.diagnostic import Severity, UnusableFileError
from ksbcheck.load import load_portfolio
from ksbcheck.printable import printable
from ksbcheck.programme import expected_percent
from ksbcheck.report import GAPS, check
from ksbcheck.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ksbcheck.cohort.model import Asked
    from ksbcheck.report import Report


def examine(paths: Iterable[str], asked: Asked) -> list[Row]:
    """Return the rows of portfolios; one that cannot be used is a row, too, and stops no other.

    What does not depend on a portfolio alone, such as standards and configurations, is read once by each process.
    Raises UnusableFileError only for a configuration, a policy or a standard that ``asked`` names.
    """
    places = _places(asked)
    return [_examine(path, asked, places) for path in paths]


_places = lru_cache(maxsize=1)(Places)


def _examine(path: str, asked: Asked, places: Places) -> Row:
    shown = printable(path)
    try:
        file = load_portfolio(read_source(path, shown))
        config = places.config_of(file.folder)
        standard, origin = places.standard_of(file)
        report = check(
            file,
            standard,
            option=asked.option,
            min_evidence=asked.min_evidence,
            origin=origin,
            config=config,
            today=asked.today,
            every_rule=True,
        )
    except UnusableFileError as error:
        return Row(shown, str(error.diagnostics[0]), len(error.diagnostics) + error.omitted)
    return row_of(report, asked.today)


def row_of(report: Report, today: date) -> Row:
    """Return what of a report a row has."""
    coverage, apprentice = report.coverage, report.portfolio.apprentice
    found = Counter(finding.severity for finding in report.diagnostics if finding.code not in GAPS)
    expected = expected_percent(apprentice.start_date, apprentice.planned_gateway, today)
    pace = Pace.NO_LINE
    if expected is not None:
        pace = Pace.AHEAD if coverage.total.reaches(expected) else Pace.BEHIND
    gaps = coverage.gaps
    return Row(
        path=report.path,
        name=apprentice.name,
        standard=report.standard.name,
        option=report.scope.option.key if report.scope.option else None,
        pieces=len(report.portfolio.evidence),
        required=coverage.total.required,
        covered=coverage.total.covered,
        accepted=sum([entry.accepted >= entry.needed for entry in coverage.ksbs]),
        thin=sum([entry.is_thin for entry in gaps]),
        gaps=tuple([entry.ksb.code for entry in gaps]),
        open_duties=tuple([entry.duty.number for entry in coverage.duties if entry.gaps]),
        errors=found[Severity.ERROR],
        warnings=found[Severity.WARNING],
        notes=found[Severity.NOTE],
        expected=None if expected is None else expected * 10 // 1 / 10,
        pace=pace,
    )
