"""The report is for a standard from elsewhere, although ksbcheck brings one of the same name with other content.

Standards are looked for near the portfolio before they are looked for in ksbcheck. So whoever hands in a portfolio may
hand in a standard with it, and make it ask for less. This says so, lest the report is taken for one on the official
text. Where the files differ only in comments or line ends, it says nothing.

Good: `standard: ST0792 v1.1`, and no file of that name near the portfolio.

Bad: the same, and an edited copy in the portfolio's folder as `standards/standard_st0792_v1_1.yaml`.

To configure: `ignore = ["KSB307"]` leaves it out, `severity.KSB307 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_PATH = 200


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding if the standard stands in place of another that ksbcheck brings."""
    if subject.origin and subject.origin.differs:
        path = shortened(subject.origin.path, _LONGEST_PATH)
        message = f"this is against {path}, which differs from the {subject.standard.name} that ksbcheck brings"
        yield Finding(message, ("standard",))
