"""Which piece of evidence a finding is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, pieces_of

if TYPE_CHECKING:
    from pathlib import Path

SOUND = piece("E1", ["K1"], date="2024-03-02")
UNSOUND: dict[str, tuple[dict[str, Any], ...]] = {
    "KSB201": (piece("E 2", ["K1", "K99"]),),
    "KSB202": (piece("E 2", ["K15"]),),
    "KSB203": (piece("E 2", ["K1"]), piece("E 2", ["K2"])),
    "KSB204": (piece("E 2", ["K1", "K1"]),),
    "KSB205": (piece("E 2", []),),
    "KSB206": (piece("E 2", ["K1"], files=["none.txt"]),),
    "KSB207": (piece("E 2", ["K1"], date="2023-01-01"),),
}


@pytest.mark.parametrize("code", UNSOUND)
def test_a_finding_about_a_piece_names_it(code: str, tmp_path: Path) -> None:
    apprentice = {"start_date": "2024-01-15"}
    assert pieces_of(code, SOUND, *UNSOUND[code], option="post", apprentice=apprentice, folder=tmp_path) == ["E 2"]


@pytest.mark.parametrize("code", ["KSB101", "KSB102"])
def test_a_finding_about_a_ksb_names_none(code: str) -> None:
    assert set(pieces_of(code, SOUND, option="post", min_evidence=2)) == {None}
