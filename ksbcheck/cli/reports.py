"""The reports that are asked for beside the main output: ``--report FORMAT=FILE``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from ksbcheck.cli import saving, screen
from ksbcheck.cli.output import real_path
from ksbcheck.cli.settings import ReportFile, is_file
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.printable import shortened
from ksbcheck.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ksbcheck.diagnostic import Diagnostic

Checked = TypeVar("Checked")


def asked_reports(
    values: Iterable[str], formats: Iterable[str], portfolios: Iterable[str], output: Path | None
) -> tuple[ReportFile, ...]:
    """Read each FORMAT=FILE, and refuse what could not be written, or would be over another file of this run.

    Raises BadParameter; nothing is written before.
    """
    choices = tuple(map(str, formats))
    reports = tuple(_report(value, choices) for value in values)
    taken = {
        real_path(portfolio): "is a portfolio that is to be checked" for portfolio in portfolios if portfolio != "-"
    }
    if is_file(output):
        taken[real_path(output)] = "is the file of --output"
    for report in reports:
        path = real_path(report.path)
        if path in taken:
            raise _bad(f"'{shortened(str(report.path))}' {taken[path]}")
        taken[path] = "is named twice; a file holds one report"
    return reports


def write_reports(
    reports: Iterable[ReportFile],
    checked_for: Callable[[Path], Checked],
    reporters: Mapping[str, Callable[[Checked, int], str | bytes]],
) -> None:
    """Write to every file what was checked, as it is for that file. A file that cannot be written stops no other.

    Raises UnusableFileError with all that could not.
    """
    faults: list[Diagnostic] = []
    for report in reports:
        try:
            saving.replace(report.path, reporters[report.format](checked_for(report.path), screen.width()))
        except UnusableFileError as error:
            faults += error.diagnostics
    if faults:
        raise UnusableFileError(faults)


def _report(value: str, choices: Sequence[str]) -> ReportFile:
    name, given, path = value.partition("=")
    if not given or not path:
        raise _bad(f"'{shortened(value)}' is not FORMAT=FILE, such as junit=report.xml")
    if name not in choices:
        suggestion = did_you_mean(name, choices)
        raise _bad(f"there is no format '{shortened(name)}', only {', '.join(choices)}{suggestion}")
    if path == "-":
        raise _bad(f"'{shortened(value)}' names no file; --output and --format are for standard output")
    return ReportFile(name, Path(path))


def _bad(message: str) -> typer.BadParameter:
    return typer.BadParameter(message, param_hint="'--report'")
