"""Lines for a screen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ksbcheck.reporters import layout
from ksbcheck.reporters.layout import STYLES, Line, Span, bar, cells, pad, paragraph, plain, plural, wrap

# Characters and how many cells they take on a terminal: a ruler of our own.
SIZES = dict.fromkeys("ab-’é …ñ░ｱ", 1) | dict.fromkeys("你好한Ａ🎬👩", 2) | dict.fromkeys("\u0301\u20dd", 0)


def _size(line: str) -> int:
    return sum(SIZES[character] for character in line)


def test_plain_has_no_styles_and_no_trailing_spaces() -> None:
    lines: list[Line] = [(Span("a ", "strong"), Span("b  ", "code")), (), (Span("  c"),), (Span("   "),)]
    assert plain(lines) == "a b\n\n  c\n\n"
    assert plain([]) == ""


def test_styles_are_those_of_rich() -> None:
    assert STYLES[""] == ""
    assert set(STYLES) == {"", "strong", "faint", "good", "bad", "warn", "code"}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", 0),
        ("plain", 5),
        ("café – it’s…", 12),
        ("█▒░·•", 5),
        ("cafe\u0301", 4),
        ("a\u20dd", 1),
        ("你好", 4),
        ("한글", 4),
        ("ＡＢ", 4),
        ("ｱｲ", 2),
        ("🎬", 2),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("👩\u200d🎬", 2),
        ("🇬🇧", 2),
        ("co\xadordinator", 12),
    ],
    ids=ascii,
)
def test_cells(text: str, size: int) -> None:
    assert cells(text) == size


@pytest.mark.parametrize(("text", "padded"), [("ab", "ab  "), ("你", "你  "), ("abcd", "abcd"), ("abcde", "abcde")])
def test_pad_fills_up_in_cells(text: str, padded: str) -> None:
    assert pad(text, 4) == padded


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 4, [""]),
        ("  ", 4, [""]),
        ("ab cd", 5, ["ab cd"]),
        ("ab cd", 4, ["ab", "cd"]),
        ("ab  cd\n\tef", 20, ["ab cd ef"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("a bcdefg h", 4, ["a", "bcde", "fg h"]),
        ("abcd efgh", 4, ["abcd", "efgh"]),
        ("你好 你好", 4, ["你好", "你好"]),
        ("你好你", 5, ["你好", "你"]),
        ("a::b ##[c]", 40, ["a: :b ## [c]"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(st.text([*SIZES, "\t", "\n"], max_size=80), st.integers(2, 40))
def test_wrap_keeps_all_text_within_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(_size(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())


@given(st.text("ab 你", max_size=80), st.integers(4, 40))
def test_wrap_fills_lines(text: str, width: int) -> None:
    lines = wrap(text, width)
    for line, following in pairwise(lines):
        assert _size(line) + 1 + _size(following.split(" ")[0]) > width


@pytest.mark.parametrize("text", ["❤\ufe0f" * 30, "1\ufe0f\u20e3" * 30, "👩\u200d🎬" * 30], ids=ascii)
def test_wrap_counts_an_emoji_of_several_characters_as_two_cells(text: str) -> None:
    assert [len(line) * 30 // len(text) for line in wrap(text, 40)] == [20, 10]


@given(st.lists(st.text("ab–é", min_size=1, max_size=14), max_size=12), st.integers(1, 12))
def test_narrow_text_is_broken_like_any_other(words: list[str], width: int) -> None:
    text = " ".join(words)
    assert layout._wrap_narrow(text, width) == layout._wrap_words(text, width)


def test_paragraph_starts_at_the_edge() -> None:
    assert plain(paragraph("ab cd efgh", 8)) == "ab cd\nefgh\n"


def test_paragraph_is_indented() -> None:
    assert paragraph("ab cd efgh", 10, "faint", indent=2) == [
        (Span("  "), Span("ab cd", "faint")),
        (Span("  "), Span("efgh", "faint")),
    ]


def test_paragraph_starts_with_the_first_spans() -> None:
    first = (Span("K1", "code"),)
    assert paragraph("ab cd efgh ij", 14, first=first, indent=4) == [
        (Span("K1", "code"), Span("ab cd efgh")),
        (Span("    "), Span("ij")),
    ]


def test_paragraph_is_never_narrower_than_8_cells() -> None:
    assert paragraph("abcdefghi", 4, indent=2) == [(Span("  "), Span("abcdefgh")), (Span("  "), Span("i"))]


@pytest.mark.parametrize(
    ("share", "drawn"),
    [
        (0, "░░░░░░░░"),
        (0.001, "█░░░░░░░"),
        (0.5, "████░░░░"),
        (0.6, "█████░░░"),
        (0.999, "███████░"),
        (1, "████████"),
    ],
)
def test_bar_is_full_or_empty_only_for_all_or_none(share: float, drawn: str) -> None:
    line = bar(share, 8)
    assert "".join(span.text for span in line) == drawn
    assert [span.style for span in line] == ["good", "faint"]


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [(0, "gap", "0 gaps"), (1, "gap", "1 gap"), (2, "gap", "2 gaps"), (1, "duty", "1 duty"), (12, "duty", "12 duties")],
)
def test_plural(count: int, noun: str, text: str) -> None:
    assert plural(count, noun) == text


def test_a_word_of_characters_that_take_no_cell_is_broken_and_takes_no_longer() -> None:
    word = "x" * 81 + "\N{COMBINING ACUTE ACCENT}" * 100_000 + "y"
    lines = wrap(word, 80)
    assert "".join("".join(lines).split()) == word
    assert max(map(len, lines)) == 4 * 80  # else one line could be laid over all others


@pytest.mark.parametrize("sign", ["❤\ufe0f", "1\ufe0f\u20e3", "👩\u200d🎬", "葛\U000e0100", "x\u0301"], ids=ascii)
def test_no_line_of_signs_of_several_characters_is_too_wide(sign: str) -> None:
    lines = wrap(sign * 100, 17)
    assert "".join(lines) == sign * 100
    assert max(map(cell_len, lines)) <= 17
