"""What the shell is told that could stand where the Tab key was pressed.

Each function imports what it needs when the shell asks, and answers with nothing where anything is wrong: there is no
place for messages while somebody types.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ksbcheck.cli.settings import DEFAULT_STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ksbcheck.standards.model import Standard

    Choices = Iterator[tuple[str, str]]
    """Texts to choose from, and what each of them means."""

# Shells evaluate what they are told, and it comes from files that may be a stranger's: a text that could be more than
# a word is no choice, and what a choice means loses every sign that means anything to a shell or to Rich.
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HARMLESS = str.maketrans({"\\": "/", "$": None, "`": "'", '"': "'", "[": "(", "]": ")", "<": "(", ">": ")"})
_LONGEST_MEANING = 64
"""What Typer has Rich put on one line, with what it adds."""


def _quietly(choices: Callable[[typer.Context], Choices]) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Make of what could be chosen what fits the word that is begun, in the case that it is begun in."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from ksbcheck.printable import shortened

        try:
            found = [
                (_in_case_of(incomplete, text), shortened(meaning, _LONGEST_MEANING).translate(_HARMLESS))
                for text, meaning in choices(ctx)
                if _WORD.fullmatch(text)
            ]
        except Exception:  # noqa: BLE001 - whatever is wrong, the command itself says so
            return []
        return [(text, meaning) for text, meaning in found if text.startswith(incomplete)]

    return complete


@_quietly
def standards(_: typer.Context) -> Choices:
    """Yield the names of the standards in the store; versions only where a standard has several."""
    from ksbcheck.cli.store import store_near
    from ksbcheck.standards.find import version_order

    entries: dict[str, dict[str, str]] = {}
    for entry in store_near().entries():
        if entry.name:
            entries.setdefault(entry.name.reference, {}).setdefault(entry.name.version or "", entry.shown)
    for reference, versions in sorted(entries.items()):
        newest_first = sorted(versions, key=version_order, reverse=True)
        yield reference, versions[newest_first[0]]
        if len(versions) > 1:
            # As one word, which every shell takes as it is.
            yield from ((f"{reference}-v{version}", versions[version]) for version in newest_first)


@_quietly
def options(ctx: typer.Context) -> Choices:
    """Yield the keys of the options of the standard that the command line is about."""
    for option in _standard(ctx).options:
        yield option.key, option.title


@_quietly
def codes(ctx: typer.Context) -> Choices:
    """Yield the codes of the standard's KSBs, and of findings."""
    from ksbcheck.codes import MEANINGS
    from ksbcheck.rules import RULES

    for ksb in _standard(ctx).ksbs.values():
        yield ksb.code, ksb.text
    yield from sorted({**MEANINGS, **{code: rule.name.replace("_", " ") for code, rule in RULES.items()}}.items())


def _standard(ctx: typer.Context) -> Standard:
    """Return the standard that a command line is about, as far as it is typed: where it names none, the portfolio's."""
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_portfolio, load_standard, standard_for

    asked = ctx.params.get("to") or ctx.params.get("standard")
    # Behind an option that has no value yet, arguments are not parsed into parameters any more.
    arguments = [ctx.params.get("portfolio"), *(ctx.params.get("portfolios") or ()), *ctx.args]
    given = next(filter(None, arguments), None)
    if not asked and given and Path(given).is_file():
        file = load_portfolio(given)
        return standard_for(file, store=store_near(file.folder)).standard
    return load_standard(asked or DEFAULT_STANDARD, store_near())


def _in_case_of(begun: str, text: str) -> str:
    return text.lower() if begun[:1].islower() else text
