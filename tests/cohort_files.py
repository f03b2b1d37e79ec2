"""Cohorts of all kinds of portfolios, what formats that are files make of them, and what JSON says of the same."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from checking import st0792
from cohort_outputs import made, output
from facts import DUTIES, OPTIONS, scope

from ksbcheck.cohort.model import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ksbcheck import Standard

TODAY = date(2025, 3, 10)


def file(
    form: str,
    rows: Iterable[Row],
    *,
    only: Callable[[Row], bool] = lambda _: True,
    interrupted: bool = False,
    of: Standard | None = None,
    known: bool = True,
) -> bytes:
    """Return what a format that is no text makes of ``rows``; all are counted, and ``only`` some listed."""
    return b"".join(pieces(form, rows, only=only, interrupted=interrupted, of=of, known=known))


def pieces(
    form: str,
    rows: Iterable[Row],
    *,
    only: Callable[[Row], bool] = lambda _: True,
    interrupted: bool = False,
    of: Standard | None = None,
    known: bool = True,
) -> Iterator[bytes]:
    """Yield the pieces of ``file``."""
    standard = (lambda: of or st0792()) if known else (lambda: None)
    for piece in made(form, rows, width=80, only=only, interrupted=interrupted, standard=standard):
        assert isinstance(piece, bytes)
        yield piece


def mixed(count: int = 40) -> list[Row]:
    """Return portfolios of both options, of which every seventh cannot be used; their gaps are chosen by chance."""
    chance = Random(5)
    return [_unusable(number) if number % 7 == 3 else _usable(number, chance) for number in range(count)]


def _unusable(number: int) -> Row:
    path = f"coach/bad {number}.yaml"
    return Row(path, f"{path}:{number}:2: error KSB002 is no portfolio", number)


def _usable(number: int, chance: Random) -> Row:
    option = OPTIONS[number % 3 == 0]
    needed = sorted(scope(option), key=lambda code: ("KSB".index(code[0]), int(code[1:])))
    share = chance.random()
    gaps = tuple(code for code in needed if number % 8 and (code == "K13" or chance.random() < share))
    covered = len(needed) - len(gaps)
    duties = [
        duty for duty, (of, codes) in DUTIES.items() if (of is None or of == option) and not set(codes).isdisjoint(gaps)
    ]
    start = TODAY - timedelta(chance.randrange(50, 450)) if number % 4 else None
    return Row(
        path=f"coach/portfolio {number}.yaml",
        name=("Zoë", None, "A. N. Other")[number % 3],
        standard="ST0792 v1.1",
        option=option,
        pieces=number,
        required=len(needed),
        covered=covered,
        accepted=int(covered * chance.random()),
        thin=min(number % 5, len(gaps)),
        gaps=gaps,
        open_duties=tuple(duties),
        errors=number % 2,
        warnings=number % 3,
        notes=number,
        start=start,
        gateway=start and start + timedelta(500),
        today=TODAY,
    )


def as_json(rows: Iterable[Row], **asked: Any) -> dict[str, Any]:
    """Return what JSON says of the same cohort."""
    content: dict[str, Any] = json.loads(output("json", rows, **asked))
    return content
