"""What becomes of a claim."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ksbcheck.portfolios.model import Claim
    from ksbcheck.standards.compare import KsbPair


class Fate(StrEnum):
    """What becomes of a claim: carried over with the code it has, or with another, or not."""

    KEPT = "kept"
    MOVED = "moved"
    WAITING = "waiting"
    """Its KSB is likely one of the new version, which a person is to decide."""
    LOST = "lost"

    @property
    def is_carried(self) -> bool:
        """Whether there is still a claim."""
        return self in {Fate.KEPT, Fate.MOVED}


class ClaimFate(NamedTuple):
    """What becomes of one claim of the piece ``evidence`` (its id).

    ``pair`` is its KSB in both versions, None where the old version has no such code.
    """

    evidence: str
    claim: Claim
    fate: Fate
    pair: KsbPair | None

    @property
    def code(self) -> str:
        """The code in the new version; of a claim that is carried over."""
        assert self.pair is not None
        assert self.pair.new is not None
        return self.pair.new.code
