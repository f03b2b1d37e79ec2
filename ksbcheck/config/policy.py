"""What a provider or an assessment plan asks of a portfolio. Plans conflict, so nothing of it is fixed here."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from ksbcheck.percentage import percentage
from ksbcheck.scalars import IsoDate, Several, Text, WholeNumber
from ksbcheck.shape import Model


def _percentage(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return percentage(value)
    except ValueError:
        raise PydanticCustomError("misfit", "is to be a percentage from 0 to 100, such as 80 or 97.5") from None


def _flag(value: Any) -> Any:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise PydanticCustomError("misfit", "is to be true or false")
    return value == "true" if isinstance(value, str) else value


def _positive(value: Any) -> Any:
    if value in ("0", 0):
        raise PydanticCustomError("misfit", "is to be at least 1")
    return value


Percentage = Annotated[Fraction, BeforeValidator(_percentage), PlainSerializer(float)]
"""An exact share in percent, from 0 to 100."""
Flag = Annotated[bool, BeforeValidator(_flag)]
"""``true`` or ``false``."""
Positive = Annotated[WholeNumber, BeforeValidator(_positive)]
"""A whole number from 1."""


class Thresholds(Model):
    """The least coverage in percent, by kind of KSB."""

    knowledge: Percentage | None = None
    """The least coverage of knowledge in percent."""
    skill: Percentage | None = None
    """The least coverage of skills in percent."""
    behaviour: Percentage | None = None
    """The least coverage of behaviours in percent."""
    employability: Percentage | None = None
    """The least coverage of employability skills and behaviours in percent."""


class Policy(Model):
    """What is asked of a portfolio. What is left out is not asked for."""

    min_evidence: Positive = 1
    """How many pieces of evidence each KSB needs."""
    fail_under: Percentage | None = None
    """The least coverage in all, in percent."""
    # Constructed and not validated: pydantic builds no schema before one is needed, which takes longer than the rules.
    fail_under_kind: Thresholds = Field(default_factory=Thresholds.model_construct)
    """The least coverage by kind of KSB, in percent."""
    min_pieces: WholeNumber | None = None
    """How many pieces a portfolio is to have at least."""
    max_pieces: WholeNumber | None = None
    """How many pieces a portfolio is to have at most."""
    types: Annotated[tuple[Text, ...], Several] = ()
    """The types of evidence that there are; none for any."""
    forbidden_types: Annotated[tuple[Text, ...], Several] = ()
    """Types that do not count, such as reflective accounts."""
    locators: Flag = False
    """Whether each claim is to say where in the piece it is shown."""
    files: Flag = False
    """Whether each piece is to have a file."""
    max_ksbs_per_piece: Positive | None = None
    """How many KSBs one piece may claim before the claims are blanket claims."""
    earliest_date: IsoDate | None = None
    """The first day of which evidence is taken."""
    latest_date: IsoDate | None = None
    """The last day of which evidence is taken."""
    on_track: Flag = False
    """Whether the coverage is to keep up with the straight line from the start date to the planned gateway."""
    tolerance: Percentage = Fraction(0)
    """How many percentage points it may be behind that line."""

    @model_validator(mode="after")
    def _leaves_something(self) -> Policy:
        if self.min_pieces is not None and self.max_pieces is not None and self.min_pieces > self.max_pieces:
            raise PydanticCustomError("misfit", "has a min_pieces that is over its max_pieces")
        if self.earliest_date and self.latest_date and self.earliest_date > self.latest_date:
            raise PydanticCustomError("misfit", "has an earliest_date that is after its latest_date")
        return self
