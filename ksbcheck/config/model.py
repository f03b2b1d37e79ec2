"""What a configuration file holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ksbcheck.config.policy import Policy
from ksbcheck.scalars import IsoDate, Several, Text, matching
from ksbcheck.shape import Model

Selector = Annotated[Text, matching(r"KSB[0-9]{0,3}", "is to be a rule's code, or the start of one, such as KSB2")]
"""A rule's code, or what the codes of several start with."""
RuleCode = Annotated[Text, matching(r"KSB[0-9]{3}", "is to be a rule's code, such as KSB206")]
THRESHOLDS = frozenset({"KSB104", "KSB105"})
"""The rules of what is asked of a portfolio as a whole, which no waiver takes back."""
Level = Literal["error", "warning", "note"]
KsbCode = Annotated[Text, BeforeValidator(lambda code: code.upper() if isinstance(code, str) else code)]


def _some(selected: tuple[str, ...]) -> tuple[str, ...]:
    if not selected:
        raise PydanticCustomError("misfit", "selects no rule at all")
    return selected


def _waivable(code: str) -> str:
    if code in THRESHOLDS:
        raise PydanticCustomError("misfit", "is a threshold; change what the policy asks for, or leave it out")
    return code


class Waiver(Model):
    """A stated reason why findings are accepted: those of a rule, on one KSB or one piece of evidence if it says so."""

    code: Annotated[RuleCode, AfterValidator(_waivable)]
    """The rule whose findings are accepted."""
    reason: Text
    """Why; whoever reads the report is told."""
    ksb: KsbCode | None = None
    """The KSB that it is about; any if left out."""
    evidence: Text | None = None
    """The id of the piece that it is about; any if left out."""
    expires: IsoDate | None = None
    """The last day on which it holds."""


class Config(Model):
    """How portfolios are checked. What the command line says wins over what stands here."""

    option: Text | None = None
    """The option of portfolios that name none."""
    select: Annotated[tuple[Selector, ...], Several, AfterValidator(_some)] = ("KSB",)
    """The rules to ask: codes, or what several start with."""
    ignore: Annotated[tuple[Selector, ...], Several] = ()
    """Rules that are not asked after all."""
    severity: dict[RuleCode, Level] = Field(default_factory=dict)
    """How serious the findings of a rule are, if not as usual."""
    policy: Policy = Field(default_factory=Policy.model_construct)
    """What is asked of a portfolio."""
    policy_file: Text | None = None
    """The path of a file with a policy, from this file's folder, in place of ``policy``."""
    waivers: Annotated[tuple[Waiver, ...], Several] = ()
    """Findings that are accepted, each for a stated reason."""

    def asks(self, code: str) -> bool:
        """Whether the rule of this code is asked: it is selected, and not ignored."""
        return code.startswith(self.select) and not code.startswith(self.ignore)
