"""The summary for programs: the keys of the report's JSON, and what an assessor asks beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksbcheck.reporters.json import content_of, day, dumped
from ksbcheck.summary.tally import tally

if TYPE_CHECKING:
    from ksbcheck.summary.model import KsbSummary, PieceSummary, Progress, Requirement, SmallestSet, Summary


def render(summary: Summary) -> str:
    """Return the summary as JSON in ASCII: the same summary gives the same bytes everywhere."""
    return dumped(summary_content(summary))


def summary_content(summary: Summary) -> dict[str, Any]:
    """Return what the JSON of a summary holds."""
    content = content_of(summary.report)
    return {
        **content,
        "today": summary.today.isoformat(),
        "coverage": _coverage(content["coverage"], summary),
        "ksbs": [{**told, **_ksb(entry)} for told, entry in zip(content["ksbs"], summary.ksbs, strict=True)],
        "duties": [
            {**told, **entry.tally.parts} for told, entry in zip(content["duties"], summary.duties, strict=True)
        ],
        "pieces": [_piece(piece) for piece in summary.pieces],
        "many": {"most": summary.many.most, "asked": summary.many.is_asked},
        "smallest_set": _smallest(summary.smallest),
        "next_duty": _next_duty(summary),
        "progress": _progress(summary.progress),
        "gateway": {"ready": summary.is_ready, "requirements": [_requirement(entry) for entry in summary.gateway]},
        "on_one_piece": _codes(summary.on_one_piece),
        "without_locator": _codes(summary.without_locator),
        "carrying_many": [piece.number for piece in summary.carrying_many],
    }


def _coverage(told: dict[str, Any], summary: Summary) -> dict[str, Any]:
    """Add how the KSBs stand to the shares; of a kind without KSBs there is nothing to add up."""
    nothing = tally(())
    by_kind = {kind: {**share, **summary.by_kind.get(kind, nothing).parts} for kind, share in told["by_kind"].items()}
    return {**told, **summary.total.parts, "by_kind": by_kind}


def _ksb(entry: KsbSummary) -> dict[str, Any]:
    return {
        "claims": [
            {
                "piece": claim.piece.number,
                "id": claim.piece.evidence.id,
                "status": claim.piece.evidence.status,
                "counts": claim.piece.counts,
                "locators": claim.locators,
            }
            for claim in entry.claims
        ],
        "only_piece": entry.only_piece,
    }


def _piece(piece: PieceSummary) -> dict[str, Any]:
    evidence = piece.evidence
    return {
        "number": piece.number,
        "id": evidence.id,
        "title": evidence.title,
        "date": day(evidence.date),
        "type": evidence.type,
        "status": evidence.status,
        "counts": piece.counts,
        "ksbs": piece.codes,
        "other_codes": piece.other_codes,
        "has_many": piece.has_many,
        "files": [{"name": file.name, "safe": file.is_safe} for file in piece.files],
        "notes": evidence.notes,
    }


def _smallest(smallest: SmallestSet) -> dict[str, Any]:
    return {
        "pieces": smallest.pieces,
        "at_least": smallest.at_least,
        "counted": smallest.counted,
        "most_allowed": smallest.most_allowed,
        "exact": smallest.is_exact,
    }


def _next_duty(summary: Summary) -> dict[str, Any] | None:
    duty = summary.report.coverage.next_duty
    return duty and {"number": duty.duty.number, "closes": duty.gaps}


def _progress(progress: Progress) -> dict[str, Any]:
    return {
        "points": [
            {"day": point.day.isoformat(), "pieces": point.pieces, "covered": point.covered}
            for point in progress.points
        ],
        "undated": progress.undated,
        "start": day(progress.start),
        "gateway": day(progress.gateway),
        "expected": progress.expected,
        "behind": progress.is_behind,
    }


def _requirement(requirement: Requirement) -> dict[str, str]:
    return {
        "key": requirement.key,
        "name": requirement.name,
        "answer": requirement.answer,
        "says": requirement.says,
        "asks": requirement.asks,
    }


def _codes(entries: tuple[KsbSummary, ...]) -> list[str]:
    return [entry.coverage.ksb.code for entry in entries]
