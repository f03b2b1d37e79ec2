"""What became of a portfolio since an earlier state of it: KSBs, pieces and findings. Pure functions and values."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ksbcheck.coverage import Coverage, KsbCoverage
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.portfolios.model import Evidence, Portfolio
    from ksbcheck.portfolios.read import PortfolioFile

# Not compared: KSBs are told by their codes, the other option or standard is that of the run and not of the portfolio,
# and the evidence files of an earlier state are not on disk.
_LEFT_OUT = frozenset({"KSB101", "KSB102", "KSB106", "KSB107", "KSB206", "KSB303", "KSB304"})


class Then(StrEnum):
    """What there was of the portfolio at the earlier state."""

    READ = "read"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


class Before(NamedTuple):
    """An earlier state of a portfolio, and how reports call it: ``against`` is a revision or the path of a file."""

    against: str
    then: Then = Then.READ
    file: PortfolioFile | None = None
    """None where there was none, or none that could be read."""
    fault: str | None = None
    """Why it could not be read."""
    moved_from: str | None = None
    """Its path then, if that was another one."""


class Baseline(NamedTuple):
    """What a coverage is compared with: an earlier state, and what was covered then, None if that cannot be told."""

    before: Before
    coverage: Coverage | None


class Held(NamedTuple):
    """A state of a portfolio, held against a standard."""

    portfolio: Portfolio
    coverage: Coverage
    diagnostics: tuple[Diagnostic, ...]


class Step(NamedTuple):
    """One KSB, then and now."""

    then: KsbCoverage
    now: KsbCoverage

    @property
    def is_gain(self) -> bool:
        """Whether it was a gap and is none any more."""
        return self.then.is_gap and not self.now.is_gap

    @property
    def is_loss(self) -> bool:
        """Whether it was covered and is a gap."""
        return self.now.is_gap and not self.then.is_gap

    @property
    def is_thinner(self) -> bool:
        """Whether fewer pieces count than did, although it is not lost."""
        return self.now.pieces < self.then.pieces and not self.is_loss


class _Keyed(NamedTuple):
    key: tuple[str | None, ...]
    found: Diagnostic


class Pieces(NamedTuple):
    """The ids of the pieces that came and went; ``renamed`` has the id then and the id now."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


class Change(NamedTuple):
    """What changed since an earlier state. Codes are in the standard's order, pieces and findings in the file's."""

    before: Before
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    thinner: tuple[str, ...] = ()
    pieces: Pieces = Pieces()
    new: tuple[Diagnostic, ...] = ()
    fixed: tuple[Diagnostic, ...] = ()


def compare(before: Before, then: Held | None, now: Held) -> Change:
    """Return what changed between two states that are held against one scope; nothing where ``then`` is None."""
    if then is None:
        return Change(before)
    pieces = pieces_between(then.portfolio, now.portfolio)
    old, new = _with_keys(then.diagnostics, dict(pieces.renamed)), _with_keys(now.diagnostics, {})
    steps = list(steps_between(then.coverage, now.coverage))
    return Change(
        before,
        gained=tuple(step.now.ksb.code for step in steps if step.is_gain),
        lost=tuple(step.now.ksb.code for step in steps if step.is_loss),
        thinner=tuple(step.now.ksb.code for step in steps if step.is_thinner),
        pieces=pieces,
        new=_beyond(new, old),
        fixed=_beyond(old, new),
    )


def steps_between(then: Coverage, now: Coverage) -> Iterator[Step]:
    """Yield each KSB of the scope that both coverages have, in the standard's order."""
    return map(Step, then.ksbs, now.ksbs)


def pieces_between(then: Portfolio, now: Portfolio) -> Pieces:
    """Return which pieces came and went. One with another id, but the same files or title, was renamed."""
    old = {piece.id: piece for piece in reversed(then.evidence)}
    new = {piece.id: piece for piece in reversed(now.evidence)}
    gone = [piece for id_, piece in reversed(old.items()) if id_ not in new]
    come = [piece for id_, piece in reversed(new.items()) if id_ not in old]
    renamed = _pairs(gone, come, _files)
    left = [piece for piece in come if piece.id not in renamed.values()]
    renamed |= _pairs([piece for piece in gone if piece.id not in renamed], left, _title)
    taken = set(renamed.values())
    return Pieces(
        added=tuple(piece.id for piece in come if piece.id not in taken),
        removed=tuple(piece.id for piece in gone if piece.id not in renamed),
        renamed=tuple((piece.id, renamed[piece.id]) for piece in gone if piece.id in renamed),
    )


def _pairs(gone: list[Evidence], come: list[Evidence], trait: Callable[[Evidence], object]) -> dict[str, str]:
    """Return id then -> id now of the pieces that have a trait in common, each piece once, in the files' order."""
    waiting: dict[object, list[str]] = {}
    for piece in come:
        waiting.setdefault(trait(piece), []).append(piece.id)
    pairs: dict[str, str] = {}
    for piece in gone:
        known = trait(piece)
        if known and waiting.get(known):
            pairs[piece.id] = waiting[known].pop(0)
    return pairs


def _files(piece: Evidence) -> frozenset[str]:
    return frozenset(piece.files)


def _title(piece: Evidence) -> str:
    return " ".join(piece.title.casefold().split())


def _with_keys(diagnostics: Iterable[Diagnostic], renamed: dict[str, str]) -> list[_Keyed]:
    return [_Keyed(_key(found, renamed), found) for found in diagnostics if found.code not in _LEFT_OUT]


def _key(found: Diagnostic, renamed: dict[str, str]) -> tuple[str | None, ...]:
    """Return what makes a finding the same one although lines have moved, figures changed or its piece has a new id."""
    message = re.sub(r"\bline \d+", "line", found.message)
    if found.code.startswith("KSB1"):  # these hold no text of the file, but shares that every change moves
        message = re.sub(r"\d+", "0", message)
    if found.evidence is None:
        return found.code, found.ksb, None, message
    message = re.sub(rf"(?<!\w){re.escape(found.evidence)}(?!\w)", "", message)
    return found.code, found.ksb, renamed.get(found.evidence, found.evidence), message


def _beyond(these: Iterable[_Keyed], those: Iterable[_Keyed]) -> tuple[Diagnostic, ...]:
    """Return which of ``these`` findings there are more of than of ``those``: of equal ones, the last."""
    left = Counter(entry.key for entry in those)
    beyond = []
    for key, found in these:
        if left[key]:
            left[key] -= 1
        else:
            beyond.append(found)
    return tuple(beyond)
