"""How cells look. Colours stand behind words that say the same, and are dark enough on light to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ksbcheck.coverage import State
from ksbcheck.diagnostic import Severity
from ksbcheck.summary.model import Answer


class Look(NamedTuple):
    """The colours of a text and of what is behind it."""

    text: str
    behind: str


_GREEN = Look("#0B4F26", "#D6F0DE")
_BLUE = Look("#173B73", "#DCE8FA")
_YELLOW = Look("#5F4300", "#FFF1C7")
_ORANGE = Look("#6E2F00", "#FFE1C9")
_RED = Look("#7D0F1D", "#FBDCDD")
_PURPLE = Look("#4E2472", "#ECDFF6")
_GREY = Look("#404040", "#E8E8E8")
HEAD = Look("#FFFFFF", "#1F3864")
BAR = "#A9C4EB"

Looks = Mapping[str, Look]
STATES: Looks = {State.ACCEPTED: _GREEN, State.CLAIMED: _BLUE, State.PLANNED: _YELLOW, State.MISSING: _RED}
STATUSES: Looks = {"accepted": _GREEN, "submitted": _BLUE, "draft": _YELLOW, "planned": _YELLOW, "referred": _PURPLE}
SEVERITIES: Looks = {Severity.ERROR: _RED, Severity.WARNING: _ORANGE, Severity.NOTE: _GREY}
ANSWERS: Looks = {Answer.YES: _GREEN, Answer.NO: _RED, Answer.NOT_STATED: _GREY}
CONCERN: Looks = {"yes": _ORANGE}
"""For what is better not so."""

FONT = {"font_name": "Arial", "font_size": 10}
"""One that is on every machine, or another of the same widths."""

SPARSE = "sparse"
"""The style of a column with few texts, of which the empty cells are left out: there may be a hundred thousand."""
LINE = {"bottom": 1, "bottom_color": "#C8CED8"}
_TEXT = {"valign": "top", "text_wrap": True, **LINE}
_HEAD = {"bold": True, "font_color": HEAD.text, "bg_color": HEAD.behind, "valign": "vcenter", "text_wrap": True}
_NUMBER = {**_TEXT, "align": "right", "indent": 1}
STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16, "font_color": HEAD.behind},
    "heading": {"bold": True, "font_size": 12, "font_color": HEAD.behind, "valign": "bottom"},
    "head": {**_HEAD, "align": "left", "indent": 1},
    "head of numbers": {**_HEAD, "align": "right", "indent": 1},
    "text": {**_TEXT, "align": "left", "indent": 1},
    SPARSE: {**_TEXT, "align": "left", "indent": 1},
    "line": {**_TEXT, "align": "left", "indent": 1, "text_wrap": False},
    "label": {**_TEXT, "align": "left", "indent": 1, "bold": True},
    "number": {**_NUMBER, "num_format": "0"},
    "figure": {**_TEXT, "align": "left", "indent": 1, "num_format": "0"},
    "percent": {**_NUMBER, "num_format": '0.0" %"'},
}
"""What each style is to the library that writes the workbook."""
UNBROKEN = {"title": 26.0, "heading": 20.0}
"""The styles of texts that run over the columns beside them, and the heights of their rows in points."""


def head_of(style: str) -> str:
    """Return the style of the header of a column: at the same side as what is below it."""
    return "head of numbers" if style in {"number", "percent"} else "head"
