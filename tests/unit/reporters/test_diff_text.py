"""What changed between two versions, at a screen; Rich's measure of cells is the ruler."""

from __future__ import annotations

import re

import pytest
from checking import small, st0792
from comparing import everything
from rich.cells import cell_len

from ksbcheck.reporters.diff import DIFF_REPORTERS
from ksbcheck.reporters.diff_groups import UNCHANGED, UNRELIABLE
from ksbcheck.reporters.diff_text import lay_out
from ksbcheck.reporters.layout import STYLES
from ksbcheck.standards.compare import Comparison, compare

WIDTHS = [40, 60, 80, 140]
TEXTS = {
    "usual": "some text",
    "Han": "你好" * 60,
    "Han in words": "你好 世 界您好嗎 " * 20,
    "emoji": "🎬 🎞🎥" * 30,
    "joined emoji": "👩\u200d🎬" * 40,
    "combining": "e\u0301" * 100,
    "one long word": "x" * 300,
    "short words": "a " * 100,
}
HOSTILE = {
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "direction": "\u202egnp.exe",
    "lines": "two\n::error::lines\r\n##[error]three",
    "GitHub": "::set-output name=a::b",
    "Azure": "##[error]x",
    "markup": "[bold red]x[/] :smile: <script>x</script> | a | b |",
    "marks": "[-x-] {+y+} [- {+",
}


def _render(comparison: Comparison, width: int = 80) -> str:
    return DIFF_REPORTERS["text"](comparison, width)


def test_whole_text() -> None:
    old = small(
        knowledge={
            "K1": "How to test the tools of the trade before they are used.",
            "K2": "Who to ask.",
            "K3": "Birds.",
        },
        duties=[{"number": 1, "text": "Test the tools.", "ksbs": ["K1", "K3"]}],
        options=[{"key": "hand-held-tools", "title": "Hand-held tools"}],
    )
    new = small(
        version="1.1",
        title="Senior tester",
        knowledge={"K1": "Who to ask.", "K2": "How to test all tools of the trade before they are used."},
        skills={"S1": "Ask."},
        duties=[{"number": 1, "text": "Test the tools.", "ksbs": ["K2", "S1"]}],
        options=[{"key": "hand-tools", "title": "Hand-held tools"}],
    )
    expected = """\
From  ST0001 v1.0 Tester
To    ST0001 v1.1 Senior tester

KSBs     0 same, 1 moved, 1 reworded (1 sure), 1 new, 1 gone
Duties   1 same, 0 moved, 0 reworded, 0 new, 0 gone; 1 with
         other KSBs
Options  0 same, 1 moved, 0 reworded, 0 new, 0 gone

Words taken out stand in [-...-], words put in in {+...+}.

1 KSB moved: the same text under another code
K2 -> K1
      Who to ask.

1 KSB reworded (1 sure)
K1 -> K2 (sure, 94 % alike)
      How to test [-the-] {+all+} tools of the trade before
      they are used.

1 new KSB
S1    Ask.

1 KSB gone
K3    Birds.

1 duty the same but for their KSBs or options
1     Test the tools.
      no longer needs K3 of v1.0
      now needs S1 of v1.1

1 option moved: the same text under another key
hand-held-tools -> hand-tools
      Hand-held tools
"""
    assert _render(compare(old, new), 60) == expected


def test_nothing_changed() -> None:
    expected = f"""\
From  ST0792 v1.1 Media production co-ordinator
To    ST0792 v1.1 Media production co-ordinator

KSBs     87 same, 0 moved, 0 reworded, 0 new, 0 gone
Duties   12 same, 0 moved, 0 reworded, 0 new, 0 gone
Options  2 same, 0 moved, 0 reworded, 0 new, 0 gone

{UNCHANGED}
"""
    assert _render(compare(st0792(), st0792())) == expected


def test_it_is_told_where_no_map_is_reliable() -> None:
    assert UNRELIABLE not in _render(everything(), 120)
    rewritten = _render(compare(small(), small(knowledge={"K1": "Nothing of that kind."})), 120)
    assert f"\n\n{UNRELIABLE}\n\n" in rewritten
    assert "Words taken out" not in rewritten


def test_changed_words_have_styles_and_nothing_is_told_by_them_alone() -> None:
    spans = [span for line in lay_out(everything(), 120) for span in line]
    assert {span.style for span in spans} <= set(STYLES)
    styled = {style: {word for span in spans if span.style == style for word in span.text.split()} for style in STYLES}
    assert styled["bad"] == {"[-some", "text-]", "[-xy-]"}
    assert styled["good"] == {"{+it+}", "{+differently+}", "{+zz+}"}


@pytest.mark.parametrize("width", [*WIDTHS, 20, 120])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_line_is_wider_than_the_screen(text: str, width: int) -> None:
    lines = _render(everything(text), width).splitlines()
    assert max(map(cell_len, lines)) <= max(40, min(width, 120))


def test_long_names_are_wrapped() -> None:
    version, key = "1." * 60 + "1", "a" * 100
    old = small(version=version, options=[{"key": key, "title": "Tools"}])
    new = small(options=[{"key": f"{key}b", "title": "Tools"}])
    assert max(map(len, _render(compare(old, new), 40).splitlines())) <= 40


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_steers_neither_terminal_nor_ci(text: str, width: int) -> None:
    made = _render(everything(text), width)
    assert all(line.isprintable() for line in made.splitlines())
    assert not re.search(r"^\s*::|##\[", made, re.MULTILINE)
    assert "1 KSB moved" in made


@pytest.mark.parametrize("count", range(30))
def test_wrapping_starts_no_command(count: int) -> None:
    assert not re.search(r"^\s*::", _render(everything("x" * count + " :::error title=x:::y"), 40), re.MULTILINE)
