"""``ksbcheck explain``: one KSB."""

from __future__ import annotations

from typing import Annotated

import typer

from ksbcheck.cli.options import ColorOption, NamedStandardOption
from ksbcheck.cli.settings import DEFAULT_STANDARD, Color

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(short_help="One KSB: its text, duties and options.")
def explain(
    code: Annotated[str, typer.Argument(help="The KSB's code, such as K13.", show_default=False)],
    *,
    standard: NamedStandardOption = DEFAULT_STANDARD,
    color: ColorOption = Color.AUTO,
) -> None:
    """Explain a KSB: its text, the duties that need it, and the options it belongs to."""
    from ksbcheck.cli import screen
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_standard
    from ksbcheck.printable import shortened
    from ksbcheck.reporters.ksb_page import lay_out
    from ksbcheck.suggest import did_you_mean

    read = load_standard(standard, store_near())
    known = code.strip().upper()
    if known not in read.ksbs:
        raise typer.BadParameter(f"{read.name} has no KSB '{shortened(code)}'{did_you_mean(known, read.ksbs)}")
    screen.show(lay_out(read, read.ksbs[known], screen.width()), color)
