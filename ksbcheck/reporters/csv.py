"""The coverage for a spreadsheet: a row for each KSB in scope of each portfolio."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ksbcheck.printable import one_line, printable
from ksbcheck.reporters.gate_findings import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.coverage import KsbCoverage
    from ksbcheck.gate import Gate
    from ksbcheck.report import Report

COLUMNS = (
    *("portfolio", "standard", "option", "code", "kind", "text", "state", "pieces", "needed", "thin"),
    *("duties", "evidence", "locators", "waived"),
)
# By this, Excel knows that a file is UTF-8; LibreOffice and csv readers skip it.
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# What spreadsheets take for the start of a formula, the wide forms where the language has them.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001


def render(gate: Gate) -> str:
    """Return the coverage as CSV after RFC 4180, in which no text from a file is a formula."""
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(COLUMNS)
    for report in gate.reports:
        writer.writerows(_rows(report))
    return _MARK + content.getvalue()


def _rows(report: Report) -> Iterator[list[str | int]]:
    option = report.scope.option
    heading = [_cell(report.path), _cell(report.standard.name), _cell(option.key if option else "")]
    locators = _locators(report)
    waived = _waived(report)
    for entry in report.coverage.ksbs:
        code = entry.ksb.code
        yield [
            *heading,
            *map(_cell, (code, entry.ksb.kind, entry.ksb.text, entry.state)),
            entry.pieces,
            entry.needed,
            "true" if entry.is_thin else "false",
            *map(_cell, map(_listed, (map(str, entry.duties), entry.evidence, _told(entry, locators), waived[code]))),
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


def _listed(texts: Iterable[str]) -> str:
    # A comma between two numbers would make one number of them where it is the decimal sign.
    return "; ".join(texts)


def _cell(text: str) -> str:
    """Return a text on one line; with an apostrophe before it, as spreadsheets have it, where it is no formula."""
    line = one_line(printable(text))
    return f"'{line}" if line.startswith(_FORMULA) else line
