"""The report is for another standard, or another version of it, than the one that the portfolio names.

What is asked for on the command line wins. This says so, lest a report is taken for one on the portfolio's own
standard. A standard that was read from where the portfolio itself says is its own, whatever it is called there.

Good: `standard: ST0792 v1.1` and `--standard "ST0792 v1.1"`.

Bad: `standard: ST0792 v1.1` and `--standard ST0001`.

To configure: `ignore = ["KSB304"]` leaves it out, `severity.KSB304 = "warning"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject
from ksbcheck.standards.find import parse_name

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding if the standards differ."""
    if subject.origin and subject.origin.named:
        return
    named = subject.file.portfolio.standard
    name = parse_name(named)
    if name is None or not name.names(subject.standard.reference, subject.standard.version):
        message = (
            f"the portfolio names the standard '{shortened(named)}'; this is for {subject.standard.name}, as asked"
        )
        yield Finding(message, ("standard",))
