"""``ksbcheck init``: start a portfolio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ksbcheck.cli.options import OptionOption, StandardOption
from ksbcheck.cli.settings import DEFAULT_STANDARD

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def init(
    portfolio: Annotated[Path, typer.Argument(help="The file to write; never one that exists.")] = Path(
        "portfolio.yaml"
    ),
    *,
    option: OptionOption = None,
    standard: StandardOption = None,
) -> None:
    """Write a starter portfolio for a standard and option, with the KSBs it is to evidence as a checklist."""
    from ksbcheck.cli import saving, screen
    from ksbcheck.load import load_standard
    from ksbcheck.portfolios.starter import starter
    from ksbcheck.printable import printable
    from ksbcheck.standards.scope import UnknownOptionError, find_option, scope_of

    read = load_standard(DEFAULT_STANDARD if standard is None else standard)
    try:
        scope = scope_of(read, find_option(read, option))
    except UnknownOptionError as error:
        raise typer.BadParameter(printable(str(error)), param_hint="--option") from None
    saving.create(portfolio, starter(read, scope))
    screen.tell(f"wrote {printable(str(portfolio))}; next: ksbcheck gaps {printable(str(portfolio))}")
