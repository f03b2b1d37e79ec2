"""One rule's page of the manual, or the one line of a code that is no rule, for a person at a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.layout import Line, Span, cells, paragraph

if TYPE_CHECKING:
    from ksbcheck.rules.rule import Rule


def lay_out(rule: Rule, width: int) -> list[Line]:
    """Return what the rule finds, why, examples, and what changes it."""
    summary, *paragraphs = rule.page.strip().split("\n\n")
    commands = "check and gaps" if rule.in_gaps else "check"
    lines = lay_out_code(rule.code, f"{rule.severity} of ksbcheck {commands}", width)
    lines += [(), *paragraph(summary, width, "strong")]
    for text in paragraphs:
        lines += [(), *paragraph(text, width)]
    return lines


def lay_out_code(code: str, meaning: str, width: int) -> list[Line]:
    """Return a code and what is said of it."""
    return paragraph(meaning, width, "faint", first=(Span(f"{code}  ", "code"),), indent=cells(code) + 2)
