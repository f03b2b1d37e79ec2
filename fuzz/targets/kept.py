"""A row that a cohort's cache kept, as a damaged cache would give it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ksbcheck.cohort.examine import examine_to_keep, places_of
from ksbcheck.cohort.keep import _Folder, _written
from ksbcheck.cohort.model import Asked

_asked = Asked(date(2025, 1, 15))
_temporary = TemporaryDirectory(prefix="ksbcheck-fuzz-")
_path = Path(_temporary.name) / "portfolio.yaml"
_path.write_text("standard: ST0792\noption: post\nevidence:\n- {id: E1, title: t, ksbs: [K1]}\n", encoding="utf-8")
# What the place and the standard are known by is this machine's, and stands for a mark in the corpus.
_kept = _written(examine_to_keep([str(_path)], _asked)[0])
_known = json.loads(_kept)
_folder = _Folder(_temporary.name, _asked, places_of(_asked))
_MARK = b'"STANDARD",[]'


def read_row(data: bytes) -> None:
    """Read a kept row: it is a row of this portfolio and this day, or none at all."""
    basis = json.dumps(_known[3:5], separators=(",", ":")).encode()[1:-1]
    row = _folder.row_of(str(_path), data.replace(_MARK, basis))
    if row is not None:
        assert (row.path, row.today, row.is_usable) == (str(_path), _asked.today, True)
