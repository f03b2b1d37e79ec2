"""A cohort for a person at a screen: the portfolios as they come, then what they lack together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.cohort.model import Pace
from ksbcheck.printable import one_line
from ksbcheck.reporters.cohort import words
from ksbcheck.reporters.layout import MOST_FOR_A_CELL, Line, Span, bar, cells, pad, paragraph, plain, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort, Group
    from ksbcheck.reporters.cohort.words import LackedDuty, LackedKsb, Step, Texts
    from ksbcheck.share import Share
    from ksbcheck.standards.model import Standard

_BLANK: Line = ()
_NARROWEST = 40
# From these widths on, a portfolio's figures stand in columns, and beside its path.
_ROOMY = 60
_WIDE = 120
# What the columns are called, and how wide they are. They are fixed, since nobody knows which portfolios will come.
_FIGURES = (("Pieces", 6), ("Covered", 10), ("", 7), ("Accepted", 8), ("Thin", 4), ("Findings", 8))
_FIGURES_WIDTH = sum(width + 1 for _, width in _FIGURES) + max(map(len, Pace))
_WHOSE_WIDTH = 18
_WIDEST_BAR = 40
_LEGEND = "Findings: errors/warnings/notes. Line: from the start to the planned gateway."


def render(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[str]:
    """Yield the cohort as lines of text without styles."""
    for line in lay_out(rows, cohort, texts, width):
        yield plain([line])


def lay_out(rows: Iterable[Row], cohort: Cohort, texts: Texts, width: int) -> Iterator[Line]:
    """Yield the cohort as lines of at most ``width`` cells (but no less than 40)."""
    width = max(_NARROWEST, width)
    yield from _header(width)
    listed = 0
    for row in rows:
        listed += 1
        yield from _row(row, width)
    yield _BLANK
    partial = words.partial(cohort)
    if partial:
        yield from paragraph(partial, width, "warn")
        yield _BLANK
    for group in words.groups(cohort):
        yield from _group(group, texts(group), width)
        yield _BLANK
    yield from paragraph(words.counted(cohort, listed), width, "strong")


def _header(width: int) -> Iterator[Line]:
    if width < _ROOMY:
        return  # figures stand in words
    yield from paragraph(_LEGEND, width, "faint")
    who = _who("Portfolio", "Apprentice", "Standard", width)
    figures = Span(" ".join(f"{title:>{room}}" for title, room in _FIGURES) + f" {'Line'}", "strong")
    if width >= _WIDE:
        yield (Span(who, "strong"), figures)
    else:
        yield (Span(who, "strong"),)
        yield (Span("  "), figures)


def _row(row: Row, width: int) -> Iterator[Line]:
    if not row.is_usable:
        label = "  cannot be used"
        yield (Span(_ending(row.path, width - len(label)), "strong"), Span(label, "bad"))
        yield from paragraph(words.why(row), width, indent=2)
        return
    whose = words.whose(row.standard, row.option)
    if width < _ROOMY:
        yield (Span(_ending(row.path, width), "strong"),)
        yield from paragraph(" · ".join(filter(None, (row.name, whose, _in_words(row)))), width, indent=2)
        return
    who = Span(_who(row.path, row.name or "", whose, width))
    figures = _in_columns(row)
    if figures is None:
        yield (who,)
        yield from paragraph(_in_words(row), width, indent=2)
    elif width < _WIDE:
        yield (who,)
        yield (Span("  "), *figures)
    else:
        yield (who, *figures)


def _who(path: str, name: str, whose: str, width: int) -> str:
    """Return whose portfolio it is as three columns, the path the widest."""
    room = width - _WHOSE_WIDTH - 4 - (_FIGURES_WIDTH + 2 if width >= _WIDE else 0)
    name_width = room // 3
    path_width = room - name_width
    columns = ((_ending(path, path_width), path_width), (_beginning(name, name_width), name_width))
    start = "".join(pad(text, room) + "  " for text, room in columns)
    whose = _beginning(whose, _WHOSE_WIDTH)
    return start + (pad(whose, _WHOSE_WIDTH + 2) if width >= _WIDE else whose)


def _in_columns(row: Row) -> Line | None:
    """Return the figures of a portfolio; None where one is too wide for its column, and is not to be cut."""
    figures = (
        str(row.pieces),
        f"{row.covered} of {row.required}",
        f"{row.percent:.1f} %",
        str(row.accepted),
        str(row.thin),
        f"{row.errors}/{row.warnings}/{row.notes}",
    )
    columns = list(zip(figures, (room for _, room in _FIGURES), strict=True))
    if [text for text, room in columns if len(text) > room]:
        return None
    pace = row.pace
    style = "warn" if pace is Pace.BEHIND else ""
    return (Span(" ".join([text.rjust(room) for text, room in columns]) + " "), Span(pace, style))


def _in_words(row: Row) -> str:
    return " · ".join(
        (
            plural(row.pieces, "piece"),
            f"{row.covered} of {row.required} covered ({row.percent:.1f} %)",
            f"{row.accepted} accepted",
            f"{row.thin} thin",
            words.findings(row) or "no findings",
            row.pace,
        )
    )


def _group(group: Group, standard: Standard | None, width: int) -> Iterator[Line]:
    yield from paragraph(words.whose(*group.name), width, "strong")
    title = words.title(group, standard)
    if title:
        yield from paragraph(title, width, "faint")
    yield from paragraph(words.standing(group), width)
    yield _share("Covered", words.covered(group), width)
    yield _share("Accepted", words.accepted(group), width)
    yield from _steps(words.steps(group), width)
    nobody = words.covered_by_nobody(group)
    if nobody:
        yield from paragraph(", ".join(nobody), width, first=(Span("Nobody covers: ", "strong"),), indent=15)
    ksbs = words.lacked_ksbs(group, standard)
    yield from _lacked("KSBs that most portfolios lack", [(entry.code, entry) for entry in ksbs], width)
    duties = words.lacked_duties(group, standard)
    yield from _lacked("Duties to teach next", [(f"Duty {entry.number}", entry) for entry in duties], width)


def _share(label: str, share: Share, width: int) -> Line:
    start = f"{label:<9}{share.covered:>7} of {share.required:<7}{share.percent:>5.1f} %  "
    part = share.covered / share.required if share.required else 1
    return (Span(start), *bar(part, min(_WIDEST_BAR, width - len(start))))


def _steps(steps: Sequence[Step], width: int) -> Iterator[Line]:
    """Yield how many portfolios cover how much, from the least that any covers to the most."""
    filled = [number for number, step in enumerate(steps) if step.portfolios]
    most = max(step.portfolios for step in steps)
    yield (Span("Portfolios by how much they cover", "strong"),)
    for step in steps[filled[0] : filled[-1] + 1]:
        start = f"{step.label:>14}{step.portfolios:>7} {step.percent:>5.1f} %  "
        full, _ = bar(step.portfolios / most, min(_WIDEST_BAR, width - len(start)))
        yield (Span(start), full)


def _lacked(title: str, entries: Sequence[tuple[str, LackedKsb | LackedDuty]], width: int) -> Iterator[Line]:
    """Yield what most portfolios lack, with how many do and the beginning of its text."""
    if not entries:
        return
    yield (Span(title, "strong"),)
    column = max(len(label) for label, _ in entries[: words.MOST_LACKED])
    for label, entry in entries[: words.MOST_LACKED]:
        figures = f"{entry.lacking:>7} {entry.percent:>5.1f} %  "
        room = width - 4 - column - len(figures)
        yield (Span(f"  {label:<{column}}", "code"), Span(figures), Span(_beginning(entry.text or "", room), "faint"))
    if len(entries) > words.MOST_LACKED:
        yield from paragraph(
            f"... and {len(entries) - words.MOST_LACKED} more; --format json has them", width, indent=2
        )


def _beginning(text: str, width: int) -> str:
    """Return as much of ``text`` as ``width`` cells hold."""
    line = one_line(text)
    if _fits(line, width):
        return line
    line = line[: width - 1]
    while cells(line) > width - 1:
        line = line[:-1]
    return line + "…"


def _ending(text: str, width: int) -> str:
    """Return as much of the end of ``text`` as ``width`` cells hold: of a path, what tells it from others."""
    line = one_line(text)
    if _fits(line, width):
        return line
    line = line[1 - width :]
    while cells(line) > width - 1:
        line = line[1:]
    return "…" + line


def _fits(line: str, width: int) -> bool:
    return len(line) <= MOST_FOR_A_CELL * width and cells(line) <= width
