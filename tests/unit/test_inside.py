from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ksbcheck.inside import path_inside

if TYPE_CHECKING:
    from pathlib import Path

needs_symlinks = pytest.mark.skipif(os.name == "nt", reason="making a symlink takes rights on Windows")


@pytest.mark.parametrize("name", ["a.yaml", "./a.yaml", "b/c.yaml", "b//c.yaml", "a..b"])
def test_a_path_inside_whether_or_not_it_is_there(tmp_path: Path, name: str) -> None:
    assert path_inside(os.path.realpath(tmp_path), name) == tmp_path.resolve() / name


@pytest.mark.parametrize(
    "name", ["/a.yaml", "../a.yaml", "b/../a.yaml", "..\\a.yaml", "C:a.yaml", "\\a.yaml", "file://a.yaml", ".."]
)
def test_a_path_that_leads_outside_by_its_words(tmp_path: Path, name: str) -> None:
    assert path_inside(os.path.realpath(tmp_path), name) is None


@needs_symlinks
@pytest.mark.parametrize("name", ["link", "link/there", "link/missing"])
def test_a_path_that_leads_outside_by_a_link(tmp_path: Path, name: str) -> None:
    for folder in ("inside", "outside"):
        (tmp_path / folder).mkdir()
    (tmp_path / "outside" / "there").touch()
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "outside")
    assert path_inside(os.path.realpath(tmp_path / "inside"), name) is None


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="null"):
        path_inside(os.path.realpath(tmp_path), "a\0b")
