"""From the path of a portfolio to its row."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.cohort.basis import Basis, basis_of
from ksbcheck.cohort.model import Row
from ksbcheck.cohort.places import Places
from ksbcheck.cohort.remote import source_at
from ksbcheck.diagnostic import Severity, UnusableFileError
from ksbcheck.load import load_portfolio
from ksbcheck.printable import printable
from ksbcheck.report import severities, subject_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from ksbcheck.cohort.model import Asked
    from ksbcheck.rules.rule import Subject


class Examined(NamedTuple):
    """A row, and what it rests on; ``digest`` is of the content, None where the row is not to be kept."""

    row: Row
    digest: bytes | None = None
    basis: Basis | None = None


def examine(paths: Iterable[str], asked: Asked) -> list[Row]:
    """Return the rows of portfolios; one that cannot be used is a row, too, and stops no other.

    What does not depend on a portfolio alone, such as standards and configurations, is read once by each process.
    Raises UnusableFileError only for a configuration or a policy that ``asked`` names.
    """
    return [examined.row for examined in examine_to_keep(paths, asked, keeps=False)]


def examine_to_keep(paths: Iterable[str], asked: Asked, *, keeps: bool = True) -> list[Examined]:
    """Return the rows as ``examine`` does, and what each of them rests on if ``keeps``."""
    places = places_of(asked)
    return [_examine(path, asked, places, keeps=keeps) for path in paths]


places_of = lru_cache(maxsize=1)(Places)
"""What a process knows of the places of a cohort."""


def _examine(path: str, asked: Asked, places: Places, *, keeps: bool) -> Examined:
    shown = printable(path)
    try:
        source = source_at(path, shown)
        file = load_portfolio(source)
        config = places.config_of(file.folder)
        standard, origin = places.standard_of(file)
        subject = subject_of(
            file,
            standard,
            option=asked.option,
            min_evidence=asked.min_evidence,
            origin=origin,
            config=config,
            today=asked.today,
        )
    except UnusableFileError as error:
        return Examined(Row(shown, str(error.diagnostics[0]), len(error.diagnostics) + error.omitted))
    row = _row(subject, severities(subject, config))
    if not keeps:
        return Examined(row)
    basis = basis_of(file, config, places)
    return Examined(row, basis and places.digest_of(file.folder, source.data), basis)


def _row(subject: Subject, found: Counter[Severity]) -> Row:
    portfolio, coverage, option = subject.file.portfolio, subject.coverage, subject.scope.option
    return Row(
        path=subject.file.path,
        name=portfolio.apprentice.name,
        standard=subject.standard.name,
        option=option.key if option else None,
        pieces=len(portfolio.evidence),
        required=coverage.total.required,
        covered=coverage.total.covered,
        accepted=coverage.accepted.covered,
        thin=coverage.thin,
        gaps=coverage.gap_codes,
        open_duties=coverage.open_duties,
        errors=found[Severity.ERROR],
        warnings=found[Severity.WARNING],
        notes=found[Severity.NOTE],
        start=portfolio.apprentice.start_date,
        gateway=portfolio.apprentice.planned_gateway,
        today=subject.today,
    )
