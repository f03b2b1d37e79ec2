"""What foundation apprenticeships have of their own: other lists of KSBs, and assessment outcomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ksbcheck.standards.ksb import Kind
from ksbcheck.standards.official.ksbs import KsbSource
from ksbcheck.standards.official.prose import table_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.standards.official.fields import Fields
    from ksbcheck.standards.official.ksbs import KsbTable

SOURCES = (
    KsbSource(Kind.KNOWLEDGE, "technicalKnowledges", "id", ""),
    KsbSource(Kind.SKILL, "technicalSkills", "id", ""),
    KsbSource(Kind.EMPLOYABILITY, "employabilitySkillsAndBehaviours", "id", ""),
)
"""The lists of a foundation apprenticeship; there are no duties that name their items."""

_PLAN = "assessmentDetails"
_OUTCOME = re.compile(
    r"(AO ?[0-9]{1,2})\s*:?\s*(.+?)(?:\s+[\N{EN DASH}\-]\s*|\s*:\s+)(.+)|(AO ?[0-9]{1,2})\s*:?\s*(.+)"
)


def assessment_outcomes(file: Fields, tables: Iterable[KsbTable]) -> list[dict[str, Any]]:
    """Return the outcomes that the assessment plan has a table of: ``AO1``, title, text and KSBs.

    Defects: KSB338 (the plan has no such table, or its table names what is no KSB).
    """
    known = {code for table in tables for code in table.texts}
    outcomes = []
    for row in table_rows(file.text(_PLAN)):
        match = _OUTCOME.fullmatch(row[0]) if len(row) > 1 else None
        if match is None:
            continue
        code = (match[1] or match[4]).replace(" ", "")
        named = [name.strip(" *.").upper() for name in re.split(r"[,;]|\s+and\s+|\s+", row[1]) if name.strip(" *.")]
        for name in named:
            if name not in known:
                file.note("KSB338", f"{code} names '{name[:20]}', which is no KSB here; left out", _PLAN)
        ksbs = list(dict.fromkeys(name for name in named if name in known))
        outcomes.append({"code": code, "title": match[2] or match[5], "text": match[3], "ksbs": ksbs})
    if not outcomes:
        file.note("KSB338", "the assessment plan has no table of assessment outcomes that can be read", _PLAN)
    return outcomes
