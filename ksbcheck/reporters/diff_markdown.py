"""What changed between two versions of a standard, for pull requests and mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.reporters.diff_groups import UNCHANGED, UNRELIABLE, groups, summary
from ksbcheck.reporters.markdown import escape
from ksbcheck.standards.wording import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.reporters.diff_groups import Entry
    from ksbcheck.standards.compare import Comparison

_LEGEND = "Words taken out are ~~struck out~~, words put in are **bold**."
_MARKS = {Fate.KEPT: "", Fate.OUT: "~~", Fate.IN: "**"}


def render(comparison: Comparison) -> str:
    """Return what changed as Markdown, with every text that came from a file escaped."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    yield f"# From {escape(old.name)} to {escape(new.name)}"
    yield ""
    for standard in (old, new):
        yield f"- {escape(standard.name)}: {escape(standard.title)}"
    for label, counts in summary(comparison):
        yield f"- {label}: {counts}"
    found = groups(comparison)
    notices = [] if comparison.is_reliable else [UNRELIABLE]
    notices += [] if found else [UNCHANGED]
    notices += [_LEGEND] if any(entry.likeness for group in found for entry in group.entries) else []
    for notice in notices:
        yield ""
        yield notice
    for group in found:
        yield ""
        yield f"## {group.title}"
        yield ""
        for entry in group.entries:
            yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    likeness = f" ({entry.likeness})" if entry.likeness else ""
    text = " ".join(f"{_MARKS[run.fate]}{escape(run.text)}{_MARKS[run.fate]}" for run in entry.runs)
    yield f"- {escape(entry.label)}{likeness}: {text}"
    for remark in entry.remarks:
        yield f"  - {escape(remark)}"
