"""What a portfolio holds: one apprentice's evidence, and the KSBs that each piece claims to show."""

from functools import cached_property, partial
from itertools import chain
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, StringConstraints, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from ksbcheck.scalars import IsoDate, Several, Text, bounded, matching
from ksbcheck.shape import Model, Place
from ksbcheck.yaml_nodes import Loc

Status = Literal["planned", "draft", "submitted", "accepted", "referred"]

COUNTED: frozenset[Status] = frozenset({"submitted", "accepted"})
"""The pieces that count as evidence."""
PLANNED: frozenset[Status] = frozenset({"planned", "draft"})
"""The pieces that will, once they are done. A referred piece is neither: it is to be done again."""

LONGEST_ID, LONGEST_TITLE = 1_000, 10_000
"""Characters. A report says these for each KSB that a piece claims, so a megabyte of them would become many."""

YesOrNo = Annotated[
    Text,
    matching(
        # Some tools that write YAML take yes and no for truth values, and write them as such.
        r"([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])([\s,;:.(\u2013\u2014][\s\S]*)?",
        "is to start with yes or no, such as 'yes, GCSE English, grade 5'",
    ),
]
"""Yes or no, and after it what there is to say."""


class Claim(NamedTuple):
    """That a piece of evidence shows a KSB, and where in it: a page, a paragraph, a time."""

    code: Annotated[Text, BeforeValidator(lambda code: code.upper() if isinstance(code, str) else code)]
    locator: Text | None = None


_claim = partial(tuple.__new__, Claim)
"""Makes a claim of a pair, in half the time that ``Claim._make`` takes."""


def _claims(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """Read a list of codes, or a mapping from code to locator."""
    value = bounded(value)
    if isinstance(value, dict):
        claims = _sound_claims(value)
        if claims is not None:
            return claims
        return validate([{"code": code, "locator": locator} for code, locator in value.items()])
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        raise PydanticCustomError(
            "misfit", "is to be codes only where its lines start with '- '; write 'K1: p. 2' without"
        )
    if isinstance(value, list):
        return validate([{"code": code} for code in value])
    if isinstance(value, str):
        raise PydanticCustomError("misfit", "is to be a list: '[K1, S2]', or a line 'K1: p. 2' for each KSB")
    return validate(value)


def _sound_claims(locators: dict[Any, Any]) -> tuple[Claim, ...] | None:
    """Return the claims, or None if one of them is not sound. There are so many that it pays to make them here."""
    claims = []
    try:
        for code, locator in locators.items():
            claim = _claim((code.strip().upper(), None if locator is None else locator.strip()))
            if "" in claim:
                return None
            claims.append(claim)
    except AttributeError:  # no text
        return None
    return tuple(claims)


class Evidence(Model):
    """One piece of evidence."""

    id: Annotated[Text, StringConstraints(max_length=LONGEST_ID)]
    """A name of its own for the piece, such as E01."""
    title: Annotated[Text, StringConstraints(max_length=LONGEST_TITLE)]
    """What the piece is."""
    date: IsoDate | None = None
    """The day it was made, like 2024-03-02."""
    type: Text | None = None
    """What kind of evidence it is: work product, observation, witness testimony, ..."""
    status: Annotated[Status, BeforeValidator(lambda value: "submitted" if value is None else value)] = "submitted"
    """How far it is. Submitted and accepted pieces count, planned and draft ones will; a referred one does not."""
    claims: Annotated[tuple[Claim, ...], WrapValidator(_claims), Field(alias="ksbs")]
    """The KSBs that it shows: a list of codes, or each code with where in the piece it is shown."""
    files: Annotated[tuple[Text, ...], Several, BeforeValidator(lambda value: () if value is None else value)] = ()
    """Its files, by their paths from the portfolio's folder."""
    notes: Text | None = None
    """Anything else worth knowing."""


class Apprentice(Model):
    """Whose portfolio it is, and the dates of the programme."""

    name: Text | None = None
    """The apprentice's name."""
    start_date: IsoDate | None = None
    """The day on which the programme started, like 2024-01-15."""
    planned_gateway: IsoDate | None = None
    """The day on which the apprentice is to be ready for end-point assessment."""


class Gateway(Model):
    """What the apprentice needs for the gateway beside the evidence: yes or no, and after it what there is to say."""

    english: YesOrNo | None = None
    """Whether the English that the standard asks for is there: ``yes, GCSE grade 5 in 2019``, or ``no, ...``."""
    maths: YesOrNo | None = None
    """Whether the maths that the standard asks for is there."""
    qualifications: YesOrNo | None = None
    """Whether the other qualifications that the standard asks for are there."""
    employer_statement: YesOrNo | None = None
    """Whether the employer has stated that the apprentice is ready and the evidence is the apprentice's own."""


class Portfolio(Model):
    """One apprentice's evidence for one standard."""

    standard: Text
    """The standard that it is for: ``ST0792``, ``ST0792 v1.1``, or a file's path from the portfolio's folder."""
    option: Text | None = None
    """The option that the apprentice has chosen: its key, its title or a part of them."""
    apprentice: Annotated[Apprentice, BeforeValidator(lambda value: {} if value is None else value)] = Field(
        default_factory=Apprentice.model_construct
    )
    """Whose portfolio it is, and the dates of the programme."""
    gateway: Annotated[Gateway, BeforeValidator(lambda value: {} if value is None else value)] = Field(
        default_factory=Gateway.model_construct
    )
    """What the apprentice needs for the gateway beside the evidence."""
    evidence: Annotated[tuple[Evidence, ...], Several]
    """The pieces of evidence."""

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The codes that the pieces claim, of the standard or not."""
        return frozenset([claim.code for piece in self.evidence for claim in piece.claims])

    @cached_property
    def text_of_pieces(self) -> str:
        """Every text of the pieces, with a NUL between two, which is in none: to see at once what is nowhere."""
        texts: list[str] = []
        for piece in self.evidence:
            texts += [piece.id, piece.title, piece.type or "", piece.notes or "", *piece.files]
            texts += filter(None, chain.from_iterable(piece.claims))
        return "\0".join(texts)

    @classmethod
    def place_of(cls, loc: Loc) -> Place:
        """Return where the file has it: a claim is an item of a list there, or a key and its value."""
        if len(loc) > 1 and isinstance(loc[-2], int) and loc[-1] in Claim._fields:
            return Place(loc[:-1], is_key=loc[-1] == "code")
        return Place(loc)
