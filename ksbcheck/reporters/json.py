"""The report for programs. The keys are a promise: ``schema_version`` goes up when one changes its meaning."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ksbcheck.standards.ksb import Kind

if TYPE_CHECKING:
    from datetime import date

    from ksbcheck.coverage import Coverage, DutyCoverage, KsbCoverage
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.report import Report
    from ksbcheck.share import Share
    from ksbcheck.waivers import Waived

SCHEMA_VERSION = 1


def render(report: Report) -> str:
    """Return the report as JSON in ASCII: the same report gives the same bytes everywhere."""
    return dumped(content_of(report))


def dumped(content: dict[str, Any]) -> str:
    """Return content as the JSON that is printed, in which a CI service finds no command of its own."""
    return without_commands(json.dumps(content, indent=2)) + "\n"


def without_commands(text: str) -> str:
    """Return JSON that means the same, and in which a CI service finds no command of its own."""
    return re.sub(r"##(?=\w*\[)", r"#\\u0023", text)


def content_of(report: Report) -> dict[str, Any]:
    """Return what the JSON of one report holds."""
    standard, option = report.standard, report.scope.option
    return {
        "schema_version": SCHEMA_VERSION,
        "standard": {"reference": standard.reference, "version": standard.version, "title": standard.title},
        "option": option and {"key": option.key, "title": option.title},
        "scope": {"split": report.scope.split, "unassigned": _unassigned(report)},
        "portfolio": {
            "path": report.path,
            "apprentice": report.portfolio.apprentice.name,
            "evidence_count": len(report.portfolio.evidence),
        },
        "coverage": {**_share(report.coverage.total), "by_kind": _by_kind(report.coverage)},
        "ksbs": [_ksb(entry) for entry in report.coverage.ksbs],
        "duties": [_duty(entry) for entry in report.coverage.duties],
        "gaps": [entry.ksb.code for entry in report.coverage.gaps],
        "diagnostics": [diagnostic(found) for found in report.diagnostics],
        "waived": [_waived(entry) for entry in report.waived],
        "configuration_file": report.config_path,
    }


def _share(share: Share) -> dict[str, Any]:
    return {"required": share.required, "covered": share.covered, "percent": share.percent}


def _unassigned(report: Report) -> list[str]:
    """Return the KSBs that are required since nothing says whose they are, in the standard's order."""
    return [code for code in report.scope.codes if code in report.scope.unassigned]


def _by_kind(coverage: Coverage) -> dict[str, Any]:
    """Return the shares by kind; employability only where the standard has it."""
    kinds = coverage.by_kind.items()
    return {kind: _share(share) for kind, share in kinds if kind is not Kind.EMPLOYABILITY or share.required}


def _ksb(entry: KsbCoverage) -> dict[str, Any]:
    return {
        "code": entry.ksb.code,
        "kind": entry.ksb.kind,
        "text": entry.ksb.text,
        "state": entry.state,
        "pieces": entry.pieces,
        "thin": entry.is_thin,
        "duties": entry.duties,
        "evidence": entry.evidence,
    }


def _duty(entry: DutyCoverage) -> dict[str, Any]:
    share = entry.share
    return {"number": entry.duty.number, "text": entry.duty.text, "required": share.required, "covered": share.covered}


def _waived(entry: Waived) -> dict[str, Any]:
    return {**diagnostic(entry.found), "reason": entry.waiver.reason, "expires": day(entry.waiver.expires)}


def day(value: date | None) -> str | None:
    """Return a day like ``2024-03-02``."""
    return None if value is None else value.isoformat()


def diagnostic(found: Diagnostic) -> dict[str, Any]:
    """Return one finding."""
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message,
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "ksb": found.ksb,
        "evidence": found.evidence,
    }
