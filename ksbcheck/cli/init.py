"""``ksbcheck init``: start a portfolio."""

from __future__ import annotations

import re
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
    no_schema: Annotated[
        bool, typer.Option("--no-schema", help="Leave out the JSON Schema that is written beside it, for editors.")
    ] = False,
) -> None:
    """Write a starter portfolio for a standard and option, with the KSBs it is to evidence as a checklist.

    Beside it goes a JSON Schema, with which an editor completes the codes and shows the text of each KSB.
    """
    from ksbcheck.cli import saving, screen
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_standard
    from ksbcheck.portfolios.starter import starter
    from ksbcheck.printable import printable
    from ksbcheck.schema import portfolio_schema, schema_text
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
    schema = None if no_schema else _schema_beside(portfolio)
    texts = {portfolio: starter(read, scope, command, schema.name if schema else None)}
    told = []
    if schema and schema.exists():
        told.append(f"{printable(str(schema))} is there already; it stays as it is")
    elif schema:
        # First, so that there is never a portfolio that leads to no schema.
        texts = {schema: schema_text(portfolio_schema(read, scope)), **texts}
        told.append(f"wrote {printable(str(schema))}, with which editors complete and explain the codes")
    saving.create_together(texts)
    for line in (*told, f"wrote {printable(str(portfolio))}; next: {command}"):
        screen.tell(line)


def _schema_beside(portfolio: Path) -> Path:
    """Return where a portfolio's schema goes. What editors look for ends at a space."""
    return portfolio.with_name(re.sub(r"[^\w.-]", "_", portfolio.stem) + ".schema.json")
