"""The store of the command line: the places that depend on the process and the user, too."""

from __future__ import annotations

import os
from pathlib import Path

from ksbcheck.standards.store import FOLDER, Place, Store, bundled, near

VARIABLE = "KSBCHECK_STANDARDS"
"""Folders to look for standards in, separated as in PATH."""


def store_near(folder: Path | None = None) -> Store:
    """Return all places for a portfolio in ``folder``; the working folder stands for one without a folder."""
    own = Path() if folder is None else folder
    listed = [Place(Path(path), f"${VARIABLE}") for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path]
    user = Place(user_folder(), "the user data folder")
    return Store((*near(own), *listed, user, bundled()), own)


def user_folder() -> Path:
    """Return the folder for standards in the user's data folder, whether or not there is one."""
    from platformdirs import user_data_path  # two milliseconds

    return user_data_path("ksbcheck", appauthor=False) / FOLDER
