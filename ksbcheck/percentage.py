"""Reading percentages exactly."""

import re
from fractions import Fraction

# Each run of white space is looked at once: there may be a megabyte of it.
_PERCENTAGE = re.compile(r"\s*+([0-9]{1,3}(?:\.[0-9]{1,99})?)\s*+%?\s*+")
_ALL = 100


def percentage(text: str) -> Fraction:
    """Read a percentage such as ``80`` or ``97.5 %``. Raises ValueError for what is none, or is not from 0 to 100."""
    match = _PERCENTAGE.fullmatch(text)
    if match is None or Fraction(match[1]) > _ALL:
        raise ValueError(text)
    return Fraction(match[1])


def rounded_down(percent: Fraction) -> float:
    """Return a percentage with one decimal, and never more than it is: 100 means all."""
    return percent * 10 // 1 / 10
