"""Writes docs/rules.md, the manual of the rules, from the docstrings of their modules.

python docs/rules.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ksbcheck.rules import RULES

if TYPE_CHECKING:
    from ksbcheck.rules.rule import Rule

PAGE = Path(__file__).with_suffix(".md")
HEAD = """\
# The rules of `ksbcheck check`

<!-- Written by `python docs/rules.py` from the docstrings in ksbcheck/rules; change them there. -->

`ksbcheck explain KSB206` prints one of these pages. Those marked with *gaps* are told by `ksbcheck gaps`, too. What
is "in the policy" stands under `[policy]` in the configuration, everything else at its top. The codes of what is no
rule, such as files that cannot be read, are in [`codes.md`](codes.md).
"""


def manual() -> str:
    """Return the manual as Markdown: a list of the rules, then a page for each."""
    rows = [
        f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {_summary(rule.page)} |" for rule in RULES.values()
    ]
    table = "\n".join(["| code | severity | what it finds |", "|---|---|---|", *rows])
    pages = [f"## {rule.code}\n\n{_kind(rule)}\n\n{rule.page.strip()}" for rule in RULES.values()]
    return "\n\n".join([HEAD.strip(), table, *pages]) + "\n"


def _summary(page: str) -> str:
    return page.partition("\n")[0].removesuffix(".").replace("|", r"\|")


def _kind(rule: Rule) -> str:
    return f"*{rule.severity}, gaps*" if rule.in_gaps else f"*{rule.severity}*"


if __name__ == "__main__":
    PAGE.write_text(manual(), encoding="utf-8", newline="\n")
