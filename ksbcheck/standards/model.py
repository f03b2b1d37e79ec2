"""What one version of an apprenticeship standard holds.

The fields are those of the public body's page and JSON of a standard. The model holds every official standard:
with and without options, duties or a mapping between duties and KSBs, and foundation apprenticeships.
"""

from functools import cached_property
from typing import Annotated, Any

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
    """ksbcheck's own name for it: lower-case letters, digits and hyphens."""
    title: Text
    """Its official title."""
    summary: Text | None = None
    """What somebody who has chosen it does."""


class KsbList(Model):
    """KSBs of some options, or of the core if it names none."""

    options: tuple[str, ...] = ()
    """The keys of the options that they belong to; left out for the core."""
    ksbs: tuple[str, ...] = ()
    """The codes of the KSBs."""


class Duty(KsbList):
    """A numbered duty and the KSBs it needs, in the page's order."""

    number: WholeNumber
    """Its number; duties count up from 1."""
    text: MaybeEmpty
    """What is to be done, in the page's words."""
    criteria: Text | None = None
    """How its performance is measured."""


class AssessmentOutcome(Model):
    """What a foundation apprenticeship is assessed on, and the KSBs that belong to it."""

    code: Text
    """Its code, such as AO1."""
    title: Text
    """Its official title."""
    text: Text | None = None
    """What it asks for."""
    ksbs: tuple[str, ...] = ()
    """The codes of the KSBs that belong to it."""


class VersionLogEntry(Model):
    """A version of the standard and the dates on which an apprentice could start on it."""

    version: Text
    """The version, as the page writes it."""
    change: Text | None = None
    """What changed in it."""
    earliest_start: IsoDate | None = None
    """The first day on which an apprentice could start on it."""
    latest_start: IsoDate | None = None
    """The last day on which an apprentice could start on it."""


class Qualification(Model):
    """What an apprentice must hold beside the standard itself, such as English and maths."""

    title: Text
    """What it is called."""
    text: Text | None = None
    """What is asked of it."""


class Origin(Model):
    """Who published the standard, where, and what of it was read."""

    publisher: Text | None = None
    """Who published it."""
    url: Text | None = None
    """Where it is published."""
    read_from: Text | None = None
    """What was read: the official JSON, or the text of the page."""
    options_from: Text | None = None
    """Which part of it says which KSBs belong to which option."""


class Licence(Model):
    """The terms the standard's text is under."""

    name: Text
    """What the licence is called."""
    url: Text | None = None
    """Where its terms are."""
    attribution: Text | None = None
    """What is to be said with the text."""


class Defect(Model):
    """A defect of the official file, and what was made of it; ``place`` is a JSON pointer into that file."""

    code: Text
    """The code of the finding, such as KSB332."""
    place: Text | None = None
    """Where it is in the official file."""
    message: Text
    """What is wrong, and what was made of it."""


class Standard(Model):
    """One version of an apprenticeship standard.

    Where it has options, their KSBs come from its duties, or from ``ksb_lists`` if its publisher lists them per
    option without mapping duties. ``ksbs`` has them all as one sequence. ``unassigned`` are the KSBs of which the
    file says itself that no duty and no list names them.
    """

    reference: Reference
    """The official reference, such as ST0792."""
    version: Version
    """The version, such as 1.1; in quotes, so that 1.10 stays 1.10."""
    title: Text
    """The official title."""
    status: Text | None = None
    """Whether it is approved for delivery, retired, or in development."""
    level: WholeNumber | None = None
    """The level of the apprenticeship."""
    route: Text | None = None
    """The route that it is part of."""
    lars_code: WholeNumber | None = None
    """Its code in the learning aim reference service."""
    typical_duration_months: WholeNumber | None = None
    """How long it usually takes, in months."""
    maximum_funding_pounds: WholeNumber | None = None
    """The most that is paid for it, in pounds."""
    eqa_provider: Text | None = None
    """Who assures the quality of its end-point assessment."""
    date_updated: IsoDate | None = None
    """The day on which the page was last updated."""
    notices: Annotated[tuple[Text, ...], Several] = ()
    """What the page announces above everything else."""
    review: Text | None = None
    """What is said of its review."""
    overview: Text | None = None
    """The occupation in short."""
    occupation_summary: Text | None = None
    """The occupation at length."""
    job_titles: Annotated[tuple[Text, ...], Several] = ()
    """Usual titles of the job."""
    entry_requirements: Text | None = None
    """What is asked of somebody who wants to start."""
    options: Annotated[tuple[Option, ...], Several] = ()
    """The specialisms of which an apprentice chooses one."""
    duties: Annotated[tuple[Duty, ...], Several] = ()
    """The numbered duties, and the KSBs that each of them needs."""
    ksb_lists: Annotated[tuple[KsbList, ...], Several] = ()
    """Where KSBs are listed for each option and not mapped to duties: the core's and each option's."""
    unassigned: Annotated[tuple[str, ...], Several] = ()
    """The KSBs that no duty and no list names; they are required of everybody."""
    assessment_outcomes: Annotated[tuple[AssessmentOutcome, ...], Several] = ()
    """What a foundation apprenticeship is assessed on."""
    knowledge: Texts = Field(default_factory=dict)
    """The knowledge statements by their codes: K1, K2 and so on."""
    skills: Texts = Field(default_factory=dict)
    """The skill statements by their codes: S1, S2 and so on."""
    behaviours: Texts = Field(default_factory=dict)
    """The behaviour statements by their codes: B1, B2 and so on."""
    employability: Texts = Field(default_factory=dict)
    """The employability skills and behaviours of a foundation apprenticeship: EB1, EB2 and so on."""
    qualifications: Annotated[tuple[Qualification, ...], Several] = ()
    """What an apprentice must hold beside the standard itself."""
    professional_recognition: Annotated[tuple[Text, ...], Several] = ()
    """The bodies that recognise it."""
    regulated_by: Text | None = None
    """The body that regulates the occupation."""
    employers: Annotated[tuple[Text, ...], Several] = ()
    """The employers who made it."""
    version_log: Annotated[tuple[VersionLogEntry, ...], Several] = ()
    """Its versions, and when an apprentice could start on each."""
    source: Origin | None = None
    """Who published it, where, and what of it was read."""
    licence: Licence | None = None
    """The terms that its text is under."""
    warnings: Annotated[tuple[Defect, ...], Several] = ()
    """What is wrong with the official file."""

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """What was worked out of it before, by what was asked for: thousands of portfolios ask for the same."""
        return {}

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
