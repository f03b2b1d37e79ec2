"""The stand-in for pydantic's search for plugins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli.start import skip_plugin_search

if TYPE_CHECKING:
    from types import ModuleType

LOADER = "pydantic.plugin._loader"
import_module(LOADER)  # as the first model anywhere does


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The stand-in, in a process that has not imported pydantic's loader yet."""
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "")
    monkeypatch.setitem(sys.modules, LOADER, sys.modules[LOADER])
    del sys.modules[LOADER]
    skip_plugin_search()
    return sys.modules[LOADER]


def in_a_new_process(code: str) -> object:
    done = subprocess.run([sys.executable, "-c", f"import json, sys\n{code}"], capture_output=True, check=True)
    return json.loads(done.stdout)


def test_there_are_no_plugins(stand_in: ModuleType) -> None:
    assert stand_in.get_plugins() == ()


def test_pydantic_is_told_as_well(stand_in: ModuleType) -> None:
    assert stand_in.__name__ == LOADER
    assert os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__"


def test_for_anything_else_it_gives_way_to_the_original(stand_in: ModuleType) -> None:
    own = stand_in.PYDANTIC_ENTRY_POINT_GROUP
    original = sys.modules[LOADER]
    assert original is not stand_in
    assert original.__file__ is not None
    assert own is original.PYDANTIC_ENTRY_POINT_GROUP


def test_what_nobody_has_is_an_attribute_error(stand_in: ModuleType) -> None:
    with pytest.raises(AttributeError, match="nothing_like_that"):
        stand_in.nothing_like_that  # noqa: B018


def test_it_has_no_dunders_of_its_own_and_does_not_give_way_for_them(stand_in: ModuleType) -> None:
    # Import machinery and inspect ask every module for some.
    with pytest.raises(AttributeError, match="__wrapped__"):
        stand_in.__wrapped__  # noqa: B018
    assert sys.modules[LOADER] is stand_in


def test_a_loader_that_is_there_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "")
    before = sys.modules[LOADER]
    skip_plugin_search()
    assert sys.modules[LOADER] is before


def test_models_work_and_no_plugin_is_looked_for() -> None:
    code = """
from ksbcheck.cli.start import skip_plugin_search
skip_plugin_search()
import ksbcheck
title = ksbcheck.load_standard("ST0792").title
json.dump([title, "importlib.metadata" in sys.modules], sys.stdout)
"""
    assert in_a_new_process(code) == ["Media production co-ordinator", False]


def test_the_package_used_as_a_library_leaves_plugins_alone() -> None:
    code = """
import ksbcheck
ksbcheck.load_standard("ST0792")
json.dump(type(sys.modules["pydantic.plugin._loader"]).__name__, sys.stdout)
"""
    assert in_a_new_process(code) == "module"
