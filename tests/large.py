"""A portfolio as large as any: 300 pieces of evidence on a standard of 331 KSBs, 59 duties and 13 options.

How the KSBs are split between the options is not told, so that all of them are in scope. Always the same.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from checking import as_yaml

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"knowledge": ("K", 140), "skills": ("S", 165), "behaviours": ("B", 26)}
KSBS, DUTIES, OPTIONS, PIECES, CLAIMS = 331, 59, 13, 300, 10
START, GATEWAY, TODAY = date(2023, 9, 4), date(2026, 3, 2), date(2025, 6, 16)

_TEXT = """
plan record schedule equipment client budget safety colleague process report supplier quality delivery team
standard review system material design test measure legal digital workplace production maintenance customer
"""
_WORDS = _TEXT.split()
_STATUSES = ("accepted", "accepted", "accepted", "submitted", "submitted", "draft", "planned", "referred")
_TYPES = ("work product", "witness testimony", "observation", "professional discussion", "video")


def codes() -> list[str]:
    """Return the codes of all KSBs, in the standard's order."""
    return [f"{prefix}{number}" for prefix, count in KINDS.values() for number in range(1, count + 1)]


def standard() -> dict[str, Any]:
    """Return the content of the standard's file."""
    chance = random.Random(59)
    every = codes()
    return {
        "reference": "ST0331",
        "version": "1.0",
        "title": "Engineering and manufacturing technician of many trades",
        "level": 4,
        "typical_duration_months": 36,
        "options": [{"key": f"trade-{number}", "title": f"Trade number {number}"} for number in range(1, OPTIONS + 1)],
        "duties": [
            {
                "number": number,
                "text": _sentence(chance, 18),
                "ksbs": every[number - 1 :: DUTIES] + every[number % DUTIES :: DUTIES],
            }
            for number in range(1, DUTIES + 1)
        ],
        **{
            kind: {f"{prefix}{number}": _sentence(chance, 22) for number in range(1, count + 1)}
            for kind, (prefix, count) in KINDS.items()
        },
    }


def portfolio(standard: str = "standard.yaml") -> dict[str, Any]:
    """Return the content of the portfolio's file."""
    chance = random.Random(300)
    return {
        "standard": standard,
        "option": "trade-7",
        "apprentice": {"name": "A. N. Apprentice", "start_date": str(START), "planned_gateway": str(GATEWAY)},
        "gateway": {"english": "yes, functional skills level 2", "maths": "no, booked"},
        "evidence": [_piece(number, chance) for number in range(1, PIECES + 1)],
    }


def _piece(number: int, chance: random.Random) -> dict[str, Any]:
    name = f"e{number:03}"
    return {
        "id": name.upper(),
        "title": _sentence(chance, 8).rstrip("."),
        "date": str(START + timedelta(days=chance.randrange(640))),
        "type": chance.choice(_TYPES),
        "status": chance.choice(_STATUSES),
        # Some KSBs are never shown: a large portfolio has gaps, too.
        "ksbs": {code: f"p. {chance.randrange(1, 40)}" for code in sorted(chance.sample(codes()[::-1][8:], CLAIMS))},
        "files": [f"evidence/{name}-report.pdf", f"evidence/{name}-photographs.zip"],
    }


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def write_large(folder: Path) -> Path:
    """Write the standard, the portfolio and the files of its evidence into a folder; return the portfolio's path."""
    content = portfolio()
    (folder / "evidence").mkdir()
    for piece in content["evidence"]:
        for name in piece["files"]:
            (folder / name).touch()
    (folder / "standard.yaml").write_bytes(as_yaml(standard()))
    path = folder / "portfolio.yaml"
    path.write_bytes(as_yaml(content))
    return path
