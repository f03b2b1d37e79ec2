"""One KSB of a standard, for a person at a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.layout import Line, Span, cells, pad, paragraph
from ksbcheck.standards.scope import Split, options_of, split_of

if TYPE_CHECKING:
    from ksbcheck.standards.ksb import Ksb
    from ksbcheck.standards.model import Duty, Standard


def lay_out(standard: Standard, ksb: Ksb, width: int) -> list[Line]:
    """Return the KSB's text, the duties that name it and who needs it."""
    lines = paragraph(
        f"{ksb.kind} of {standard.name} {standard.title}",
        width,
        "faint",
        first=(Span(f"{ksb.code}  ", "code"),),
        indent=len(ksb.code) + 2,
    )
    lines += [(), *paragraph(ksb.text, width, "strong"), ()]
    lines += paragraph(needed_by(standard, ksb.code), width)
    for duty in standard.duties:
        if ksb.code in duty.ksbs:
            lines += paragraph(
                f"{duty.text}{_options(duty)}", width, first=(Span(f"Duty {duty.number:<4}", "code"),), indent=9
            )
    for outcome in standard.assessment_outcomes:
        if ksb.code in outcome.ksbs:
            code = pad(outcome.code, 9)
            lines += paragraph(outcome.title, width, first=(Span(code, "code"),), indent=cells(code))
    return lines


def needed_by(standard: Standard, code: str) -> str:
    """Return who needs a KSB: everybody, or those who chose certain options."""
    options = options_of(standard, code)
    if options and len(options) == len(standard.options):
        return "Needed by everybody: it belongs to every option"
    if options:
        return "Needed for the option " + " and ".join(f"{option.title} ({option.key})" for option in options)
    if split_of(standard) is Split.UNKNOWN:
        return "Which options need it is not published"
    if code in standard.unassigned:
        return "Needed by everybody: no duty names it (unassigned)"
    return "Needed by everybody"


def _options(duty: Duty) -> str:
    return f" ({', '.join(duty.options)})" if duty.options else " (core)"
