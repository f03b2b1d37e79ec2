"""Changes to a text at places that are known: all at once, and nothing else changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.yaml_spans import BLANK, BLOCK_SCALARS, BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.yaml_spans import Leaf

_SPACE = f"{BLANK}\r\n"
"""What is read as none of a text where it stands around it; other line ends are read as hidden characters of it."""


class Edit(NamedTuple):
    """That ``text`` is to stand for the characters ``start`` to ``end``, or at a place if both are the same."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with the edits made; their places are those of ``text`` as it is.

    Those at one place are made in their order. Raises ValueError where two overlap.
    """
    parts = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise ValueError(f"two edits overlap at {edit.start}")
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def replaced(text: str, leaf: Leaf, new: str) -> Edit:
    """Return the edit that lets a scalar say ``new``, in the quotes or the form that it has.

    ``new`` is to be a text that needs no quotes. Space around the old text stays.
    """
    body = leaf.start
    if text[body] in BLOCK_SCALARS:
        header = re.compile(BREAK).search(text, body)
        assert header is not None
        body = header.end()
    old = leaf.value.strip(_SPACE)
    at = text.find(old, body, leaf.end)
    if at >= 0:
        return Edit(at, at + len(old), new)
    # It is written another way than it reads: with escapes, or over several lines.
    if body == leaf.start:
        quote = len(text[body]) if text[body] in "'\"" else 0
        return Edit(body + quote, leaf.end - quote, new)
    written = text[body : leaf.end]
    at = body + len(written) - len(written.lstrip(_SPACE))
    return Edit(at, at + len(written.strip(_SPACE)), new)
