"""The report is for another option than the one that the portfolio names.

What is asked for on the command line wins. This says so, lest a report is taken for one on the portfolio's own option.

Good: `option: post` and `--option post`.

Bad: `option: film` and `--option post`.

To configure: `ignore = ["KSB303"]` leaves it out, `severity.KSB303 = "warning"` says how serious it is. A
configuration's `option` is only for portfolios that name none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject
from ksbcheck.standards.scope import UnknownOptionError, find_option

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(subject: Subject) -> Iterator[Finding]:
    """Yield one finding if the options differ."""
    named = subject.file.portfolio.option
    if named is None:
        return
    chosen = subject.scope.option
    try:
        differs = find_option(subject.standard, named) != chosen
    except UnknownOptionError:
        differs = True
    if differs:
        truth = f"this is for the option '{chosen.key}', as asked" if chosen else f"{subject.standard.name} has none"
        message = f"the portfolio names the option '{shortened(named)}'; {truth}"
        yield Finding(message, ("option",))
