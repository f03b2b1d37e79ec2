"""The coverage for a spreadsheet: a row for each KSB in scope of each portfolio."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ksbcheck.reporters.cells import as_csv, cell, listed
from ksbcheck.reporters.gate_findings import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.coverage import KsbCoverage
    from ksbcheck.gate import Gate
    from ksbcheck.report import Report

COLUMNS = (
    *("portfolio", "standard", "option", "code", "kind", "text", "state", "pieces", "needed", "thin"),
    *("duties", "evidence", "locators", "waived"),
)


def render(gate: Gate) -> str:
    """Return the coverage as CSV after RFC 4180, in which no text from a file is a formula."""
    return as_csv([COLUMNS, *chain.from_iterable(map(_rows, gate.reports))])


def _rows(report: Report) -> Iterator[list[str | int]]:
    option = report.scope.option
    heading = [cell(report.path), cell(report.standard.name), cell(option.key if option else "")]
    locators = _locators(report)
    waived = _waived(report)
    for entry in report.coverage.ksbs:
        code = entry.ksb.code
        yield [
            *heading,
            *map(cell, (code, entry.ksb.kind, entry.ksb.text, entry.state)),
            entry.pieces,
            entry.needed,
            "true" if entry.is_thin else "false",
            *map(cell, map(listed, (map(str, entry.duties), entry.evidence, _told(entry, locators), waived[code]))),
        ]


def _locators(report: Report) -> dict[tuple[str, str], list[str]]:
    """Return (code, id) -> where in the pieces of that id the KSB is shown."""
    found: dict[tuple[str, str], list[str]] = {}
    for piece in report.portfolio.evidence:
        for claim in piece.claims:
            if claim.locator:
                found.setdefault((claim.code, piece.id), []).append(claim.locator)
    return found


def _told(entry: KsbCoverage, locators: dict[tuple[str, str], list[str]]) -> Iterator[str]:
    for piece in entry.evidence:
        yield from (f"{piece} {locator}" for locator in locators.get((entry.ksb.code, piece), ()))


def _waived(report: Report) -> dict[str, list[str]]:
    """Return code -> what is waived of that KSB, and why."""
    found: dict[str, list[str]] = {entry.ksb.code: [] for entry in report.coverage.ksbs}
    for diagnostic, waiver in report.waived:
        if diagnostic.ksb in found:
            found[diagnostic.ksb].append(f"{diagnostic.code}: {reason(waiver)}")
    return found
