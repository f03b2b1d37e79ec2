"""Where a result goes: to a file, or to standard output, where text may have colours."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from ksbcheck.cli import screen
from ksbcheck.cli.settings import is_file
from ksbcheck.printable import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ksbcheck.cli.settings import Color
    from ksbcheck.reporters.layout import Line

T = TypeVar("T")
TEXT = "text"


def keep_portfolios(portfolios: Iterable[str], output: Path | None) -> None:
    """Refuse an output that would be written over a portfolio, which may be its only copy. Raises BadParameter."""
    if not is_file(output):
        return
    import typer

    real = real_path(output)
    if any(real_path(portfolio) == real for portfolio in portfolios if portfolio != "-"):
        raise typer.BadParameter(f"'{shortened(str(output))}' is the portfolio itself", param_hint="'--output'")


def real_path(path: str | Path) -> str:
    """Return a path by which two names of one file are known."""
    return os.path.normcase(os.path.realpath(path))


def deliver(
    result: T,
    reporters: Mapping[str, Callable[[T, int], str | bytes]],
    lay_out: Callable[[T, int], list[Line]],
    *,
    format: str,
    output: Path | None,
    color: Color,
    quiet: bool = False,
) -> None:
    """Write ``result`` to the file ``output``, or print it unless ``quiet``; ``lay_out`` is for text on a screen."""
    if is_file(output):
        from ksbcheck.cli import saving

        saving.replace(output, reporters[format](result, screen.width()))
    elif quiet:
        return
    elif format == TEXT:
        screen.show(lay_out(result, screen.width()), color)
    else:
        screen.emit(reporters[format](result, screen.width()))
