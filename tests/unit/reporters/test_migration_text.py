"""The report of a migration; Rich's measure of cells is the ruler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from checking import small
from conftest import source
from rich.cells import cell_len

from ksbcheck.migration import migrate
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.reporters.layout import STYLES, plain
from ksbcheck.reporters.migration_text import lay_out
from ksbcheck.standards.compare import Comparison, KsbPair

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.migration import Migration
    from ksbcheck.reporters.layout import Line
    from ksbcheck.standards.ksb import Ksb

OPTION = {"options": [{"key": "post", "title": "Post production"}]}
WRITTEN, COMMAND = "Written to new.yaml.", "ksbcheck gaps new.yaml"
COMMON = "The role of everybody in a production, and what each of them brings to the others at every stage, "
# New code, likeness and new text of each old code.
CHANGES: dict[str, tuple[str, float, str]] = {
    "K1": ("K2", 1.0, "How a camera works."),
    "K2": ("K1", 0.95, COMMON + "apart from the weather."),
    "K3": ("K3", 0.95, "How to edit at night."),
    "K4": ("K5", 0.8, "How to mix a film."),
}
OLD_TEXTS = [
    "How a camera works.",
    COMMON + "including the weather.",
    "How to edit by day.",
    "How to mix sound.",
    "Tape.",
]


def migration(
    claims: str = "K1: , K2: , K3: p. 3, K4: p. 4, K5: p. 5, K99: ",
    *,
    changes: dict[str, tuple[str, float, str]] = CHANGES,
    old_texts: list[str] = OLD_TEXTS,
    fields: dict[str, Any] = OPTION,
    piece: str = "E01",
    title: str = "Tester",
) -> Migration:
    old = small(knowledge={f"K{at}": text for at, text in enumerate(old_texts, 1)}, **fields)
    new_texts = {"K4": "Something new.", **{code: text for code, _, text in changes.values()}}
    new = small(version="1.1", title=title, knowledge=dict(sorted(new_texts.items())), **fields)
    pairs = [_pair(ksb, new.ksbs, changes) for ksb in old.ksbs.values()]
    pairs.append(KsbPair(None, new.ksbs["K4"], 0))
    text = f"standard: ST0001\nevidence:\n- id: {piece}\n  title: t\n  ksbs: {{{claims}}}\n"
    text += "- {id: E02, title: t, ksbs: [K4]}\n" if "K4" in claims else ""
    text += "apprentice: {name: A. N. Other}\n"
    read = source(text)
    asked = "post" if fields else None
    return migrate(read_portfolio(read), read, Comparison(old, new, tuple(pairs), (), ()), option=asked)


def _pair(ksb: Ksb, new: dict[str, Ksb], changes: dict[str, tuple[str, float, str]]) -> KsbPair:
    if ksb.code not in changes:
        return KsbPair(ksb, None, 0)
    code, likeness, _ = changes[ksb.code]
    return KsbPair(ksb, new[code], likeness)


def rendered(made: Migration, width: int = 80) -> str:
    return plain(lay_out(made, width, WRITTEN, COMMAND))


def test_the_whole_report() -> None:
    assert (
        rendered(migration())
        == """\
ST0001 v1.0 -> ST0001 v1.1
Tester
Option: Post production (post)
A. N. Other · 2 pieces of evidence · portfolio.yaml

Carried over  3 of 7 claims
1 kept · 2 moved to another code · 2 waiting for a decision · 2 lost

Moved to another code: 2 claims
K1 -> K2  How a camera works.
K2 -> K1  was  …brings to the others at every stage, including the weather.
          is   …brings to the others at every stage, apart from the weather.

Kept, but worded in another way: 1 claim
Look whether the evidence still shows it.
K3  was  How to edit by day.
    is   How to edit at night.

Waiting for a decision: 2 claims
They are comments in the new file, for you to decide; --accept-likely carries
all of them over.
K4 -> K5  was  How to mix sound.
          is   How to mix a film.
          in E01 (p. 4), E02

Lost: 2 claims
They are no KSBs of ST0001 v1.1, and comments in the new file.
K5   Tape.
     in E01 (p. 5)
K99  no code of the old version, either
     in E01

Newly required: 2 KSBs
K4  Something new.
K5  How to mix a film.
    likely what K4 was

Written to new.yaml.
Next  ksbcheck gaps new.yaml
"""
    )


def test_nothing_to_tell_is_not_told() -> None:
    same = {"K1": ("K1", 1.0, "One.")}
    made = migration("K1: p. 1", changes=same, old_texts=["One."], fields={})
    assert rendered(made).split("\n\n")[1:] == [
        "Carried over  1 of 1 claim\n1 kept · 0 moved to another code · 0 waiting for a decision · 0 lost",
        "Newly required: 1 KSB\nK4  Something new.",
        f"{WRITTEN}\nNext  {COMMAND}\n",
    ]


def test_no_reliable_map_is_said_plainly() -> None:
    assert "there is no reliable map" not in rendered(migration())
    assert "there is no reliable map from its old codes" in rendered(migration(changes={"K1": CHANGES["K1"]}))


def test_a_long_text_is_cut_to_one_line() -> None:
    text = "word " * 60
    made = migration("K1: ", changes={"K1": ("K2", 1.0, text)}, old_texts=[text])
    assert f"K1 -> K2  {'word ' * 13}word…\n" in rendered(made)


def test_texts_that_differ_early_are_told_from_their_start() -> None:
    old, new = "One " + COMMON * 2, "Two " + COMMON * 2
    made = migration("K1: ", changes={"K1": ("K1", 0.95, new)}, old_texts=[old])
    assert "K1  was  One The role" in rendered(made)


def test_a_text_that_another_one_goes_on_from() -> None:
    made = migration("K1: ", changes={"K1": ("K1", 0.95, f"{COMMON}and more of it.")}, old_texts=[COMMON.strip()])
    lines = rendered(made).splitlines()
    assert any(line.endswith("at every stage,") for line in lines)
    assert any(line.endswith("at every stage, and more of it.") for line in lines)


WIDE: dict[str, Callable[[], str]] = {
    "Han": lambda: "你好" * 80,
    "emoji": lambda: "🎬 🎞🎥" * 30,
    "one long word": lambda: "x" * 400,
    "short words": lambda: "a " * 200,
}


def _wide(text: str) -> Migration:
    changes = {code: (new, likeness, f"{text}{code}") for code, (new, likeness, _) in CHANGES.items()}
    fields = {"options": [{"key": "post", "title": text}]}
    claims = f"K1: '{text}', K2: , K3: , K4: '{text}', K5: '{text}', '{text}': "
    return migration(claims, changes=changes, old_texts=[text] * 5, fields=fields, piece=f"'{text}'", title=text)


@pytest.mark.parametrize("width", [40, 60, 80, 140])
@pytest.mark.parametrize("text", WIDE)
def test_no_line_is_wider_than_the_screen(text: str, width: int) -> None:
    made = _wide(WIDE[text]())
    assert max(map(cell_len, rendered(made, width).splitlines())) <= min(width, 120)


def test_less_than_40_columns_are_not_filled() -> None:
    assert rendered(migration(), 10) == rendered(migration(), 40)


def test_every_style_is_known() -> None:
    lines: list[Line] = lay_out(migration(), 80, WRITTEN, COMMAND)
    assert {span.style for line in lines for span in line} <= set(STYLES)
