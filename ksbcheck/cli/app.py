"""The commands and how they are called."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from ksbcheck.printable import shortened
from ksbcheck.suggest import did_you_mean

# Where each command is defined, in the order of the help. Only the one that is called is imported and built.
COMMANDS = {
    "gaps": "ksbcheck.cli.gaps",
    "explain": "ksbcheck.cli.explain",
    "init": "ksbcheck.cli.init",
    "standard": "ksbcheck.cli.standard",
}


class _Commands(typer.core.TyperGroup):
    """The commands of ``COMMANDS``."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base's signature
        return list(COMMANDS)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"there is no command '{shortened(args[0])}'{did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return typer.main.get_command(import_module(COMMANDS[cmd_name]).app)


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
