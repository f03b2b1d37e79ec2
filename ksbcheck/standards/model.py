"""What one version of an apprenticeship standard holds.

The fields are those of the public body's page and JSON of a standard. The model holds every official standard:
with and without options, duties or a mapping between duties and KSBs, and foundation apprenticeships.
"""

from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, Field

from ksbcheck.scalars import IsoDate, Several, Text, WholeNumber, matching
from ksbcheck.shape import Model
from ksbcheck.standards.ksb import Kind, Ksb

# A text that may be empty here, so that all empty texts of a standard are told together with its other faults.
MaybeEmpty = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
Texts = dict[str, MaybeEmpty]
OptionKey = Annotated[str, matching(r"[a-z0-9]+(-[a-z0-9]+)*", "is to be lower-case letters, digits and hyphens")]
Reference = Annotated[str, matching(r"[A-Z]{2}[0-9]{4}", "is to be two capital letters and four digits, as in ST0792")]
Version = Annotated[str, matching(r"[0-9]+(\.[0-9]+)*", "is to be numbers with dots between them, as in 1.1")]


class Option(Model):
    """A specialism that an apprentice chooses."""

    key: OptionKey
    title: Text
    summary: Text | None = None


class KsbList(Model):
    """KSBs of some options, or of the core if it names none."""

    options: tuple[str, ...] = ()
    ksbs: tuple[str, ...] = ()


class Duty(KsbList):
    """A numbered duty and the KSBs it needs, in the page's order."""

    number: WholeNumber
    text: MaybeEmpty
    criteria: Text | None = None
    """How its performance is measured."""


class AssessmentOutcome(Model):
    """What a foundation apprenticeship is assessed on, and the KSBs that belong to it."""

    code: Text
    title: Text
    text: Text | None = None
    ksbs: tuple[str, ...] = ()


class VersionLogEntry(Model):
    """A version of the standard and the dates on which an apprentice could start on it."""

    version: Text
    change: Text | None = None
    earliest_start: IsoDate | None = None
    latest_start: IsoDate | None = None


class Qualification(Model):
    """What an apprentice must hold beside the standard itself, such as English and maths."""

    title: Text
    text: Text | None = None


class Origin(Model):
    """Who published the standard, where, and what of it was read."""

    publisher: Text | None = None
    url: Text | None = None
    read_from: Text | None = None
    options_from: Text | None = None
    """Which part of it says which KSBs belong to which option."""


class Licence(Model):
    """The terms the standard's text is under."""

    name: Text
    url: Text | None = None
    attribution: Text | None = None


class Defect(Model):
    """A defect of the official file, and what was made of it; ``place`` is a JSON pointer into that file."""

    code: Text
    place: Text | None = None
    message: Text


class Standard(Model):
    """One version of an apprenticeship standard.

    Where it has options, their KSBs come from its duties, or from ``ksb_lists`` if its publisher lists them per
    option without mapping duties. ``ksbs`` has them all as one sequence. ``unassigned`` are the KSBs of which the
    file says itself that no duty and no list names them.
    """

    reference: Reference
    version: Version
    title: Text
    status: Text | None = None
    level: WholeNumber | None = None
    route: Text | None = None
    lars_code: WholeNumber | None = None
    typical_duration_months: WholeNumber | None = None
    maximum_funding_pounds: WholeNumber | None = None
    eqa_provider: Text | None = None
    date_updated: IsoDate | None = None
    notices: Annotated[tuple[Text, ...], Several] = ()
    review: Text | None = None
    overview: Text | None = None
    occupation_summary: Text | None = None
    job_titles: Annotated[tuple[Text, ...], Several] = ()
    entry_requirements: Text | None = None
    options: Annotated[tuple[Option, ...], Several] = ()
    duties: Annotated[tuple[Duty, ...], Several] = ()
    ksb_lists: Annotated[tuple[KsbList, ...], Several] = ()
    unassigned: Annotated[tuple[str, ...], Several] = ()
    assessment_outcomes: Annotated[tuple[AssessmentOutcome, ...], Several] = ()
    knowledge: Texts = Field(default_factory=dict)
    skills: Texts = Field(default_factory=dict)
    behaviours: Texts = Field(default_factory=dict)
    employability: Texts = Field(default_factory=dict)
    qualifications: Annotated[tuple[Qualification, ...], Several] = ()
    professional_recognition: Annotated[tuple[Text, ...], Several] = ()
    regulated_by: Text | None = None
    employers: Annotated[tuple[Text, ...], Several] = ()
    version_log: Annotated[tuple[VersionLogEntry, ...], Several] = ()
    source: Origin | None = None
    licence: Licence | None = None
    warnings: Annotated[tuple[Defect, ...], Several] = ()

    @property
    def name(self) -> str:
        """Reference and version, as in ``ST0792 v1.1``."""
        return f"{self.reference} v{self.version}"

    @property
    def texts(self) -> dict[Kind, dict[str, str]]:
        """The texts of the KSBs by kind and code."""
        return {kind: getattr(self, kind.plural) for kind in Kind}

    @cached_property
    def ksbs(self) -> dict[str, Ksb]:
        """All KSBs by code, in the order K, S, B and by number as the file has them."""
        return {code: Ksb(code, kind, text) for kind, texts in self.texts.items() for code, text in texts.items()}
