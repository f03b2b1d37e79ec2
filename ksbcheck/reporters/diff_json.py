"""What changed between two versions of a standard, for programs. The keys are a promise, as those of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksbcheck.reporters.json import dumped
from ksbcheck.standards.compare import Certainty, Change, count_changes
from ksbcheck.standards.wording import changed_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ksbcheck.standards.compare import Comparison, Pair
    from ksbcheck.standards.ksb import Ksb
    from ksbcheck.standards.model import Duty, Option, Standard

SCHEMA_VERSION = 1


def render(comparison: Comparison) -> str:
    """Return what changed as JSON in ASCII: the same comparison gives the same bytes everywhere."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "old": _standard(comparison.old),
        "new": _standard(comparison.new),
        "reliable": comparison.is_reliable,
        "summary": {
            "ksbs": _counts(comparison.ksbs),
            "duties": _counts(comparison.duties),
            "options": _counts(comparison.options),
        },
        "ksbs": [_pair(pair, _ksb(pair.old), _ksb(pair.new)) for pair in comparison.ksbs],
        "duties": [
            {
                **_pair(pair, _duty(pair.old), _duty(pair.new)),
                "ksbs_gone": pair.ksbs_gone,
                "ksbs_new": pair.ksbs_new,
                "options_gone": pair.options_gone,
                "options_new": pair.options_new,
            }
            for pair in comparison.duties
        ],
        "options": [_pair(pair, _option(pair.old), _option(pair.new)) for pair in comparison.options],
    }
    return dumped(content)


def _standard(standard: Standard) -> dict[str, Any]:
    return {"reference": standard.reference, "version": standard.version, "title": standard.title}


def _counts(pairs: Sequence[Pair]) -> dict[str, int]:
    """Return the counts of every change, and how sure the reworded ones are."""
    certainties = [pair.certainty for pair in pairs if pair.change is Change.REWORDED]
    changes = {str(change): count for change, count in count_changes(pairs).items()}
    return changes | {str(certainty): certainties.count(certainty) for certainty in Certainty}


def _pair(pair: Pair, old: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any]:
    before, after = pair.sides
    words = changed_words(before.text, after.text) if before and after and pair.change is Change.REWORDED else ()
    return {
        "change": pair.change,
        "certainty": pair.certainty,
        "similarity": pair.similarity,
        "old": old,
        "new": new,
        "words": [{"fate": run.fate, "text": run.text} for run in words],
    }


def _ksb(ksb: Ksb | None) -> dict[str, Any] | None:
    return ksb and {"code": ksb.code, "kind": ksb.kind, "text": ksb.text}


def _duty(duty: Duty | None) -> dict[str, Any] | None:
    return None if duty is None else {"number": duty.number, "text": duty.text}


def _option(option: Option | None) -> dict[str, Any] | None:
    return None if option is None else {"key": option.key, "title": option.title}
