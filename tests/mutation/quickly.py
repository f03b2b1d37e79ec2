"""A plugin of pytest, for tests that are to notice a change and nothing more: the quickest first, with few examples.

Each run is a copy of a process that has run the tests already: what that remembers was worked out without a change.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import Phase, is_hypothesis_test, settings
from mutmut.state import state  # type: ignore[import-not-found, unused-ignore]

from ksbcheck import yaml_lines

if TYPE_CHECKING:
    import pytest

MOST_EXAMPLES = 60


def pytest_sessionstart() -> None:
    forget()


def pytest_runtest_setup() -> None:
    if os.environ["MUTANT_UNDER_TEST"] == "stats":  # which test calls what: each would for itself
        forget()


def forget() -> None:
    """Empty the caches of the project and of its tests."""
    here = str(Path.cwd())
    for module in list(sys.modules.values()):
        if (getattr(module, "__file__", None) or "").startswith(here):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    yaml_lines._PAIRS.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("parametrize"):
            # What pytest remembers of names it escapes once more in the next run, which then finds no test of the name.
            object.__setattr__(mark._param_ids_from or mark, "_param_ids_generated", None)
        test: Any = getattr(item, "obj", None)
        if is_hypothesis_test(test):
            given = test._hypothesis_internal_use_settings
            test._hypothesis_internal_use_settings = settings(
                given,
                max_examples=min(given.max_examples, MOST_EXAMPLES),
                phases=(Phase.explicit, Phase.generate),  # what is found need not be made small
                derandomize=True,
                database=None,
            )
    items.sort(key=lambda item: float(state().duration_by_test.get(item.nodeid, 0)))
