"""Holds a portfolio against a standard: coverage, then every rule, into one report."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.coverage import Coverage, cover
from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, in_file_order
from ksbcheck.rules import RULES
from ksbcheck.rules.rule import Subject
from ksbcheck.standards.ksb import code_order
from ksbcheck.standards.scope import Scope, UnknownOptionError, find_option, scope_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.load import Origin
    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.standards.model import Option, Standard

COVERAGE_RULES = "KSB1"
"""What the codes of the rules about coverage start with; all others are about the file."""
MOST_FOUND = 1000
"""The most findings of one rule that a report holds: ten times what anybody reads."""


class Report(NamedTuple):
    """All that is known of one portfolio. Every output format is a function of it."""

    path: str
    portfolio: Portfolio
    standard: Standard
    scope: Scope
    coverage: Coverage
    diagnostics: tuple[Diagnostic, ...]
    """By line, column, code and KSB; those without a line first."""

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What is wrong in the file itself, apart from what is not covered."""
        return tuple(found for found in self.diagnostics if not found.code.startswith(COVERAGE_RULES))


def check(
    file: PortfolioFile,
    standard: Standard,
    *,
    option: str | None = None,
    min_evidence: int = 1,
    origin: Origin | None = None,
) -> Report:
    """Hold a portfolio against a standard, for ``option`` or else for the option that the portfolio names.

    ``origin`` is how the portfolio came by the standard, as ``load.standard_for`` tells; rules look at it.
    Raises UnusableFileError (KSB301) where the standard has options and none of them is meant, and ValueError
    where ``min_evidence`` is not positive.
    """
    if min_evidence < 1:
        raise ValueError("min_evidence is to be at least 1")
    scope = scope_of(standard, _option(file, standard, option))
    coverage = cover(standard, scope, file.portfolio, min_evidence)
    subject = Subject(file, standard, scope, coverage, origin)
    found = sorted(_found(subject), key=_order)
    return Report(file.path, file.portfolio, standard, scope, coverage, tuple(found))


def _option(file: PortfolioFile, standard: Standard, asked: str | None) -> Option | None:
    if not standard.options and asked is None:
        return None
    named = file.portfolio.option
    try:
        return find_option(standard, named if asked is None else asked)
    except UnknownOptionError as error:
        place = file.position("option") if asked is None and named is not None else (None, None)
        path = file.path if asked is None else "--option"
        raise UnusableFileError([Diagnostic("KSB301", Severity.ERROR, str(error), path, *place)]) from None


def _found(subject: Subject) -> Iterator[Diagnostic]:
    for rule in RULES.values():
        findings = rule.find(subject)
        for message, position, ksb in islice(findings, MOST_FOUND):
            line, column = position or (None, None)
            yield Diagnostic(rule.code, rule.severity, message, subject.file.path, line, column, ksb)
        if next(findings, None):
            message = f"there are more than {MOST_FOUND} findings of this kind; the rest is left out"
            yield Diagnostic(rule.code, rule.severity, message, subject.file.path)


def _order(found: Diagnostic) -> tuple[object, ...]:
    return (*in_file_order(found), code_order(found.ksb or ""), found.message)
