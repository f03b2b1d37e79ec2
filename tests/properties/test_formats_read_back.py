"""Every format of every command, read back, has the texts of the files as they are shown, and nothing made of them.

A text is put wherever a file can bring one, and so is a harmless one whose characters each stand for one of the text's.
What the two outputs read back as is then the same, character by character, however formats join and cut.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from formats_read_back import READERS, S
from hostile_outputs import Placed, outputs
from hostile_texts import HOSTILE, hostile, line, shown
from hypothesis import given, settings

from ksbcheck.cli.settings import CheckFormat, CohortFormat, Format, SummaryFormat

if TYPE_CHECKING:
    from collections.abc import Iterable

KEEPS_LINES = {"json", "jsonl", "sarif", "xlsx", "parquet"}
"""The formats in which a text may have lines. All others have it on one."""
QUOTES_ONLY = {"sarif"}
"""The formats of findings alone, whose messages quote a text on one line."""
# Where a text stands depends on how wide it is, and words that are too long for a line are broken.
WITHOUT_SPACES = {"text", "coloured text", "svg"}
# Characters that nobody has given a meaning, and that all formats keep: of the text, and of the same as a code.
_TEXT, _CODE = 0xF0000, 0x100000


@lru_cache
def _harmless(length: int, code_length: int) -> list[list[str]]:
    """Return what every format reads back as that has texts of so many characters."""
    text, code = (
        "".join(map(chr, range(start, start + count))) for start, count in ((_TEXT, length), (_CODE, code_length))
    )
    return [list(READERS[form](make())) for _, form, make in outputs(Placed(text, text, code))]


def _compared(form: str, read: Iterable[str], meant: dict[int, str]) -> list[str]:
    """Return what was read with the characters replaced, and every text on one line: messages quote them so."""
    lines = [text if text.startswith(S) else line(text.translate(meant)) for text in read]
    return ["".join(each.split()) for each in lines] if form in WITHOUT_SPACES else lines


def _assert_read_back(text: str) -> None:
    expected = {}
    for keeps_lines, told in ((True, shown(text)), (False, line(text))):
        code = told.upper()
        meant = {_TEXT + at: character for at, character in enumerate(told)}
        meant |= {_CODE + at: character for at, character in enumerate(code)}
        expected[keeps_lines] = meant, _harmless(len(told), len(code))
    for number, (command, form, make) in enumerate(outputs(Placed(text, shown(text), text))):
        found = list(READERS[form](make()))
        meant, harmless = expected[form in KEEPS_LINES]
        assert _compared(form, found, {}) == _compared(form, harmless[number], meant), (command, form)
        if form in KEEPS_LINES - QUOTES_ONLY:
            assert shown(text) in [each.strip() for each in found], (command, form)


def test_every_format_is_read_back() -> None:
    made = {(command, form) for command, form, _ in outputs(Placed("a", "a", "a"))}
    commands = {"gaps": Format, "check": CheckFormat, "summary": SummaryFormat, "cohort": CohortFormat}
    assert made >= {(command, str(form)) for command, formats in commands.items() for form in formats}
    assert {form for _, form in made} == set(READERS)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_text_that_tries_to_be_more_is_a_text(text: str) -> None:
    _assert_read_back(text)


@settings(max_examples=40)
@given(text=hostile.filter(lambda text: 0 < len(shown(text)) <= 30))
def test_any_text_is_a_text(text: str) -> None:
    _assert_read_back(text)
