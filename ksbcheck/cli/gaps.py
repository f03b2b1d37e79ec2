"""``ksbcheck gaps``: what is still missing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ksbcheck.cli.options import (
    ColorOption,
    ExitZeroOption,
    FailUnderOption,
    FormatOption,
    MinEvidenceOption,
    OptionOption,
    OutputOption,
    PortfolioArgument,
    QuietOption,
    ReportOption,
    StandardOption,
)
from ksbcheck.cli.settings import Color, Format, GapsSettings

if TYPE_CHECKING:
    from ksbcheck.config.model import Config
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.report import Report


app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(short_help="What a portfolio does not evidence yet: the main job.")
def gaps(
    portfolio: PortfolioArgument,
    *,
    option: OptionOption = None,
    standard: StandardOption = None,
    format: FormatOption = Format.TEXT,
    output: OutputOption = None,
    report: ReportOption = None,
    min_evidence: MinEvidenceOption = None,
    fail_under: FailUnderOption = None,
    exit_zero: ExitZeroOption = False,
    color: ColorOption = Color.AUTO,
    quiet: QuietOption = False,
) -> int:
    """Show which KSBs of the standard the portfolio does not evidence yet.

    Exits with 1 if less than --fail-under is covered, with 2 if a file cannot be used.
    """
    settings = GapsSettings(
        portfolio, option, standard, format, output, min_evidence, fail_under, exit_zero, color, quiet
    )
    if report:
        from ksbcheck.cli.reports import asked_reports

        settings = settings._replace(reports=asked_reports(report, Format, (portfolio,), output))
    return _run(settings)


def _run(settings: GapsSettings) -> int:
    from ksbcheck.cli.entry import FINDINGS, FINE
    from ksbcheck.cli.reading import given_source
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_portfolio, standard_for
    from ksbcheck.report import check

    file = load_portfolio(given_source(settings.portfolio, relative=settings.for_machines))
    config = _config(file)
    standard, origin = standard_for(file, settings.standard, store_near(file.folder))
    report = check(
        file, standard, option=settings.option, min_evidence=settings.min_evidence, origin=origin, config=config
    )
    _show(report, settings)
    if settings.reports:
        from ksbcheck.cli.reports import write_reports
        from ksbcheck.reporters import REPORTERS

        write_reports(settings.reports, report, REPORTERS)
    threshold = settings.fail_under
    if threshold is None:
        threshold = (config and config.policy.fail_under) or Fraction(100)
    enough = report.coverage.total.reaches(threshold)
    return FINE if enough or settings.exit_zero else FINDINGS


def _config(file: PortfolioFile) -> Config | None:
    """Return the configuration of the portfolio's folder. Most have none, which costs nothing."""
    from ksbcheck.config.find import find_config

    path = find_config(file.folder or Path())
    if path is None:
        return None
    from ksbcheck.cli.reading import relative_path
    from ksbcheck.config.read import read_config

    return read_config(path, relative_path(str(path))).config


def _show(report: Report, settings: GapsSettings) -> None:
    from ksbcheck.cli import screen
    from ksbcheck.reporters import REPORTERS

    if settings.output is not None and str(settings.output) != "-":
        from ksbcheck.cli import saving

        saving.replace(settings.output, REPORTERS[settings.format](report, screen.width()))
    elif settings.quiet:
        return
    elif settings.format is Format.TEXT:
        from ksbcheck.reporters.text import lay_out

        screen.show(lay_out(report, screen.width()), settings.color)
    else:
        screen.emit(REPORTERS[settings.format](report, screen.width()))
