"""A cohort for programs that read line by line: an object for each portfolio, and a last one for the cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksbcheck.reporters.cohort.json import SCHEMA_VERSION, content_of, dumped, portfolio
from ksbcheck.reporters.json import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort
    from ksbcheck.reporters.cohort.words import Texts


def render(rows: Iterable[Row], cohort: Cohort, texts: Texts, _width: int) -> Iterator[str]:
    """Yield JSON in ASCII, a line each. Without the line of the cohort, the output was cut off."""
    today = None
    for row in rows:
        today = today or row.today
        yield _line("portfolio", portfolio(row))
    yield _line("cohort", {"today": day(today), "partial": cohort.is_partial, **content_of(cohort, texts)})


def _line(kind: str, content: dict[str, Any]) -> str:
    # Each line says what it is: somebody may put the lines of several cohorts together.
    return dumped({"kind": kind, "schema_version": SCHEMA_VERSION, **content}) + "\n"
