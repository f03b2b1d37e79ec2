"""What changed between two versions of a standard.

KSB codes are places in a list and say nothing between versions, so texts are held against texts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from ksbcheck.standards.ksb import Kind
from ksbcheck.standards.pairing import Labelled, pair_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ksbcheck.standards.ksb import Ksb
    from ksbcheck.standards.model import Duty, Option, Standard

SURE = 0.90
"""Texts at least this much alike are one text reworded: over the official versions, 435 of 435 are."""

T = TypeVar("T")


class Change(StrEnum):
    """What became of a KSB, a duty or an option; ``moved`` is the same text under another code, number or key."""

    SAME = "same"
    MOVED = "moved"
    REWORDED = "reworded"
    NEW = "new"
    GONE = "gone"


class Certainty(StrEnum):
    """How far two paired texts can be taken for one: ``likely`` is for a person to confirm."""

    SURE = "sure"
    LIKELY = "likely"


class Pair(Protocol):
    """What all kinds of pairs tell."""

    @property
    def change(self) -> Change: ...  # noqa: D102 - the class says it
    @property
    def certainty(self) -> Certainty | None: ...  # noqa: D102


class KsbPair(NamedTuple):
    """A KSB in both versions, or in the one that has it. ``similarity`` is 0 to 1; 1 is the same normalised text."""

    old: Ksb | None
    new: Ksb | None
    similarity: float

    @property
    def change(self) -> Change:
        """What became of the KSB."""
        return _change(
            None if self.old is None else self.old.code, None if self.new is None else self.new.code, self.similarity
        )

    @property
    def certainty(self) -> Certainty | None:
        """How sure the pair is; None for a KSB that is new or gone."""
        return _certainty(self.change, self.similarity)


class DutyPair(NamedTuple):
    """A duty in both versions, or in the one that has it.

    ``ksbs_gone`` are old codes of KSBs that the duty no longer needs, ``ksbs_new`` are new codes of KSBs that it now
    needs; a KSB that only has another code or wording is in neither. ``options_gone`` and ``options_new`` are keys,
    likewise. All are empty for a duty that is new or gone.
    """

    old: Duty | None
    new: Duty | None
    similarity: float
    ksbs_gone: tuple[str, ...] = ()
    ksbs_new: tuple[str, ...] = ()
    options_gone: tuple[str, ...] = ()
    options_new: tuple[str, ...] = ()

    @property
    def change(self) -> Change:
        """What became of the duty's number and text."""
        return _change(
            None if self.old is None else self.old.number,
            None if self.new is None else self.new.number,
            self.similarity,
        )

    @property
    def certainty(self) -> Certainty | None:
        """How sure the pair is; None for a duty that is new or gone."""
        return _certainty(self.change, self.similarity)

    @property
    def has_other_ksbs(self) -> bool:
        """Whether the duty needs other KSBs than before."""
        return bool(self.ksbs_gone or self.ksbs_new)

    @property
    def has_other_options(self) -> bool:
        """Whether the duty belongs to other options than before."""
        return bool(self.options_gone or self.options_new)


class OptionPair(NamedTuple):
    """An option in both versions, or in the one that has it; its text is its title."""

    old: Option | None
    new: Option | None
    similarity: float

    @property
    def change(self) -> Change:
        """What became of the option's key and title."""
        return _change(
            None if self.old is None else self.old.key, None if self.new is None else self.new.key, self.similarity
        )

    @property
    def certainty(self) -> Certainty | None:
        """How sure the pair is; None for an option that is new or gone."""
        return _certainty(self.change, self.similarity)


class Comparison(NamedTuple):
    """Two versions and all of both, each once: what the old one has in its order, then what is new."""

    old: Standard
    new: Standard
    ksbs: tuple[KsbPair, ...]
    duties: tuple[DutyPair, ...]
    options: tuple[OptionPair, ...]

    @property
    def is_reliable(self) -> bool:
        """Whether at least half of the old KSBs have sure partners; else no map between the codes is to be trusted."""
        sure = [pair.certainty is Certainty.SURE for pair in self.ksbs if pair.old]
        return 2 * sum(sure) >= len(sure)


def compare(old: Standard, new: Standard) -> Comparison:
    """Return what changed from ``old`` to ``new``. KSBs are only paired within their kind."""
    ksbs = tuple(pair for kind in Kind for pair in _ksb_pairs(old, new, kind))
    options = tuple(
        OptionPair(_at(old.options, match.old), _at(new.options, match.new), match.similarity)
        for match in pair_up(
            [Labelled(option.key, option.title) for option in old.options],
            [Labelled(option.key, option.title) for option in new.options],
        )
    )
    new_codes = {pair.old.code: pair.new.code for pair in ksbs if pair.old and pair.new}
    new_keys = {pair.old.key: pair.new.key for pair in options if pair.old and pair.new}
    duties = tuple(
        _duty_pair(_at(old.duties, match.old), _at(new.duties, match.new), match.similarity, new_codes, new_keys)
        for match in pair_up(
            [Labelled(str(duty.number), duty.text) for duty in old.duties],
            [Labelled(str(duty.number), duty.text) for duty in new.duties],
        )
    )
    return Comparison(old, new, ksbs, duties, options)


def count_changes(pairs: Iterable[Pair]) -> dict[Change, int]:
    """Return how many pairs there are of every change, none left out."""
    changes = [pair.change for pair in pairs]
    return {change: changes.count(change) for change in Change}


def _ksb_pairs(old: Standard, new: Standard, kind: Kind) -> Iterable[KsbPair]:
    old_ksbs = [ksb for ksb in old.ksbs.values() if ksb.kind is kind]
    new_ksbs = [ksb for ksb in new.ksbs.values() if ksb.kind is kind]
    matches = pair_up(
        [Labelled(ksb.code, ksb.text) for ksb in old_ksbs], [Labelled(ksb.code, ksb.text) for ksb in new_ksbs]
    )
    return (KsbPair(_at(old_ksbs, match.old), _at(new_ksbs, match.new), match.similarity) for match in matches)


def _duty_pair(
    old: Duty | None, new: Duty | None, similarity: float, new_codes: Mapping[str, str], new_keys: Mapping[str, str]
) -> DutyPair:
    if old is None or new is None:
        return DutyPair(old, new, similarity)
    return DutyPair(
        old, new, similarity, *_other(old.ksbs, new.ksbs, new_codes), *_other(old.options, new.options, new_keys)
    )


def _other(
    old: Sequence[str], new: Sequence[str], partners: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which names of ``old`` have no partner in ``new``, and which of ``new`` are nobody's partner."""
    kept = {partners[name] for name in old if name in partners} & set(new)
    return (
        tuple(name for name in dict.fromkeys(old) if partners.get(name) not in kept),
        tuple(name for name in dict.fromkeys(new) if name not in kept),
    )


def _at(entries: Sequence[T], place: int | None) -> T | None:
    return None if place is None else entries[place]


def _change(old: str | int | None, new: str | int | None, similarity: float) -> Change:
    """Return what became of what was called ``old`` and is called ``new``, None where a version does not have it."""
    if old is None:
        return Change.NEW
    if new is None:
        return Change.GONE
    if similarity < 1:
        return Change.REWORDED
    return Change.SAME if old == new else Change.MOVED


def _certainty(change: Change, similarity: float) -> Certainty | None:
    if change in {Change.NEW, Change.GONE}:
        return None
    return Certainty.SURE if similarity >= SURE else Certainty.LIKELY
