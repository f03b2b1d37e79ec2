"""A cohort for mail, wikis and job summaries: a table of the portfolios, then what they lack together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.cohort import words
from ksbcheck.reporters.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort, Group
    from ksbcheck.reporters.cohort.words import LackedDuty, LackedKsb, Texts
    from ksbcheck.share import Share
    from ksbcheck.standards.model import Standard


def render(rows: Iterable[Row], cohort: Cohort, texts: Texts, _width: int) -> Iterator[str]:
    """Yield the cohort as Markdown, with every text that came from a file escaped."""
    yield "# Cohort\n\n"
    yield "| Portfolio | Apprentice | Standard | Covered | | Accepted | Thin | Findings | Line |\n"
    yield "|---|---|---|---:|---:|---:|---:|---|---|\n"
    listed = 0
    for row in rows:
        listed += 1
        yield _row(row) + "\n"
    for line in _cohort(cohort, texts, listed):
        yield line + "\n"


def _row(row: Row) -> str:
    path = escape(row.path)
    if not row.is_usable:
        return f"| {path} | | | | | | | | cannot be used: {escape(words.why(row))} |"
    whose = escape(words.whose(row.standard, row.option))
    figures = f"{row.covered} of {row.required} | {row.percent:.1f} % | {row.accepted} | {row.thin}"
    return f"| {path} | {escape(row.name or '')} | {whose} | {figures} | {words.findings(row)} | {row.pace} |"


def _cohort(cohort: Cohort, texts: Texts, listed: int) -> Iterator[str]:
    yield ""
    partial = words.partial(cohort)
    if partial:
        yield f"**{partial}**"
        yield ""
    yield words.counted(cohort, listed)
    for group in words.groups(cohort):
        yield ""
        yield from _group(group, texts(group))


def _group(group: Group, standard: Standard | None) -> Iterator[str]:
    title = words.title(group, standard)
    yield f"## {escape(words.whose(*group.name))}{f' {escape(title)}' if title else ''}"
    yield ""
    yield words.standing(group)
    yield ""
    yield "| | KSBs | Required | |"
    yield "|---|---:|---:|---:|"
    yield _share("Covered", words.covered(group))
    yield _share("Accepted", words.accepted(group))
    yield ""
    yield "| Covered | Portfolios | |"
    yield "|---|---:|---:|"
    for step in words.steps(group):
        yield f"| {step.label} | {step.portfolios} | {step.percent:.1f} % |"
    nobody = words.covered_by_nobody(group)
    if nobody:
        yield ""
        yield f"**Nobody covers:** {escape(', '.join(nobody))}"
    yield from _ksbs(words.lacked_ksbs(group, standard))
    yield from _duties(words.lacked_duties(group, standard))


def _share(label: str, share: Share) -> str:
    return f"| {label} | {share.covered} | {share.required} | {share.percent:.1f} % |"


def _ksbs(ksbs: Sequence[LackedKsb]) -> Iterator[str]:
    if not ksbs:
        return
    yield ""
    yield "### KSBs that most portfolios lack"
    yield ""
    yield "| Code | KSB | Portfolios | |"
    yield "|---|---|---:|---:|"
    for ksb in ksbs[: words.MOST_LACKED]:
        yield f"| {escape(ksb.code)} | {escape(ksb.text or '')} | {ksb.lacking} | {ksb.percent:.1f} % |"
    yield from _more(len(ksbs))


def _duties(duties: Sequence[LackedDuty]) -> Iterator[str]:
    if not duties:
        return
    yield ""
    yield "### Duties to teach next"
    yield ""
    yield "| Duty | | With gaps | |"
    yield "|---:|---|---:|---:|"
    for duty in duties[: words.MOST_LACKED]:
        yield f"| {duty.number} | {escape(duty.text or '')} | {duty.lacking} | {duty.percent:.1f} % |"
    yield from _more(len(duties))


def _more(count: int) -> Iterator[str]:
    if count > words.MOST_LACKED:
        yield ""
        yield f"... and {count - words.MOST_LACKED} more; JSON has them"
