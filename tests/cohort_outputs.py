"""Short ways to what a format says of a cohort, and to rows for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checking import st0792

from ksbcheck.cohort.model import Row
from ksbcheck.cohort.tally import Cohort
from ksbcheck.reporters.cohort import COHORT_REPORTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ksbcheck import Standard

TEXTS = ["text", "json", "jsonl", "csv", "markdown"]
"""The formats that are text and no page."""
WHOLE = [form for form in TEXTS if form != "csv"]
"""Those of them that say something of the cohort: a CSV has portfolios alone."""
UNUSABLE = Row("bad.yaml", "bad.yaml:1:2: KSB002 no YAML", 1)


def usable(path: str = "p.yaml", gaps: Iterable[str] = ("K1",), **fields: Any) -> Row:
    """Return the row of a portfolio of ST0792 that needs 10 KSBs, all but ``gaps`` of them covered."""
    gaps = tuple(gaps)
    facts = {"standard": "ST0792 v1.1", "option": "post", "pieces": 3, "required": 10, "covered": 10 - len(gaps)}
    return Row(path, gaps=gaps, **{**facts, **fields})


def output(
    form: str,
    rows: Iterable[Row],
    *,
    width: int = 80,
    only: Callable[[Row], bool] = lambda _: True,
    interrupted: bool = False,
    of: Standard | None = None,
    known: bool = True,
) -> str:
    """Return what a format of text makes of ``rows``; all are counted, and ``only`` some listed."""
    texts = (lambda: of or st0792()) if known else (lambda: None)
    return "".join(pieces(form, rows, width=width, only=only, interrupted=interrupted, standard=texts))


def pieces(
    form: str,
    rows: Iterable[Row],
    *,
    width: int = 80,
    only: Callable[[Row], bool] = lambda _: True,
    interrupted: bool = False,
    standard: Callable[[], Standard | None] = st0792,
) -> Iterator[str]:
    """Yield the pieces in which a format of text gives its output."""
    for piece in made(form, rows, width=width, only=only, interrupted=interrupted, standard=standard):
        assert isinstance(piece, str)
        yield piece


def made(
    form: str,
    rows: Iterable[Row],
    *,
    width: int,
    only: Callable[[Row], bool],
    interrupted: bool,
    standard: Callable[[], Standard | None],
) -> Iterator[str | bytes]:
    """Yield what any format gives; the rows are counted as they pass, and never before."""
    cohort = Cohort()

    def passing() -> Iterator[Row]:
        for row in rows:
            cohort.add(row)
            if only(row):
                yield row
        cohort.is_partial = interrupted

    yield from COHORT_REPORTERS[form](passing(), cohort, lambda _: standard(), width)
