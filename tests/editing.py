"""Reads files as editors do, and checks them with a validator of JSON Schemas that is not ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft7Validator, FormatChecker

from ksbcheck.diagnostic import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.source import Source


class Typed(yaml.SafeLoader):
    """As editors read YAML: numbers and truth values have types, dates and keys are texts."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        for key, _ in node.value:
            key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


class Untyped(yaml.BaseLoader):
    """As ksbcheck reads YAML: every scalar is a text, or nothing."""


Typed.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Untyped.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
Untyped.add_constructor("tag:yaml.org,2002:null", lambda _loader, _node: None)


def problems(schema: dict[str, Any], data: Any) -> list[str]:
    """Return what an editor would mark."""
    validator = Draft7Validator(schema, format_checker=FormatChecker(["date"]))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data)]


def loaded(text: str) -> list[Any]:
    """Return what a YAML file holds, with and without types."""
    return [yaml.load(text, loader) for loader in (Typed, Untyped)]


def is_read(reader: Callable[[Source], object], source: Source) -> bool:
    try:
        reader(source)
    except UnusableFileError:
        return False
    return True
