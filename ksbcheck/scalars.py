"""The types of single values and of lists, each with an error that says what to write."""

import re
from datetime import date
from functools import partial
from typing import Annotated, Any, LiteralString

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


MOST_ITEMS = 2_000
"""The most items of one list. Pydantic keeps what is wrong with each, and looks at no bound before."""


def _date(value: Any) -> Any:
    """Read an ISO date; pydantic's own reading takes numbers for seconds since 1970."""
    if not isinstance(value, str):
        return value
    if not _ISO_DATE.fullmatch(value):
        raise _misfit("is to be a date like 2024-03-02")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _misfit("is not a day of the calendar") from None


def _whole_number(value: Any) -> Any:
    if isinstance(value, str) and not _WHOLE_NUMBER.fullmatch(value):
        raise _misfit("is to be a whole number")
    return value


def _misfit(message: LiteralString) -> PydanticCustomError:
    return PydanticCustomError("misfit", message)


def bounded(value: Any) -> Any:
    """Pass a list on unless it is longer than ``MOST_ITEMS``."""
    if isinstance(value, (list, dict)) and len(value) > MOST_ITEMS:
        raise _misfit("has more items than are read; no list may have more than 2000")
    return value


def matching(pattern: str, message: LiteralString) -> AfterValidator:
    """Return a validator of texts that fit ``pattern`` as a whole; ``message`` says what the others are to be."""
    return AfterValidator(partial(_matching, pattern, message))


def pattern_of(validator: Any) -> tuple[str, str] | None:
    """Return pattern and message of what ``matching`` has returned, None for anything else."""
    if isinstance(validator, AfterValidator) and isinstance(validator.func, partial):
        pattern, message = validator.func.args
        return pattern, message
    return None


def _matching(pattern: str, message: LiteralString, value: str) -> str:
    if not re.fullmatch(pattern, value):
        raise _misfit(message)
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that says something."""
IsoDate = Annotated[date, BeforeValidator(_date)]
"""A date written YYYY-MM-DD."""
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
"""A number of up to nine digits."""
Several = BeforeValidator(bounded)
"""A list of at most ``MOST_ITEMS`` items."""
