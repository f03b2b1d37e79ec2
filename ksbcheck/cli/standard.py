"""``ksbcheck standard``: the standards themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ksbcheck.cli.options import ColorOption, ExitZeroOption
from ksbcheck.cli.settings import DEFAULT_STANDARD, Color

app = typer.Typer(
    help="List, show and validate standards.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


class ShowFormat(StrEnum):
    """The formats of a standard."""

    TEXT = "text"
    JSON = "json"
    YAML = "yaml"


@app.command("list")
def list_standards(*, color: ColorOption = Color.AUTO) -> None:
    """List the standards that portfolios can be checked against."""
    from ksbcheck.cli import screen
    from ksbcheck.reporters.standard_page import lay_out_list
    from ksbcheck.source import read_source
    from ksbcheck.standards.find import bundled_standards
    from ksbcheck.standards.read import read_standard

    standards = [read_standard(read_source(path)) for path in bundled_standards().values()]
    screen.show(lay_out_list(standards, screen.width()), color)


@app.command()
def show(
    standard: Annotated[str, typer.Argument(help="A standard by name or file.")] = DEFAULT_STANDARD,
    *,
    format: Annotated[ShowFormat, typer.Option("-f", "--format", help="The format.")] = ShowFormat.TEXT,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show all that is known of a standard, with its source and licence."""
    from ksbcheck.cli import screen
    from ksbcheck.load import standard_source
    from ksbcheck.printable import printable
    from ksbcheck.reporters.standard_page import lay_out
    from ksbcheck.standards.read import read_standard

    source = standard_source(standard)
    read = read_standard(source)
    if format is ShowFormat.YAML:
        screen.emit(printable(source.data.decode("utf-8-sig")))
    elif format is ShowFormat.JSON:
        import json

        screen.emit(json.dumps(read.model_dump(mode="json"), indent=2) + "\n")
    else:
        screen.show(lay_out(read, screen.width()), color)


@app.command()
def validate(
    file: Annotated[str, typer.Argument(help="The standard's file, or its name.", show_default=False)],
    *,
    exit_zero: ExitZeroOption = False,
) -> int:
    """Find what is wrong with a standard's file.

    Exits with 1 if anything is found, with 2 if the file cannot be used at all.
    """
    from ksbcheck.cli import screen
    from ksbcheck.cli.entry import FINDINGS, FINE
    from ksbcheck.diagnostic import Severity
    from ksbcheck.load import standard_source
    from ksbcheck.printable import one_line
    from ksbcheck.reporters.layout import plural
    from ksbcheck.standards.read import inspect_standard

    found = inspect_standard(standard_source(file))
    for fault in found.faults:
        screen.emit(f"{one_line(f'{fault.place}: {fault.severity}: {fault.code} {fault.message}')}\n")
    standard = found.standard
    counts = ", ".join(
        (plural(len(standard.ksbs), "KSB"), f"{len(standard.duties)} duties", plural(len(standard.options), "option"))
    )
    severities = [fault.severity for fault in found.faults]
    counted = [plural(severities.count(severity), severity) for severity in Severity if severity in severities]
    verdict = ", ".join(counted) or "nothing wrong"
    screen.tell(f"{standard.name}: {counts}; {verdict}")
    return FINDINGS if found.faults and not exit_zero else FINE
