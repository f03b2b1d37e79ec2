"""``ksbcheck summary``: what an assessor, a coach or an employer reads."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ksbcheck.cli.options import (
    ColorOption,
    ConfigOption,
    MinEvidenceOption,
    OptionOption,
    OutputOption,
    PolicyOption,
    PortfolioArgument,
    ReportOption,
    StandardOption,
    TodayOption,
    format_by_ending,
)
from ksbcheck.cli.settings import Color, SummaryFormat, SummarySettings, is_file

if TYPE_CHECKING:
    from ksbcheck.reporters.layout import Line
    from ksbcheck.summary.model import Summary

# What the ending of --output says of the format.
ENDINGS = {
    ".html": SummaryFormat.HTML,
    ".htm": SummaryFormat.HTML,
    ".xlsx": SummaryFormat.XLSX,
    ".csv": SummaryFormat.CSV,
    ".md": SummaryFormat.MARKDOWN,
    ".markdown": SummaryFormat.MARKDOWN,
    ".json": SummaryFormat.JSON,
    ".txt": SummaryFormat.TEXT,
}

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(short_help="A summary for an assessor: on screen, as a web page, a spreadsheet, ...")
def summary(
    portfolio: PortfolioArgument,
    *,
    option: OptionOption = None,
    standard: StandardOption = None,
    config: ConfigOption = None,
    policy: PolicyOption = None,
    min_evidence: MinEvidenceOption = None,
    today: TodayOption = None,
    format: Annotated[
        SummaryFormat | None,
        typer.Option("-f", "--format", help="The format of the output. [default: by the ending of -o, or text]"),
    ] = None,
    output: OutputOption = None,
    report: ReportOption = None,
    color: ColorOption = Color.AUTO,
) -> int:
    """Tell what a portfolio shows, where, how strongly, and what to ask about.

    With -o FILE the ending says what is written: .html (a page that prints), .xlsx, .csv (the mapping of evidence to
    KSBs), .md, .json or .txt. Gaps do not make it fail: exits with 2 if a file cannot be used, else with 0.
    """
    settings = SummarySettings(
        portfolio,
        option,
        standard,
        config,
        policy,
        min_evidence,
        today or date.today(),  # noqa: DTZ011 - the day where the user is
        format or format_by_ending(output, ENDINGS, SummaryFormat.TEXT),
        output,
        color,
    )
    if report:
        from ksbcheck.cli.reports import asked_reports

        settings = settings._replace(reports=asked_reports(report, SummaryFormat, (portfolio,), output))
    return _run(settings)


def _run(settings: SummarySettings) -> int:
    from ksbcheck.cli.entry import FINE
    from ksbcheck.cli.holding import hold
    from ksbcheck.cli.output import deliver
    from ksbcheck.reporters import SUMMARY_REPORTERS
    from ksbcheck.summary.build import summarise

    report, policy, folder = hold(settings, settings.today, every_rule=True)
    summary = summarise(report, settings.today, policy=policy, folder=folder)

    def as_read_from(path: Path | None) -> Summary:
        return summary._replace(evidence_folder=_way(path, folder))

    deliver(
        as_read_from(settings.output),
        SUMMARY_REPORTERS,
        _lay_out,
        format=settings.format,
        output=settings.output,
        color=settings.color,
    )
    if settings.reports:
        from ksbcheck.cli.reports import write_reports

        write_reports(settings.reports, as_read_from, SUMMARY_REPORTERS)
    return FINE


def _way(output: Path | None, folder: Path | None) -> str | None:
    """Return the relative URL of the portfolio's folder from the folder of ``output``, or from the working folder."""
    from urllib.parse import quote

    if folder is None:
        return None
    start = output.parent if is_file(output) else Path()
    try:
        way = os.path.relpath(os.path.realpath(folder), os.path.realpath(start))
    except ValueError:  # another drive of Windows
        return None
    return quote(os.fsencode(way.replace(os.sep, "/")))


def _lay_out(summary: Summary, width: int) -> list[Line]:
    from ksbcheck.reporters.summary_text import lay_out  # only a screen needs it

    return lay_out(summary, width)
