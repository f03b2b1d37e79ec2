"""What a summary says in words, the same in every format; each format escapes it its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.coverage import State
from ksbcheck.reporters.layout import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.summary.model import Claimed, KsbSummary, PieceSummary, Summary, Tally

MOST_POINTS = 12
"""So many days of evidence are told one by one where there is no chart."""


class Question(NamedTuple):
    """Something that an assessor would ask about, and what of it."""

    title: str
    details: tuple[str, ...]


def dates(summary: Summary) -> str:
    """Return the days that matter, as far as they are known: the last is that of the summary."""
    apprentice = summary.report.portfolio.apprentice
    known = {"start": apprentice.start_date, "planned gateway": apprentice.planned_gateway, "as of": summary.today}
    return " · ".join(f"{name} {day}" for name, day in known.items() if day)


def whose_texts(summary: Summary) -> str:
    """Return whose the standard's texts are, and the terms they are under, which ask for this; may be empty."""
    source, licence = summary.report.standard.source, summary.report.standard.licence
    publisher = f"The standard's texts are from: {source.publisher}." if source and source.publisher else ""
    terms = ": ".join(filter(None, (licence.name, licence.attribution))) if licence else ""
    return " ".join(filter(None, (publisher, terms)))


def gaps(tally: Tally) -> str:
    """Return how many gaps there are of which kind: ``24 gaps: 8 planned, 16 missing``."""
    counts = {"thin": tally.thin, "planned": tally.planned, "missing": tally.missing}
    total = sum(counts.values())
    if not total:
        return "no gaps"
    return f"{plural(total, 'gap')}: {', '.join(f'{count} {name}' for name, count in counts.items() if count)}"


def line_to_gateway(summary: Summary) -> str:
    """Return what the line to the gateway asks for today, and what there is."""
    progress = summary.progress
    if progress.expected is None:
        return "There is no line to the gateway: it needs a start date, and a planned gateway after it."
    days = f"from {progress.start} to the planned gateway on {progress.gateway}"
    there = f"{summary.total.covered.percent:.1f} % is covered"
    how = "behind" if progress.is_behind else "not behind"
    return f"On {summary.today} the line {days} asks for {progress.expected:.1f} %; {there}, which is {how}."


def left_out_days(summary: Summary) -> str:
    """Return what the last ``MOST_POINTS`` days of evidence do not show; may be empty."""
    earlier = len(summary.progress.points) - MOST_POINTS
    undated = summary.progress.undated
    parts = (
        plural(earlier, "earlier date") if earlier > 0 else "",
        f"{plural(undated, 'piece')} without a date" if undated else "",
    )
    told = " and ".join(filter(None, parts))
    return f"Not shown: {told}." if told else ""


def smallest_set(summary: Summary) -> str:
    """Return how few pieces keep today's coverage, and how sure that is."""
    smallest = summary.smallest
    kept, counted = len(smallest.pieces), smallest.counted
    if not kept:
        says = "Nothing is covered yet, so there is no coverage to keep."
    elif counted == 1:
        says = "The only piece that counts keeps today's coverage."
    elif kept == counted and smallest.is_exact:
        says = f"All {counted} pieces that count are needed to keep today's coverage."
    else:
        enough = f"{kept} of the {counted} pieces that count {'is' if kept == 1 else 'are'} enough"
        sure = "and no fewer" if smallest.is_exact else f"and fewer than {smallest.at_least} are not"
        says = f"{enough} to keep today's coverage, {sure}: {', '.join(smallest.pieces)}."
    if smallest.most_allowed is not None:
        says += f" The policy takes at most {plural(smallest.most_allowed, 'piece')}."
    return says


def questions(summary: Summary) -> Iterator[Question]:
    """Yield what to ask about, the most pressing first."""
    by_state = {state: [entry for entry in summary.ksbs if entry.coverage.state is state] for state in State}
    thin = [entry for entry in summary.ksbs if entry.coverage.is_thin]
    yield from _question(len(by_state[State.MISSING]), "KSB", "missing", [_codes(by_state[State.MISSING])])
    yield from _question(len(thin), "KSB", "thin: fewer pieces than asked for", _by_number(thin))
    yield from _question(len(by_state[State.PLANNED]), "KSB", "only planned", _by_piece(by_state[State.PLANNED]))
    unlocated = summary.without_locator
    yield from _question(len(unlocated), "KSB", "without a locator", [_codes(unlocated)])
    single = summary.on_one_piece
    yield from _question(len(single), "KSB", "resting on a single piece", _by_piece(single))
    many = summary.carrying_many
    yield from _question(len(many), "piece", _too_many(summary), [f"{_id(piece)}: {_size(piece)}" for piece in many])
    yield from _question(len(summary.report.problems), "problem", "in the file, listed at the end", [])


def _question(count: int, noun: str, what: str, details: Iterable[str]) -> Iterator[Question]:
    if count:
        yield Question(f"{plural(count, noun)} {what}", tuple(details))


def _too_many(summary: Summary) -> str:
    most = summary.many.most
    return f"claiming more than {most} KSBs" + (", the most that the policy takes" if summary.many.is_asked else "")


def _code(entry: KsbSummary) -> str:
    return entry.coverage.ksb.code


def _codes(entries: Iterable[KsbSummary]) -> str:
    return ", ".join(map(_code, entries))


def _by_piece(entries: Iterable[KsbSummary]) -> list[str]:
    """Group KSBs by the pieces that their state rests on."""
    grouped: dict[tuple[str, ...], list[KsbSummary]] = {}
    for entry in entries:
        grouped.setdefault(entry.coverage.evidence, []).append(entry)
    return [f"{', '.join(pieces)}: {_codes(grouped[pieces])}" for pieces in sorted(grouped)]


def _by_number(entries: Iterable[KsbSummary]) -> list[str]:
    """Group thin KSBs by how many pieces they have, the weakest first."""
    grouped: dict[tuple[int, int], list[KsbSummary]] = {}
    for entry in entries:
        grouped.setdefault((entry.coverage.pieces, entry.coverage.needed), []).append(entry)
    return [f"{has} of {needed} pieces: {_codes(grouped[has, needed])}" for has, needed in sorted(grouped)]


def _id(piece: PieceSummary) -> str:
    return piece.evidence.id


def _size(piece: PieceSummary) -> str:
    return plural(len(piece.codes) + len(piece.other_codes), "code")


def standing(entry: KsbSummary) -> str:
    """Return the state of a KSB, and how many pieces it has where that is not enough or more than one is asked for."""
    coverage = entry.coverage
    if coverage.is_thin:
        return f"{coverage.state}, thin: {coverage.pieces} of {plural(coverage.needed, 'piece')}"
    if coverage.needed > 1 and coverage.pieces:
        return f"{coverage.state}, {plural(coverage.pieces, 'piece')}"
    return str(coverage.state)


def shown_in(claim: Claimed) -> str:
    """Return which piece claims a KSB, where in it, and how far the piece is: ``E01 p. 2 (accepted)``."""
    evidence = claim.piece.evidence
    where = "; ".join(claim.locators) or ("no locator" if claim.piece.counts else "")
    return " ".join(filter(None, (evidence.id, where, f"({evidence.status})")))


def facts(piece: PieceSummary) -> str:
    """Return the date, type and status of a piece, as far as they are known."""
    evidence = piece.evidence
    status = evidence.status if piece.counts else f"{evidence.status}, does not count"
    return " · ".join((str(evidence.date) if evidence.date else "no date", evidence.type or "no type", status))


def claims(piece: PieceSummary) -> str:
    """Return what a piece claims: the KSBs in scope, and then what else."""
    own = f"{plural(len(piece.codes), 'KSB')}: {', '.join(piece.codes)}" if piece.codes else "no KSB in scope"
    return f"{own}; not in scope: {', '.join(piece.other_codes)}" if piece.other_codes else own
