"""Lets mutmut change properties, context managers and the like, too: decorated functions it passes over.

What chooses between a function and its mutants stands innermost, so these decorators have one function to take, as
they had before; only the copies that it chooses from are to have none.
"""

from __future__ import annotations

from typing import Any

import libcst as cst  # type: ignore[import-not-found, unused-ignore]  # comes with mutmut
from mutmut.mutation import file_mutation  # type: ignore[import-not-found, unused-ignore]

_TAKE_A_FUNCTION = {"property", "cached_property", "contextmanager", "cache", "lru_cache"}
_mutmut: Any = file_mutation
_skips = _mutmut.MutationVisitor._skip_node_and_children
_arranged = _mutmut.function_trampoline_arrangement


def mutate_decorated() -> None:
    """Have mutmut change decorated functions from now on."""
    _mutmut.MutationVisitor._skip_node_and_children = _skip
    _mutmut.function_trampoline_arrangement = _arrange


def _skip(visitor: Any, node: Any) -> Any:
    return not _is_decorated(node) and _skips(visitor, node)


def _is_decorated(node: Any) -> bool:
    if not isinstance(node, cst.FunctionDef) or len(node.decorators) != 1:
        return False
    decorator = node.decorators[0].decorator
    if isinstance(decorator, cst.Call):
        decorator = decorator.func
    return isinstance(decorator, cst.Name) and decorator.value in _TAKE_A_FUNCTION


def _arrange(function: Any, mutants: Any, class_name: str | None) -> Any:
    if not _is_decorated(function):
        return _arranged(function, mutants, class_name)
    before, (chooser, *copies), after, names = _arranged(function.with_changes(decorators=[]), mutants, class_name)
    decorators = [*function.decorators, *chooser.decorators]
    return before, [chooser.with_changes(decorators=decorators), *copies], after, names
