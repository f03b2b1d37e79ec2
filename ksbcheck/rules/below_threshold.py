"""Less is covered than was asked for.

A threshold is asked for with `--fail-under`, or by a policy: `fail_under` for all KSBs, `fail_under_kind` for one kind
of them. Without one, a portfolio that is not complete yet passes. Shares are compared exactly: 70 of 71 is not 100 %.

Good: `fail_under = 60` and 43 of 71 KSBs covered.

Bad: `fail_under = 60` and 42 of 71.

To configure: `fail_under = 60` and `fail_under_kind.knowledge = 80` in the policy; without them it finds nothing.
`ignore = ["KSB104"]` leaves it out, `severity.KSB104 = "warning"` says how serious it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from ksbcheck.share import Share


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the shares that are below their thresholds: all KSBs, then each kind."""
    policy = subject.policy
    if policy is None:
        return
    yield from _below("the KSBs", subject.coverage.total, policy.fail_under)
    for kind, share in subject.coverage.by_kind.items():
        yield from _below(kind.plural, share, getattr(policy.fail_under_kind, kind))


def _below(what: str, share: Share, threshold: Fraction | None) -> Iterator[Finding]:
    if threshold is not None and not share.reaches(threshold):
        covered = f"{share.covered} of {share.required} ({share.percent:.1f} %)"
        yield Finding(f"of {what}, {covered} are covered, and {float(threshold):g} % is asked for")
