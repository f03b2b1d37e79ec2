"""What a portfolio holds: one apprentice's evidence, and the KSBs that each piece claims to show."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ksbcheck.scalars import IsoDate, Several, Text, bounded
from ksbcheck.shape import Model, Place
from ksbcheck.yaml_nodes import Loc

Status = Literal["planned", "draft", "submitted", "accepted", "referred"]

COUNTED: frozenset[Status] = frozenset({"submitted", "accepted"})
"""The pieces that count as evidence."""
PLANNED: frozenset[Status] = frozenset({"planned", "draft"})
"""The pieces that will, once they are done. A referred piece is neither: it is to be done again."""


class Claim(Model):
    """That a piece of evidence shows a KSB, and where in it: a page, a paragraph, a time."""

    code: Annotated[Text, BeforeValidator(lambda code: code.upper() if isinstance(code, str) else code)]
    locator: Text | None = None


def _claims(value: Any) -> Any:
    """Read a list of codes, or a mapping from code to locator."""
    value = bounded(value)
    if isinstance(value, dict):
        return [{"code": code, "locator": locator} for code, locator in value.items()]
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        raise PydanticCustomError(
            "misfit", "is to be codes only where its lines start with '- '; write 'K1: p. 2' without"
        )
    if isinstance(value, list):
        return [{"code": code} for code in value]
    if isinstance(value, str):
        raise PydanticCustomError("misfit", "is to be a list: '[K1, S2]', or a line 'K1: p. 2' for each KSB")
    return value


class Evidence(Model):
    """One piece of evidence."""

    id: Text
    title: Text
    date: IsoDate | None = None
    type: Text | None = None
    status: Annotated[Status, BeforeValidator(lambda value: "submitted" if value is None else value)] = "submitted"
    claims: Annotated[tuple[Claim, ...], BeforeValidator(_claims), Field(alias="ksbs")]
    files: Annotated[tuple[Text, ...], Several, BeforeValidator(lambda value: () if value is None else value)] = ()
    notes: Text | None = None


class Apprentice(Model):
    """Whose portfolio it is, and the dates of the programme."""

    name: Text | None = None
    start_date: IsoDate | None = None
    planned_gateway: IsoDate | None = None


class Portfolio(Model):
    """One apprentice's evidence for one standard."""

    standard: Text
    option: Text | None = None
    apprentice: Annotated[Apprentice, BeforeValidator(lambda value: {} if value is None else value)] = Apprentice()
    evidence: Annotated[tuple[Evidence, ...], Several]

    @classmethod
    def place_of(cls, loc: Loc) -> Place:
        """Return where the file has it: a claim is an item of a list there, or a key and its value."""
        if len(loc) > 1 and isinstance(loc[-2], int) and loc[-1] in Claim.model_fields:
            return Place(loc[:-1], is_key=loc[-1] == "code")
        return Place(loc)
