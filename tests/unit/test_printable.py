"""Text from a file, made safe to show."""

from __future__ import annotations

import re
import sys
from itertools import product

import pytest
from hostile_texts import HOSTILE
from hostile_texts import line as line_apart
from hostile_texts import shown as shown_apart

from ksbcheck.printable import is_printable, not_a_command, one_line, printable, shortened


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
        ("\ufdd0", r"\ufdd0"),
        ("\u3164", r"\u3164"),
        ("\u115f", r"\u115f"),
        ("\uffa0", r"\uffa0"),
        ("\u2800", r"\u2800"),
        ("\u034f", r"\u034f"),
        ("\u17b4", r"\u17b4"),
        ("\U000e0fff", r"\U000e0fff"),
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
        "می\u200cخواهم",
        "❤\ufe0f\u200d🔥 1\ufe0f\u20e3 葛\U000e0100",
        "x\u0301 \ue000",
    ],
    ids=ascii,
)
def test_text_without_hidden_characters_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_letters_of_every_alphabet_are_printable() -> None:
    assert is_printable("Zoë 宽 مي")
    assert not is_printable("Zoë\u3164")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("acc\u200cepted", r"acc\u200cepted"),
        ("\u200dK1", r"\u200dK1"),
        ("E\ufe0f1", r"E\ufe0f1"),
        ("E1\U000e0100", r"E1\U000e0100"),
        ("é\u200d\u200d", "é\u200d" + r"\u200d"),
        ("❤\ufe0f\ufe0e", "❤\ufe0f" + r"\ufe0e"),
        ("\u202e\u200d", r"\u202e\u200d"),
        ("é\u200d\u200d\ufe0f", "é\u200d" + r"\u200d\ufe0f"),
        ("\ufe0f\u20e3", r"\ufe0f" + "\u20e3"),
        ("1\u200d\u20e3", r"1\u200d" + "\u20e3"),
        ("\xa0\u200d", "\xa0" + r"\u200d"),
        (" \ufe0f\u20e3", r" \ufe0f" + "\u20e3"),
    ],
    ids=ascii,
)
def test_what_joins_or_selects_nothing_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert not is_printable(text)


def test_whatever_joiners_and_selectors_stand_behind_is_shown_once_for_all() -> None:
    for length in range(5):
        for characters in product("aé\u200d\u200c\ufe0f\ufe0e\u20e3\u202e\xa0 ", repeat=length):
            text = "".join(characters)
            told = printable(text)
            assert printable(told) == told, ascii(text)
            assert told.strip() == shown_apart(text), ascii(text)
            assert [printable(word) for word in told.split()] == told.split(), ascii(text)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_what_is_shown_is_what_is_stated_apart_from_the_code(text: str) -> None:
    assert printable(text).strip() == shown_apart(text)
    assert one_line(printable(text)) == line_apart(text)
    assert printable(printable(text)) == printable(text)


def test_of_every_character_that_is_shown_which_is_hidden_is_stated_apart_from_the_code() -> None:
    # Signs that Arabic, Syriac and Kaithi put before numbers are format characters to Unicode; those of Egyptian
    # hieroglyphs became more from one version to the next.
    unsure = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")
    every = [chr(number) for number in range(sys.maxunicode + 1)]
    sure = [character for character in every if not unsure.match(character)]
    assert [each for each in sure if printable(f"é{each}é") != shown_apart(f"é{each}é")] == []


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


def test_of_a_text_that_is_far_too_long_only_the_beginning_is_looked_at() -> None:
    assert shortened("a" + " " * 238 + "b") == "a b"
    assert shortened("a" + " " * 239 + "b") == "a…"
    assert shortened("a" + " " * 240) == "a…"


def test_a_text_is_measured_as_it_is_shown() -> None:
    assert shortened("a" + " " * 150 + "b") == "a b"
    assert shortened("\x1b" * 15) == r"\x1b" * 15
    assert shortened("\x1b" * 16) == r"\x1b" * 14 + r"\x1" + "…"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("  -h, --help  Show this.", "  -h, --help  Show this."),
        ("::error::x", ": :error: :x"),
        ("##vso[a]", "##vso [a]"),
    ],
)
def test_a_line_keeps_its_shape_without_commands(line: str, told: str) -> None:
    assert not_a_command(line) == told
