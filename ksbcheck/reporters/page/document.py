"""One file that needs nothing else: the template with its style and its script, and what a browser may do with it."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ksbcheck.reporters.gate_findings import reason
from ksbcheck.reporters.layout import part_of_gaps, plural
from ksbcheck.reporters.page.links import evidence_link, web_link
from ksbcheck.reporters.page.standing import figure, segments_of, standing_of

if TYPE_CHECKING:
    from jinja2 import Template

# What CI services take for a command of their own, should somebody print the page to a log.
_COMMAND = re.compile(r":(?=:)|#(?=#\w*\[)")
_FILTERS = {
    "evidence_link": evidence_link,
    "figure": figure,
    "part_of_gaps": part_of_gaps,
    "plural": plural,
    "reason": reason,
    "segments": segments_of,
    "standing": standing_of,
    "web_link": web_link,
}


def render_page(**content: Any) -> str:
    """Return the page. All of ``content`` that is text is escaped where the templates put it."""
    return page_template("page.html", ("page.css",), "page.js").render(content)


@cache
def page_template(name: str, styles: tuple[str, ...], script: str) -> Template:
    """Return the template of a page whose style and script are in files beside this one."""
    style, script = "".join(map(_part, styles)), _part(script)
    # These two are ours, and no template: a brace in them means nothing.
    own = {"style": Markup(style), "script": Markup(script), "policy": policy_for(style, script)}  # noqa: S704
    return environment().get_template(name, globals=own)


def policy_for(style: str, script: str) -> str:
    """Return a content security policy that allows this style and this script, and nothing else at all."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def environment() -> Environment:
    """Return what makes templates: all of their texts are escaped."""
    made = Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(_FILTERS)
    return made


def _shown(value: Any) -> Any:
    """Return a text as HTML that shows just this text; what is no text, or HTML already, stays as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    shown = escape(value)
    if "::" in shown or "##" in shown:
        shown = Markup(_COMMAND.sub(lambda sign: f"&#{ord(sign[0])};", shown))  # noqa: S704 - it is escaped already
    return shown


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
