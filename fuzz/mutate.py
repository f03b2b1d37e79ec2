"""Changes to an input as a fault, a slip or an attacker would make them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LARGEST = 64 * 1024
"""Bytes that an input grows to, but for the few that are to be larger than is read."""
_ENORMOUS = 10_000
"""One of so many inputs is blown up."""
_CHARACTERS = [
    *(chr(code).encode() for code in (0, 7, 8, 9, 10, 13, 27, 0x7F, 0x85, 0xA0, 0xAD, 0x130, 0x200B, 0x200D, 0x2028)),
    *(chr(code).encode() for code in (0x202E, 0x2066, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F600, 0xE0041, 0x10FFFF)),
    *(
        text.encode()
        for text in ("é", "日本", "İ", "ﬀ", "a\u0301", "\N{ARABIC-INDIC DIGIT ONE}", "\N{FULLWIDTH EQUALS SIGN}")
    ),
    *(b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x80", b"\xff\xfe", b"\xef\xbb\xbf"),
]


class Material(NamedTuple):
    """What inputs are made of."""

    seeds: Sequence[bytes]
    tokens: Sequence[bytes]


def made(material: Material, name: str, seed: int, number: int) -> bytes:
    """Return the input of that number: the same for the same target, seed and number, whatever came before."""
    random = Random(f"{name} {seed} {number}")
    data = mutated(random.choice(material.seeds), material, random)
    if not number % _ENORMOUS and data:
        data *= random.randrange(1, 2 * 1024 * 1024 // len(data) + 2)
    return data


def mutated(data: bytes, material: Material, random: Random) -> bytes:
    """Return ``data`` with one change, or some more."""
    while True:
        data = random.choice(_CHANGES)(data, material, random)[:LARGEST]
        if random.random() < 1 / 2:  # two changes on average
            return data


def _slice(data: bytes, random: Random) -> tuple[int, int]:
    """Return where a part begins and ends: mostly a short one."""
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + int(random.expovariate(1 / 12)))


def _lines(data: bytes, random: Random) -> tuple[list[bytes], int]:
    lines = data.splitlines(keepends=True) or [b""]
    return lines, random.randrange(len(lines))


def _flip(data: bytes, _: Material, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + bytes(byte ^ 1 << random.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :]


def _noise(data: bytes, _: Material, random: Random) -> bytes:
    start, end = _slice(data, random)
    return data[:start] + random.randbytes(end - start) + data[end:]


def _leave_out(data: bytes, _: Material, random: Random) -> bytes:
    start, end = _slice(data, random)
    return data[:start] + data[end:]


def _repeat(data: bytes, _: Material, random: Random) -> bytes:
    start, end = _slice(data, random)
    return data[:end] + data[start:end] * int(2 ** (random.random() * 9)) + data[end:]


def _truncate(data: bytes, _: Material, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _token(data: bytes, material: Material, random: Random) -> bytes:
    start, end = _slice(data, random)
    if random.random() < 2 / 3:
        end = start
    return data[:start] + random.choice(material.tokens) + data[end:]


def _character(data: bytes, _: Material, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(_CHARACTERS) + data[at:]


def _splice(data: bytes, material: Material, random: Random) -> bytes:
    other = random.choice(material.seeds)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _transplant(data: bytes, material: Material, random: Random) -> bytes:
    lines, at = _lines(data, random)
    others, of = _lines(random.choice(material.seeds), random)
    return b"".join([*lines[:at], *others[of : of + random.randrange(1, 5)], *lines[at:]])


def _move_line(data: bytes, _: Material, random: Random) -> bytes:
    lines, at = _lines(data, random)
    line = lines.pop(at)
    lines.insert(random.randrange(len(lines) + 1), line)
    return b"".join(lines)


def _indent(data: bytes, _: Material, random: Random) -> bytes:
    lines, at = _lines(data, random)
    lines[at] = b" " * random.randrange(5) + lines[at].lstrip(b" ") if random.random() < 1 / 2 else b"  " + lines[at]
    return b"".join(lines)


def _line_ends(data: bytes, _: Material, random: Random) -> bytes:
    return data.replace(b"\n", random.choice([b"\r\n", b"\r", b"\n\n"]), random.choice([-1, 1, 3]))


_CHANGES: tuple[Callable[[bytes, Material, Random], bytes], ...] = (
    *(_flip, _noise, _leave_out, _repeat, _truncate, _token, _token, _token, _character, _character),
    *(_splice, _transplant, _transplant, _move_line, _indent, _line_ends),
)
