"""Reading configuration files."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.config.find import PROJECT, root_of, section_of_project
from ksbcheck.config.model import Config
from ksbcheck.config.policy import Policy
from ksbcheck.diagnostic import UnusableFileError, unusable
from ksbcheck.inside import path_inside
from ksbcheck.shape import build
from ksbcheck.source import Source, read_source
from ksbcheck.toml_file import read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck.yaml_nodes import Document


class ConfigFile(NamedTuple):
    """A configuration and where it was read; ``path`` is None where there is no file."""

    config: Config = Config.model_construct()
    path: str | None = None
    document: Document | None = None

    def position(self, *loc: str | int) -> tuple[int, int]:
        """Return line and column of what is at ``loc``, in a configuration that was read."""
        assert self.document
        node = self.document.find(loc)
        assert node
        return self.document.position(node.at)


def read_config(path: Path, name: str | None = None) -> ConfigFile:
    """Read a configuration file. Raises UnusableFileError with all that is wrong with it."""
    source = read_source(path, name)
    document = read_toml(source)
    if path.name == PROJECT:
        section = section_of_project(document)
        if section is None:
            raise unusable("KSB006", "there is no [tool.ksbcheck] in it", source.name)
        document.root = section
    config = build(document, Config)
    if config.policy_file is not None:
        config = config.model_copy(update={"policy": _policy_of(config, source, document)})
    return ConfigFile(config, source.name, document)


def read_policy(source: Source) -> Policy:
    """Read a policy's own file: the fields of a policy, without a table around them.

    Raises UnusableFileError with all that is wrong with it.
    """
    return build(read_toml(source), Policy)


def _policy_of(config: Config, source: Source, document: Document) -> Policy:
    """Read the file that a configuration names. It is inside the repository: a configuration may be a stranger's."""
    name, folder = str(config.policy_file), source.folder
    assert folder is not None
    if "policy" in config.model_fields_set:
        raise _misfit(document, "stands beside [policy]; keep one of them")
    root = root_of(folder)
    try:
        path = path_inside(str(root), os.path.relpath(folder.resolve() / name, root))
        there = path is not None and path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        path, there = folder, False
    if path is None:
        raise _misfit(document, "is to be a file in the repository, or in this file's folder")
    if not there:
        raise _misfit(document, "is not there; its path starts at this file's folder")
    return read_policy(read_source(path, posixpath.normpath(posixpath.join(posixpath.dirname(source.name), name))))


def _misfit(document: Document, problem: str) -> UnusableFileError:
    node = document.find(("policy_file",))
    assert node is not None
    return UnusableFileError([document.fault("KSB007", f"'policy_file' {problem}", node.at)])
