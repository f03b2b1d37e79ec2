"""What a row rests on besides the portfolio's own content: as long as that stays, so does the row."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.inside import leads_outside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.cohort.places import Places
    from ksbcheck.config.model import Config
    from ksbcheck.portfolios.read import PortfolioFile


class Basis(NamedTuple):
    """What a portfolio was held against, and what of its evidence was there."""

    named: str
    """The standard that the portfolio names."""
    standard: str | None
    """The digest of the one that was meant."""
    folders: tuple[tuple[str, str], ...]
    """The folders with evidence, by their paths from the portfolio's, and the ``state`` of each."""
    is_timeless: bool
    """Whether the row is the same on every later day, but for the line to the gateway."""
    newest: int
    """When one of the folders changed last, in nanoseconds; 0 without any."""


class State(NamedTuple):
    """What a folder, or what is there in its place, is known by; ``text`` changes when a file in it comes or goes."""

    text: str = ""
    """Empty where there is nothing."""
    changed: int = 0
    is_link: bool = False


def basis_of(file: PortfolioFile, config: Config, places: Places) -> Basis | None:
    """Return what the row of a portfolio rests on; None where it would take too much looking to tell."""
    if file.folder is None:
        return None
    base = str(file.folder)
    evidence = file.portfolio.evidence
    names = [name for piece in evidence for name in piece.files if not leads_outside(name)]
    folders = {os.path.dirname(name) for name in names}  # noqa: PTH120 - a text stays a text
    states = [(folder, state(base, folder)) for folder in sorted({way for own in folders for way in _way_to(own)})]
    if any(known.is_link for _, known in states) or any(os.path.islink(f"{base}/{name}") for name in names):  # noqa: PTH114 - never raises
        return None  # what a link leads to is elsewhere
    return Basis(
        file.portfolio.standard,
        places.digest_of_standard(file.folder, file.portfolio.standard),
        tuple((folder, known.text) for folder, known in states),
        not config.waivers
        and not config.policy.on_track
        and all(piece.date is None or piece.date <= places.today for piece in evidence),
        max((known.changed for _, known in states), default=0),
    )


def state(base: str, folder: str) -> State:
    """Return the state of a folder, given by its path from ``base``."""
    try:
        found = os.lstat(f"{base}/{folder}")
    except (OSError, ValueError):
        return State()
    # The time of a change of the folder itself cannot be set by a program that unpacks or copies it.
    text = f"{found.st_ino} {found.st_mtime_ns} {found.st_ctime_ns}"
    return State(text, max(found.st_mtime_ns, found.st_ctime_ns), stat.S_ISLNK(found.st_mode))


def _way_to(folder: str) -> Iterator[str]:
    """Yield a folder and those that it is in: one of them could be exchanged for a link."""
    yield folder
    while folder := os.path.dirname(folder):  # noqa: PTH120
        yield folder
