"""Pictures of a terminal, for a README or a slide."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from ksbcheck.reporters.layout import STYLES, cells
from ksbcheck.reporters.text import lay_out

if TYPE_CHECKING:
    from ksbcheck.report import Report
    from ksbcheck.reporters.layout import Line

# Rich's own template asks another host for a font; this one uses what is there.
_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>{title}</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def render(report: Report, width: int) -> str:
    """Return the text report, up to ``width`` columns wide, as an SVG picture without anything from elsewhere."""
    return picture(lay_out(report, width), "ksbcheck gaps")


def picture(lines: list[Line], title: str) -> str:
    """Return lines as they look on a terminal, with the command in the title bar, as SVG."""
    width = max(sum(cells(span.text) for span in line) for line in lines)
    # No terminal: one that TERM calls dumb has 80 columns for Rich, whatever is asked for.
    console = Console(file=io.StringIO(), record=True, width=width, force_terminal=False)
    for line in lines:
        text = Text.assemble(*((span.text, STYLES[span.style]) for span in line))
        console.print(text, soft_wrap=True)
    template = _TEMPLATE.replace("{title}", escape(title))
    return console.export_svg(title=title, code_format=template, unique_id="ksbcheck")
