"""``ksbcheck standard diff``: what changed between two versions of a standard."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ksbcheck.cli import completing
from ksbcheck.cli.options import ColorOption, OutputOption
from ksbcheck.cli.settings import Color

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class DiffFormat(StrEnum):
    """The formats of a comparison: the keys of ``ksbcheck.reporters.diff.DIFF_REPORTERS``."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


@app.command(short_help="What changed between two versions of a standard.")
def diff(
    old: Annotated[
        str,
        typer.Argument(
            help="The older version, by name or file.", show_default=False, autocompletion=completing.standards
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            help="The newer version, by name or file.", show_default=False, autocompletion=completing.standards
        ),
    ],
    *,
    format: Annotated[DiffFormat, typer.Option("-f", "--format", help="The format.")] = DiffFormat.TEXT,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show which KSBs, duties and options are new, gone, reworded or moved from one version of a standard to another.

    Exits with 0 whatever changed, with 2 if a file cannot be used.
    """
    from ksbcheck.cli import saving, screen
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_standard
    from ksbcheck.reporters.diff import DIFF_REPORTERS
    from ksbcheck.standards.compare import compare

    store = store_near()
    comparison = compare(load_standard(old, store), load_standard(new, store))
    if output is not None and str(output) != "-":
        saving.replace(output, DIFF_REPORTERS[format](comparison, screen.width()))
    elif format is DiffFormat.TEXT:
        from ksbcheck.reporters.diff_text import lay_out

        screen.show(lay_out(comparison, screen.width()), color)
    else:
        screen.emit(DIFF_REPORTERS[format](comparison, screen.width()))
