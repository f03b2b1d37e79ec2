"""The summary as a workbook for Excel and LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.workbook.book import Book
from ksbcheck.reporters.workbook.overview import add_summary
from ksbcheck.reporters.workbook.sheets import add_evidence, add_mapping, add_matrix, add_problems

if TYPE_CHECKING:
    from ksbcheck.summary.model import Summary


def render(summary: Summary) -> bytes:
    """Return the summary as an XLSX file, in which no text from a file is a formula, a link or a number."""
    name, who = summary.report.standard.name, summary.report.portfolio.apprentice.name
    book = Book(f"KSB summary, {name}", f"{name} · {who}" if who else name, summary.today)
    for add in (add_summary, add_mapping, add_matrix, add_evidence, add_problems):
        add(book, summary)
    return book.finish()
