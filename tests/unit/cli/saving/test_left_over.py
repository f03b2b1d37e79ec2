"""What killed writers left behind is swept, and nothing else is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ksbcheck.cli.saving import lock, replace
from ksbcheck.cli.saving.left_over import new_name, sweep
from ksbcheck.cli.saving.temporary import temporary_beside

pytestmark = pytest.mark.skipif(os.name == "nt", reason="without locks nothing is swept")


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """The file that a killed writer left."""
    path = tmp_path / new_name(tmp_path)
    path.write_bytes(b"half")
    path.chmod(0o600)
    return path


def test_names_are_random_and_hidden(tmp_path: Path) -> None:
    made = {new_name(tmp_path) for _ in range(100)}
    assert len(made) == 100
    assert all(name.startswith(".ksbcheck-") and name.endswith(".tmp") for name in made)


def test_the_next_write_in_the_folder_sweeps(left: Path, tmp_path: Path) -> None:
    replace(tmp_path / "report.md", "x")
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.md"]
    assert not left.exists()


def test_a_file_that_has_its_name_already_keeps_it(left: Path, tmp_path: Path) -> None:
    os.link(left, tmp_path / "portfolio.yaml")
    sweep(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["portfolio.yaml"]
    assert (tmp_path / "portfolio.yaml").read_bytes() == b"half"


def test_that_of_a_living_writer_stays(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    with temporary_beside(target) as new:
        new.file.write(b"whole")
        sweep(tmp_path)
        new.finish(target)
        sweep(tmp_path)  # its lock outlives the closing of the file
        new.replace(target)
    assert target.read_bytes() == b"whole"


def test_one_that_was_made_elsewhere_stays(left: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    shutil.copy2(left, folder)
    sweep(folder)
    assert (folder / left.name).exists()


@pytest.mark.parametrize(
    "name",
    [".ksbcheck-policy.toml", ".ksbcheck-0123456789abcdef.tmp", ".ksbcheck-0123456789abcdef-0123456789abcdef.tmp"],
)
def test_a_stranger_s_file_stays(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine")
    sweep(tmp_path)
    assert (tmp_path / name).exists()


@pytest.mark.parametrize("change", [str.upper, lambda name: f"{name}~", lambda name: f"a{name}"], ids=["A", "~", "a"])
def test_a_name_that_is_not_just_ours_stays(change: str, left: Path, tmp_path: Path) -> None:
    assert callable(change)
    other = left.rename(tmp_path / change(left.name))
    sweep(tmp_path)
    assert other.exists()


def test_a_link_stays_and_what_it_leads_to(tmp_path: Path) -> None:
    target = tmp_path / "portfolio.yaml"
    target.write_text("mine")
    link = tmp_path / new_name(tmp_path)
    link.symlink_to(target)
    sweep(tmp_path)
    assert link.is_symlink()
    assert target.read_text() == "mine"


def test_what_is_no_file_stays_and_is_not_waited_for(tmp_path: Path) -> None:
    fifo, folder = (tmp_path / new_name(tmp_path) for _ in range(2))
    os.mkfifo(fifo)
    folder.mkdir()
    sweep(tmp_path)
    assert fifo.is_fifo()
    assert folder.is_dir()


def test_that_of_another_user_stays(left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: left.stat().st_uid + 1)
    sweep(tmp_path)
    assert left.exists()


def test_where_there_are_no_users_all_are_one_s_own(
    left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "geteuid")
    sweep(tmp_path)
    assert not left.exists()


@pytest.mark.parametrize("flag", ["O_NOFOLLOW", "O_NONBLOCK"])
def test_a_system_that_cannot_be_asked_not_to_wait_or_to_follow_links(
    flag: str, left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, flag)
    sweep(tmp_path)
    assert not left.exists()


def test_without_locks_nobody_knows_whose_writer_lives(
    left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "fcntl", None)
    sweep(tmp_path)
    assert left.exists()


def test_one_that_cannot_be_removed_keeps_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / new_name(tmp_path) for _ in range(3)]
    for path in paths:
        path.touch()
    remove = os.unlink
    stuck: list[str] = []

    def failing_once(path: str) -> None:
        if not stuck:
            stuck.append(path)
            raise PermissionError
        remove(path)

    monkeypatch.setattr(os, "unlink", failing_once)
    sweep(tmp_path)
    assert [str(path) for path in paths if path.exists()] == stuck


def test_no_file_stays_open(left: Path, tmp_path: Path) -> None:
    others = [tmp_path / new_name(tmp_path) for _ in range(3)]
    for path in others:
        path.touch()
    before = len(list(Path("/dev/fd").iterdir()))
    sweep(tmp_path)
    assert not left.exists()
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    sweep(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []
