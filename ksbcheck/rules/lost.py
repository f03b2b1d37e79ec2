"""A KSB has less evidence than in the state that the portfolio is compared with.

`ksbcheck check --against REF` compares. A KSB is *lost* if it was covered and is a gap now, and *thinner* if fewer
pieces count for it than did. Both happen when a piece is taken out, no longer claims the KSB, or is set back to `draft`
or `referred`. A piece with another id counts as it did. With `--no-regress` this is an error, else a note.

Good: E01 is replaced by E05, which claims the same KSBs.

Bad: E01 is taken out, and nothing else claims K9.

To configure: `ignore = ["KSB106"]` leaves it out, `severity.KSB106 = "error"` says how serious it is. A loss that is
meant, such as a piece that an assessor referred, can be waived by its code and KSB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.change import steps_between
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.change import Step


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the KSBs that are lost or thinner. Without anything to compare with there are none."""
    baseline = subject.baseline
    if baseline is None or baseline.coverage is None:
        return
    for step in steps_between(baseline.coverage, subject.coverage):
        if step.is_loss or step.is_thinner:
            yield Finding(_message(step, shortened(baseline.before.against)), ksb=step.now.ksb.code)


def _message(step: Step, against: str) -> str:
    code, pieces = step.now.ksb.code, shortened(", ".join(step.then.evidence))
    if step.is_loss:
        return f"{code} was covered in {against} ({pieces}) and is not any more"
    count = "1 piece" if step.then.pieces == 1 else f"{step.then.pieces} pieces"
    return f"{code} had {count} in {against} ({pieces}) and has {step.now.pieces or 'none'} now"
