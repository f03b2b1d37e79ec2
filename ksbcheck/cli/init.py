"""``ksbcheck init``: start a portfolio."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from ksbcheck.cli.options import NamedStandardOption, NewOptionOption
from ksbcheck.cli.settings import DEFAULT_STANDARD

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(short_help="Start a portfolio, with a checklist of its KSBs.")
def init(
    portfolio: Annotated[Path, typer.Argument(help="The file to write; never one that exists.")] = Path(
        "portfolio.yaml"
    ),
    *,
    option: NewOptionOption = None,
    standard: NamedStandardOption = DEFAULT_STANDARD,
) -> None:
    """Write a starter portfolio for a standard and option, with the KSBs it is to evidence as a checklist."""
    from ksbcheck.cli import saving, screen
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_standard
    from ksbcheck.portfolios.starter import starter
    from ksbcheck.printable import printable
    from ksbcheck.standards.find import parse_name
    from ksbcheck.standards.scope import UnknownOptionError, find_option, scope_of

    read = load_standard(standard, store_near())
    try:
        scope = scope_of(read, find_option(read, option))
    except UnknownOptionError as error:
        raise typer.BadParameter(str(error), param_hint="--option") from None
    # The portfolio names its standard, and ``gaps`` finds it by that unless it was a file.
    asked = "" if parse_name(standard) else f" --standard {shlex.quote(standard)}"
    command = printable(f"ksbcheck gaps {shlex.quote(str(portfolio))}{asked}")
    saving.create(portfolio, starter(read, scope, command))
    screen.tell(f"wrote {printable(str(portfolio))}; next: {command}")
