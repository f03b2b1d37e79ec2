"""Makes text that came from a file safe to show: nothing invisible, nothing that steers a terminal."""

from __future__ import annotations

import re
import unicodedata

# Control, format and surrogate characters, line and paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# No characters at all, and in no XML file.
_NONCHARACTERS = frozenset("\ufffe\uffff")
# Layout that readers expect, and the joiners that emoji and several scripts need.
_HARMLESS = frozenset("\n\t\N{SOFT HYPHEN}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


def printable(text: str) -> str:
    r"""Return ``text`` with its hidden characters written out, as in ``\x1b`` or ``\u202e``.

    A line end is a line end, also where it is written with two characters.
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n")
    # A text has few different characters, however long it is.
    hidden = {ord(character): _written_out(character) for character in set(text) if _is_hidden(character)}
    return text.translate(hidden) if hidden else text


def _is_hidden(character: str) -> bool:
    if character in _HARMLESS:
        return False
    return unicodedata.category(character) in _HIDDEN or character in _NONCHARACTERS


def _written_out(character: str) -> str:
    """Return the character's number in the shortest of Python's escapes that holds it."""
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def one_line(text: str) -> str:
    """Return ``text`` as one line that no CI service takes for a command of its own."""
    line = re.sub(":(?=:)", ": ", " ".join(text.split()))
    return re.sub(r"(##\w*)\[", r"\1 [", line)


def shortened(text: str, limit: int = 60) -> str:
    """Return ``text`` on one line and cut to ``limit`` characters, for quoting in a message."""
    line = one_line(printable(text[: 4 * limit]))
    return line if len(line) <= limit and len(text) <= 4 * limit else line[: limit - 1] + "…"
