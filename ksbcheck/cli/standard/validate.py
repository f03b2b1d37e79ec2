"""``ksbcheck standard validate``: what is wrong with a standard's file."""

from __future__ import annotations

from typing import Annotated

import typer

from ksbcheck.cli import completing
from ksbcheck.cli.options import ExitZeroOption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def validate(
    file: Annotated[
        str,
        typer.Argument(
            help="The standard's file, or its name.", show_default=False, autocompletion=completing.standards
        ),
    ],
    *,
    exit_zero: ExitZeroOption = False,
) -> int:
    """Find what is wrong with a standard's file.

    Exits with 1 if anything is found, with 2 if the file cannot be used at all.
    """
    from ksbcheck.cli import screen
    from ksbcheck.cli.entry import FINDINGS, FINE
    from ksbcheck.cli.store import store_near
    from ksbcheck.diagnostic import Severity
    from ksbcheck.load import standard_source
    from ksbcheck.printable import one_line
    from ksbcheck.reporters.layout import plural
    from ksbcheck.standards.read import inspect_standard

    found = inspect_standard(standard_source(file, store_near()))
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
