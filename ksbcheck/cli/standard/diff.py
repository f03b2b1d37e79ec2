"""``ksbcheck standard diff``: what changed between two versions of a standard."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ksbcheck.cli import completing
from ksbcheck.cli.options import ColorOption, OutputOption
from ksbcheck.cli.settings import Color

if TYPE_CHECKING:
    from ksbcheck.reporters.layout import Line
    from ksbcheck.standards.compare import Comparison

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
    from ksbcheck.cli.output import deliver
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_standard
    from ksbcheck.reporters.diff import DIFF_REPORTERS
    from ksbcheck.standards.compare import compare

    store = store_near()
    comparison = compare(load_standard(old, store), load_standard(new, store))
    deliver(comparison, DIFF_REPORTERS, _lay_out, format=format, output=output, color=color)


def _lay_out(comparison: Comparison, width: int) -> list[Line]:
    from ksbcheck.reporters.diff_text import lay_out  # only a screen needs it

    return lay_out(comparison, width)
