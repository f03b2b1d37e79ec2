"""``ksbcheck standard``: the standards themselves."""

from __future__ import annotations

import typer

from ksbcheck.cli.lazy import LazyGroup

COMMANDS = {
    "list": "ksbcheck.cli.standard.list",
    "show": "ksbcheck.cli.standard.show",
    "validate": "ksbcheck.cli.standard.validate",
    "import": "ksbcheck.cli.standard.import_",
    "diff": "ksbcheck.cli.standard.diff",
}


class _Commands(LazyGroup):
    modules = COMMANDS


app = typer.Typer(
    cls=_Commands,
    help="Import, list, show, validate and compare standards.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def _standard() -> None:
    """Import, list, show, validate and compare standards."""
