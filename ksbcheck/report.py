"""Holds a portfolio against a standard: coverage, then every rule, into one report."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.coverage import Coverage, cover
from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, in_file_order
from ksbcheck.rules import RULES
from ksbcheck.rules.rule import Finding, Subject
from ksbcheck.standards.ksb import code_order
from ksbcheck.standards.scope import Scope, UnknownOptionError, find_option, scope_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ksbcheck.change import Before, Change
    from ksbcheck.config.model import Config
    from ksbcheck.load import Origin
    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.standards.model import Option, Standard
    from ksbcheck.waivers import Waived

COVERAGE_RULES = "KSB1"
"""What the codes of the rules about coverage start with; all others are about the file."""
GAPS = frozenset({"KSB101", "KSB102"})
"""The rules that tell the gaps, one by one."""
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
    waived: tuple[Waived, ...] = ()
    """The findings that the configuration accepts, in the same order. ``diagnostics`` does not have them."""
    used_waivers: frozenset[int] = frozenset()
    """The numbers of the configuration's waivers that met a finding."""
    config_path: str | None = None
    """The configuration's file, if there is one."""
    change: Change | None = None
    """What changed since an earlier state, if the portfolio was compared with one."""

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What is wrong in the file itself, apart from what is not covered."""
        return tuple(found for found in self.diagnostics if not found.code.startswith(COVERAGE_RULES))

    @property
    def shortfalls(self) -> tuple[Diagnostic, ...]:
        """In what less is covered than was asked for, apart from the gaps, which are told as such."""
        return tuple(
            found
            for found in self.diagnostics
            if found.code.startswith(COVERAGE_RULES) and found.code not in GAPS and found.severity is not Severity.NOTE
        )


def check(  # noqa: PLR0913 - what is asked for is named
    file: PortfolioFile,
    standard: Standard,
    *,
    option: str | None = None,
    min_evidence: int | None = None,
    origin: Origin | None = None,
    config: Config | None = None,
    today: date | None = None,
    every_rule: bool = False,
    before: Before | None = None,
) -> Report:
    """Hold a portfolio against a standard, for ``option`` or else the option that the portfolio or ``config`` names.

    The rules that bear on the coverage are asked, or with ``every_rule`` all; of these, those that ``config`` selects.
    ``min_evidence`` is how many pieces each KSB needs: what the configuration says if it is left out, or else 1.
    ``origin`` is where the standard was found, if that is known, and ``today`` the day for which dates are checked.
    ``before`` is an earlier state of the portfolio, to be held against the same and compared.
    Raises UnusableFileError (KSB301) where the standard has options and none of them is meant, and ValueError
    where ``min_evidence`` is not positive.
    """
    subject = subject_of(
        file, standard, option=option, min_evidence=min_evidence, origin=origin, config=config, today=today
    )
    if before is None:
        return _report(subject, config, every_rule=every_rule)
    return _compared(subject, config, before, every_rule=every_rule)


def subject_of(  # noqa: PLR0913 - as check
    file: PortfolioFile,
    standard: Standard,
    *,
    option: str | None = None,
    min_evidence: int | None = None,
    origin: Origin | None = None,
    config: Config | None = None,
    today: date | None = None,
) -> Subject:
    """Return what rules look at: the coverage is worked out, and no rule was asked yet. Raises as ``check``."""
    if min_evidence is None:
        min_evidence = config.policy.min_evidence if config else 1
    if min_evidence < 1:
        raise ValueError("min_evidence is to be at least 1")
    asked_by = "--option"
    if option is None and file.portfolio.option is None and config and standard.options:
        option, asked_by = config.option, "the configuration's option"
    scope = scope_of(standard, _option(file, standard, option, asked_by))
    coverage = cover(standard, scope, file.portfolio, min_evidence)
    return Subject(file, standard, scope, coverage, origin, config.policy if config else None, today)


def severities(subject: Subject, config: Config) -> Counter[Severity]:
    """Count the findings of all rules that ``check`` would tell, without looking for where each of them stands."""
    if config.waivers:
        return Counter(found.severity for found in _report(subject, config, every_rule=True).diagnostics)
    return Counter(severity for _, severity, _ in _found(subject, config, every_rule=True))


def _report(subject: Subject, config: Config | None, *, every_rule: bool) -> Report:
    file = subject.file
    told = (_told(file, *found) for found in _found(subject, config, every_rule=every_rule))
    found = tuple(sorted(told, key=_order))
    report = Report(file.path, file.portfolio, subject.standard, subject.scope, subject.coverage, found)
    return _without_waived(report, config, subject.today) if config and config.waivers else report


def _compared(subject: Subject, config: Config | None, before: Before, *, every_rule: bool) -> Report:
    """Hold the earlier state against what the portfolio itself is held against, and compare the two."""
    from ksbcheck.change import Baseline, Held, Then, compare  # only where it was asked for

    then, min_evidence = None, subject.coverage.needed
    if before.file:
        covered = cover(subject.standard, subject.scope, before.file.portfolio, min_evidence)
        old = _report(subject._replace(file=before.file, coverage=covered), config, every_rule=every_rule)
        then = Held(old.portfolio, covered, old.diagnostics)
    elif before.then is Then.ABSENT:
        empty = subject.file.portfolio.model_copy(update={"evidence": ()})
        then = Held(empty, cover(subject.standard, subject.scope, empty, min_evidence), ())
    report = _report(subject._replace(baseline=Baseline(before, then and then.coverage)), config, every_rule=every_rule)
    now = Held(report.portfolio, report.coverage, report.diagnostics)
    return report._replace(change=compare(before, then, now))


def _without_waived(report: Report, config: Config, today: date | None) -> Report:
    from ksbcheck.waivers import apply_waivers  # few have any

    split = apply_waivers(report.diagnostics, config.waivers, today)
    return report._replace(diagnostics=tuple(split.kept), waived=tuple(split.waived), used_waivers=split.used)


def _option(file: PortfolioFile, standard: Standard, asked: str | None, asked_by: str) -> Option | None:
    if not standard.options and asked is None:
        return None
    named = file.portfolio.option
    try:
        return find_option(standard, named if asked is None else asked)
    except UnknownOptionError as error:
        place = file.position("option") if asked is None and named is not None else (None, None)
        path = file.path if asked is None else asked_by
        raise UnusableFileError([Diagnostic("KSB301", Severity.ERROR, str(error), path, *place)]) from None


def _found(subject: Subject, config: Config | None, *, every_rule: bool) -> Iterator[tuple[str, Severity, Finding]]:
    """Yield what rules find, and the code and severity that it is told with."""
    for rule in RULES.values():
        if not (rule.in_gaps or every_rule) or (config and not config.asks(rule.code)):
            continue
        own = config and config.severity.get(rule.code)
        severity = Severity(own) if own else rule.severity
        findings = rule.find(subject)
        for finding in islice(findings, MOST_FOUND):
            yield rule.code, severity, finding
        if next(findings, None):
            message = f"there are more than {MOST_FOUND} findings of this kind; the rest is left out"
            yield rule.code, severity, Finding(message)


def _told(file: PortfolioFile, code: str, severity: Severity, found: Finding) -> Diagnostic:
    line, column = file.position(*found.loc) if found.loc else (None, None)
    return Diagnostic(code, severity, found.message, file.path, line, column, found.ksb, found.evidence)


def _order(found: Diagnostic) -> tuple[object, ...]:
    return (*in_file_order(found), code_order(found.ksb or ""), found.message)
