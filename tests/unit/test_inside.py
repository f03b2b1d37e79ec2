"""What is inside a folder, against the operating system's own way to follow a path."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ksbcheck.inside import Inside, path_inside

needs_symlinks = pytest.mark.skipif(os.name == "nt", reason="making a symlink takes rights on Windows")


@pytest.mark.parametrize("name", ["a.yaml", "./a.yaml", "b/c.yaml", "b//c.yaml", "a..b"])
def test_a_path_inside_whether_or_not_it_is_there(tmp_path: Path, name: str) -> None:
    assert path_inside(os.path.realpath(tmp_path), name) == tmp_path.resolve() / name


@pytest.mark.parametrize("name", ["", ".", "./", "./."])
def test_the_folder_itself_is_inside(tmp_path: Path, name: str) -> None:
    assert path_inside(os.path.realpath(tmp_path), name) == tmp_path.resolve()


@pytest.mark.parametrize(
    "name",
    [
        *("/a.yaml", "../a.yaml", "b/../a.yaml", "..\\a.yaml", "C:a.yaml", "\\a.yaml", "file://a.yaml", "..", "b/.."),
        *("c:\\a.yaml", "C:/a.yaml", "\\\\host\\share\\a.yaml", "//host/share/a.yaml", "\\\\?\\C:\\a", "b\\..\\a", "/"),
        *("https://a.example/b", "../a\0b", "/a\0b"),
    ],
)
def test_a_path_that_leads_outside_by_its_words(tmp_path: Path, name: str) -> None:
    assert path_inside(os.path.realpath(tmp_path), name) is None


@needs_symlinks
@pytest.mark.parametrize("name", ["link", "link/there", "link/missing", "link/", "link/."])
def test_a_path_that_leads_outside_by_a_link(tmp_path: Path, name: str) -> None:
    for folder in ("inside", "outside"):
        (tmp_path / folder).mkdir()
    (tmp_path / "outside" / "there").touch()
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "outside")
    assert path_inside(os.path.realpath(tmp_path / "inside"), name) is None


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    inside = Inside(os.path.realpath(tmp_path))
    for name in ("a\0b", "a\0/b", "a/b\0", "a\\b\0"):
        with pytest.raises(ValueError, match="null"):
            inside.path(name)


def test_a_name_that_is_too_long_is_a_path_to_nothing(tmp_path: Path) -> None:
    name = "x" * 5000
    assert path_inside(os.path.realpath(tmp_path), f"{name}/{name}") == tmp_path.resolve() / name / name


def test_a_folder_beside_that_has_the_same_start_is_outside(tmp_path: Path) -> None:
    for folder in ("base", "base2"):
        (tmp_path / folder).mkdir()
    if os.name != "nt":
        (tmp_path / "base" / "link").symlink_to(tmp_path / "base2")
        assert path_inside(os.path.realpath(tmp_path / "base"), "link") is None
        assert path_inside(os.path.realpath(tmp_path / "base"), "link/a") is None


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with links of every kind, to files and folders in it and beside it."""
    top = tmp_path_factory.mktemp("links").resolve()
    base, beside = top / "base", top / "beside"
    for folder in (base / "folder" / "deep", beside / "folder"):
        folder.mkdir(parents=True)
    for file in (base / "file", base / "folder" / "file", beside / "file", base / "folder" / "deep" / "file"):
        file.touch()
    links = {
        "to_file": base / "file",
        "to_folder": base / "folder",
        "to_deep": Path("folder/deep"),
        "to_missing": base / "missing",
        "to_itself": Path("to_itself"),
        "to_self_folder": Path(),
        "out": beside,
        "out_file": beside / "file",
        "out_missing": beside / "missing",
        "up": Path(".."),
        "chain": base / "out",
    }
    for name, target in links.items():
        (base / name).symlink_to(target)
    (base / "folder" / "out").symlink_to(beside)
    (base / "folder" / "to_file").symlink_to(base / "file")
    (beside / "back").symlink_to(base)
    (beside / "back_file").symlink_to(base / "file")
    (beside / "back_missing").symlink_to(base / "missing")
    return base


steps = st.sampled_from(
    [
        *("file", "folder", "deep", "missing", "to_file", "to_folder", "to_deep", "to_missing", "to_itself", "out"),
        *("to_self_folder", "out_file", "out_missing", "up", "chain", "back", "back_file", "back_missing", "base"),
        *("", ".", "a..b", "ab:c", "a b", "é", "x" * 300, "...", "a\\b"),
    ]
)
names = st.lists(steps, min_size=1, max_size=5).map("/".join).filter(lambda name: not name.startswith("/"))


@needs_symlinks
@given(st.lists(names, min_size=1, max_size=6))
@example(["to_itself//file", "to_itself//folder/file"])
@settings(max_examples=400)
def test_links_lead_where_the_system_says(tree: Path, asked: list[str]) -> None:
    base = str(tree)
    inside = Inside(base)  # which remembers where folders lead to
    for name in asked:
        one_by_one = re.sub("//+", "/", name)  # which Python's own takes for the root behind links in a circle
        real = os.path.realpath(os.path.join(base, one_by_one))  # noqa: PTH118 - the system's own
        expected = real if real == base or real.startswith(base + os.sep) else None
        assert inside.path(name) == expected
        single = path_inside(base, name)
        assert (single and str(single)) == expected


def test_of_a_path_that_leads_outside_by_its_words_nothing_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = Inside(os.path.realpath(tmp_path))

    def never(*_: object) -> None:
        raise AssertionError

    for name in ("realpath", "islink"):
        monkeypatch.setattr(f"ksbcheck.inside.os.path.{name}", never)
    assert inside.path("../secret") is None


@needs_symlinks
def test_a_folder_outside_may_lead_back_in(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (base / "up").symlink_to(tmp_path)
    inside = Inside(os.path.realpath(base))
    assert inside.path("up/base") == os.path.realpath(base)
    assert inside.path("up/other") is None
