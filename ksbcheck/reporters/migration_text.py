"""What became of a portfolio that was carried over to another version of its standard, for a person at a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.migration.fate import Fate
from ksbcheck.printable import one_line, shortened
from ksbcheck.reporters.layout import WIDEST, Line, Span, cells, pad, paragraph, plural, wrap
from ksbcheck.standards.compare import Change
from ksbcheck.standards.ksb import code_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.migration import Migration, Required
    from ksbcheck.migration.fate import ClaimFate
    from ksbcheck.standards.compare import KsbPair

_BLANK: Line = ()
_GAP = 2
_LONGEST_CODE = 16
# What the old and the new text of a KSB are called.
_WAS, _IS = "was  ", "is   "


class _Entry(NamedTuple):
    """What is told of one KSB: its texts, one or the old and the new, and what there is to say of it."""

    label: str
    texts: tuple[str, ...]
    remark: str = ""


def lay_out(migration: Migration, width: int, written: str, command: str) -> list[Line]:
    """Return the report as lines of at most ``width`` cells (but no less than 40).

    ``written`` says where the new file is, ``command`` is what to run next.
    """
    width = max(40, min(width, WIDEST))
    return [
        *_heading(migration, width),
        _BLANK,
        *_counts(migration, width),
        *_moved(migration, width),
        *_reworded(migration, width),
        *_waiting(migration, width),
        *_lost(migration, width),
        *_required(migration.required, width),
        _BLANK,
        *paragraph(written, width),
        *paragraph(command, width, first=(Span("Next  ", "strong"),), indent=6),
    ]


def _heading(migration: Migration, width: int) -> Iterator[Line]:
    comparison, option, portfolio = migration.comparison, migration.scope.option, migration.file.portfolio
    names = f"{comparison.old.name} -> {comparison.new.name}"
    yield from paragraph(names, width, "code")
    yield from paragraph(comparison.new.title, width, "strong")
    if option:
        yield from paragraph(f"{option.title} ({option.key})", width, first=(Span("Option: "),), indent=8)
    pieces = plural(len(portfolio.evidence), "piece") + " of evidence"
    who = (portfolio.apprentice.name, pieces, migration.file.path)
    yield from paragraph(" · ".join(filter(None, who)), width, "faint")
    if not comparison.is_reliable:
        warning = (
            "Most of the standard was rewritten: there is no reliable map from its old codes to the new ones. "
            "Only what is surely the same was carried over."
        )
        yield from paragraph(warning, width, "warn")


def _counts(migration: Migration, width: int) -> Iterator[Line]:
    fates = [claim.fate for claim in migration.claims]
    carried = sum(fate.is_carried for fate in fates)
    share = f"{carried} of {plural(len(fates), 'claim')}"
    yield from paragraph(share, width, "strong", first=(Span("Carried over  ", "strong"),), indent=14)
    kept, moved, waiting, lost = (fates.count(fate) for fate in Fate)
    counts = f"{kept} kept · {moved} moved to another code · {waiting} waiting for a decision · {lost} lost"
    yield from paragraph(counts, width, "faint")


def _moved(migration: Migration, width: int) -> Iterator[Line]:
    found = _by_code(claim for claim in migration.claims if claim.fate is Fate.MOVED)
    yield from _section("Moved to another code", "", found, width, with_claims=False)


def _reworded(migration: Migration, width: int) -> Iterator[Line]:
    found = _by_code(
        claim
        for claim in migration.claims
        if claim.fate is Fate.KEPT and claim.pair and claim.pair.change is Change.REWORDED
    )
    remark = "Look whether the evidence still shows it."
    yield from _section("Kept, but worded in another way", remark, found, width, with_claims=False)


def _waiting(migration: Migration, width: int) -> Iterator[Line]:
    found = _by_code(claim for claim in migration.claims if claim.fate is Fate.WAITING)
    remark = "They are comments in the new file, for you to decide; --accept-likely carries all of them over."
    yield from _section("Waiting for a decision", remark, found, width)


def _lost(migration: Migration, width: int) -> Iterator[Line]:
    found = _by_code(claim for claim in migration.claims if claim.fate is Fate.LOST)
    remark = f"They are no KSBs of {migration.comparison.new.name}, and comments in the new file."
    yield from _section("Lost", remark, found, width)


def _required(required: Iterable[Required], width: int) -> Iterator[Line]:
    entries = [
        _Entry(entry.ksb.code, (entry.ksb.text,), f"likely what {entry.likely.code} was" if entry.likely else "")
        for entry in required
    ]
    if entries:
        yield _BLANK
        yield (Span(f"Newly required: {plural(len(entries), 'KSB')}", "strong"),)
        yield from _table(entries, width)


def _by_code(claims: Iterable[ClaimFate]) -> dict[str, list[ClaimFate]]:
    found: dict[str, list[ClaimFate]] = {}
    for claim in claims:
        found.setdefault(claim.claim.code, []).append(claim)
    return dict(sorted(found.items(), key=lambda group: code_order(group[0])))


def _section(
    title: str, remark: str, found: dict[str, list[ClaimFate]], width: int, *, with_claims: bool = True
) -> Iterator[Line]:
    if not found:
        return
    yield _BLANK
    count = plural(sum(map(len, found.values())), "claim")
    yield (Span(f"{title}: {count}", "strong"),)
    if remark:
        yield from paragraph(remark, width, "faint")
    entries = [
        _Entry(_label(code, claims[0].pair), _texts(claims[0].pair), _places(claims) if with_claims else "")
        for code, claims in found.items()
    ]
    yield from _table(entries, width)


def _label(code: str, pair: KsbPair | None) -> str:
    label = shortened(code, _LONGEST_CODE)
    return label if pair is None or pair.new is None or pair.new.code == code else f"{label} -> {pair.new.code}"


def _texts(pair: KsbPair | None) -> tuple[str, ...]:
    """Return the KSB's text, and the new one where it is another."""
    if pair is None:
        return ("no code of the old version, either",)
    ksbs = [ksb for ksb in (pair.old, pair.new) if ksb]
    return tuple(dict.fromkeys(one_line(ksb.text) for ksb in ksbs))


def _places(claims: Iterable[ClaimFate]) -> str:
    places = (
        claim.evidence if claim.claim.locator is None else f"{claim.evidence} ({claim.claim.locator})"
        for claim in claims
    )
    return f"in {', '.join(places)}"


def _table(entries: Iterable[_Entry], width: int) -> Iterator[Line]:
    """Lay out a line for every text, cut to the width, behind the labels."""
    entries = list(entries)
    column = max(cells(entry.label) for entry in entries) + _GAP
    for entry in entries:
        marks = (_WAS, _IS) if len(entry.texts) > 1 else ("",)
        texts = _excerpts(entry.texts, width - column - len(marks[0]))
        lines: list[Line] = [(Span(mark, "faint"), Span(text)) for mark, text in zip(marks, texts, strict=False)]
        lines += [(Span(line, "faint"),) for line in wrap(entry.remark, width - column) if line]
        for number, line in enumerate(lines):
            yield (Span(pad("" if number else entry.label, column), "code"), *line)


def _excerpts(texts: tuple[str, ...], width: int) -> list[str]:
    """Cut the texts to ``width`` cells; two so that where they begin to differ is to be seen."""
    start = 0
    if len(texts) > 1 and max(map(cells, texts)) > width:
        same = _same(*texts)
        # As much before the difference as leaves room for all behind it, and no less than a quarter of the line.
        most = min(same - width // 4, max(map(len, texts)) - width + 1)
        start = texts[0].find(" ", most, same) + 1 if most > 0 else 0
    return [_cut(f"…{text[start:]}" if start else text, width) for text in texts]


def _same(one: str, other: str) -> int:
    """Return how many characters two texts, which are not the same, begin with that are."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _cut(text: str, width: int) -> str:
    lines = wrap(text, width)
    return lines[0] if len(lines) == 1 else f"{wrap(text, width - 1)[0]}…"
