"""What a rule is: it looks at a subject and yields findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ksbcheck.coverage import Coverage
    from ksbcheck.diagnostic import Severity
    from ksbcheck.load import Origin
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.standards.model import Standard
    from ksbcheck.standards.scope import Scope


class Subject(NamedTuple):
    """What rules look at: a portfolio, the standard and scope it is held against, and what it covers of it.

    ``origin`` is how it came by the standard, None if that is not known.
    """

    file: PortfolioFile
    standard: Standard
    scope: Scope
    coverage: Coverage
    origin: Origin | None = None


class Finding(NamedTuple):
    """What a rule found: the message, line and column if it has a place, the KSB if it is about one."""

    message: str
    position: tuple[int, int] | None = None
    ksb: str | None = None


class Rule(NamedTuple):
    """A permanent code, its severity, and the function that finds what it is about.

    The docstring of the function's module is the rule's page of the manual.
    """

    code: str
    severity: Severity
    find: Callable[[Subject], Iterator[Finding]]
