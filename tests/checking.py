"""Short ways from a portfolio to its report."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from ksbcheck import check, load_portfolio, load_standard
from ksbcheck.config.model import Config
from ksbcheck.source import Source
from ksbcheck.standards.read import read_standard

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from ksbcheck import Report, Standard
    from ksbcheck.diagnostic import Diagnostic


@cache
def st0792() -> Standard:
    return load_standard("ST0792 v1.1")


def small(**fields: Any) -> Standard:
    """Read a standard of one KSB, with ``fields`` added or put in its place."""
    content = {"reference": "ST0001", "version": "1.0", "title": "Tester", "knowledge": {"K1": "How to test."}}
    return read_standard(Source("standard.yaml", as_yaml({**content, **fields})))


def piece(id: str, ksbs: Iterable[str] | dict[str, Any], status: str = "submitted", **fields: Any) -> dict[str, Any]:  # noqa: A002
    claims = ksbs if isinstance(ksbs, dict) else list(ksbs)
    return {"id": id, "title": f"Piece {id}", "status": status, "ksbs": claims, **fields}


def report(
    *evidence: dict[str, Any],
    of: Standard | None = None,
    option: str | None = None,
    min_evidence: int = 1,
    path: str = "portfolio.yaml",
    folder: Path | None = None,
    **fields: Any,
) -> Report:
    """Hold a portfolio of ``evidence`` and other ``fields`` against ``of``, or else ST0792."""
    standard = of or st0792()
    content = as_yaml({"standard": standard.name, "evidence": evidence, **fields})
    file = load_portfolio(Source(path, content, folder))
    return check(file, standard, option=option, min_evidence=min_evidence)


def found(
    code: str,
    text: str,
    *,
    of: Standard | None = None,
    option: str | None = None,
    min_evidence: int = 1,
    folder: Path | None = None,
    policy: dict[str, Any] | None = None,
    today: date | None = None,
) -> list[Diagnostic]:
    """Return what the rule ``code`` finds in a portfolio's text, but for the piece: see ``pieces_of``."""
    file = load_portfolio(Source("portfolio.yaml", text.encode(), folder))
    config = Config.model_validate({"policy": {"min_evidence": min_evidence, **(policy or {})}})
    held = check(file, of or st0792(), option=option, config=config, today=today, every_rule=True)
    return [diagnostic._replace(evidence=None) for diagnostic in held.diagnostics if diagnostic.code == code]


def pieces_of(code: str, *evidence: dict[str, Any], **fields: Any) -> list[str | None]:
    """Return the ids of the pieces that the findings of the rule ``code`` are about."""
    return [found.evidence for found in report(*evidence, **fields).diagnostics if found.code == code]


def as_yaml(content: dict[str, Any]) -> bytes:
    """Return JSON, which is YAML too, where all that JSON may hold and YAML may not is written out."""
    text = json.dumps(content, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufffe\uffff]", lambda match: f"\\u{ord(match[0]):04x}", text).encode()
