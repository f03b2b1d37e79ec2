"""A piece claims a code that the standard does not have.

Most often a slip (`K1a`, `S39` where the standard ends with S38) or a code of another version. The claim counts for
nothing until it is corrected.

Good: `ksbs: [K1, S2]`.

Bad: `ksbs: [K99]`.

To configure: `ignore = ["KSB201"]` leaves it out, `severity.KSB201 = "warning"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject
from ksbcheck.suggest import Suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the claims of unknown codes."""
    known = subject.standard.ksbs
    if subject.file.portfolio.claimed <= known.keys():
        return
    suggest = Suggestions(known)
    for index, piece in enumerate(subject.file.portfolio.evidence):
        for number, claim in enumerate(piece.claims):
            if claim.code not in known:
                code = shortened(claim.code)
                message = f"{subject.standard.name} has no KSB '{code}'{_range(known, code)}{suggest(code)}"
                yield Finding(message, ("evidence", index, "ksbs", number), code, piece.id)


def _range(known: Iterable[str], code: str) -> str:
    """Return which codes there are with the letters of ``code``."""
    letters = code.rstrip("0123456789")
    alike = [other for other in known if other.rstrip("0123456789") == letters]
    if not alike:
        return ""
    return f", only {alike[0]} to {alike[-1]}" if len(alike) > 1 else f", only {alike[0]}"
