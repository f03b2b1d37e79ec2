"""What changed between two versions of a standard.

KSB codes are places in a list and say nothing between versions, so texts are held against texts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from ksbcheck.standards.ksb import Kind
from ksbcheck.standards.pairing import Labelled, pair_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ksbcheck.standards.ksb import Ksb
    from ksbcheck.standards.model import Duty, Option, Standard

SURE = 0.90
"""Texts at least this much alike are one text reworded: over the official versions, 435 of 435 are."""

T = TypeVar("T")
Sides = tuple[Labelled | None, Labelled | None]


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
    def sides(self) -> Sides:
        """What it is called and its text, in the old and in the new version; None where it is not."""
        ...

    @property
    def change(self) -> Change:
        """What became of it."""
        ...

    @property
    def certainty(self) -> Certainty | None:
        """How sure the pair is; None for what is new or gone."""
        ...

    @property
    def similarity(self) -> float:
        """How much alike the texts are, from 0 to 1: 1 for the same normalised text, 0 for no partner."""
        ...


class KsbPair(NamedTuple):
    """A KSB in both versions, or in the one that has it; called by its code. See ``Pair``."""

    old: Ksb | None
    new: Ksb | None
    similarity: float

    @property
    def sides(self) -> Sides:
        """Code and text in each version."""
        return _sides(self.old, self.new, _named_ksb)

    @property
    def change(self) -> Change:
        """What became of the KSB."""
        return _change(self)

    @property
    def certainty(self) -> Certainty | None:
        """How sure the pair is; None for a KSB that is new or gone."""
        return _certainty(self)


class DutyPair(NamedTuple):
    """A duty in both versions, or in the one that has it; called by its number. See ``Pair``.

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
    def sides(self) -> Sides:
        """Number and text in each version."""
        return _sides(self.old, self.new, _named_duty)

    @property
    def change(self) -> Change:
        """What became of the duty's number and text."""
        return _change(self)

    @property
    def certainty(self) -> Certainty | None:
        """How sure the pair is; None for a duty that is new or gone."""
        return _certainty(self)

    @property
    def has_other_ksbs(self) -> bool:
        """Whether the duty needs other KSBs than before."""
        return bool(self.ksbs_gone or self.ksbs_new)

    @property
    def has_other_options(self) -> bool:
        """Whether the duty belongs to other options than before."""
        return bool(self.options_gone or self.options_new)


class OptionPair(NamedTuple):
    """An option in both versions, or in the one that has it; called by its key, and its text is its title."""

    old: Option | None
    new: Option | None
    similarity: float

    @property
    def sides(self) -> Sides:
        """Key and title in each version."""
        return _sides(self.old, self.new, _named_option)

    @property
    def change(self) -> Change:
        """What became of the option's key and title."""
        return _change(self)

    @property
    def certainty(self) -> Certainty | None:
        """How sure the pair is; None for an option that is new or gone."""
        return _certainty(self)


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
    ksbs = tuple(
        KsbPair(*found) for kind in Kind for found in _paired(_of_kind(old, kind), _of_kind(new, kind), _named_ksb)
    )
    options = tuple(OptionPair(*found) for found in _paired(old.options, new.options, _named_option))
    codes = {pair.old.code: pair.new.code for pair in ksbs if pair.old and pair.new}
    keys = {pair.old.key: pair.new.key for pair in options if pair.old and pair.new}
    duties = tuple(_duty_pair(*found, codes=codes, keys=keys) for found in _paired(old.duties, new.duties, _named_duty))
    return Comparison(old, new, ksbs, duties, options)


def count_changes(pairs: Iterable[Pair]) -> dict[Change, int]:
    """Return how many pairs there are of every change, none left out."""
    changes = [pair.change for pair in pairs]
    return {change: changes.count(change) for change in Change}


def _named_ksb(ksb: Ksb) -> Labelled:
    return Labelled(ksb.code, ksb.text)


def _named_duty(duty: Duty) -> Labelled:
    return Labelled(str(duty.number), duty.text)


def _named_option(option: Option) -> Labelled:
    return Labelled(option.key, option.title)


def _sides(old: T | None, new: T | None, named: Callable[[T], Labelled]) -> Sides:
    return None if old is None else named(old), None if new is None else named(new)


def _of_kind(standard: Standard, kind: Kind) -> list[Ksb]:
    return [ksb for ksb in standard.ksbs.values() if ksb.kind is kind]


def _paired(
    old: Sequence[T], new: Sequence[T], named: Callable[[T], Labelled]
) -> Iterator[tuple[T | None, T | None, float]]:
    for match in pair_up([named(entry) for entry in old], [named(entry) for entry in new]):
        yield (
            None if match.old is None else old[match.old],
            None if match.new is None else new[match.new],
            match.similarity,
        )


def _duty_pair(
    old: Duty | None, new: Duty | None, similarity: float, *, codes: Mapping[str, str], keys: Mapping[str, str]
) -> DutyPair:
    """Return the pair; ``codes`` and ``keys`` lead from old KSBs and options to their new partners."""
    if old is None or new is None:
        return DutyPair(old, new, similarity)
    return DutyPair(old, new, similarity, *_other(old.ksbs, new.ksbs, codes), *_other(old.options, new.options, keys))


def _other(
    old: Sequence[str], new: Sequence[str], partners: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which names of ``old`` have no partner in ``new``, and which of ``new`` are nobody's partner."""
    kept = {partners[name] for name in old if name in partners} & set(new)
    return (
        tuple(name for name in dict.fromkeys(old) if partners.get(name) not in kept),
        tuple(name for name in dict.fromkeys(new) if name not in kept),
    )


def _change(pair: Pair) -> Change:
    old, new = pair.sides
    if old is None:
        return Change.NEW
    if new is None:
        return Change.GONE
    if pair.similarity < 1:
        return Change.REWORDED
    return Change.SAME if old.label == new.label else Change.MOVED


def _certainty(pair: Pair) -> Certainty | None:
    if None in pair.sides:
        return None
    return Certainty.SURE if pair.similarity >= SURE else Certainty.LIKELY
