"""``ksbcheck gaps``: what is still missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import typer

from ksbcheck.cli.options import (
    ColorOption,
    ConfigOption,
    ExitZeroOption,
    FailUnderOption,
    FormatOption,
    MinEvidenceOption,
    OptionOption,
    OutputOption,
    PolicyOption,
    PortfolioArgument,
    QuietOption,
    ReportOption,
    StandardOption,
)
from ksbcheck.cli.settings import Color, Format, GapsSettings

if TYPE_CHECKING:
    from ksbcheck.report import Report
    from ksbcheck.reporters.layout import Line


app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(short_help="What a portfolio does not evidence yet: the main job.")
def gaps(
    portfolio: PortfolioArgument,
    *,
    option: OptionOption = None,
    standard: StandardOption = None,
    config: ConfigOption = None,
    policy: PolicyOption = None,
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
        portfolio,
        option,
        standard,
        config,
        policy,
        format,
        output,
        min_evidence,
        fail_under,
        exit_zero,
        color,
        quiet,
    )
    if report:
        from ksbcheck.cli.reports import asked_reports

        settings = settings._replace(reports=asked_reports(report, Format, (portfolio,), output))
    return _run(settings)


def _run(settings: GapsSettings) -> int:
    from ksbcheck.cli.entry import FINDINGS, FINE
    from ksbcheck.cli.holding import hold

    report, policy, _ = hold(settings, date.today())  # noqa: DTZ011 - the day where the user is
    _show(report, settings)
    if settings.reports:
        from ksbcheck.cli.reports import write_reports
        from ksbcheck.reporters import REPORTERS

        write_reports(settings.reports, lambda _: report, REPORTERS)
    thresholds = (settings.fail_under, policy.fail_under if policy else None)
    threshold = next((asked for asked in thresholds if asked is not None), Fraction(100))
    enough = report.coverage.total.reaches(threshold)
    return FINE if enough or settings.exit_zero else FINDINGS


def _show(report: Report, settings: GapsSettings) -> None:
    from ksbcheck.cli.output import deliver
    from ksbcheck.reporters import REPORTERS

    deliver(
        report,
        REPORTERS,
        _lay_out,
        format=settings.format,
        output=settings.output,
        color=settings.color,
        quiet=settings.quiet,
    )


def _lay_out(report: Report, width: int) -> list[Line]:
    from ksbcheck.reporters.text import lay_out  # only a screen needs it

    return lay_out(report, width)
