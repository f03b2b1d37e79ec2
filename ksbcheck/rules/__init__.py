"""The rules, by their permanent codes. One code, one rule, one module."""

from __future__ import annotations

from ksbcheck.diagnostic import Severity
from ksbcheck.rules import (
    claimed_twice,
    claims_nothing,
    date_outside,
    duplicate_id,
    file_missing,
    missing,
    not_open,
    other_option,
    other_standard,
    out_of_scope,
    scope_unknown,
    shadowing,
    thin,
    unknown_code,
)
from ksbcheck.rules.rule import Rule

RULES = {
    rule.code: rule
    for rule in (
        Rule("KSB101", Severity.NOTE, missing.find),
        Rule("KSB102", Severity.NOTE, thin.find),
        Rule("KSB103", Severity.NOTE, scope_unknown.find),
        Rule("KSB201", Severity.ERROR, unknown_code.find),
        Rule("KSB202", Severity.WARNING, out_of_scope.find),
        Rule("KSB203", Severity.ERROR, duplicate_id.find),
        Rule("KSB204", Severity.WARNING, claimed_twice.find),
        Rule("KSB205", Severity.WARNING, claims_nothing.find),
        Rule("KSB206", Severity.ERROR, file_missing.find),
        Rule("KSB207", Severity.WARNING, date_outside.find),
        Rule("KSB302", Severity.WARNING, not_open.find),
        Rule("KSB303", Severity.NOTE, other_option.find),
        Rule("KSB304", Severity.NOTE, other_standard.find),
        Rule("KSB307", Severity.NOTE, shadowing.find),
    )
}
