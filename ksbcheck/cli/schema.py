"""``ksbcheck schema``: JSON Schemas for editors."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ksbcheck.cli import completing
from ksbcheck.cli.options import NewOptionOption, OutputOption
from ksbcheck.cli.settings import DEFAULT_STANDARD, is_file

if TYPE_CHECKING:
    from ksbcheck.schema.derive import Schema

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Kind(StrEnum):
    """The files that there are schemas of."""

    PORTFOLIO = "portfolio"
    STANDARD = "standard"
    CONFIG = "config"
    POLICY = "policy"


@app.command(short_help="JSON Schemas of the files, for editors.")
def schema(
    kind: Annotated[Kind, typer.Argument(help="The kind of file.")] = Kind.PORTFOLIO,
    *,
    standard: Annotated[
        str | None,
        typer.Option(
            "--standard",
            help="A standard by name or file, whose KSBs a portfolio's schema is to know. [default: none]",
            autocompletion=completing.standards,
        ),
    ] = None,
    option: NewOptionOption = None,
    output: OutputOption = None,
) -> None:
    """Print the JSON Schema of a kind of file, with which an editor completes, explains and checks it.

    With --standard or --option, the schema of a portfolio knows the KSBs in scope, and shows their official texts.
    """
    from ksbcheck.cli import saving, screen
    from ksbcheck.schema import schema_text

    asked = standard is not None or option is not None
    if asked and kind is not Kind.PORTFOLIO:
        raise typer.BadParameter("only a portfolio's schema knows a standard", param_hint="--standard, --option")
    text = schema_text(_portfolio(standard or DEFAULT_STANDARD, option) if asked else _general(kind))
    if is_file(output):
        saving.replace(output, text)
    else:
        screen.emit(text)


def _portfolio(standard: str, option: str | None) -> Schema:
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_standard
    from ksbcheck.schema import portfolio_schema
    from ksbcheck.standards.scope import UnknownOptionError, find_option, scope_of

    read = load_standard(standard, store_near())
    try:
        chosen = None if option is None else find_option(read, option)
    except UnknownOptionError as error:
        raise typer.BadParameter(str(error), param_hint="--option") from None
    return portfolio_schema(read, scope_of(read, chosen))


def _general(kind: Kind) -> Schema:
    from ksbcheck.schema import config_schema, policy_schema, portfolio_schema, standard_schema

    builders = {
        Kind.PORTFOLIO: portfolio_schema,
        Kind.STANDARD: standard_schema,
        Kind.CONFIG: config_schema,
        Kind.POLICY: policy_schema,
    }
    return builders[kind]()
