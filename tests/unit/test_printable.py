"""Text from a file, made safe to show."""

from __future__ import annotations

import pytest

from ksbcheck.printable import one_line, printable, shortened


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x00", r"\x00"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\r", r"\r"),
        ("\x7f", r"\x7f"),
        ("\x85", r"\x85"),
        ("\u202e", r"\u202e"),
        ("\u2066", r"\u2066"),
        ("\u200b", r"\u200b"),
        ("\u2028", r"\u2028"),
        ("\u2029", r"\u2029"),
        ("\ufeff", r"\ufeff"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("\ufffe", r"\ufffe"),
        ("\uffff", r"\uffff"),
    ],
    ids=ascii,
)
def test_a_hidden_character_is_written_out_wherever_it_stands(hidden: str, shown: str) -> None:
    assert printable(f"{hidden}a{hidden}b\n{hidden}") == f"{shown}a{shown}b\n{shown}"


def test_a_line_end_of_two_characters_is_one_line_end() -> None:
    assert printable("a\r\nb\r\n") == "a\nb\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zoë’s “XL” – 宽 😀",
        "two\nlines\tand a tab",
        "co\N{SOFT HYPHEN}ordinator",
        "👩\N{ZERO WIDTH JOINER}🎬",
        "a\u200cb",
    ],
    ids=ascii,
)
def test_text_without_hidden_characters_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\n\n lines\tof  text ", "two lines of text"),
        ("a\r\nb\u2028c\xa0d", "a b c d"),
        ("::error::x", ": :error: :x"),
        ("##[error]x", "## [error]x"),
        ("K1: p. 2 #[1]", "K1: p. 2 #[1]"),
        ("", ""),
    ],
    ids=ascii,
)
def test_one_line_has_no_breaks_and_no_commands(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize("colons", [":::", ":::::", "a:::b"])
def test_one_line_has_no_commands_in_a_row_of_colons(colons: str) -> None:
    assert "::" not in one_line(colons)


def test_a_short_text_is_quoted_whole() -> None:
    assert shortened("x" * 60) == "x" * 60


def test_a_long_text_is_cut_to_the_limit() -> None:
    assert shortened("x" * 61) == "x" * 59 + "…"
    assert shortened("abcdef", 5) == "abcd…"


def test_a_text_is_measured_as_it_is_shown() -> None:
    assert shortened("a" + " " * 150 + "b") == "a b"
    assert shortened("\x1b" * 15) == r"\x1b" * 15
    assert shortened("\x1b" * 16) == r"\x1b" * 14 + r"\x1" + "…"
