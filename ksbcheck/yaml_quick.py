"""The quick way through a YAML file that has nothing unusual in it.

libyaml composes a whole file into nodes in C, which takes half the time of reading its events one by one, but tells too
little where something is wrong. So whatever could be wrong, or could cost more than it should, is left to the reader of
events; what comes from here is what that reader gives.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from ksbcheck.printable import printable
from ksbcheck.yaml_nodes import Loc, Mapping, Node, Scalar, Sequence

_LONGEST = 64 * 1024
"""Characters of a text that is composed at once: nodes take many times its size, and are not counted.

There can be hardly more values than characters, as in ``[a,b,c:,d:]``, which is fewer than are read at most.
"""
_MOST_BRACKETS = 200
"""Composing goes down a level for each open bracket, in C, where nobody counts."""
# A value that begins so far to the right may be nested deep, too.
_FAR_RIGHT = re.compile(r"\n[ ?:-]{100}")
# Where a value begins, this is an anchor, an alias or a tag; to look back from the sign takes a seventh of the time.
_DECORATION = re.compile(r"[*!&](?:(?<!&)|(?=\S))(?<![^\s\[\]{},:?\"'-].)", re.DOTALL)

# libyaml's parser where PyYAML was built with it.
_CParser: Any = getattr(getattr(yaml, "cyaml", None), "CParser", object)

_ScalarNode = yaml.ScalarNode

NOTHING = frozenset({"", "~", "null"})
"""What stands for nothing where it is written plain."""


class _Composer(_CParser):  # type: ignore[misc]
    """Composes nodes and resolves nothing: whether a value was written plain is told by its style."""

    # Called for every node: with anything, and for nothing. A function of C takes half the time of one of ours.
    resolve = descend_resolver = ascend_resolver = "".format


class _UnusualError(Exception):
    """There is something in the file that is to be read with more care."""


def compose(text: str, deepest: int) -> Composed | None:
    """Return what a file holds, if that is a mapping; None where it is to be read with more care.

    That is a file that is empty, outside the subset, not YAML at all, or nested more than ``deepest`` deep; but also
    one that is only large or looks as if it might be one of these.
    """
    if _CParser is object or _is_unusual(text):
        return None
    try:
        root = _Composer(text).get_single_node()
        has_escapes = "\\" in text  # in quotes, they can make any character
        data = _plain(root, deepest, has_escapes) if isinstance(root, yaml.MappingNode) else None
    except (_UnusualError, yaml.YAMLError, ValueError, OverflowError):
        return None
    return Composed(data, root) if data else None


class Composed(NamedTuple):
    """What a file holds, and libyaml's nodes of it."""

    data: dict[str, Any]
    root: Any

    def nodes(self) -> Node:
        """Return our own nodes, which know their places."""
        return _own(self.root)

    def at(self, loc: Loc, *, key: bool) -> int:
        """Return the character at which the value at ``loc`` starts, or the key that names it.

        Where the way ends early, of the last value on it.
        """
        name, node = None, self.root
        for step in loc:
            following = _child(node, step)
            if following[1] is None:
                name = None
                break
            name, node = following
        start: int = (name if key and name is not None else node).start_mark.index
        return start


def _child(node: Any, step: str | int) -> tuple[Any, Any]:
    """Return the key, if there is one, and the value of what is at ``step`` in a node; None and None if nothing is."""
    if type(node) is yaml.SequenceNode:
        return None, (node.value[step] if isinstance(step, int) and step < len(node.value) else None)
    if type(node) is yaml.MappingNode:
        if isinstance(step, int):
            return node.value[step] if step < len(node.value) else (None, None)
        return next((pair for pair in node.value if printable(pair[0].value) == step), (None, None))
    return None, None


def _own(node: Any) -> Node:
    at = node.start_mark.index
    if type(node) is _ScalarNode:
        return Scalar(at, _plain(node, 0, has_escapes=True))
    if type(node) is yaml.SequenceNode:
        sequence = Sequence(at)
        sequence.items = [_own(item) for item in node.value]
        return sequence
    mapping = Mapping(at)
    for place, (key, value) in enumerate(node.value):
        name = Scalar(key.start_mark.index, _plain(key, 0, has_escapes=True))
        mapping.index[str(name.text)] = place
        mapping.keys.append(name)
        mapping.values.append(_own(value))
    return mapping


def _is_unusual(text: str) -> bool:
    lines = text.replace("\r\n", "\n")
    return (
        len(text) > _LONGEST
        # Of ASCII, libyaml itself takes no other control characters.
        or (("\t" in text or "\r" in lines) if text.isascii() else not lines.replace("\n", "").isprintable())
        or text.count("[") + text.count("{") > _MOST_BRACKETS
        or bool(_FAR_RIGHT.search(f"\n{text}"))
        or bool(("*" in text or "!" in text or "&" in text) and _DECORATION.search(text))
    )


def _plain(node: Any, depth: int, has_escapes: bool) -> Any:  # noqa: FBT001 - called for every value
    kind = type(node)
    if kind is _ScalarNode:
        text = node.value
        if text in NOTHING and not node.style:
            return None
        return printable(text) if has_escapes else text
    if not depth:
        raise _UnusualError
    if kind is yaml.SequenceNode:
        return [_plain(item, depth - 1, has_escapes) for item in node.value]
    found = {}
    for key, value in node.value:
        name = key.value
        if type(key) is not _ScalarNode or name == "<<" or name in NOTHING:
            raise _UnusualError
        if has_escapes:
            name = printable(name)
        if type(value) is _ScalarNode and value.value not in NOTHING and not has_escapes:
            found[name] = value.value
        else:
            found[name] = _plain(value, depth - 1, has_escapes)
    if len(found) != len(node.value):
        raise _UnusualError
    return found
