"""The output formats of a cohort, one module each: they yield output as the portfolios come, and hold none of them.

Each takes the rows, the cohort that they are counted into, what tells the standard of a group, and the width in columns
that it may fill. The cohort is read once the rows are used up: only then is it whole. Modules are imported when their
format is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort, Group
    from ksbcheck.standards.model import Standard

    Texts = Callable[[Group], Standard | None]
    """What tells the standard of a group, for the texts of its KSBs and duties; None where there is none."""


def _text(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[str]:
    from ksbcheck.reporters.cohort.text import render

    return render(rows, cohort, texts, width)


def _json(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[str]:
    from ksbcheck.reporters.cohort.json import render

    return render(rows, cohort, texts, width)


def _jsonl(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[str]:
    from ksbcheck.reporters.cohort.jsonl import render

    return render(rows, cohort, texts, width)


def _csv(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[str]:
    from ksbcheck.reporters.cohort.csv import render

    return render(rows, cohort, texts, width)


def _markdown(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[str]:
    from ksbcheck.reporters.cohort.markdown import render

    return render(rows, cohort, texts, width)


def _xlsx(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[bytes]:
    from ksbcheck.reporters.cohort.xlsx import render

    return render(rows, cohort, texts, width)


def _html(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[str]:
    from ksbcheck.reporters.cohort.html import render

    return render(rows, cohort, texts, width)


def _parquet(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[bytes]:
    from ksbcheck.reporters.cohort.parquet import render

    return render(rows, cohort, texts, width)


COHORT_REPORTERS: dict[str, Callable[[Iterable[Row], Cohort, Texts, int], Iterator[str] | Iterator[bytes]]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": _markdown,
    "xlsx": _xlsx,
    "html": _html,
    "parquet": _parquet,
}
"""The formats of a cohort."""
