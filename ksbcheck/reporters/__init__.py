"""The output formats: pure functions from a report to text, one module each.

Each takes the report and the width in columns that it may fill; formats that are not for a screen leave the width.
Modules are imported when their format is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.gate import Gate
    from ksbcheck.report import Report


def _text(report: Report, width: int) -> str:
    from ksbcheck.reporters.layout import plain
    from ksbcheck.reporters.text import lay_out

    return plain(lay_out(report, width))


def _json(report: Report, _width: int) -> str:
    from ksbcheck.reporters.json import render

    return render(report)


def _markdown(report: Report, _width: int) -> str:
    from ksbcheck.reporters.markdown import render

    return render(report)


def _svg(report: Report, width: int) -> str:
    from ksbcheck.reporters.svg import render

    return render(report, width)


def _gate_text(gate: Gate, width: int) -> str:
    from ksbcheck.reporters.gate_text import lay_out
    from ksbcheck.reporters.layout import plain

    return plain(lay_out(gate, width))


def _gate_json(gate: Gate, _width: int) -> str:
    from ksbcheck.reporters.gate_json import render

    return render(gate)


def _gate_markdown(gate: Gate, _width: int) -> str:
    from ksbcheck.reporters.gate_markdown import render

    return render(gate)


def _csv(gate: Gate, _width: int) -> str:
    from ksbcheck.reporters.csv import render

    return render(gate)


def _junit(gate: Gate, _width: int) -> str:
    from ksbcheck.reporters.junit import render

    return render(gate)


def _sarif(gate: Gate, _width: int) -> str:
    from ksbcheck.reporters.sarif import render

    return render(gate)


def _github(gate: Gate, _width: int) -> str:
    from ksbcheck.reporters.github import render

    return render(gate)


# The same for one portfolio as for many.
_FOR_TOOLS: dict[str, Callable[[Gate, int], str]] = {
    "csv": _csv,
    "junit": _junit,
    "sarif": _sarif,
    "github": _github,
}

GATE_REPORTERS: dict[str, Callable[[Gate, int], str]] = {
    "text": _gate_text,
    "json": _gate_json,
    "markdown": _gate_markdown,
    **_FOR_TOOLS,
}
"""The formats of a run over many portfolios."""


def _of_one(render: Callable[[Gate, int], str]) -> Callable[[Report, int], str]:
    """Return a format of many portfolios as one of a single report, which is there for its gaps."""

    def render_one(report: Report, width: int) -> str:
        from ksbcheck.gate import Gate, Outcome

        outcome = Outcome(report.path, report, report.diagnostics)
        return render(Gate((outcome,), asks_for_gaps=True), width)

    return render_one


REPORTERS: dict[str, Callable[[Report, int], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    **{name: _of_one(render) for name, render in _FOR_TOOLS.items()},
    "svg": _svg,
}
"""The formats of one report."""
