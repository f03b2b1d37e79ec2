"""The summaries of options, which the public body writes into the summary of the occupation."""

from __future__ import annotations

import re

_OPTION = re.compile(r"Option ([0-9]{1,2}): (.{1,300}?) [\N{EN DASH}\-] (.+)")


def option_summaries(titles: list[str], occupation_summary: str | None) -> list[str | None]:
    """Return each option's summary, from paragraphs such as ``Option 1: Film and TV - They help ...``.

    Only where there is one for each option, in the options' order, that starts with the first word of its title:
    anything else would be a guess, and gives none.
    """
    none: list[str | None] = [None] * len(titles)
    found = [match for line in (occupation_summary or "").splitlines() if (match := _OPTION.fullmatch(line))]
    if [int(match[1]) for match in found] != list(range(1, len(titles) + 1)):
        return none
    if any(_first_word(title) != _first_word(match[2]) for title, match in zip(titles, found, strict=True)):
        return none
    return [match[3] for match in found]


def _first_word(text: str) -> str:
    match = re.search(r"\w+", text.casefold())
    return match[0] if match else ""
