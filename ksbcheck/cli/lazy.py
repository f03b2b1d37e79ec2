"""Groups of commands of which only the one that is called is imported and built."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer.core
import typer.main

from ksbcheck.printable import shortened
from ksbcheck.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(typer.core.TyperGroup):
    """The commands of ``modules``: name -> the module whose ``app`` it is, in the order of the help."""

    modules: Mapping[str, str]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base's signature
        """Return the names of the commands."""
        return list(self.modules)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the arguments start with, or refuse with a suggestion."""
        if args[0] not in self.modules and not args[0].startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"there is no command '{shortened(args[0])}'{did_you_mean(args[0], self.modules)}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import and build one command."""
        if cmd_name not in self.modules:
            return None
        return typer.main.get_command(import_module(self.modules[cmd_name]).app)
