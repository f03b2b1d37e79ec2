"""A check for programs: the JSON of one report as it is, that of many in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksbcheck.reporters.json import SCHEMA_VERSION, content_of, diagnostic, dumped

if TYPE_CHECKING:
    from ksbcheck.gate import Gate
    from ksbcheck.report import Report


def render(gate: Gate) -> str:
    """Return the check as JSON in ASCII: the same check gives the same bytes everywhere.

    One report is an object as ``gaps`` prints it, with what changed under ``change``, and ``configuration`` with the
    findings of the configuration. Several portfolios are ``reports``, with those that cannot be used under
    ``unusable``.
    """
    configuration = [diagnostic(found) for found in gate.config_faults]
    if len(gate.outcomes) == 1 and gate.reports:
        return dumped({**_content(gate.reports[0]), "configuration": configuration})
    unusable = [
        {"path": outcome.path, "diagnostics": [diagnostic(found) for found in outcome.diagnostics]}
        for outcome in gate.outcomes
        if outcome.report is None
    ]
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "reports": [_content(report) for report in gate.reports],
            "unusable": unusable,
            "configuration": configuration,
        }
    )


def _content(report: Report) -> dict[str, Any]:
    change = None
    if report.change:
        from ksbcheck.reporters.change_json import change_of  # only where it was asked for

        change = change_of(report.change)
    return {**content_of(report), "change": change}
