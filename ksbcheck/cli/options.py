"""The options that several commands have, each spelled and explained once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ksbcheck.cli import completing
from ksbcheck.cli.settings import Color, Format, is_file
from ksbcheck.printable import shortened

Chosen = TypeVar("Chosen")


def percentage_option(value: str | Fraction) -> Fraction:
    """Read a percentage exactly; a default comes as what it is."""
    from ksbcheck.percentage import percentage

    try:
        return percentage(str(value))
    except ValueError:
        problem = f"{shortened(str(value))!r} is not a percentage: write a number from 0 to 100"
        raise typer.BadParameter(problem) from None


def iso_date(value: str | date) -> date:
    """Read a date such as 2024-03-02; a default comes as what it is."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise typer.BadParameter(f"{shortened(str(value))!r} is not a date like 2024-03-02") from None


def format_by_ending(output: Path | None, endings: Mapping[str, Chosen], otherwise: Chosen) -> Chosen:
    """Return the format that the ending of ``output`` says; ``otherwise`` for standard output."""
    if not is_file(output):
        return otherwise
    try:
        return endings[output.suffix.lower()]
    except KeyError:
        problem = f"'{shortened(str(output))}' ends in none of {', '.join(endings)}; --format says what to write"
        if output.suffix.lower() == ".pdf":
            problem += ". For a PDF, write .html and print it from a browser"
        raise typer.BadParameter(problem, param_hint="'--output'") from None


PortfolioArgument = Annotated[
    str, typer.Argument(help="The portfolio's file, or - for standard input.", show_default=False)
]
OptionOption = Annotated[
    str | None,
    typer.Option(
        "--option",
        help="The option chosen: its key, its title or a part of them. [default: the portfolio's]",
        envvar="KSBCHECK_OPTION",
        autocompletion=completing.options,
    ),
]
StandardOption = Annotated[
    str | None,
    typer.Option(
        "--standard",
        help="A standard by name (ST0792, 'ST0792 v1.1') or file. [default: the portfolio's]",
        envvar="KSBCHECK_STANDARD",
        autocompletion=completing.standards,
    ),
]
WrittenForOption = Annotated[
    str | None,
    typer.Option(
        "--standard",
        help="A standard by name (ST0792, 'ST0792 v1.1') or file. [default: the portfolio's]",
        autocompletion=completing.standards,
    ),
]
NamedStandardOption = Annotated[
    str,
    typer.Option(
        "--standard",
        help="A standard by name (ST0792, 'ST0792 v1.1') or file.",
        autocompletion=completing.standards,
    ),
]
NewOptionOption = Annotated[
    str | None,
    typer.Option(
        "--option",
        help="The option chosen: its key, its title or a part of them.",
        autocompletion=completing.options,
    ),
]
TodayOption = Annotated[
    date | None,
    typer.Option("--today", parser=iso_date, metavar="DATE", help="The day to check for. [default: today]"),
]
FormatOption = Annotated[Format, typer.Option("-f", "--format", help="The format of the output.")]
OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write to this file, or - for standard output.", show_default=False),
]
ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORMAT=FILE",
        help="Write a report to this file, too, such as junit=report.xml. May be given again.",
        show_default=False,
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="The configuration's file. [default: the nearest .ksbcheck.toml]",
        envvar="KSBCHECK_CONFIG",
        show_default=False,
    ),
]
PolicyOption = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        help="A file with the policy, in place of the configuration's.",
        envvar="KSBCHECK_POLICY",
        show_default=False,
    ),
]
MinEvidenceOption = Annotated[
    int | None,
    typer.Option(
        "--min-evidence",
        min=1,
        help="How many pieces of evidence each KSB needs. [default: the policy's, or 1]",
        envvar="KSBCHECK_MIN_EVIDENCE",
    ),
]
FailUnderOption = Annotated[
    Fraction | None,
    typer.Option(
        "--fail-under",
        parser=percentage_option,
        metavar="PERCENT",
        help="Exit with 1 if less than this is covered. [default: the policy's, or 100]",
        envvar="KSBCHECK_FAIL_UNDER",
    ),
]
ExitZeroOption = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even if there are gaps or findings.")]
ColorOption = Annotated[Color, typer.Option("--color", help="When to colour the output.")]
QuietOption = Annotated[
    bool, typer.Option("-q", "--quiet", help="Print no report; the exit code tells. A file is still written.")
]
