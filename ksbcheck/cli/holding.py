"""One portfolio, read and held against what the command line asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.cli.configuration import config_for_gaps
from ksbcheck.cli.output import keep_portfolios
from ksbcheck.cli.reading import given_source
from ksbcheck.cli.store import store_near
from ksbcheck.load import load_portfolio, standard_for
from ksbcheck.report import check

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ksbcheck.cli.settings import GapsSettings, SummarySettings
    from ksbcheck.config.policy import Policy
    from ksbcheck.report import Report


class Held(NamedTuple):
    """A report, what was asked of its portfolio, and the portfolio's folder."""

    report: Report
    policy: Policy | None
    folder: Path | None


def hold(settings: GapsSettings | SummarySettings, day: date, *, every_rule: bool = False) -> Held:
    """Return the report of the portfolio that ``settings`` name, for which waivers hold as on ``day``.

    Only with ``every_rule`` do the rules know the day: what is still missing is the same on any. Raises
    UnusableFileError with all that is wrong with a file, and BadParameter for an output over the portfolio.
    """
    keep_portfolios((settings.portfolio,), settings.output)
    file = load_portfolio(given_source(settings.portfolio, relative=settings.for_machines))
    config_file = config_for_gaps(file.folder, settings, day)
    config = config_file and config_file.config
    standard, origin = standard_for(file, settings.standard, store_near(file.folder))
    report = check(
        file,
        standard,
        option=settings.option,
        min_evidence=settings.min_evidence,
        origin=origin,
        config=config,
        today=day if every_rule else None,
        every_rule=every_rule,
    )
    if config_file:
        report = report._replace(config_path=config_file.path)
    return Held(report, config.policy if config else None, file.folder)
