"""The types that scalars of a file can have beside text, each with an error that says what to write."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE_NUMBER = re.compile(r"\d{1,9}")


def _date(value: Any) -> Any:
    """Read an ISO date; pydantic's own reading takes numbers for seconds since 1970."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if _ISO_DATE.fullmatch(value) else _misfit("is to be a date like 2024-03-02")
        except ValueError:
            _misfit("is not a day of the calendar")
    return value


def _whole_number(value: Any) -> Any:
    return value if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value) else _misfit("is to be a whole number")


def _misfit(message: str) -> None:
    raise PydanticCustomError("misfit", message)  # type: ignore[arg-type]  # not a literal


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that says something."""
IsoDate = Annotated[date, BeforeValidator(_date)]
"""A date written YYYY-MM-DD."""
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
"""A number of up to nine digits."""
