"""What the gateway asks for, and whether it is there."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from ksbcheck.programme import whole_months
from ksbcheck.summary.model import Answer, Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ksbcheck.config.policy import Policy
    from ksbcheck.portfolios.model import Evidence, Portfolio
    from ksbcheck.report import Report
    from ksbcheck.standards.model import Qualification, Standard
    from ksbcheck.summary.model import Tally

_ALL = Fraction(100)
_ANSWER = re.compile(r"(?:(yes|true)|no|false)[\s,;:.\N{EN DASH}\N{EM DASH}-]*", re.IGNORECASE)
# Where a standard's page speaks of English and maths, its heading does. A diploma in teaching English is neither.
_ENGLISH_OR_MATHS = re.compile(r"(?=.*\benglish\b)(?=.*\bmath).*|english|math(s|ematics)?", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")


def requirements(report: Report, total: Tally, policy: Policy | None, today: date) -> Iterator[Requirement]:
    """Yield what the gateway asks for; other qualifications only where the standard or the portfolio names any."""
    standard, gateway = report.standard, report.portfolio.gateway
    yield _coverage(report, total, policy)
    english_and_maths = [part for part in standard.qualifications if _ENGLISH_OR_MATHS.fullmatch(part.title)]
    asks = " ".join(part.text or part.title for part in english_and_maths)
    yield _stated("english", "English", gateway.english, asks)
    yield _stated("maths", "Maths", gateway.maths, asks and "as for English")
    others = [part for part in standard.qualifications if part not in english_and_maths]
    if others or gateway.qualifications:
        yield _stated("qualifications", "Qualifications", gateway.qualifications, "; ".join(map(_worded, others)))
    yield _time(report.portfolio, standard, today)
    yield _employer(report.portfolio)


def _coverage(report: Report, total: Tally, policy: Policy | None) -> Requirement:
    share = report.coverage.total
    least = _ALL if policy is None or policy.fail_under is None else policy.fail_under
    accepted = total.accepted.covered
    says = f"{share.covered} of {share.required} KSBs ({share.percent:.1f} %), {accepted} of them accepted"
    asks = "all KSBs in scope" if least == _ALL else f"{float(least):g} % of the KSBs in scope, as the policy asks"
    return Requirement("coverage", "Coverage", Answer.YES if share.reaches(least) else Answer.NO, says, asks)


def _stated(key: str, name: str, text: str | None, asks: str) -> Requirement:
    """Return what the portfolio states: yes or no at the start, and after it what there is to say."""
    if text is None:
        return Requirement(key, name, Answer.NOT_STATED, "", asks)
    stated = _ANSWER.match(text)
    assert stated  # the portfolio's model takes no other text
    return Requirement(key, name, Answer.YES if stated[1] else Answer.NO, text[stated.end() :], asks)


def _worded(part: Qualification) -> str:
    return f"{part.title}: {part.text}" if part.text else part.title


def _time(portfolio: Portfolio, standard: Standard, today: date) -> Requirement:
    start, gateway = portfolio.apprentice.start_date, portfolio.apprentice.planned_gateway
    typical = standard.typical_duration_months
    asks = f"typically {_months(typical)}" if typical else ""
    answer, says = Answer.NOT_STATED, ""
    if start:
        months = whole_months(start, today)
        says = f"{_months(months, 'whole ')} from {start} to {today}"
        if gateway:
            says += f"; {whole_months(start, gateway)} to the planned gateway on {gateway}"
        if typical:
            answer = Answer.YES if months >= typical else Answer.NO
    return Requirement("time_on_programme", "Time on programme", answer, says, asks)


def _months(count: int, kind: str = "") -> str:
    return f"{count} {kind}month{'s' * (count != 1)}"


def _employer(portfolio: Portfolio) -> Requirement:
    """Return what is stated; pieces whose type says that they are such a statement are named, and decide nothing."""
    asks = "that the apprentice is ready, and the evidence the apprentice's own"
    stated = _stated("employer_statement", "Employer's statement", portfolio.gateway.employer_statement, asks)
    pieces = [f"{piece.id} ({piece.status})" for piece in portfolio.evidence if _is_statement(piece)]
    evidence = f"evidence of this type: {', '.join(pieces)}" if pieces else ""
    return stated._replace(says="; ".join(filter(None, (stated.says, evidence))))


def _is_statement(piece: Evidence) -> bool:
    """Whether its type speaks of employer and statement, however it is spelled: ``Employer's statement, signed``."""
    words = _WORD.findall(piece.type.casefold()) if piece.type else ()
    return all(any(word.startswith(start) for word in words) for start in ("employer", "statement"))
