"""Finding the configuration file of a folder. Most folders have none, and then nothing else is imported."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.yaml_nodes import Document, Mapping

NAME = ".ksbcheck.toml"
PROJECT = "pyproject.toml"
"""The file of a Python project, which can hold the configuration as ``[tool.ksbcheck]``."""


def find_config(folder: Path) -> Path | None:
    """Return the nearest configuration file: in ``folder`` or its parents, up to the root of the repository.

    A project's file that names ksbcheck and is no TOML is it, too: what was meant cannot be told.
    """
    for place in _up_to_root(Path(folder).resolve()):
        if os.path.isfile(place / NAME):  # noqa: PTH113 - never raises
            return place / NAME
        if os.path.isfile(place / PROJECT) and _has_section(place / PROJECT):  # noqa: PTH113
            return place / PROJECT
    return None


def root_of(folder: Path) -> Path:
    """Return the root of the repository that ``folder`` is in, links followed; the folder itself if it is in none."""
    own = folder.resolve()
    *_, last = _up_to_root(own)
    return last if _is_root(last) else own


def section_of_project(document: Document) -> Mapping | None:
    """Return ``[tool.ksbcheck]`` of a project's file, None if it has none."""
    from ksbcheck.yaml_nodes import Mapping

    node = document.root
    for name in ("tool", "ksbcheck"):
        if not isinstance(node, Mapping) or name not in node.index:
            return None
        node = node.values[node.index[name]]
    return node if isinstance(node, Mapping) else None


def _up_to_root(folder: Path) -> Iterator[Path]:
    for place in (folder, *folder.parents):
        yield place
        if _is_root(place):
            return


def _is_root(folder: Path) -> bool:
    return os.path.exists(folder / ".git")  # noqa: PTH110 - never raises


def _has_section(path: Path) -> bool:
    from ksbcheck.diagnostic import UnusableFileError
    from ksbcheck.source import read_source

    source = read_source(path)
    if b"ksbcheck" not in source.data:  # most are of other projects, and cost no more than this
        return False
    from ksbcheck.toml_file import read_toml

    try:
        return section_of_project(read_toml(source)) is not None
    except UnusableFileError:
        return True
