"""Finding the configuration file of a folder. Most folders have none, and then nothing else is imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ksbcheck.yaml_nodes import Document, Mapping

NAME = ".ksbcheck.toml"
PROJECT = "pyproject.toml"
"""The file of a Python project, which can hold the configuration as ``[tool.ksbcheck]``."""


def find_config(folder: Path) -> Path | None:
    """Return the nearest configuration file: in ``folder`` or its parents, up to the root of the repository.

    Raises UnusableFileError where a project's file on the way is no TOML.
    """
    own = Path(folder).resolve()
    for place in (own, *own.parents):
        if (place / NAME).is_file():
            return place / NAME
        if (place / PROJECT).is_file() and _has_section(place / PROJECT):
            return place / PROJECT
        if (place / ".git").exists():
            break
    return None


def section_of_project(document: Document) -> Mapping | None:
    """Return ``[tool.ksbcheck]`` of a project's file, None if it has none."""
    from ksbcheck.yaml_nodes import Mapping

    node = document.root
    for name in ("tool", "ksbcheck"):
        if not isinstance(node, Mapping) or name not in node.index:
            return None
        node = node.values[node.index[name]]
    return node if isinstance(node, Mapping) else None


def _has_section(path: Path) -> bool:
    from ksbcheck.source import read_source
    from ksbcheck.toml_file import read_toml

    source = read_source(path)
    return b"ksbcheck" in source.data and section_of_project(read_toml(source)) is not None
