"""What two versions of a standard differ in, as groups of entries that the formats for people show."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.reporters.layout import plural
from ksbcheck.standards.compare import Certainty, Change, DutyPair, count_changes
from ksbcheck.standards.wording import Fate, Run, changed_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ksbcheck.standards.compare import Comparison, Pair

Versions = tuple[str, str]

UNRELIABLE = "Most of this standard was rewritten; no reliable map exists from its old KSBs to the new ones."
UNCHANGED = "Nothing changed: both have the same KSBs, duties and options."


class Entry(NamedTuple):
    """One KSB, duty or option that changed, under its old and new name; ``likeness`` where it was reworded."""

    label: str
    likeness: str
    runs: tuple[Run, ...]
    remarks: tuple[str, ...] = ()


class Group(NamedTuple):
    """Entries that one thing happened to."""

    title: str
    entries: tuple[Entry, ...]


def summary(comparison: Comparison) -> list[tuple[str, str]]:
    """Return a label and the counts for KSBs, and for duties and options where one of the versions has any."""
    rows = [("KSBs", _counts(comparison.ksbs))]
    if comparison.duties:
        rows.append(("Duties", _counts(comparison.duties) + _other_counts(comparison.duties)))
    if comparison.options:
        rows.append(("Options", _counts(comparison.options)))
    return rows


def groups(comparison: Comparison) -> list[Group]:
    """Return what changed: KSBs, then duties, then options, each moved, reworded, new and gone; no empty groups."""
    versions = (comparison.old.version, comparison.new.version)
    return [
        *_groups("KSB", "code", comparison.ksbs, versions),
        *_groups("duty", "number", comparison.duties, versions),
        *_other_needs(comparison.duties, versions),
        *_groups("option", "key", comparison.options, versions),
    ]


def _counts(pairs: Sequence[Pair]) -> str:
    counts = {change: f"{count} {change}" for change, count in count_changes(pairs).items()}
    counts[Change.REWORDED] += _certainties(pairs)
    return ", ".join(counts.values())


def _other_counts(pairs: Sequence[DutyPair]) -> str:
    """Return how many duties need other KSBs or belong to other options, whatever their text; nothing if none do."""
    counts = {
        "with other KSBs": sum(pair.has_other_ksbs for pair in pairs),
        "with other options": sum(pair.has_other_options for pair in pairs),
    }
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return told and f"; {told}"


def _certainties(pairs: Iterable[Pair]) -> str:
    """Return how sure the reworded pairs are, as `` (2 sure, 11 likely)``, or nothing if there are none."""
    found = [pair.certainty for pair in pairs if pair.change is Change.REWORDED]
    told = ", ".join(f"{found.count(certainty)} {certainty}" for certainty in Certainty if certainty in found)
    return told and f" ({told})"


def _groups(noun: str, label: str, pairs: Sequence[Pair], versions: Versions) -> Iterator[Group]:
    titles = {
        Change.MOVED: (noun, f" moved: the same text under another {label}"),
        Change.REWORDED: (noun, f" reworded{_certainties(pairs)}"),
        Change.NEW: (f"new {noun}", ""),
        Change.GONE: (noun, " gone"),
    }
    for change, (counted, more) in titles.items():
        entries = tuple(_entry(pair, versions) for pair in pairs if pair.change is change)
        if entries:
            yield Group(f"{plural(len(entries), counted)}{more}", entries)


def _other_needs(pairs: Iterable[DutyPair], versions: Versions) -> Iterator[Group]:
    """Yield the duties of the same number and text that need other KSBs or belong to other options."""
    same = (pair for pair in pairs if pair.change is Change.SAME)
    entries = tuple(_entry(pair, versions) for pair in same if pair.has_other_ksbs or pair.has_other_options)
    if entries:
        yield Group(f"{plural(len(entries), 'duty')} the same but for their KSBs or options", entries)


def _entry(pair: Pair, versions: Versions) -> Entry:
    sides = [side for side in pair.sides if side]
    names = dict.fromkeys(side.label for side in sides)
    texts = [side.text for side in sides]
    runs = changed_words(*texts) if pair.change is Change.REWORDED else (Run(Fate.KEPT, texts[-1]),)
    return Entry(
        " -> ".join(names), _likeness(pair), runs, _remarks(pair, versions) if isinstance(pair, DutyPair) else ()
    )


def _likeness(pair: Pair) -> str:
    """Return how sure and how much alike: rounded down, so that nothing reworded is 100 % alike."""
    if pair.change is not Change.REWORDED:
        return ""
    return f"{pair.certainty}, {math.floor(100 * pair.similarity)} % alike"


def _remarks(pair: DutyPair, versions: Versions) -> tuple[str, ...]:
    old, new = versions
    told = (
        ("no longer needs", pair.ksbs_gone, old),
        ("now needs", pair.ksbs_new, new),
        ("no longer belongs to", pair.options_gone, old),
        ("now belongs to", pair.options_new, new),
    )
    return tuple(f"{what} {', '.join(names)} of v{version}" for what, names, version in told if names)
