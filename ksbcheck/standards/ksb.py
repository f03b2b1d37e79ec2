"""KSBs: their kinds, codes and order."""

import re
from enum import StrEnum
from typing import NamedTuple

_CODE = re.compile(r"(K|S|B|EB)([1-9][0-9]{0,3})")


class Kind(StrEnum):
    """What a KSB describes. Foundation apprenticeships have the fourth kind in place of the third."""

    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    BEHAVIOUR = "behaviour"
    EMPLOYABILITY = "employability"

    @property
    def prefix(self) -> str:
        """The letters that codes of this kind start with."""
        return _PREFIXES[self]

    @property
    def plural(self) -> str:
        """What many of them are called, which is also the field of a standard that holds them."""
        return f"{self}s" if self in {Kind.SKILL, Kind.BEHAVIOUR} else str(self)


_PREFIXES = {Kind.KNOWLEDGE: "K", Kind.SKILL: "S", Kind.BEHAVIOUR: "B", Kind.EMPLOYABILITY: "EB"}
_KINDS = {prefix: kind for kind, prefix in _PREFIXES.items()}
_RANKS = {prefix: rank for rank, prefix in enumerate(_PREFIXES.values())}


class Ksb(NamedTuple):
    """One knowledge, skill or behaviour statement. ``code`` is its kind and its place in the standard's list."""

    code: str
    kind: Kind
    text: str


def split_code(code: str) -> tuple[Kind, int] | None:
    """Return kind and number of a code such as ``K13``, or None if it is not one."""
    match = _CODE.fullmatch(code)
    return match and (_KINDS[match[1]], int(match[2]))


def code_order(code: str) -> tuple[int, int, str]:
    """Sort key for codes: knowledge, skills, behaviours, each by number; what is no code comes last."""
    match = _CODE.fullmatch(code)
    return (_RANKS[match[1]], int(match[2]), "") if match else (len(_RANKS), 0, code)
