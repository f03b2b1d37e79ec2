"""What a summary holds. It adds to a report what an assessor asks: where, how strongly, and what else."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ksbcheck.coverage import DutyCoverage, KsbCoverage
    from ksbcheck.portfolios.model import Evidence
    from ksbcheck.report import Report
    from ksbcheck.share import Share
    from ksbcheck.standards.ksb import Kind


class Tally(NamedTuple):
    """How a group of KSBs stands. ``claimed``, ``accepted`` and the last three together are all of its KSBs."""

    covered: Share
    """Those with enough pieces that count."""
    accepted: Share
    """Those with enough accepted pieces."""
    thin: int
    """Those with some pieces that count, but too few."""
    planned: int
    """Those with none that counts, but planned ones."""
    missing: int
    """Those with neither."""

    @property
    def required(self) -> int:
        """How many KSBs there are."""
        return self.covered.required

    @property
    def claimed(self) -> int:
        """How many are covered, but not by accepted pieces alone."""
        return self.covered.covered - self.accepted.covered

    @property
    def parts(self) -> dict[str, int]:
        """How many KSBs are in each part, from the best to none; together they are all of them."""
        return {
            "accepted": self.accepted.covered,
            "claimed": self.claimed,
            "thin": self.thin,
            "planned": self.planned,
            "missing": self.missing,
        }


class Claimed(NamedTuple):
    """One piece of evidence that claims a KSB, and where in it: the row of a mapping document."""

    piece: PieceSummary
    locators: tuple[str, ...]
    """Several only where the piece names the KSB more than once."""


class KsbSummary(NamedTuple):
    """One KSB in scope, and every piece that claims it, whether or not it counts, in the file's order."""

    coverage: KsbCoverage
    claims: tuple[Claimed, ...]

    @property
    def only_piece(self) -> str | None:
        """The id of the piece that it rests on, if that is a single one."""
        return self.coverage.evidence[0] if self.coverage.pieces == 1 else None

    @property
    def lacks_locator(self) -> bool:
        """Whether pieces count for it, and none of them says where."""
        counted = [claim for claim in self.claims if claim.piece.counts]
        return bool(counted) and not any(claim.locators for claim in counted)


class FileSummary(NamedTuple):
    """A file of a piece of evidence, by its path from the portfolio's folder."""

    name: str
    is_safe: bool
    """Whether it is inside that folder, and there: such a file may be linked."""


class PieceSummary(NamedTuple):
    """One piece of evidence."""

    number: int
    """Its place in the file, from 1: two pieces may have one id."""
    evidence: Evidence
    counts: bool
    """Whether it is submitted or accepted."""
    codes: tuple[str, ...]
    """The KSBs in scope that it claims, in the standard's order."""
    other_codes: tuple[str, ...]
    """What else it claims: KSBs out of scope and unknown codes, in the file's order."""
    has_many: bool
    """Whether it carries too many codes: see ``Summary.many``."""
    files: tuple[FileSummary, ...]


class DutySummary(NamedTuple):
    """One duty in scope, and how its KSBs stand."""

    coverage: DutyCoverage
    tally: Tally


class Many(NamedTuple):
    """How many KSBs one piece may claim before it carries too many."""

    most: int
    is_asked: bool
    """Whether a policy says so; else it is a quarter of the KSBs in scope, at least 12: only a hint where to look."""


class SmallestSet(NamedTuple):
    """A set of pieces that keeps today's coverage, as small as could be found."""

    pieces: tuple[str, ...]
    """Their ids, in the file's order."""
    at_least: int
    """No set with fewer pieces keeps the coverage; this is proven."""
    counted: int
    """How many pieces count today."""
    most_allowed: int | None
    """How many pieces the policy takes at most, if it says so."""

    @property
    def is_exact(self) -> bool:
        """Whether there is no smaller set."""
        return len(self.pieces) == self.at_least


class Point(NamedTuple):
    """What there was at the end of a day: how many pieces that count, and how many KSBs they cover."""

    day: date
    pieces: int
    covered: int


class Progress(NamedTuple):
    """The evidence over time, against the straight line from the start of the programme to the planned gateway."""

    points: tuple[Point, ...]
    """One for each day of a piece that counts, in their order."""
    undated: int
    """How many pieces that count have no date, and are in no point. Where two have one id, both are told."""
    start: date | None
    gateway: date | None
    expected: float | None
    """What the line asks for on the day of the summary, in percent, rounded down; None without a line."""
    is_behind: bool
    """Whether less is covered than that."""


class Answer(StrEnum):
    """Whether something is there."""

    YES = "yes"
    NO = "no"
    NOT_STATED = "not stated"


class Requirement(NamedTuple):
    """One of the things that the gateway asks for."""

    key: str
    """``coverage``, ``english``, ``maths``, ``qualifications``, ``time_on_programme`` or ``employer_statement``."""
    name: str
    answer: Answer
    says: str
    """What the portfolio says about it; may be empty."""
    asks: str
    """What is asked for, in the words of the standard's page where it has any; may be empty."""


class Summary(NamedTuple):
    """All that an assessor is told of one portfolio on one day."""

    report: Report
    today: date
    total: Tally
    by_kind: dict[Kind, Tally]
    """The kinds that have KSBs in scope."""
    ksbs: tuple[KsbSummary, ...]
    """In the standard's order."""
    duties: tuple[DutySummary, ...]
    pieces: tuple[PieceSummary, ...]
    """In the file's order."""
    many: Many
    smallest: SmallestSet
    progress: Progress
    gateway: tuple[Requirement, ...]
    evidence_folder: str | None = None
    """The way from where the summary is written to the portfolio's folder, as a relative URL; None for no links."""

    @property
    def on_one_piece(self) -> tuple[KsbSummary, ...]:
        """The KSBs that rest on a single piece."""
        return tuple(entry for entry in self.ksbs if entry.only_piece is not None)

    @property
    def without_locator(self) -> tuple[KsbSummary, ...]:
        """The KSBs for which pieces count, and none of them says where."""
        return tuple(entry for entry in self.ksbs if entry.lacks_locator)

    @property
    def carrying_many(self) -> tuple[PieceSummary, ...]:
        """The pieces that carry too many codes."""
        return tuple(piece for piece in self.pieces if piece.has_many)

    @property
    def is_ready(self) -> Answer:
        """Whether all that the gateway asks for is there."""
        answers = {requirement.answer for requirement in self.gateway}
        return next(answer for answer in (Answer.NO, Answer.NOT_STATED, Answer.YES) if answer in answers)
