"""``ksbcheck gaps``: what is still missing."""

from __future__ import annotations

from fractions import Fraction
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
    StandardOption,
)
from ksbcheck.cli.settings import Color, Format, GapsSettings

if TYPE_CHECKING:
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
    min_evidence: MinEvidenceOption = 1,
    fail_under: FailUnderOption = Fraction(100),
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
    return _run(settings)


def _run(settings: GapsSettings) -> int:
    from ksbcheck.cli.entry import FINDINGS, FINE
    from ksbcheck.cli.reading import portfolio_source
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_portfolio, standard_for
    from ksbcheck.report import check

    relative = settings.format is not Format.TEXT
    file = load_portfolio(portfolio_source(settings.portfolio, relative=relative))
    standard, origin = standard_for(file, settings.standard, store_near(file.folder))
    report = check(file, standard, option=settings.option, min_evidence=settings.min_evidence, origin=origin)
    _show(report, settings)
    enough = report.coverage.total.reaches(settings.fail_under)
    return FINE if enough or settings.exit_zero else FINDINGS


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
