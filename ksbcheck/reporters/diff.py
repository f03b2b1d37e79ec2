"""The formats of a comparison of two standards: pure functions from it to text, as ``REPORTERS`` are from a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.standards.compare import Comparison


def _text(comparison: Comparison, width: int) -> str:
    from ksbcheck.reporters.diff_text import lay_out
    from ksbcheck.reporters.layout import plain

    return plain(lay_out(comparison, width))


def _json(comparison: Comparison, _width: int) -> str:
    from ksbcheck.reporters.diff_json import render

    return render(comparison)


def _markdown(comparison: Comparison, _width: int) -> str:
    from ksbcheck.reporters.diff_markdown import render

    return render(comparison)


DIFF_REPORTERS: dict[str, Callable[[Comparison, int], str]] = {"text": _text, "json": _json, "markdown": _markdown}
