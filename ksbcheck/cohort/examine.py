"""From the path of a portfolio to its row."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from ksbcheck.cohort.model import Row
from ksbcheck.cohort.places import Places
from ksbcheck.cohort.remote import source_at
from ksbcheck.diagnostic import Severity, UnusableFileError
from ksbcheck.load import load_portfolio
from ksbcheck.printable import printable
from ksbcheck.report import check

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ksbcheck.cohort.model import Asked
    from ksbcheck.report import Report


def examine(paths: Iterable[str], asked: Asked) -> list[Row]:
    """Return the rows of portfolios; one that cannot be used is a row, too, and stops no other.

    What does not depend on a portfolio alone, such as standards and configurations, is read once by each process.
    Raises UnusableFileError only for a configuration or a policy that ``asked`` names.
    """
    places = _places(asked)
    return [_examine(path, asked, places) for path in paths]


_places = lru_cache(maxsize=1)(Places)


def _examine(path: str, asked: Asked, places: Places) -> Row:
    shown = printable(path)
    try:
        file = load_portfolio(source_at(path, shown))
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
    found = Counter(finding.severity for finding in report.diagnostics)
    return Row(
        path=report.path,
        name=apprentice.name,
        standard=report.standard.name,
        option=report.scope.option.key if report.scope.option else None,
        pieces=len(report.portfolio.evidence),
        required=coverage.total.required,
        covered=coverage.total.covered,
        accepted=coverage.accepted.covered,
        thin=coverage.thin,
        gaps=coverage.gap_codes,
        open_duties=coverage.open_duties,
        errors=found[Severity.ERROR],
        warnings=found[Severity.WARNING],
        notes=found[Severity.NOTE],
        start=apprentice.start_date,
        gateway=apprentice.planned_gateway,
        today=today,
    )
