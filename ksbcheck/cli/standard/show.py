"""``ksbcheck standard show``: one standard in full."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ksbcheck.cli import completing
from ksbcheck.cli.options import ColorOption
from ksbcheck.cli.settings import DEFAULT_STANDARD, Color

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class ShowFormat(StrEnum):
    """The formats of a standard."""

    TEXT = "text"
    JSON = "json"
    YAML = "yaml"


@app.command()
def show(
    standard: Annotated[
        str, typer.Argument(help="A standard by name or file.", autocompletion=completing.standards)
    ] = DEFAULT_STANDARD,
    *,
    format: Annotated[ShowFormat, typer.Option("-f", "--format", help="The format.")] = ShowFormat.TEXT,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show all that is known of a standard, with its source and licence."""
    from ksbcheck.cli import screen
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import standard_source
    from ksbcheck.printable import printable
    from ksbcheck.reporters.standard_page import lay_out
    from ksbcheck.standards.read import read_standard

    source = standard_source(standard, store_near())
    read = read_standard(source)
    if format is ShowFormat.YAML:
        screen.emit(printable(source.data.decode("utf-8-sig")))
    elif format is ShowFormat.JSON:
        from ksbcheck.reporters.json import dumped

        screen.emit(dumped(read.model_dump(mode="json")))
    else:
        screen.show(lay_out(read, screen.width()), color)
