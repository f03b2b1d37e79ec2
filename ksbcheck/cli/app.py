"""The commands and how they are called."""

from __future__ import annotations

from typing import Annotated

import typer

from ksbcheck.cli.lazy import LazyGroup

# Where each command is defined, in the order of the help.
COMMANDS = {
    "gaps": "ksbcheck.cli.gaps",
    "check": "ksbcheck.cli.check",
    "summary": "ksbcheck.cli.summary",
    "cohort": "ksbcheck.cli.cohort",
    "explain": "ksbcheck.cli.explain",
    "init": "ksbcheck.cli.init",
    "migrate": "ksbcheck.cli.migrate",
    "standard": "ksbcheck.cli.standard",
    "schema": "ksbcheck.cli.schema",
}


class _Commands(LazyGroup):
    modules = COMMANDS


app = typer.Typer(
    cls=_Commands,
    help="Tells which KSBs of an apprenticeship standard a portfolio does not evidence yet.",
    epilog="The main job: ksbcheck gaps portfolio.yaml --option post",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain help: it can be read by everything, and is there at once.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        from ksbcheck import __version__
        from ksbcheck.cli.screen import emit

        emit(f"ksbcheck {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options before the command."""
