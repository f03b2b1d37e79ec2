"""What a row rests on is told by its state: no change that a fresh look would see leaves it as it was."""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from checking import as_yaml, piece

from ksbcheck.cohort.basis import State, basis_of, state
from ksbcheck.cohort.model import Asked
from ksbcheck.cohort.places import Places
from ksbcheck.config.model import Config
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.cohort.basis import Basis

TODAY = date(2025, 1, 15)
links = pytest.mark.skipif(sys.platform == "win32", reason="needs links")


def basis(folder: Path | None, *files: str, config: dict[str, Any] | None = None, **fields: Any) -> Basis | None:
    evidence = [piece("E1", ["K1"], files=list(files), **fields)]
    content = as_yaml({"standard": "ST0792 v1.1", "option": "post", "evidence": evidence})
    file = read_portfolio(Source("p.yaml", content, folder))
    return basis_of(file, Config.model_validate(config or {}), Places(Asked(TODAY)))


def folders(folder: Path, *files: str) -> list[str]:
    found = basis(folder, *files)
    assert found is not None
    return [name for name, _ in found.folders]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], []),
        (["e.pdf"], [""]),
        (["a/e.pdf", "a/f.pdf"], ["a"]),
        (["a/b/c/e.pdf", "d/e.pdf"], ["a", "a/b", "a/b/c", "d"]),
        (["./a/e.pdf"], [".", "./a"]),
        (["a/"], ["a"]),
        (["/etc/passwd", "../e.pdf", "a/../../e.pdf", "C:/e.pdf", "https://example.org/e.pdf"], []),
    ],
)
def test_folders_with_evidence_and_those_that_they_are_in(
    files: list[str], expected: list[str], tmp_path: Path
) -> None:
    assert folders(tmp_path, *files) == expected


def test_what_has_no_folder_is_not_told() -> None:
    assert basis(None) is None


@links
@pytest.mark.parametrize("link", ["e.pdf", "a", "a/b", "a/b/e.pdf"])
def test_what_is_behind_a_link_is_not_told(link: str, tmp_path: Path) -> None:
    (tmp_path / "p" / link).parent.mkdir(parents=True)
    (tmp_path / "p" / link).symlink_to(tmp_path)
    name = {"a": "a/b/e.pdf", "a/b": "a/b/e.pdf"}.get(link, link)
    assert basis(tmp_path / "p", name) is None


@pytest.mark.parametrize(
    ("config", "fields", "expected"),
    [
        ({}, {}, True),
        ({}, {"date": "2025-01-15"}, True),
        ({}, {"date": "2025-01-16"}, False),
        ({"policy": {"on_track": True}}, {}, False),
        ({"waivers": [{"code": "KSB206", "reason": "lost"}]}, {}, False),
        ({"policy": {"latest_date": date(2024, 1, 1)}}, {"date": "2025-01-15"}, True),
    ],
)
def test_what_depends_on_the_day(config: dict[str, Any], fields: dict[str, Any], expected: bool) -> None:
    found = basis(Path("nowhere"), config=config, **fields)
    assert found is not None
    assert found.is_timeless is expected


def test_the_standard_is_told(tmp_path: Path) -> None:
    found = basis(tmp_path)
    assert found is not None
    assert found.named == "ST0792 v1.1"
    assert found.standard is not None
    assert (found.folders, found.newest) == ((), 0)


def test_the_newest_of_the_folders(tmp_path: Path) -> None:
    before = time.time_ns() - 2_000_000_000
    (tmp_path / "a").mkdir()
    found = basis(tmp_path, "a/e.pdf", "gone/e.pdf")
    assert found is not None
    assert before < found.newest < time.time_ns() + 2_000_000_000


# What a fresh look would see.


def _exchanged_for_a_link(base: Path) -> None:
    (base / "a").rename(base.parent / "elsewhere")
    (base / "a").symlink_to(base.parent / "elsewhere")


def _emptied(base: Path) -> None:
    (base / "a" / "e.pdf").unlink()
    (base / "a").rmdir()


def _put_back_in_time(base: Path) -> None:
    before = (base / "a").stat()
    (base / "a" / "e.pdf").unlink()
    os.utime(base / "a", ns=(before.st_atime_ns, before.st_mtime_ns))


def _moved_in_its_place(base: Path) -> None:
    (base / "other").mkdir()
    before = (base / "a").stat()
    os.utime(base / "other", ns=(before.st_atime_ns, before.st_mtime_ns))
    (base / "a").rename(base / "old")
    (base / "other").rename(base / "a")


def _a_file_in_its_place(base: Path) -> None:
    _emptied(base)
    (base / "a").touch()


CHANGES: dict[str, Callable[[Path], object]] = {
    "added": lambda base: (base / "a" / "new.pdf").touch(),
    "removed": lambda base: (base / "a" / "e.pdf").unlink(),
    "renamed": lambda base: (base / "a" / "e.pdf").rename(base / "a" / "f.pdf"),
    "moved out": lambda base: (base / "a" / "e.pdf").rename(base / "e.pdf"),
    "gone": _emptied,
    "a file": _a_file_in_its_place,
    "a link": _exchanged_for_a_link,
    "time set back": _put_back_in_time,
    "another folder": _moved_in_its_place,
}


@links
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(change: str, tmp_path: Path) -> None:
    base = tmp_path / "p"
    (base / "a").mkdir(parents=True)
    (base / "a" / "e.pdf").touch()
    time.sleep(0.05)  # a file system's clock ticks some hundred times a second
    before = state(str(base), "a")
    assert state(str(base), "a") == before
    CHANGES[change](base)
    assert state(str(base), "a").text != before.text


def test_what_is_in_a_file_makes_no_difference(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "e.pdf").touch()
    before = state(str(tmp_path), "a")
    (tmp_path / "a" / "e.pdf").write_text("more")
    assert state(str(tmp_path), "a") == before


@pytest.mark.parametrize("name", ["gone", "gone/too", "a\0b", "x" * 10_000])
def test_what_is_not_there_has_no_state(name: str, tmp_path: Path) -> None:
    assert state(str(tmp_path), name) == State("", 0, is_link=False)


@links
def test_a_link_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path)
    assert state(str(tmp_path), "a").is_link
    assert not state(str(tmp_path / "a"), "").is_link
