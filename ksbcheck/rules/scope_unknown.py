"""Which KSBs belong to the option chosen is not published, so the coverage is of the whole standard.

A few official standards have options, and nowhere say which KSBs are whose. ksbcheck does not guess: everything in the
standard is then required, and the figures are lower than an option's own would be. Ask the assessment organisation
which KSBs belong to the option.

Good: a standard whose duties, or whose lists, name their options.

Bad: one with options that nothing else in it names.

To configure: `ignore = ["KSB103"]` leaves it out, `severity.KSB103 = "warning"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.rules.rule import Finding, Subject
from ksbcheck.standards.scope import Split

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding where the split is not known."""
    if subject.scope.split is Split.UNKNOWN:
        option = subject.scope.option
        whose = f"the option '{option.key}'" if option else "which option"
        yield Finding(
            f"{subject.standard.name} does not say which KSBs belong to {whose}; this is against the whole standard"
        )
