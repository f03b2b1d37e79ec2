"""The types of evidence, which people write in their own ways: ``Work-product``, ``work  product``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ksbcheck.portfolios.model import Evidence

_BETWEEN = re.compile(r"[\s_\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}]+")


def plain_type(text: str) -> str:
    """Return a type as it is compared: in small letters, with one space wherever there are spaces or hyphens."""
    return _BETWEEN.sub(" ", text.casefold()).strip()


def is_testimony(piece: Evidence) -> bool:
    """Whether a piece is what a witness says of the apprentice's work, and not the work itself."""
    if piece.type is None:
        return False
    words = piece.type.casefold()
    return "witness" in words or "testimony" in words
