"""The options that several commands have, each spelled and explained once."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from ksbcheck.cli.settings import Color, Format
from ksbcheck.printable import shortened

_PERCENTAGE = re.compile(r"\s*([0-9]{1,3}(\.[0-9]{1,99})?)\s*%?\s*")
_ALL = 100


def _percentage(value: str | Fraction) -> Fraction:
    """Read a percentage exactly; a default comes as what it is."""
    match = _PERCENTAGE.fullmatch(str(value))
    if match is None or Fraction(match[1]) > _ALL:
        raise typer.BadParameter(f"{shortened(str(value))!r} is not a percentage: write a number from 0 to 100")
    return Fraction(match[1])


PortfolioArgument = Annotated[
    str, typer.Argument(help="The portfolio's file, or - for standard input.", show_default=False)
]
OptionOption = Annotated[
    str | None,
    typer.Option(
        "--option", help="The option chosen: its key, its title or a part of them. [default: the portfolio's]"
    ),
]
StandardOption = Annotated[
    str | None,
    typer.Option("--standard", help="A standard by name (ST0792, 'ST0792 v1.1') or file. [default: the portfolio's]"),
]
NamedStandardOption = Annotated[
    str, typer.Option("--standard", help="A standard by name (ST0792, 'ST0792 v1.1') or file.")
]
NewOptionOption = Annotated[
    str | None, typer.Option("--option", help="The option chosen: its key, its title or a part of them.")
]
FormatOption = Annotated[Format, typer.Option("-f", "--format", help="The format of the output.")]
OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write to this file, or - for standard output.", show_default=False),
]
MinEvidenceOption = Annotated[
    int, typer.Option("--min-evidence", min=1, help="How many pieces of evidence each KSB needs.")
]
FailUnderOption = Annotated[
    Fraction,
    typer.Option(
        "--fail-under", parser=_percentage, metavar="PERCENT", help="Exit with 1 if less than this is covered."
    ),
]
ExitZeroOption = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even if there are gaps or findings.")]
ColorOption = Annotated[Color, typer.Option("--color", help="When to colour the output.")]
QuietOption = Annotated[
    bool, typer.Option("-q", "--quiet", help="Print no report; the exit code tells. A file is still written.")
]
