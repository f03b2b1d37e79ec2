"""Configurations and policies in TOML."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from fuzz.ends import NAME
from ksbcheck.config.find import section_of_project
from ksbcheck.config.model import Config
from ksbcheck.config.read import read_policy
from ksbcheck.shape import build
from ksbcheck.source import Source
from ksbcheck.toml_file import read_toml

if TYPE_CHECKING:
    from ksbcheck.yaml_nodes import Document, Node


def read_configuration(data: bytes) -> None:
    """Read a configuration, or the part of a project's file that is one."""
    document = read_toml(Source(NAME, data))
    _hold_to_places(document)
    section = section_of_project(document)
    if section is not None:
        document.root = section
    config = build(document, Config)
    assert config.asks("KSB201") in {True, False}


def read_own_policy(data: bytes) -> None:
    """Read a policy's own file, and know as many fields of it as Python's parser does."""
    policy = read_policy(Source(NAME, data))
    assert policy.model_fields_set == set(tomllib.loads(data.decode("utf-8-sig")))


def _hold_to_places(document: Document) -> None:
    """Assert that every value stands somewhere in the file."""
    to_do: list[tuple[Node, Any]] = [(document.root, document.data())] if document.root else []
    while to_do:
        node, value = to_do.pop()
        line, column = document.position(node.at)
        assert line >= 1
        assert column >= 1
        if isinstance(value, dict):
            to_do += zip(node.values, value.values(), strict=True)  # type: ignore[union-attr]
        elif isinstance(value, list):
            to_do += zip(node.items, value, strict=True)  # type: ignore[union-attr]
