"""What a row rests on besides the portfolio's own content: as long as that stays, so does the row."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.inside import leads_outside

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck.cohort.places import Places
    from ksbcheck.config.model import Config
    from ksbcheck.portfolios.read import PortfolioFile


class Basis(NamedTuple):
    """What a portfolio was held against, and what of its evidence was there."""

    named: str
    """The standard that the portfolio names."""
    standard: str
    """The digest of the one that was meant."""
    folders: tuple[tuple[str, int | None], ...]
    """The folders with evidence, from the portfolio's, and when what is in them changed last; None for those not there.

    A folder changes when a file is added, renamed or removed.
    """
    is_timeless: bool
    """Whether the row is the same on every later day, but for the line to the gateway."""


def basis_of(file: PortfolioFile, config: Config, places: Places) -> Basis | None:
    """Return what the row of a portfolio rests on; None where it would take too much looking to tell."""
    names = [name for piece in file.portfolio.evidence for name in piece.files]
    if file.folder and any(os.path.islink(file.folder / name) for name in names if not leads_outside(name)):  # noqa: PTH114 - never raises
        return None  # what a link leads to is elsewhere
    is_timeless = (
        not config.waivers
        and not config.policy.on_track
        and all(piece.date is None or piece.date <= places.today for piece in file.portfolio.evidence)
    )
    folders = sorted({os.path.dirname(name) for name in names})  # noqa: PTH120 - a text stays a text
    return Basis(
        file.portfolio.standard,
        places.digest_of_standard(file.folder, file.portfolio.standard) or "",
        tuple((folder, changed(file.folder, folder)) for folder in folders),
        is_timeless,
    )


def changed(base: Path | None, folder: str) -> int | None:
    """Return when what is in a folder of ``base`` changed last, in nanoseconds; None for one that is not there.

    Folders outside are not looked at: nothing depends on them.
    """
    try:
        return None if base is None or leads_outside(folder) else os.stat(base / folder).st_mtime_ns  # noqa: PTH116 - a text
    except (OSError, ValueError):
        return None
