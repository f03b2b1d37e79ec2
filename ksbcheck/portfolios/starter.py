"""The starter portfolio that ``ksbcheck init`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.standards.model import Standard
    from ksbcheck.standards.scope import Scope


def starter(standard: Standard, scope: Scope, command: str, schema: str | None = None) -> str:
    """Return a portfolio with one planned piece, explained in comments, and the KSBs in scope as a checklist.

    ``command`` is what the comments say that tells what is still missing; ``schema`` is where the portfolio's JSON
    Schema is from there, for editors, if there is one.
    """
    modeline = [] if schema is None else [f"# yaml-language-server: $schema={one_line(schema)}"]
    return "\n".join([*modeline, *_lines(standard, scope, command)]) + "\n"


def _lines(standard: Standard, scope: Scope, command: str) -> Iterator[str]:
    yield f"# A portfolio for {standard.name}, {one_line(standard.title)}."
    yield f"# What is still missing: {one_line(command)}"
    yield ""
    yield f"standard: {standard.name}"
    if scope.option:
        yield f"option: {scope.option.key}              # {one_line(scope.option.title)}"
    yield "apprentice:"
    yield "  name:"
    yield "  start_date:             # a date is written like 2024-01-15"
    yield "  planned_gateway:"
    yield "gateway:                  # yes or no, and what there is to say: yes, GCSE grade 5 in 2019"
    yield "  english:"
    yield "  maths:"
    yield "  qualifications:         # others, where the standard asks for any"
    yield "  employer_statement:     # that the apprentice is ready, and the evidence the apprentice's own"
    yield ""
    yield "evidence:"
    yield "  - id: E01               # yours to choose; each piece has its own"
    yield "    title: What the piece of evidence is"
    yield "    date:"
    yield "    type: work product    # or observation, witness testimony, ..."
    yield "    status: planned       # planned, draft, submitted, accepted or referred"
    yield "    ksbs:                 # each KSB that it shows, and where in it: a page, a time"
    yield from (f"      {code}: p. 1" for code in _first_codes(scope))
    yield "    files: []             # [evidence/e01.pdf], from this file's folder"
    yield "    notes:"
    yield ""
    yield f"# The {len(scope.codes)} KSBs that this portfolio is to evidence."
    for code in scope.codes:
        yield f"#   {code:<4} {one_line(standard.ksbs[code].text)}"


def _first_codes(scope: Scope) -> tuple[str, ...]:
    """Return the KSBs of the example piece: a few of the first duty's."""
    codes = scope.duties[0].ksbs if scope.duties else scope.codes
    return codes[:3]
