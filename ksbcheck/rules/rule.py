"""What a rule is: it looks at a subject and yields findings."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ksbcheck.change import Baseline
    from ksbcheck.config.policy import Policy
    from ksbcheck.coverage import Coverage
    from ksbcheck.diagnostic import Severity
    from ksbcheck.load import Origin
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.standards.model import Standard
    from ksbcheck.standards.scope import Scope
    from ksbcheck.yaml_nodes import Loc


class Subject(NamedTuple):
    """What rules look at: a portfolio, the standard and scope it is held against, and what it covers of it.

    ``origin`` is how it came by the standard, ``policy`` what is asked of it, ``today`` the day on which it is checked,
    ``baseline`` what it is compared with; each is None where it is not known.
    """

    file: PortfolioFile
    standard: Standard
    scope: Scope
    coverage: Coverage
    origin: Origin | None = None
    policy: Policy | None = None
    today: date | None = None
    baseline: Baseline | None = None


class Finding(NamedTuple):
    """What a rule found: the message, the way to its place in the file, the KSB and the piece that it is about."""

    message: str
    loc: Loc | None = None
    ksb: str | None = None
    evidence: str | None = None


class Rule(NamedTuple):
    """A permanent code, the module of that name in this package, and how serious its findings are."""

    code: str
    name: str
    severity: Severity
    in_gaps: bool = False
    """Whether ``ksbcheck gaps`` tells its findings, too: those that make it wrong to rely on the coverage."""

    def find(self, subject: Subject) -> Iterator[Finding]:
        """Yield what the rule's module finds. It is imported when its rule is first asked."""
        found: Iterator[Finding] = _module(self.name).find(subject)
        return found

    @property
    def page(self) -> str:
        """The rule's page of the manual: its module's docstring."""
        return _module(self.name).__doc__ or ""


@cache
def _module(name: str) -> Any:
    return import_module(f"ksbcheck.rules.{name}")
