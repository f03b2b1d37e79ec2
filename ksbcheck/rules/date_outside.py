"""A piece of evidence is dated before the programme started.

Evidence is to be made on the programme. Often the year is a slip.

Good: with `start_date: 2024-01-15`, a piece of `date: 2024-03-02`. Bad: a piece of `date: 2023-03-02`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the pieces that are older than the programme."""
    start = subject.file.portfolio.apprentice.start_date
    for index, piece in enumerate(subject.file.portfolio.evidence):
        if start and piece.date and piece.date < start:
            message = f"{shortened(piece.id)} is dated {piece.date}, before the programme's start on {start}"
            yield Finding(message, subject.file.position("evidence", index, "date"))
