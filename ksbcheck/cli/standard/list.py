"""``ksbcheck standard list``: the standards that there are."""

from __future__ import annotations

import typer

from ksbcheck.cli.options import ColorOption
from ksbcheck.cli.settings import Color

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def list_standards(*, color: ColorOption = Color.AUTO) -> None:
    """List the standards that portfolios can be checked against."""
    from ksbcheck.cli import screen
    from ksbcheck.reporters.standard_page import lay_out_list
    from ksbcheck.source import read_source
    from ksbcheck.standards.find import bundled_standards
    from ksbcheck.standards.read import read_standard

    standards = [read_standard(read_source(path)) for path in bundled_standards().values()]
    screen.show(lay_out_list(standards, screen.width()), color)
