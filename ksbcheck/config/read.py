"""Reading configuration files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.config.find import PROJECT, section_of_project
from ksbcheck.config.model import Config
from ksbcheck.config.policy import Policy
from ksbcheck.diagnostic import UnusableFileError, unusable
from ksbcheck.shape import build
from ksbcheck.source import Source, read_source
from ksbcheck.toml_file import read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck.yaml_nodes import Document


class ConfigFile(NamedTuple):
    """A configuration and where it was read; ``path`` is None where there is no file."""

    config: Config = Config()
    path: str | None = None
    document: Document | None = None

    def position(self, *loc: str | int) -> tuple[int, int]:
        """Return line and column of what is at ``loc``."""
        node = self.document.find(loc) if self.document else None
        assert self.document  # asked only for what was read
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
        policy = _policy_beside(source, config.policy_file, document)
        config = config.model_copy(update={"policy": policy})
    return ConfigFile(config, source.name, document)


def read_policy(source: Source) -> Policy:
    """Read a policy's own file: the fields of a policy, without a table around them.

    Raises UnusableFileError with all that is wrong with it.
    """
    return build(read_toml(source), Policy)


def _policy_beside(source: Source, name: str, document: Document) -> Policy:
    node = document.find(("policy_file",))
    assert source.folder is not None
    assert node is not None
    path = source.folder / name
    try:
        return read_policy(read_source(path))
    except UnusableFileError as error:
        if path.is_file():
            raise
        fault = document.fault("KSB007", f"'policy_file': {error.diagnostics[0].message}", node.at)
        raise UnusableFileError([fault]) from None
