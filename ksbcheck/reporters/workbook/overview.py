"""The sheet Summary: who and what, how the KSBs stand, the gateway, and what to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.cells import listed
from ksbcheck.reporters.layout import part_of_gaps, plural
from ksbcheck.reporters.summary_words import line_to_gateway, smallest_set
from ksbcheck.reporters.workbook.styles import ANSWERS, STATES, STATUSES, head_of
from ksbcheck.share import Share
from ksbcheck.standards.scope import Split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ksbcheck.reporters.workbook.book import Book, Sheet, Value
    from ksbcheck.reporters.workbook.styles import Looks
    from ksbcheck.summary.model import Summary, Tally

_WIDTHS = (23, 60, 38, 11.5, *(10.5,) * 6)
_TEXTS = ("label", "text", "text")
_COUNTS = ("Required", "Covered", "Accepted", "Claimed", "Thin", "Planned", "Missing")
_GROUP_STYLES = ("label", "text", "percent", *("number",) * len(_COUNTS))
_TOLD = _TEXTS[:2]
_HOW_IT_STANDS = (*_TEXTS, "text")
_HOW_MANY = (*_TEXTS, "number")
_DAY_STYLES = ("label", "text", "percent", "number", "number")
_PERCENT = 2
_LAST_TEXT = 3


def add_summary(book: Book, summary: Summary) -> None:
    """Add the sheet: one part below the other, each with a heading and a header."""
    sheet = book.add("Summary", _WIDTHS)
    standard = summary.report.standard
    sheet.append([f"{standard.name} {standard.title}"], ["title"])
    for label, value in _facts(summary):
        sheet.append([label, value], ["label", "figure" if isinstance(value, int) else "text"])
    _coverage(sheet, summary)
    _gateway(sheet, summary)
    _to_ask_about(sheet, summary)
    _smallest(sheet, summary)
    _progress(sheet, summary)
    _source(sheet, summary)
    sheet.worksheet.freeze_panes(1, 0)
    sheet.worksheet.fit_to_pages(1, 0)


def _facts(summary: Summary) -> Iterator[tuple[str, Value]]:
    report = summary.report
    apprentice, option = report.portfolio.apprentice, report.scope.option
    yield "Apprentice", apprentice.name or "not stated"
    yield "Option", f"{option.title} ({option.key})" if option else "none"
    if report.scope.split is Split.UNKNOWN:
        yield "", "Which KSBs belong to which option is not published: this is against the whole standard."
    yield "Start of programme", apprentice.start_date or "not stated"
    yield "Planned gateway", apprentice.planned_gateway or "not stated"
    yield "As of", summary.today
    yield "Portfolio", report.path
    if report.config_path:
        yield "Configuration", report.config_path
    yield "Pieces of evidence", len(summary.pieces)
    yield "Pieces that count", sum(piece.counts for piece in summary.pieces)
    yield "Asked for each KSB", plural(max((entry.coverage.needed for entry in summary.ksbs), default=1), "piece")
    share = summary.total.covered
    yield "Covered", f"{share.covered} of {share.required} KSBs ({share.percent:.1f} %)"
    yield "Ready for gateway", str(summary.is_ready)
    yield "Problems in the file", len(report.problems)


def _coverage(sheet: Sheet, summary: Summary) -> None:
    _part(sheet, "Coverage")
    _header(sheet, ("KSBs", "Gaps", "Percent", *_COUNTS), _GROUP_STYLES)
    first = sheet.rows
    gaps = [entry.ksb for entry in summary.report.coverage.gaps]
    sheet.append(["All", plural(len(gaps), "gap"), *_figures(summary.total)], _GROUP_STYLES)
    for kind, counts in summary.by_kind.items():
        codes = listed(ksb.code for ksb in gaps if ksb.kind is kind)
        sheet.append([kind.plural.capitalize(), codes or "none", *_figures(counts)], _GROUP_STYLES)
    sheet.bars(first, _PERCENT)
    if summary.duties:
        _part(sheet, "Coverage of each duty")
        _header(sheet, ("Duty", "What it is", "Percent", *_COUNTS), _GROUP_STYLES)
        first = sheet.rows
        for entry in summary.duties:
            duty = entry.coverage.duty
            sheet.append([f"Duty {duty.number}", duty.text, *_figures(entry.tally)], _GROUP_STYLES)
        sheet.bars(first, _PERCENT)


def _figures(tally: Tally) -> tuple[Value, ...]:
    return (
        *(tally.covered.percent, tally.required, tally.covered.covered),
        *(tally.accepted.covered, tally.claimed, tally.thin, tally.planned, tally.missing),
    )


def _gateway(sheet: Sheet, summary: Summary) -> None:
    _part(sheet, "Gateway")
    _header(sheet, ("Requirement", "What is asked for", "What the portfolio says", "Answer"), _HOW_IT_STANDS)
    _rows(sheet, [(part.name, part.asks or None, part.says or None, part.answer) for part in summary.gateway], ANSWERS)


def _to_ask_about(sheet: Sheet, summary: Summary) -> None:
    report = summary.report
    _part(sheet, "What to ask about")
    duty = report.coverage.next_duty
    if duty:
        share = part_of_gaps(len(duty.gaps), len(report.coverage.gaps))
        sheet.append(["Next duty", f"Duty {duty.duty.number} would close {share}: {listed(duty.gaps)}"], _TOLD)
    unplaced = listed(entry.coverage.ksb.code for entry in summary.without_locator)
    sheet.append(["Evidence does not say where", unplaced or "none"], _TOLD)
    if summary.on_one_piece:
        _part(sheet, "KSBs that rest on a single piece")
        _header(sheet, ("KSB", "Definition", "Piece", "State"), _HOW_IT_STANDS)
        titles = _titles(summary)
        rows = [
            (
                entry.coverage.ksb.code,
                entry.coverage.ksb.text,
                f"{entry.only_piece} {titles[entry.only_piece or '']}",
                entry.coverage.state,
            )
            for entry in summary.on_one_piece
        ]
        _rows(sheet, rows, STATES)
    if summary.carrying_many:
        most = f"more than {summary.many.most}" + (", as the policy asks" if summary.many.is_asked else "")
        _part(sheet, f"Pieces with too many codes ({most})")
        _header(sheet, ("Piece", "Title", "Codes", "Number"), _HOW_MANY)
        for piece in summary.carrying_many:
            codes = (*piece.codes, *piece.other_codes)
            sheet.append([piece.evidence.id, piece.evidence.title, listed(codes), len(codes)], _HOW_MANY)


def _titles(summary: Summary) -> dict[str, str]:
    """Return id -> the title of the first piece with that id that counts."""
    return {piece.evidence.id: piece.evidence.title for piece in reversed(summary.pieces) if piece.counts}


def _smallest(sheet: Sheet, summary: Summary) -> None:
    _part(sheet, "Smallest set of pieces that keeps what is covered")
    sheet.append(["In short", smallest_set(summary)], _TOLD)
    kept = set(summary.smallest.pieces)
    rows = [
        (piece.evidence.id, piece.evidence.title, listed(piece.codes), piece.evidence.status)
        for piece in summary.pieces
        if piece.counts and piece.evidence.id in kept
    ]
    if rows:
        _header(sheet, ("Piece", "Title", "KSBs", "Status"), _HOW_IT_STANDS)
        _rows(sheet, rows, STATUSES)


def _progress(sheet: Sheet, summary: Summary) -> None:
    progress = summary.progress
    _part(sheet, "Evidence over time")
    sheet.append(["In short", line_to_gateway(summary)], _TOLD)
    if progress.undated:
        sheet.append(["Without a date", plural(progress.undated, "piece")], _TOLD)
    if not progress.points:
        return
    _header(sheet, ("Day", "Pieces of that day", "Covered", "Pieces", "KSBs"), _DAY_STYLES)
    first = sheet.rows
    days: dict[date | None, list[str]] = {}
    for piece in summary.pieces:
        if piece.counts:
            days.setdefault(piece.evidence.date, []).append(piece.evidence.id)
    for point in progress.points:
        covered = Share(summary.total.required, point.covered)
        figures = (covered.percent, point.pieces, point.covered)
        sheet.append((point.day, listed(days[point.day]), *figures), _DAY_STYLES)
    sheet.bars(first, _PERCENT)


def _source(sheet: Sheet, summary: Summary) -> None:
    """Tell where the standard's texts are from, and their licence, which asks for this."""
    source, licence = summary.report.standard.source, summary.report.standard.licence
    lines = [
        ("Published by", source and source.publisher),
        ("At", source and source.url),
        ("Licence", licence and licence.name),
        ("Terms", licence and licence.url),
        ("Attribution", licence and licence.attribution),
    ]
    if any(value for _, value in lines):
        _part(sheet, "Source of the standard")
    for label, value in lines:
        if value:
            sheet.append([label, value], _TOLD)


def _part(sheet: Sheet, heading: str) -> None:
    sheet.skip()
    sheet.append([heading], ["heading"])


def _header(sheet: Sheet, titles: Sequence[str], styles: Sequence[str]) -> None:
    sheet.append(titles, list(map(head_of, styles)))


def _rows(sheet: Sheet, rows: Sequence[tuple[Value, ...]], looks: Looks) -> None:
    """Write rows of three texts, of which a fourth says how they stand."""
    first = sheet.rows
    for row in rows:
        sheet.append(row, _HOW_IT_STANDS)
    sheet.colour(first, _LAST_TEXT, _LAST_TEXT, looks)
