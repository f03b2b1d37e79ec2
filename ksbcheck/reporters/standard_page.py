"""Standards, for a person at a screen: one in full, or a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.layout import Line, Span, cells, pad, paragraph, plural
from ksbcheck.standards.scope import Split, scope_of, split_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.standards.listing import Listed
    from ksbcheck.standards.model import Duty, Standard

_BLANK: Line = ()
_INDENT = 7


def lay_out_list(listed: Iterable[Listed], width: int) -> list[Line]:
    """Return a few lines for each standard: name, title, options and where it is."""
    listed = list(listed)
    column = max((cells(found.name) for found in listed), default=0)
    lines: list[Line] = []
    for found in listed:
        name = pad(found.name, column) + "  " if found.name else ""
        first = (Span(name, "code"),) if name else ()
        if found.standard is not None:
            lines += _entry(found.standard, first, cells(name), width)
            lines += paragraph(found.where, width, "faint", indent=cells(name))
        elif found.hidden_by:
            text = f"{found.where}: not used, as {found.hidden_by} comes first"
            lines += paragraph(text, width, "faint", first=first, indent=cells(name))
        else:
            lines += paragraph(f"cannot be used: {found.problem}", width, "bad", first=first, indent=cells(name))
    return lines


def _entry(standard: Standard, first: Line, indent: int, width: int) -> Iterator[Line]:
    counts = f"{plural(len(standard.ksbs), 'KSB')}, {plural(len(standard.duties), 'duty')}"
    text = f"{standard.title} ({standard.status or 'status not known'}; {counts})"
    yield from paragraph(text, width, first=first, indent=indent)
    unknown = split_of(standard) is Split.UNKNOWN
    for option in standard.options:
        needed = plural(len(scope_of(standard, option).codes), "KSB")
        text = f"{option.key}: {option.title}, {'its KSBs are not published' if unknown else f'{needed} with the core'}"
        yield from paragraph(text, width, "faint", indent=indent)


def lay_out(standard: Standard, width: int) -> list[Line]:
    """Return everything in the standard, its source and its licence."""
    return [
        *_heading(standard, width),
        *_options(standard, width),
        *_duties(standard, width),
        *_outcomes(standard, width),
        *_ksbs(standard, width),
        *_paragraphs(standard, width),
        *_versions(standard, width),
        *_terms(standard, width),
        *_warnings(standard, width),
    ]


def _heading(standard: Standard, width: int) -> Iterator[Line]:
    name = f"{standard.name}  "
    yield from paragraph(standard.title, width, "strong", first=(Span(name, "code"),), indent=cells(name))
    for notice in standard.notices:
        yield from paragraph(notice, width, "warn")
    months, pounds = standard.typical_duration_months, standard.maximum_funding_pounds
    facts = {
        "Status": standard.status,
        "Level": standard.level,
        "Route": standard.route,
        "LARS code": standard.lars_code,
        "Typical duration to gateway": months and f"{months} months",
        "Maximum funding": pounds and f"£{pounds:,}",
        "EQA provider": standard.eqa_provider,
        "Regulated by": standard.regulated_by,
        "Updated": standard.date_updated,
        "Job titles": ", ".join(standard.job_titles),
    }
    for label, value in facts.items():
        if value:
            yield from paragraph(f"{label}: {value}", width)


def _options(standard: Standard, width: int) -> Iterator[Line]:
    if not standard.options:
        return
    yield from _title("Options", width)
    if split_of(standard) is Split.UNKNOWN:
        yield from paragraph("Which KSBs belong to which option is not published.", width, "warn")
    for option in standard.options:
        codes = len(scope_of(standard, option).codes)
        key = f"{option.key}  "
        yield from paragraph(
            f"{option.title} ({plural(codes, 'KSB')})", width, "strong", first=(Span(key, "code"),), indent=cells(key)
        )
        if option.summary:
            yield from paragraph(option.summary, width, indent=cells(key))


def _duties(standard: Standard, width: int) -> Iterator[Line]:
    if standard.duties:
        yield from _title("Duties", width)
    for duty in standard.duties:
        yield from _numbered(str(duty.number), f"{duty.text} ({_owner(duty)})", width)
        yield from paragraph(" ".join(duty.ksbs), width, "faint", indent=_INDENT)


def _owner(duty: Duty) -> str:
    return ", ".join(duty.options) or "core"


def _outcomes(standard: Standard, width: int) -> Iterator[Line]:
    if standard.assessment_outcomes:
        yield from _title("Assessment outcomes", width)
    for outcome in standard.assessment_outcomes:
        yield from _numbered(outcome.code, ". ".join(filter(None, (outcome.title, outcome.text))), width)
        yield from paragraph(" ".join(outcome.ksbs), width, "faint", indent=_INDENT)


def _ksbs(standard: Standard, width: int) -> Iterator[Line]:
    for kind, texts in standard.texts.items():
        if texts:
            yield from _title(kind.plural.capitalize(), width)
        for code, text in texts.items():
            mark = " (unassigned: no duty names it)" if code in standard.unassigned else ""
            yield from _numbered(code, f"{text}{mark}", width)


def _numbered(number: str, text: str, width: int) -> Iterator[Line]:
    yield from paragraph(text, width, first=(Span(f"{pad(number, _INDENT - 1)} ", "code"),), indent=_INDENT)


def _paragraphs(standard: Standard, width: int) -> Iterator[Line]:
    texts = {
        "Overview of the role": standard.overview,
        "Occupation summary": standard.occupation_summary,
        "Entry requirements": standard.entry_requirements,
        **{entry.title: entry.text or "Required" for entry in standard.qualifications},
        "Professional recognition": "\n\n".join(standard.professional_recognition),
        "Review": standard.review,
        "Employers involved in creating the standard": ", ".join(standard.employers),
    }
    for title, text in texts.items():
        if text:
            yield from _title(title, width)
            for line in text.split("\n"):
                yield from paragraph(line, width) if line else [_BLANK]


def _versions(standard: Standard, width: int) -> Iterator[Line]:
    if standard.version_log:
        yield from _title("Versions", width)
    for entry in standard.version_log:
        start = f"starts from {entry.earliest_start}" if entry.earliest_start else None
        end = f"until {entry.latest_start}" if entry.latest_start else None
        yield from _numbered(entry.version, ", ".join(filter(None, (entry.change, start, end))), width)


def _terms(standard: Standard, width: int) -> Iterator[Line]:
    origin, licence = standard.source, standard.licence
    yield from _title("Source and licence", width)
    if origin is None and licence is None:
        yield from paragraph("The file names neither.", width)
    if origin is not None:
        yield from paragraph(", ".join(filter(None, (origin.publisher, origin.url))), width)
    if licence is not None:
        yield from paragraph(", ".join(filter(None, (licence.name, licence.url))), width)
        yield from paragraph(licence.attribution or "", width, "faint")


def _warnings(standard: Standard, width: int) -> Iterator[Line]:
    if standard.warnings:
        yield from _title("Defects of the official file", width)
    for warning in standard.warnings:
        place = f" ({warning.place})" if warning.place else ""
        yield from paragraph(f"{warning.message}{place}", width, first=(Span(pad(warning.code, 8), "warn"),), indent=8)


def _title(text: str, width: int) -> Iterator[Line]:
    yield _BLANK
    yield from paragraph(text, width, "strong")
