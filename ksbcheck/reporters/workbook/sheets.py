"""The sheets that are one table each: the KSB mapping, the matrix, the evidence and the problems."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ksbcheck.reporters.cells import listed
from ksbcheck.reporters.gate_findings import reason
from ksbcheck.reporters.summary_mapping import COLUMNS, mapping
from ksbcheck.reporters.workbook.styles import CONCERN, SEVERITIES, SPARSE, STATES, STATUSES
from ksbcheck.reporters.workbook.table import Column, add_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.reporters.workbook.book import Book, Value
    from ksbcheck.summary.model import Summary

_WIDTHS = (7, 12, 44, 9, 11, 7, 8, 30, 11.5, 13, 11.5, 15, 32)
_LOOKS = {"State": STATES, "Thin": CONCERN, "Status": STATUSES}
_PIECES_ON_A_PAGE = 12
"""More columns of pieces than these are too small to read on one page."""


def add_mapping(book: Book, summary: Summary) -> None:
    """Add the KSB mapping."""
    columns = [
        Column(title, width, "label" if title in {"KSB", "Piece"} else "text", _LOOKS.get(title, {}))
        for title, width in zip(COLUMNS, _WIDTHS, strict=True)
    ]
    add_table(book, "KSB mapping", columns, mapping(summary))


def add_matrix(book: Book, summary: Summary) -> None:
    """Add the matrix: KSBs down, pieces across, and where a piece claims a KSB the piece's status."""
    columns = [
        Column("KSB", 7, "label"),
        Column("Definition", 48),
        Column("State", 11, looks=STATES),
        *(Column(piece.evidence.id, 11.5, SPARSE, STATUSES) for piece in summary.pieces),
    ]
    pages = max(math.ceil(len(summary.pieces) / _PIECES_ON_A_PAGE), 1)
    add_table(book, "Matrix", columns, _matrix(summary), pages_wide=pages)


def _matrix(summary: Summary) -> Iterator[list[Value]]:
    for entry in summary.ksbs:
        ksb = entry.coverage.ksb
        statuses = {claim.piece.number: claim.piece.evidence.status for claim in entry.claims}
        yield [ksb.code, ksb.text, str(entry.coverage.state), *(statuses.get(piece.number) for piece in summary.pieces)]


def add_evidence(book: Book, summary: Summary) -> None:
    """Add the evidence: a row for each piece."""
    columns = [
        Column("No.", 5, "number"),
        Column("Piece", 9, "label"),
        Column("Title", 34),
        Column("Date", 11.5),
        Column("Type", 13),
        Column("Status", 11.5, looks=STATUSES),
        Column("Counts", 8),
        Column("KSBs in scope", 9, "number"),
        Column("KSBs", 26),
        Column("Other codes", 10),
        Column("Too many codes", 9, looks=CONCERN),
        Column("In the smallest set", 11),
        Column("Files", 32),
        Column("Notes", 32),
    ]
    add_table(book, "Evidence", columns, _evidence(summary), fixed=2)


def _evidence(summary: Summary) -> Iterator[list[Value]]:
    smallest = set(summary.smallest.pieces)
    for piece in summary.pieces:
        evidence = piece.evidence
        yield [
            piece.number,
            evidence.id,
            evidence.title,
            evidence.date,
            evidence.type,
            evidence.status,
            _yes(piece.counts),
            len(piece.codes),
            listed(piece.codes) or None,
            listed(piece.other_codes) or None,
            _yes(piece.has_many),
            _yes(piece.counts and evidence.id in smallest),
            listed(file.name for file in piece.files) or None,
            evidence.notes,
        ]


def add_problems(book: Book, summary: Summary) -> None:
    """Add what is wrong in the file, what falls short of what was asked for, and what is waived."""
    columns = [
        Column("Severity", 11, looks=SEVERITIES),
        Column("Code", 10, "label"),
        Column("Place", 30),
        Column("Message", 76),
        Column("KSB", 7),
        Column("Piece", 10),
        Column("Waived, and why", 34),
    ]
    add_table(book, "Problems", columns, _problems(summary))


def _problems(summary: Summary) -> Iterator[list[Value]]:
    report = summary.report
    for found in (*report.shortfalls, *report.problems):
        yield [*_found(found), None]
    for found, waiver in report.waived:
        yield [*_found(found), reason(waiver)]


def _found(found: Diagnostic) -> list[Value]:
    return [str(found.severity), found.code, found.place, found.message, found.ksb, found.evidence]


def _yes(holds: bool) -> str:  # noqa: FBT001 - it is what is said
    return "yes" if holds else "no"
