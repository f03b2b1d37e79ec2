"""Texts that try to be more than text, and what of them is to be shown, stated apart from the code that shows it."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import strategies as st

# What steers a terminal, turns text around or shows nothing: by number, where the code goes by Unicode's categories.
_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, of which the line end and the tab are layout
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"  # directions, separators, nothing
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters, marks and a pattern of dots, all of them blank
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of characters, and no characters
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # signs of layout, and tags
)
_HIDES = re.compile(f"[{_HIDDEN}]")
_JOINERS, _SELECTORS = re.compile("[\u200c\u200d]"), re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def shown(text: str) -> str:
    """Return what a file's text is shown as, its lines kept."""
    return _shown(text).strip()


def is_shown_as_it_is(text: str) -> bool:
    """Whether nothing in a text is written out."""
    return _shown(text) == text


def _shown(text: str) -> str:
    """Return a text with what it hides written out, one character after the other.

    Joiners and selectors say how the character before them is drawn, or joined to the next: one of each, and none
    where that is written out, a space or ASCII, which is drawn in one way, and alone. A key with a cap is drawn in two.
    """
    told, before, key = "", "", False
    for character, after in pairwise(f"{text}\0".replace("\r\n", "\n")):
        kind = next((kind for kind in (_JOINERS, _SELECTORS) if kind.match(character)), None)
        acts = not (before.isascii() or before.isspace() or (kind and kind.match(before)))
        capped = key and kind is _SELECTORS and after == "\u20e3"
        hides = not (acts or capped) if kind else _HIDES.match(character)
        told += _escape(ord(character)) if hides else character
        before, key = told[-1], told[-1].isascii() and not (kind or told[-1].isspace())
    return told


def line(text: str) -> str:
    """Return what it is shown as where there is one line."""
    words = " ".join(shown(text).split())
    while "::" in words:
        words = words.replace("::", ": :")
    return re.sub(r"(##[0-9A-Za-z_]*)\[", r"\1 [", words)


def _escape(number: int) -> str:
    if number == ord("\r"):
        return "\\r"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


HOSTILE = [
    # What begins a formula, or a field of another program's.
    "=1+1",
    "+1-1",
    "-2+3",
    "@SUM(1)",
    "'=1",
    "''=1",
    "＝1＋1",
    "－1",
    "＠x",
    "\t=1",
    "  =1",
    "\n=1",
    "a\n=1",
    "a;=1",
    "a,=1,b",
    "a\t=1\tb",
    '",=1,"',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://e.example")',
    "{=1+1}",
    "%0A=1",
    "'",
    '"',
    "_x0041_ _x000D_",
    "<r><t>x</t></r>",
    "1e5",
    "007",
    "TRUE",
    "2024-03-02",
    "internal:Summary!A1",
    "external:c:\\x.xlsx",
    "#REF!",
    "&L&G&P &&",
    # Commands to CI services.
    "::error::x",
    "::",
    ":::::",
    "a\n::b",
    "\n::x",
    "x:",
    ":x",
    ":",
    "##[error]x",
    "##vso[task.x]y",
    "a ##teamcity[x]",
    "##",
    "[x]",
    "%25 %0A%0D%3A%2C",
    "a,b=c::d",
    # Markup of pages and of XML.
    "<b>x</b>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=a()>',
    "' onmouseover='a()",
    "</td></tr></table>",
    "</style></script></title>",
    "]]> <![CDATA[x]]>",
    "<!-- x",
    "--> x",
    "<?php x ?>",
    "&lt; &amp; &#65; &x; &#0;",
    "&amp",
    "javascript:alert(1)",
    "data:text/html,x",
    "{{ 7*7 }} {% x %} {# x #}",
    "{0} {x} }{",
    "${x} #{x} $(x) `x`",
    # Markdown, and what services make of text once it has been read.
    "*a* **b** _c_ ~~d~~",
    "**",
    "~~~",
    "```",
    "`",
    "a `b` ``c",
    "\\",
    "a\\",
    "\\*a\\*",
    "|",
    "a | b \\| c",
    "| --- |",
    "# a",
    "a\n# b",
    "> a",
    "- a",
    "+ a",
    "1. a",
    "23) a",
    "---",
    "===",
    "    a",
    "[a](b)",
    "![a](b)",
    "[a](javascript:x)",
    "[a]: b",
    "[^1] [^1]: x",
    "[ ] [x]",
    "> [!NOTE]",
    "](",
    "[1](2)",
    "<http://e.example>",
    "http://e.example/?a=b#c",
    "HTTPS://e.example www.e.example",
    "WWW.e.example",
    "//e.example",
    "a@e.example",
    "mailto:a@e.example",
    "@team and/@all",
    "#1 a/b#23 GH-4 gh-5",
    "!6 $7 %8 &9 ~10",
    ":smile: :+1: :100:",
    "at 00:12:30",
    "$x$ $$y$$ $`z`$",
    "50 % of $5",
    # What Rich, or a terminal, takes for more than text.
    "[bold]x[/bold]",
    "[link=http://e.example]x[/]",
    "\x1b[31mred\x1b]0;t\x07",
    "\x1b]8;;http://e\x1b\\x",
    "\x9b31m \x90x \x85",
    "a\rb\x08\x7f\x00",
    # What is not seen, or turns around what is.
    "\u202egnp.exe \u2066x\u200f",
    "a\u2028b\u2029c",
    "\ufeffa\u200bb\u2060c",
    "acc\u200cepted K\u200d1",
    "E\ufe0f1 E\U000e01001",
    "\U000e0041\U000e007f",
    "\u3164\u115f\uffa0\u2800",
    "a\u034fb",
    "\ufff9a\ufffab\ufffb",
    "\ufffe\uffff\ufdd0",
    "\xa0a\xa0\u3000b\u2007",
    "\xa0\u200d\u3000\ufe0fx \ufe0f\u20e3",
    "\U000f0000\ue000\ufffd",
    "x\u0301\u0301\u0301\u0301",
    "co\xadop",
    # What is meant as it is.
    "Zoë’s “XL” – 宽",
    "👩\u200d🎬 ❤\ufe0f 1\ufe0f\u20e3 می\u200cخواهم",
    "../..//etc/passwd C:\\x?y#z",
    "a\n\nb\n  c",
    "\\x1b \\u202e",
]

_SIGNS = "=+-@'\";:,#%&<>[](){}|*_~`\\/!?$^.\n\t\r\x1b\x00\u202e\u200b\u2028\u3164\u200d\ufe0f＝ \xa0aA1Kx宽é🎬"
_PARTS = (
    "::",
    "##[",
    "##x[",
    "<!--",
    "]]>",
    "http://",
    "www.",
    "](",
    "&#",
    "{{",
    "%0A",
    "\r\n",
    "$$",
    "```",
    "GH-1",
    "_x0041_",
)
hostile = st.lists(
    st.sampled_from([*_SIGNS, *_PARTS]) | st.characters(exclude_categories=["Cs", "Cn"]), min_size=1, max_size=12
).map("".join)
"""Texts made of the signs that mean something to some format."""
