"""A cohort for programs: one object, a line for each portfolio. The keys are a promise, see ``reporters/json.py``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ksbcheck.reporters.cohort.words import covered, groups, lacked_duties, lacked_ksbs, steps
from ksbcheck.reporters.json import day, without_commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort, Group
    from ksbcheck.reporters.cohort.words import Texts
    from ksbcheck.standards.model import Standard

SCHEMA_VERSION = 1


def render(rows: Iterable[Row], cohort: Cohort, texts: Texts, _width: int) -> Iterator[str]:
    """Yield the cohort as JSON in ASCII: the same cohort gives the same bytes everywhere.

    What is known only at the end stands at the end: the day, too, which comes with the portfolios.
    """
    yield f'{{"schema_version": {SCHEMA_VERSION},\n"portfolios": ['
    today, before = None, "\n"
    for row in rows:
        today = today or row.today
        yield before + dumped(portfolio(row))
        before = ",\n"
    yield "\n],\n"
    ending = {"today": day(today), "partial": cohort.is_partial}
    yield "".join(f"{dumped(key)}: {dumped(value)},\n" for key, value in ending.items())
    yield f'"cohort": {dumped(content_of(cohort, texts))}}}\n'


def dumped(content: Any) -> str:
    """Return content as JSON on one line, in which a CI service finds no command of its own."""
    return without_commands(json.dumps(content))


def portfolio(row: Row) -> dict[str, Any]:
    """Return one portfolio: of one that cannot be used, nothing is known but why."""
    facts = {"path": row.path, "problem": row.problem, "problems": row.problems}
    return {**facts, **(_known(row) if row.is_usable else _UNKNOWN)}


def _known(row: Row) -> dict[str, Any]:
    return {
        "apprentice": row.name,
        "standard": row.standard,
        "option": row.option,
        "pieces": row.pieces,
        "required": row.required,
        "covered": row.covered,
        "percent": row.percent,
        "accepted": row.accepted,
        "thin": row.thin,
        "gaps": row.gaps,
        "open_duties": row.open_duties,
        "findings": {"errors": row.errors, "warnings": row.warnings, "notes": row.notes},
        "start": day(row.start),
        "gateway": day(row.gateway),
        "expected": row.expected,
        "pace": row.pace,
    }


_KEYS = (
    *("apprentice", "standard", "option", "pieces", "required", "covered", "percent", "accepted", "thin", "gaps"),
    *("open_duties", "findings", "start", "gateway", "expected", "pace"),
)
_UNKNOWN = dict.fromkeys(_KEYS)


def content_of(cohort: Cohort, texts: Texts) -> dict[str, Any]:
    """Return what all portfolios lack together."""
    return {
        "portfolios": cohort.portfolios,
        "unusable": cohort.unusable,
        "findings": {"errors": cohort.errors, "warnings": cohort.warnings, "notes": cohort.notes},
        "groups": [_group(group, texts(group)) for group in groups(cohort)],
    }


def _group(group: Group, standard: Standard | None) -> dict[str, Any]:
    return {
        "standard": group.name.standard,
        "option": group.name.option,
        "portfolios": group.portfolios,
        "complete": group.complete,
        "behind": group.behind,
        "with_line": group.with_line,
        "required": group.required,
        "covered": group.covered,
        "percent": covered(group).percent,
        "accepted": group.accepted,
        "distribution": [
            {"from": step.start, "to": step.end, "portfolios": step.portfolios, "percent": step.percent}
            for step in steps(group)
        ],
        "ksbs": [entry._asdict() for entry in lacked_ksbs(group, standard)],
        "duties": [entry._asdict() for entry in lacked_duties(group, standard)],
    }
