"""Makes a folder of realistic portfolios to measure with: some 10 KB and 27 pieces each, and some of them bad.

    python benchmarks/portfolios.py FOLDER [--count 4000] [--bad 0.05]

The same numbers give the same files. Their evidence is there, as empty files in one folder for all of them.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ksbcheck import load_standard
from ksbcheck.standards.scope import find_option, scope_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ksbcheck import Standard

PIECES = 27
STANDARD = "ST0792 v1.1"
OPTIONS = ("film", "post")
START = date(2024, 1, 15)
TITLES = (
    *("Call sheets for a location shoot", "Suite schedule of an online edit", "Cost report of a grade"),
    *("Risk assessment for a studio day", "Clearance log of a documentary", "Review session with a client"),
)
NOTES = (
    "Agreed with the line producer on the day; the covering note says which decisions were the apprentice's own.",
    "A six-part series. Row 1 of each sheet is its header, and names of contributors are left out.",
)
TYPES = (*("work product",) * 8, *("observation", "video") * 3, "witness testimony")
STATUSES = ("accepted", "accepted", "submitted", "submitted", "draft", "referred")
FAULTS = (
    "evidence:\n  - id: E01\n    title: [never closed\n",
    "standard: ST9999\nevidence: []\n",
    "standard: ST0792 v1.1\noption: post\nevidence:\n  - id: E01\n    id: E02\n    title: Twice\n    ksbs: [K1]\n",
    "standard: ST0792 v1.1\noption: post\nevidnce: []\n",
    "\x00not a text at all",
)


def portfolio(number: int) -> str:
    """Return the text of a portfolio; the same for the same number."""
    chance = random.Random(number)  # noqa: S311 - the same each time is what is wanted
    standard = _standard()
    option = chance.choice(OPTIONS)
    codes = scope_of(standard, find_option(standard, option)).codes
    lines = [f"standard: {STANDARD}", f"option: {option}", "apprentice:", f"  name: A. N. Other {number}"]
    lines += [f"  start_date: {START}", f"  planned_gateway: {START + timedelta(days=547)}", "", "evidence:"]
    for piece in range(1, PIECES + 1):
        lines += _piece(piece, codes, chance)
    return "\n".join(lines) + "\n"


def _piece(number: int, codes: Sequence[str], chance: random.Random) -> Iterator[str]:
    yield f"  - id: E{number:02}"
    yield f"    title: {chance.choice(TITLES)}, part {number}"
    yield f"    date: {START + timedelta(days=chance.randrange(500))}"
    yield f"    type: {chance.choice(TYPES)}"
    yield f"    status: {chance.choice(STATUSES)}"
    yield "    ksbs:"
    yield from (f"      {code}: p. {chance.randrange(1, 30)}" for code in chance.sample(codes, chance.randint(4, 9)))
    yield "    files:"
    yield f"      - evidence/e{number:02}.pdf"
    yield f"    notes: {chance.choice(NOTES)}"


@cache
def _standard() -> Standard:
    return load_standard(STANDARD)


def write(folder: Path, count: int, bad: float = 0.0) -> list[Path]:
    """Write portfolios into a folder, and return their paths; every so many is bad that ``bad`` of all are."""
    evidence = folder / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    for piece in range(1, PIECES + 1):
        (evidence / f"e{piece:02}.pdf").touch()
    paths = []
    for number in range(count):
        is_bad = int((number + 1) * bad) > int(number * bad)
        path = folder / f"portfolio_{number:06}.yaml"
        path.write_text(FAULTS[number % len(FAULTS)] if is_bad else portfolio(number), encoding="utf-8")
        paths.append(path)
    return paths


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--bad", type=float, default=0.05, metavar="SHARE")
    asked = parser.parse_args()
    write(asked.folder, asked.count, asked.bad)


if __name__ == "__main__":
    main()
