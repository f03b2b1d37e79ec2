"""The page's colours, held against the contrasts that WCAG 2.2 asks for, by its own formula."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product

import pytest

STYLE = files("ksbcheck.reporters.page").joinpath("page.css").read_text(encoding="utf-8")
THEMES = ("light", "dark", "paper")
TEXTS = ("text", "quiet", "link", "bad", "planned")
DRAWN = ("accepted", "claimed", "thin", "planned", "missing", "edge", "focus", "bad")


def _colours() -> dict[str, dict[str, str]]:
    """Return theme -> name -> six digits. A theme that leaves a colour out has the light one."""
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    found = [dict(re.findall(r"--([a-z-]+): #([0-9a-f]{3,6});", block)) for block in blocks]
    assert len(found) == len(THEMES)
    return {theme: {**found[0], **colours} for theme, colours in zip(THEMES, found, strict=True)}


def _luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_known_contrasts() -> None:
    assert _contrast("000", "fff") == pytest.approx(21)
    assert _contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("theme", "name", "ground"), [*product(THEMES, TEXTS, ("ground", "panel"))])
def test_text_can_be_read(theme: str, name: str, ground: str) -> None:
    colours = _colours()[theme]
    assert _contrast(colours[name], colours[ground]) >= 4.5


@pytest.mark.parametrize(("theme", "name"), [*product(THEMES, ("text", "link"))])
def test_text_in_a_row_that_was_linked_to_can_be_read(theme: str, name: str) -> None:
    assert _contrast(_colours()[theme][name], _colours()[theme]["mark"]) >= 4.5


@pytest.mark.parametrize(("theme", "name"), [*product(THEMES, ("accepted", "claimed"))])
def test_letters_of_the_matrix_can_be_read(theme: str, name: str) -> None:
    assert _contrast(_colours()[theme]["on-colour"], _colours()[theme][name]) >= 4.5


@pytest.mark.parametrize(("theme", "name"), [*product(THEMES, DRAWN)])
def test_what_is_drawn_can_be_seen(theme: str, name: str) -> None:
    assert _contrast(_colours()[theme][name], _colours()[theme]["ground"]) >= 3
