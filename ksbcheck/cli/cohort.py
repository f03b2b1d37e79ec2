"""``ksbcheck cohort``: many portfolios at once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

import typer

from ksbcheck.cli.options import (
    ColorOption,
    ConfigOption,
    MinEvidenceOption,
    OptionOption,
    OutputOption,
    PolicyOption,
    QuietOption,
    StandardOption,
    TodayOption,
    format_by_ending,
    percentage_option,
)
from ksbcheck.cli.settings import CohortFormat, CohortSettings, Color, Only

# What the ending of --output says of the format.
ENDINGS = {
    ".txt": CohortFormat.TEXT,
    ".json": CohortFormat.JSON,
    ".jsonl": CohortFormat.JSONL,
    ".csv": CohortFormat.CSV,
    ".md": CohortFormat.MARKDOWN,
    ".markdown": CohortFormat.MARKDOWN,
    ".xlsx": CohortFormat.XLSX,
    ".html": CohortFormat.HTML,
    ".htm": CohortFormat.HTML,
    ".parquet": CohortFormat.PARQUET,
}

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _order(value: str | None) -> str | None:
    """Refuse an order that there is not."""
    if value is None:
        return None
    from ksbcheck.cohort.choose import DESCENDING, ORDERS
    from ksbcheck.printable import shortened
    from ksbcheck.suggest import did_you_mean

    name = value.removeprefix(DESCENDING)
    if name not in ORDERS:
        hint = did_you_mean(name, ORDERS)
        raise typer.BadParameter(f"'{shortened(value)}' is no order, only {', '.join(ORDERS)}{hint}")
    return value


@app.command(short_help="Many portfolios at once: who is behind, and what they lack.")
def cohort(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Portfolios, folders with them, patterns ('*/p.yaml'), or lists of them (@FILE, a path on each line).",
            show_default=False,
        ),
    ],
    *,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="PATTERN",
            help="What portfolios in folders are called. May be given again. [default: *portfolio*.yaml, .yml]",
        ),
    ] = None,
    option: OptionOption = None,
    standard: StandardOption = None,
    config: ConfigOption = None,
    policy: PolicyOption = None,
    min_evidence: MinEvidenceOption = None,
    today: TodayOption = None,
    only: Annotated[
        list[Only] | None,
        typer.Option("--only", help="List only these portfolios; all are counted. May be given again."),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            metavar="[-]ORDER",
            callback=_order,
            help="Sort by path, name, percent, accepted, pieces, findings or pace; with -percent and the like, from "
            "the most to the least. [default: as they come]",
        ),
    ] = None,
    fail_under: Annotated[
        Fraction | None,
        typer.Option(
            "--fail-under",
            parser=percentage_option,
            metavar="PERCENT",
            help="Exit with 1 if a portfolio covers less than this.",
            envvar="KSBCHECK_FAIL_UNDER",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", min=1, help="How many processes work at once. [default: one for each processor, if that pays]"
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Look at every portfolio anew, and keep nothing for the next run.")
    ] = False,
    format: Annotated[
        CohortFormat | None,
        typer.Option("-f", "--format", help="The format of the output. [default: by the ending of -o, or text]"),
    ] = None,
    output: OutputOption = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 even if a portfolio covers less than --fail-under.")
    ] = False,
    color: ColorOption = Color.AUTO,
    quiet: QuietOption = False,
) -> int:
    """Tell where each of many portfolios stands, and what they lack together: by standard and option.

    A portfolio that cannot be used is listed with the reason and stops no other. Ctrl-C ends the work, and shows what
    was done so far. Exits with 1 if a portfolio covers less than --fail-under; with 2 if one cannot be used.
    """
    settings = CohortSettings(
        tuple(paths),
        tuple(name or ()),
        option,
        standard,
        config,
        policy,
        min_evidence,
        today or date.today(),  # noqa: DTZ011 - the day where the user is
        tuple(only or ()),
        sort,
        fail_under,
        jobs,
        no_cache,
        format or format_by_ending(output, ENDINGS, CohortFormat.TEXT),
        output,
        exit_zero,
        color,
        quiet,
    )
    from ksbcheck.cli.cohort_run import run

    return run(settings)
