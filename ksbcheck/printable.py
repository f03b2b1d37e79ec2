"""Makes text that came from a file safe to show: nothing invisible, nothing that steers a terminal."""

from __future__ import annotations

import re
import unicodedata

# Control, format and surrogate characters, line and paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Layout that readers expect, and the joiners that emoji and several scripts need.
_HARMLESS = frozenset("\n\t\N{SOFT HYPHEN}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# What Unicode calls letters, marks and signs, and shows nothing; and what is no character, in XML files above all.
_BLANK = (
    "\N{COMBINING GRAPHEME JOINER}\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}"
    "\N{HALFWIDTH HANGUL FILLER}\N{KHMER VOWEL INHERENT AQ}\N{KHMER VOWEL INHERENT AA}\N{BRAILLE PATTERN BLANK}"
    "\u2065\ufdd0-\ufdef\ufff0-\ufff8\ufffe\uffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
# Patterns stay texts until a text needs them, as few do: compiling them would take a part of every start.
_UNSEEN = f"[{_BLANK}{_SELECTORS}]"
# Joiners and selectors: group 1 where they act on something, and then no two alike in a row. Behind ASCII they do
# nothing, of which only keycaps are drawn in two ways, nor behind a space: who strips it would bare them.
_JOINING = (
    f"([^\0-\x7f\\s{_JOINERS}{_SELECTORS}](?=[{_JOINERS}{_SELECTORS}])"
    f"[{_JOINERS}]?(?:[{_SELECTORS}][{_JOINERS}])*[{_SELECTORS}]?"
    f"|(?<=[!-~])[{_SELECTORS}](?=\N{COMBINING ENCLOSING KEYCAP}))"
    f"|[{_JOINERS}{_SELECTORS}]"
)


def is_printable(text: str) -> bool:
    """Whether ``text`` is one line in which nothing is hidden, or could be."""
    return text.isprintable() and (text.isascii() or not re.search(_UNSEEN, text))


def printable(text: str) -> str:
    r"""Return ``text`` with its hidden characters written out, as in ``\x1b`` or ``\u202e``.

    A line end is a line end, also where it is written with two characters.
    """
    if is_printable(text):
        return text
    text = text.replace("\r\n", "\n")
    # A text has few different characters, however long it is.
    hidden = {ord(character): _written_out(character) for character in set(text) if _is_hidden(character)}
    text = text.translate(hidden) if hidden else text
    # Only now it is known what joiners and selectors stand behind.
    return text if text.isascii() else re.sub(_JOINING, lambda match: match[1] or _written_out(match[0]), text)


def _is_hidden(character: str) -> bool:
    if character in _HARMLESS:
        return False
    return unicodedata.category(character) in _HIDDEN or bool(re.match(f"[{_BLANK}]", character))


def _written_out(character: str) -> str:
    """Return the character's number in the shortest of Python's escapes that holds it."""
    return character.encode("unicode_escape").decode("ascii")


def one_line(text: str) -> str:
    """Return ``text`` as one line that no CI service takes for a command of its own."""
    return not_a_command(" ".join(text.split()))


def not_a_command(line: str) -> str:
    """Return ``line`` so that no CI service takes it for a command of its own."""
    if "::" in line:
        line = re.sub(":(?=:)", ": ", line)
    return re.sub(r"(##\w*)\[", r"\1 [", line) if "##" in line else line


def shortened(text: str, limit: int = 60) -> str:
    """Return ``text`` on one line and cut to ``limit`` characters, for quoting in a message."""
    line = one_line(printable(text[: 4 * limit]))
    return line if len(line) <= limit and len(text) <= 4 * limit else line[: limit - 1] + "…"
