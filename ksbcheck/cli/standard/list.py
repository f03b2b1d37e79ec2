"""``ksbcheck standard list``: the standards that there are."""

from __future__ import annotations

import typer

from ksbcheck.cli.options import ColorOption
from ksbcheck.cli.settings import Color

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def list_standards(*, color: ColorOption = Color.AUTO) -> None:
    """List the standards that portfolios can be checked against, and where each of them is."""
    from ksbcheck.cli import screen
    from ksbcheck.cli.store import store_near
    from ksbcheck.reporters.standard_page import lay_out_list
    from ksbcheck.standards.listing import list_store

    screen.show(lay_out_list(list_store(store_near()), screen.width()), color)
