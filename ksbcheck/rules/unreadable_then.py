"""The portfolio could not be read in the state that it is compared with.

`ksbcheck check --against REF` compares. Where the file was there but broken, nobody can tell what it covered: nothing
counts as gained or lost. An older revision at which it could be read tells more.

Good: the portfolio could be read at REF, or was not there yet.

Bad: it had a mistake in its YAML then.

To configure: `ignore = ["KSB107"]` leaves it out, `severity.KSB107 = "error"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding if there was a portfolio that could not be read."""
    baseline = subject.baseline
    if baseline and baseline.coverage is None:
        against, fault = shortened(baseline.before.against), baseline.before.fault
        yield Finding(f"the portfolio could not be read in {against}, so nothing is compared: {fault}")
