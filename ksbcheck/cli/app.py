"""The commands and how they are called."""

from __future__ import annotations

from typing import Annotated

import typer

from ksbcheck.cli.explain import explain
from ksbcheck.cli.gaps import gaps
from ksbcheck.cli.init import init
from ksbcheck.cli.standard import standard_app

app = typer.Typer(
    help="Tells which KSBs of an apprenticeship standard a portfolio does not evidence yet.",
    epilog="The main job: ksbcheck gaps portfolio.yaml --option post",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain help: it can be read by everything, and is there at once.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:  # noqa: FBT001 - Typer's way of calling
    if value:
        from ksbcheck import __version__  # noqa: PLC0415
        from ksbcheck.cli.screen import emit  # noqa: PLC0415

        emit(f"ksbcheck {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""


app.command()(gaps)
app.command()(explain)
app.command()(init)
app.add_typer(standard_app, name="standard")
