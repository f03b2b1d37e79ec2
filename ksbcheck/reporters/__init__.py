"""The output formats: pure functions from a report to text or bytes, one module each.

Each takes the report and the width in columns that it may fill; formats that are not for a screen leave the width.
Modules are imported when their format is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.gate import Gate
    from ksbcheck.report import Report
    from ksbcheck.summary.model import Summary


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


def _summary_text(summary: Summary, width: int) -> str:
    from ksbcheck.reporters.layout import plain
    from ksbcheck.reporters.summary_text import lay_out

    return plain(lay_out(summary, width))


def _summary_html(summary: Summary, _width: int) -> str:
    from ksbcheck.reporters.summary_html import render

    return render(summary)


def _summary_xlsx(summary: Summary, _width: int) -> bytes:
    from ksbcheck.reporters.summary_xlsx import render

    return render(summary)


def _summary_csv(summary: Summary, _width: int) -> str:
    from ksbcheck.reporters.summary_csv import render

    return render(summary)


def _summary_markdown(summary: Summary, _width: int) -> str:
    from ksbcheck.reporters.summary_markdown import render

    return render(summary)


def _summary_json(summary: Summary, _width: int) -> str:
    from ksbcheck.reporters.summary_json import render

    return render(summary)


SUMMARY_REPORTERS: dict[str, Callable[[Summary, int], str | bytes]] = {
    "text": _summary_text,
    "html": _summary_html,
    "xlsx": _summary_xlsx,
    "csv": _summary_csv,
    "markdown": _summary_markdown,
    "json": _summary_json,
}
"""The formats of a summary."""
