"""A text has personal data in it that is not to be in a repository.

A portfolio is read by many, and what was once committed to a repository stays in its history. Looked for are unique
learner numbers (ten digits with the right check digit), National Insurance numbers, email addresses and phone numbers
of the United Kingdom, in every text but the apprentice's name. The files of the evidence are not looked into. Messages
never repeat what was found.

Good: `notes: Agreed with the line producer`.

Bad: `notes: Agreed with the line producer, 07700 900123`.

To configure: `ignore = ["KSB218"]` leaves it out, `severity.KSB218 = "error"` says how serious it is. A number that
only looks like one of these is accepted with a waiver.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.portfolios.texts import texts_of
from ksbcheck.printable import shortened
from ksbcheck.rules.rule import Finding, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Kind(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda _: True
    """Whether what the pattern found is really one."""


def _is_learner_number(digits: str) -> bool:
    """Whether the check digit is right: 10 less the remainder, by 11, of the other nine weighed with 10 down to 2."""
    remainder = _weighed(digits[:9]) % 11
    return remainder != 0 and int(digits[9]) == 10 - remainder


def _is_phone_number(found: str) -> bool:
    """Whether the digits are as many as numbers of that kind have; numbers of books are none."""
    digits = re.sub(r"^(?:0044|44)0?|^0", "", re.sub("[^0-9]", "", found))
    if len(digits) == _LONG_NUMBER:
        return True
    # Shorter ones are found in parts of the country only, and on some free lines.
    return digits.startswith(("1", "800")) and not _is_book(found)


def _is_book(found: str) -> bool:
    """Whether it is ten digits with the check digit of an ISBN."""
    return found.isdecimal() and len(found) == _BOOK and (_weighed(found[:9]) + int(found[9])) % 11 == 0


def _weighed(nine: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True))


_LONG_NUMBER = 10
"""The digits of most numbers, without the 0 or the code of the country."""
_BOOK = 10
# Every repetition has a bound, and none can start inside of what another of its kind looked at: a text takes time in
# proportion to its length, whatever is in it. An underscore ends a word: these may be in a file's name.
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_KINDS = (
    _Kind("a unique learner number", re.compile(rf"{_START}(?<![0-9][.:/-])[1-9][0-9]{{9}}{_END}"), _is_learner_number),
    _Kind(
        "a National Insurance number",
        # Prefixes have no D, F, I, Q, U and V, none ends with O, and some are not given out.
        re.compile(
            rf"{_START}(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[\s-]?[0-9]{{2}}){{3}}[\s-]?[A-D]{_END}",
            re.IGNORECASE,
        ),
    ),
    _Kind(
        "an email address",
        # Not "logo@2x.png", a picture for sharper screens.
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64}@(?![0-9]x\.)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}" + _END
        ),
    ),
    _Kind(
        "a phone number",
        # The first digits stand together, so dates are none; nor is what goes on from another number.
        re.compile(
            rf"{_START}(?<![0-9][.:/-])(?<!97[89] )(?:(?:\+|00)44[ -]?(?:\(?0\)?[ -]?)?|0)\(?[1-3578][0-9]"
            rf"(?:[ )-]{{0,2}}[0-9]){{7,8}}{_END}(?!\.[0-9])"
        ),
        _is_phone_number,
    ),
)


# All of these have an @ or six digits in one text. Most portfolios have neither.
_DIGITS_AS_ZEROS = bytes.maketrans(b"0123456789", b"0" * 10)
_BESIDE_DIGITS = bytes(byte for byte in range(256) if byte not in b"0123456789\0")
_SIX_DIGITS = b"0" * 6


def find(subject: Subject) -> Iterator[Finding]:
    """Yield the texts with personal data, once for each kind that is in one."""
    text = subject.file.portfolio.text_of_pieces
    is_in_pieces = "@" in text or _SIX_DIGITS in text.encode().translate(_DIGITS_AS_ZEROS, _BESIDE_DIGITS)
    nameless: set[int | None] = {None}
    for written in texts_of(subject.file.portfolio):
        if written.piece is not None and not is_in_pieces:
            return
        kinds = _kinds_in(written.text)
        if kinds and written.loc[-1] == "id":  # the first of a piece's texts
            nameless.add(written.piece)
        for kind in kinds:
            piece = None if written.piece in nameless else subject.file.portfolio.evidence[written.piece or 0].id
            where = f"{written.what} of {shortened(piece)}" if piece else written.what
            message = f"{where} has {kind} in it; personal data is not to be in a repository"
            yield Finding(message, written.loc, evidence=piece)


def _kinds_in(text: str) -> list[str]:
    return [kind.name for kind in _KINDS if any(kind.holds(match[0]) for match in kind.pattern.finditer(text))]
