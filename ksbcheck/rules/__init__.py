"""The rules, by their permanent codes. One code, one rule, one module, which is imported when the rule is needed."""

from __future__ import annotations

from ksbcheck.diagnostic import Severity
from ksbcheck.rules.rule import Rule

RULES = {
    rule.code: rule
    for rule in (
        Rule("KSB101", "missing", Severity.NOTE, in_gaps=True),
        Rule("KSB102", "thin", Severity.NOTE, in_gaps=True),
        Rule("KSB103", "scope_unknown", Severity.NOTE, in_gaps=True),
        Rule("KSB104", "below_threshold", Severity.ERROR),
        Rule("KSB105", "behind", Severity.ERROR),
        Rule("KSB106", "lost", Severity.NOTE),
        Rule("KSB107", "unreadable_then", Severity.NOTE),
        Rule("KSB201", "unknown_code", Severity.ERROR, in_gaps=True),
        Rule("KSB202", "out_of_scope", Severity.WARNING, in_gaps=True),
        Rule("KSB203", "duplicate_id", Severity.ERROR, in_gaps=True),
        Rule("KSB204", "claimed_twice", Severity.WARNING, in_gaps=True),
        Rule("KSB205", "claims_nothing", Severity.WARNING, in_gaps=True),
        Rule("KSB206", "file_missing", Severity.ERROR, in_gaps=True),
        Rule("KSB207", "date_outside", Severity.WARNING, in_gaps=True),
        Rule("KSB208", "no_files", Severity.WARNING),
        Rule("KSB209", "no_locator", Severity.WARNING),
        Rule("KSB210", "too_few_pieces", Severity.WARNING),
        Rule("KSB211", "too_many_pieces", Severity.WARNING),
        Rule("KSB212", "forbidden_type", Severity.ERROR),
        Rule("KSB213", "unknown_type", Severity.WARNING),
        Rule("KSB214", "undated_witness", Severity.WARNING),
        Rule("KSB215", "witness_alone", Severity.WARNING),
        Rule("KSB216", "blanket_claims", Severity.WARNING),
        Rule("KSB217", "not_evidence_yet", Severity.WARNING),
        Rule("KSB218", "personal_data", Severity.WARNING),
        Rule("KSB302", "not_open", Severity.WARNING, in_gaps=True),
        Rule("KSB303", "other_option", Severity.NOTE, in_gaps=True),
        Rule("KSB304", "other_standard", Severity.NOTE, in_gaps=True),
        Rule("KSB307", "shadowing", Severity.NOTE, in_gaps=True),
    )
}
