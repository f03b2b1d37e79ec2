"""Comparisons that have something of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checking import small

from ksbcheck.standards.compare import compare

if TYPE_CHECKING:
    from ksbcheck.standards.compare import Comparison

LONG = "Plan, run and review the work of a team so that all of it is done in time, within the budget and as agreed"


def everything(text: str = "some text", title: str | None = None) -> Comparison:
    """Compare two versions with entries in every group, in which every text that a file can bring has ``text``."""
    title = text if title is None else title
    old = small(
        title=title,
        knowledge={"K1": f"{LONG} {LONG} {text}", "K2": f"{text} moved", "K3": f"{text} gone"},
        skills={"S1": "abcd abcd abcd xy", "S2": f"{text} same"},
        options=[{"key": "a", "title": f"{text} moved"}, {"key": "b", "title": f"{text} gone"}],
        duties=[
            {"number": 1, "text": f"{text} same", "ksbs": ["K1", "K3"], "options": ["b"]},
            {"number": 2, "text": f"{LONG} {LONG} {text}", "ksbs": ["K1"], "options": ["a"]},
            {"number": 3, "text": f"{text} moved", "options": ["b"]},
            {"number": 4, "text": "Gone without a trace."},
        ],
    )
    new = small(
        version="1.1",
        title=title,
        knowledge={"K1": f"{text} moved", "K2": f"{LONG} it {LONG} differently", "K3": f"{text} 你好 brand new"},
        skills={"S1": "abcd abcd abcd zz", "S2": f"{text} same"},
        options=[{"key": "c", "title": f"{text} moved"}, {"key": "d", "title": f"{text} 你好 brand new"}],
        duties=[
            {"number": 1, "text": f"{text} same", "ksbs": ["K2"], "options": ["d"]},
            {"number": 2, "text": f"{LONG} it {LONG} differently", "ksbs": ["K2", "S2"], "options": ["c"]},
            {"number": 3, "text": f"{text} 你好 brand new", "options": ["d"]},
            {"number": 5, "text": f"{text} moved", "options": ["d"]},
        ],
    )
    return compare(old, new)
