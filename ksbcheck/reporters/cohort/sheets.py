"""The sheets of a workbook that say what a cohort lacks together: Cohort, KSBs and Duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.cohort import words
from ksbcheck.reporters.workbook.styles import head_of
from ksbcheck.reporters.workbook.table import Column, finish_table, start_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ksbcheck.cohort.tally import Cohort, Group
    from ksbcheck.reporters.cohort.words import LackedDuty, LackedKsb, Texts
    from ksbcheck.reporters.workbook.book import Book, Sheet, Value
    from ksbcheck.standards.model import Standard

_GROUPS = (
    Column("Standard", 17, "label"),
    Column("Title", 58),
    Column("Option", 16),
    Column("Portfolios", 11, "number"),
    Column("Complete", 10, "number"),
    Column("With a line", 9, "number"),
    Column("Behind", 9, "number"),
    Column("Required", 10, "number"),
    Column("Covered", 10, "number"),
    Column("Percent", 10, "percent"),
    Column("Accepted", 10, "number"),
    Column("Percent accepted", 11, "percent"),
)
_PERCENT, _PERCENT_ACCEPTED = 9, 11
_STEP_TITLES = ("Standard", "Option", "Covered", "Portfolios", "Percent")
_STEPS = ("label", "text", "text", "number", "percent")
_PERCENT_OF_STEP = 4
_LACKED = (
    *(Column("Standard", 14), Column("Option", 10)),
    *(Column("Lacking", 10, "number"), Column("Portfolios", 11, "number"), Column("Percent", 10, "percent")),
)
_KSBS = (*_LACKED[:2], Column("Code", 8, "label"), Column("KSB", 80), *_LACKED[2:])
_DUTIES = (*_LACKED[:2], Column("Duty", 8, "number"), Column("What it is", 80), *_LACKED[2:])
_PERCENT_LACKING = 6
_TOLD = ("label", "text")
_COUNTED = ("label", "figure")


def add_together(book: Book, cohort: Cohort, texts: Texts, shown: int, day: date | None) -> None:
    """Add the three sheets; ``shown`` is how many portfolios are listed. Of the standards, one is held at a time."""
    sheet = book.add("Cohort", [column.width for column in _GROUPS])
    ksbs, duties = start_table(book, "KSBs", _KSBS), start_table(book, "Duties", _DUTIES)
    _facts(sheet, cohort, shown, day)
    groups = words.groups(cohort)
    sources: dict[str, Sequence[tuple[str, str]]] = {}
    _part(sheet, "By standard and option", [column.title for column in _GROUPS], _styles(_GROUPS))
    first = sheet.rows
    for group in groups:
        standard = texts(group)
        sheet.append(_figures(group, standard), _styles(_GROUPS))
        _add_lacked(ksbs, group, words.lacked_ksbs(group, standard), _KSBS)
        _add_lacked(duties, group, words.lacked_duties(group, standard), _DUTIES)
        if standard:
            sources[standard.name] = list(_source(standard))
    _bars(sheet, first, _PERCENT, _PERCENT_ACCEPTED)
    _distribution(sheet, groups)
    _sources(sheet, sources)
    sheet.worksheet.freeze_panes(1, 0)
    sheet.worksheet.fit_to_pages(1, 0)
    if cohort.is_partial:
        sheet.worksheet.activate()  # it says so, and the portfolios do not
    for lacked, columns in ((ksbs, _KSBS), (duties, _DUTIES)):
        finish_table(lacked, columns, fixed=3)
        _bars(lacked, 1, _PERCENT_LACKING)


def _facts(sheet: Sheet, cohort: Cohort, shown: int, day: date | None) -> None:
    sheet.append(["Cohort"], ["title"])
    if cohort.is_partial:
        sheet.append(["Partial", words.partial(cohort)], _TOLD)
    for label, count in _counts(cohort, shown):
        sheet.append([label, count], _COUNTED)
    sheet.append(["As on", day or "not known"], _TOLD)


def _counts(cohort: Cohort, shown: int) -> Iterator[tuple[str, int]]:
    yield "Portfolios", cohort.portfolios
    if shown != cohort.portfolios:
        yield "Listed", shown
    yield "Cannot be used", cohort.unusable
    yield "Errors", cohort.errors
    yield "Warnings", cohort.warnings
    yield "Notes", cohort.notes


def _figures(group: Group, standard: Standard | None) -> tuple[Value, ...]:
    covered, accepted = words.covered(group), words.accepted(group)
    return (
        *(group.name.standard, words.title(group, standard) or None, group.name.option),
        *(group.portfolios, group.complete, group.with_line, group.behind),
        *(covered.required, covered.covered, covered.percent, accepted.covered, accepted.percent),
    )


def _add_lacked(
    sheet: Sheet, group: Group, lacked: Sequence[LackedKsb] | Sequence[LackedDuty], columns: Sequence[Column]
) -> None:
    for name, text, lacking, percent in lacked:
        sheet.append([*group.name, name, text, lacking, group.portfolios, percent], _styles(columns))


def _distribution(sheet: Sheet, groups: Sequence[Group]) -> None:
    _part(
        sheet, "Portfolios by how much they cover", ("Standard", "Option", "Covered", "Portfolios", "Percent"), _STEPS
    )
    first = sheet.rows
    for group in groups:
        for step in words.steps(group):
            sheet.append([*group.name, step.label, step.portfolios, step.percent], _STEPS)
    _bars(sheet, first, _PERCENT_OF_STEP)


def _sources(sheet: Sheet, sources: dict[str, Sequence[tuple[str, str]]]) -> None:
    """Tell where the standards' texts are from, and their licences, which ask for this."""
    for name, lines in sources.items():
        if lines:
            sheet.skip()
            sheet.append([f"Source of {name}"], ["heading"])
        for line in lines:
            sheet.append(line, _TOLD)


def _source(standard: Standard) -> Iterator[tuple[str, str]]:
    source, licence = standard.source, standard.licence
    lines = (
        ("Published by", source and source.publisher),
        ("At", source and source.url),
        ("Licence", licence and licence.name),
        ("Terms", licence and licence.url),
        ("Attribution", licence and licence.attribution),
    )
    return ((label, value) for label, value in lines if value)


def _part(sheet: Sheet, heading: str, titles: Sequence[str], styles: Sequence[str]) -> None:
    sheet.skip()
    sheet.append([heading], ["heading"])
    sheet.append(titles, list(map(head_of, styles)))


def _bars(sheet: Sheet, first: int, *columns: int) -> None:
    if sheet.rows > first:
        for column in columns:
            sheet.bars(first, column)


def _styles(columns: Sequence[Column]) -> list[str]:
    return [column.style for column in columns]
