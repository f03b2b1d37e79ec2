"""Which KSBs an apprentice needs: those of the core and those of the chosen option."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ksbcheck.printable import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.standards.model import Duty, KsbList, Option, Standard

L = TypeVar("L", bound="KsbList")


class Split(StrEnum):
    """How a standard tells which KSBs belong to which option."""

    NONE = "no options"
    DUTIES = "by duties"
    LISTS = "by lists"
    UNKNOWN = "not published"


class Scope(NamedTuple):
    """The KSBs and duties that one apprentice needs.

    ``codes`` are in the standard's order. ``unassigned`` are those of them that no duty or list names: they stay
    required. With ``split`` unknown the scope is the whole standard, whatever the option.
    """

    option: Option | None
    split: Split
    codes: tuple[str, ...]
    unassigned: frozenset[str]
    duties: tuple[Duty, ...]


class UnknownOptionError(LookupError):
    """An option was asked for that the standard does not have, or not just one; the message lists the choices."""


def split_of(standard: Standard) -> Split:
    """Return how the standard tells its options apart: lists if it has any, else duties, never a guess."""
    if not standard.options:
        return Split.NONE
    if standard.ksb_lists:
        return Split.LISTS
    return Split.DUTIES if any(duty.options and duty.ksbs for duty in standard.duties) else Split.UNKNOWN


def scope_of(standard: Standard, option: Option | None) -> Scope:
    """Return the scope of ``option``; None only for a standard without options, or with an unknown split."""
    key = ("scope", option and option.key)
    scope: Scope | None = standard.worked_out.get(key)
    if scope is None or scope.option is not option:
        scope = standard.worked_out[key] = _scope_of(standard, option)
    return scope


def _scope_of(standard: Standard, option: Option | None) -> Scope:
    split = split_of(standard)
    lists = _lists(standard, split)
    unassigned = unassigned_of(standard)
    needed = unassigned.union(*(entry.ksbs for entry in _chosen(lists, split, option)))
    return Scope(
        option=option,
        split=split,
        codes=tuple(code for code in standard.ksbs if code in needed),
        unassigned=unassigned,
        duties=tuple(_chosen(standard.duties, split, option)),
    )


def unassigned_of(standard: Standard) -> frozenset[str]:
    """Return the KSBs that nothing names which could tell whose they are."""
    return frozenset(standard.ksbs).difference(*(entry.ksbs for entry in _lists(standard, split_of(standard))))


def options_of(standard: Standard, code: str) -> tuple[Option, ...]:
    """Return the options that a KSB belongs to; none if it is in the core or the split is not known."""
    lists = [entry for entry in _lists(standard, split_of(standard)) if code in entry.ksbs]
    if not all(entry.options for entry in lists):
        return ()
    keys = {key for entry in lists for key in entry.options}
    return tuple(option for option in standard.options if option.key in keys)


def find_option(standard: Standard, asked: str | None) -> Option | None:
    """Return the option that ``asked`` names by key, by title or by any part of one that no other has.

    None where the standard has no options, or where none is asked for and none would make a difference.
    Raises UnknownOptionError where it names none or several, or where an option is needed and none is asked for.
    """
    if not standard.options:
        if asked:
            raise UnknownOptionError(f"{standard.name} has no options")
        return None
    if asked is None and split_of(standard) is Split.UNKNOWN:
        return None
    choices = ", ".join(f"{option.key} ({option.title})" for option in standard.options)
    if asked is None:
        raise UnknownOptionError(
            f"{standard.name} has options; name one, with --option or as 'option:' in the portfolio: {choices}"
        )
    word = _folded(asked)
    for option in standard.options:
        if word in (_folded(option.key), _folded(option.title)):
            return option
    found = [option for option in standard.options if word in _folded(option.key) or word in _folded(option.title)]
    if len(found) == 1 and word:
        return found[0]
    problem = "is not an option" if not found or not word else "could be several options"
    raise UnknownOptionError(f"'{shortened(asked)}' {problem} of {standard.name}; choose one: {choices}")


def _lists(standard: Standard, split: Split) -> tuple[KsbList, ...]:
    return standard.ksb_lists if split is Split.LISTS else standard.duties


def _chosen(entries: Iterable[L], split: Split, option: Option | None) -> list[L]:
    """Return the core's entries and the option's; all of them where options cannot be told apart."""
    key = None if option is None or split is Split.UNKNOWN else option.key
    return [entry for entry in entries if key is None or not entry.options or key in entry.options]


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("&", " and ").split())
