"""A run in SARIF 2.1.0, the format of static analysis: for code scanning, editors and viewers of results."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ksbcheck.codes import MEANINGS
from ksbcheck.printable import printable
from ksbcheck.reporters.gate_findings import told_in
from ksbcheck.reporters.json import dumped
from ksbcheck.rules import RULES
from ksbcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.config.model import Waiver
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.gate import Gate

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_FINGERPRINT = "ksbcheck/v1"
# Braces hold the places of arguments, a link is [text](target); neither is meant in text from a file.
_MARKS = (("{", "{{"), ("}", "}}"), ("](", "] ("))


def render(gate: Gate) -> str:
    """Return the run as JSON in ASCII: the same run gives the same bytes everywhere. It holds no times."""
    told = told_in(gate)
    levels = {entry.found.code: entry.found.severity for entry in told}
    indexes = {code: index for index, code in enumerate(sorted(levels))}
    fingerprints = _fingerprints(entry.found for entry in told)
    run = {
        "tool": {
            "driver": {
                "name": "ksbcheck",
                "version": __version__,
                "rules": [_rule(code, levels[code]) for code in indexes],
            }
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that ksbcheck was run in."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(entry.found, entry.waiver, indexes[entry.found.code], fingerprint)
            for entry, fingerprint in zip(told, fingerprints, strict=True)
        ],
    }
    return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, level: str) -> dict[str, Any]:
    """Return what the manual says of a code; ``level`` is that of its findings, where no rule says it."""
    rule = RULES.get(code)
    page = rule.page.strip() if rule else MEANINGS.get(code, code)
    short, *rest = page.split("\n\n")
    full = "\n\n".join([short, *rest[:1]])
    name = {"name": "".join(word.capitalize() for word in rule.name.split("_"))} if rule else {}
    return {
        "id": code,
        **name,
        "shortDescription": {"text": " ".join(short.split())},
        "fullDescription": {"text": full},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": rule.severity if rule else level},
    }


def _result(found: Diagnostic, waiver: Waiver | None, index: int, fingerprint: str) -> dict[str, Any]:
    about = {"ksb": found.ksb, "evidence": found.evidence}
    return {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": found.severity,
        "message": {"text": _message(found.message)},
        "locations": [{"physicalLocation": _place(found)}],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
        # All results have a list, or none: an empty one says that nothing waives this one.
        "suppressions": [_suppression(waiver)] if waiver else [],
        "properties": {name: printable(value) for name, value in about.items() if value is not None},
    }


def _suppression(waiver: Waiver) -> dict[str, Any]:
    justification = waiver.reason
    if waiver.expires:
        justification += f" (until {waiver.expires})"
    return {"kind": "external", "status": "accepted", "justification": printable(justification)}


def _place(found: Diagnostic) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(found.path)}
    if found.line is not None:
        place["region"] = {"startLine": found.line, "startColumn": found.column}
    return place


def _artifact(path: str) -> dict[str, str]:
    """Return a path as a URI from the repository's root, which ksbcheck is run in; one that leads out has no base."""
    path = posixpath.normpath(printable(path))
    path = re.sub("^//", "/", path)  # what follows two slashes is a host
    uri = quote(path)
    return {"uri": uri} if path.startswith(("/", "../")) else {"uri": uri, "uriBaseId": _ROOT}


def _message(text: str) -> str:
    text = printable(text)
    for mark, escaped in _MARKS:
        text = text.replace(mark, escaped)
    return text


def _fingerprints(findings: Iterable[Diagnostic]) -> list[str]:
    """Return for each finding what it is known by when lines move, and the number of those that are the same."""
    numbers: Counter[str] = Counter()
    fingerprints = []
    for found in findings:
        message = re.sub(r"\blines? [0-9]+", "line", found.message)
        words = (found.code, found.path, found.ksb or "", found.evidence or "", message)
        digest = hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        numbers[digest] += 1
        fingerprints.append(f"{digest}:{numbers[digest]}")
    return fingerprints
