"""Which file is the configuration of a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ksbcheck.config.find import find_config, root_of, section_of_project
from ksbcheck.source import Source
from ksbcheck.toml_file import read_toml

if TYPE_CHECKING:
    from pathlib import Path

SECTION = "[tool.ksbcheck]\noption = 'post'\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The root of a repository, with a folder ``a/b`` in it, and a configuration outside of it."""
    (tmp_path / ".ksbcheck.toml").touch()
    root = tmp_path / "root"
    (root / "a" / "b").mkdir(parents=True)
    (root / ".git").mkdir()
    return root


def test_there_may_be_none(root: Path) -> None:
    assert find_config(root / "a" / "b") is None


@pytest.mark.parametrize("folder", [".", "a", "a/b"])
def test_it_is_looked_for_up_to_the_root(root: Path, folder: str) -> None:
    (root / ".ksbcheck.toml").touch()
    assert find_config(root / folder) == root / ".ksbcheck.toml"


def test_the_nearest_is_taken(root: Path) -> None:
    (root / ".ksbcheck.toml").touch()
    (root / "a" / ".ksbcheck.toml").touch()
    assert find_config(root / "a" / "b") == root / "a" / ".ksbcheck.toml"
    assert find_config(root) == root / ".ksbcheck.toml"


def test_the_root_of_a_worktree_has_a_file(root: Path) -> None:
    (root / ".git").rmdir()
    (root / ".git").write_text("gitdir: elsewhere", encoding="utf-8")
    assert find_config(root) is None


def test_outside_of_a_repository_all_parents_are_asked(root: Path) -> None:
    (root / ".git").rmdir()
    assert find_config(root / "a") == root.parent / ".ksbcheck.toml"


def test_a_relative_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".ksbcheck.toml").touch()
    monkeypatch.chdir(root / "a")
    path = find_config(root.__class__())
    assert path == root / ".ksbcheck.toml"


def test_a_project_s_file_with_the_section(root: Path) -> None:
    (root / "pyproject.toml").write_text(SECTION, encoding="utf-8")
    assert find_config(root / "a") == root / "pyproject.toml"


def test_its_own_file_wins_over_the_project_s(root: Path) -> None:
    (root / "pyproject.toml").write_text(SECTION, encoding="utf-8")
    (root / ".ksbcheck.toml").touch()
    assert find_config(root) == root / ".ksbcheck.toml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[project]\nname = 'other'\n",
        "[project]\nname = 'ksbcheck'\n",
        "tool = 'ksbcheck'\n",
        "[tool.other]\nksbcheck = 1\n",
        "[tool]\nksbcheck = 1\n",
        "not valid [",
    ],
)
def test_a_project_s_file_without_it_is_passed_by(root: Path, text: str) -> None:
    (root / ".ksbcheck.toml").touch()
    (root / "a" / "pyproject.toml").write_text(text, encoding="utf-8")
    assert find_config(root / "a" / "b") == root / ".ksbcheck.toml"


def test_a_broken_project_s_file_that_names_ksbcheck_is_not_passed_by(root: Path) -> None:
    (root / ".ksbcheck.toml").touch()
    (root / "a" / "pyproject.toml").write_text("[tool.ksbcheck\n", encoding="utf-8")
    assert find_config(root / "a" / "b") == root / "a" / "pyproject.toml"


@pytest.mark.parametrize("name", [".ksbcheck.toml", "pyproject.toml"])
def test_what_is_no_file_is_passed_by(root: Path, name: str) -> None:
    (root / ".ksbcheck.toml").touch()
    (root / "a" / name).mkdir()
    assert find_config(root / "a") == root / ".ksbcheck.toml"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs here")
def test_a_fifo_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "pyproject.toml")
    os.mkfifo(root / ".ksbcheck.toml")
    assert find_config(root) is None


@pytest.mark.parametrize(
    "text", ["[tool.ksbcheck]", "tool.ksbcheck = {}", "[tool]\nksbcheck.option = 'a'", "[tool.'ksbcheck'.policy]"]
)
def test_the_section_in_any_form(text: str) -> None:
    assert section_of_project(read_toml(Source("p", text.encode()))) is not None


def test_the_root_is_the_repository_s(root: Path) -> None:
    assert root_of(root / "a" / "b") == root_of(root) == root.resolve()


def test_outside_of_a_repository_the_folder_is_its_own_root(tmp_path: Path) -> None:
    assert root_of(tmp_path) == tmp_path.resolve()
