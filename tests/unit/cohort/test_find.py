"""Which files folders, lists and patterns mean; pathlib and the shell's rules are the measure."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ksbcheck import UnusableFileError
from ksbcheck.cohort.find import find_portfolios

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Write

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX links, modes and names")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def make(*paths: str) -> None:
    for path in map(Path, paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def found(*arguments: str, names: tuple[str, ...] | None = None) -> list[str]:
    paths = find_portfolios(arguments, names) if names else find_portfolios(arguments)
    return [path.replace(os.sep, "/") for path in paths]


def refusal(*arguments: str) -> str:
    with pytest.raises(UnusableFileError) as caught:
        list(find_portfolios(arguments))
    return str(caught.value)


def test_a_path_is_itself_whether_or_not_it_is_there() -> None:
    make("notes.txt")
    assert found("notes.txt", "gone.yaml", "-", "", "a\0b") == ["notes.txt", "gone.yaml", "-", "", "a\0b"]


def test_a_folder_means_the_portfolios_in_it_and_below() -> None:
    make("f/b/portfolio.yaml", "f/b/other.yaml", "f/a/My_Portfolio_2.YML", "f/z portfolio.yaml", "f/portfolio.json")
    assert found("f") == ["f/z portfolio.yaml", "f/a/My_Portfolio_2.YML", "f/b/portfolio.yaml"]


@pytest.mark.parametrize("folder", ["f", "./f", "f/", "."])
def test_what_is_in_a_folder_starts_with_the_folder(folder: str) -> None:
    make("f/portfolio.yaml")
    (path,) = found(folder)
    assert path.startswith(folder)
    assert Path(path).samefile("f/portfolio.yaml")


def test_files_of_a_folder_can_be_called_otherwise() -> None:
    make("f/smith.yaml", "f/JONES.YAML", "f/portfolio.yml", "f/x.yaml.bak")
    assert found("f", names=("*.yaml",)) == ["f/JONES.YAML", "f/smith.yaml"]
    assert found("f", names=("smith.*", "*.yml")) == ["f/portfolio.yml", "f/smith.yaml"]


def test_what_is_hidden_is_passed_over() -> None:
    make("f/.git/portfolio.yaml", "f/._portfolio.yaml", "f/.#portfolio.yaml", "f/portfolio.yaml")
    assert found("f") == ["f/portfolio.yaml"]
    assert found("f/.git") == ["f/.git/portfolio.yaml"]


@posix
def test_links_to_files_are_followed_and_to_folders_are_not() -> None:
    make("elsewhere/portfolio.yaml")
    Path("f").mkdir()
    Path("f/link_portfolio.yaml").symlink_to("../elsewhere/portfolio.yaml")
    Path("f/folder").symlink_to("../elsewhere")
    Path("f/up").symlink_to("..")
    Path("f/folder_portfolio.yaml").symlink_to("../elsewhere")
    assert found("f") == ["f/link_portfolio.yaml"]


@posix
def test_links_that_lead_nowhere_are_portfolios_that_cannot_be_read() -> None:
    Path("f").mkdir()
    Path("f/a_portfolio.yaml").symlink_to("a_portfolio.yaml")
    Path("f/b_portfolio.yaml").symlink_to("gone")
    assert found("f") == ["f/a_portfolio.yaml", "f/b_portfolio.yaml"]


def test_a_folder_called_like_a_portfolio_is_a_folder() -> None:
    make("f/portfolio.yaml/portfolio.yaml")
    assert found("f") == ["f/portfolio.yaml/portfolio.yaml"]


def test_a_folder_without_portfolios_is_named_itself() -> None:
    make("f/notes.txt")
    assert found("f") == ["f"]


@posix
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="below, for others than root")
def test_a_folder_that_cannot_be_looked_into_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    make("f/a/portfolio.yaml", "f/b/portfolio.yaml")
    scandir = os.scandir

    def refusing(path: str) -> os.PathLike[str]:
        if path == f"f{os.sep}a":
            raise PermissionError
        return scandir(path)  # type: ignore[return-value]

    monkeypatch.setattr(os, "scandir", refusing)
    assert found("f") == ["f/a", "f/b/portfolio.yaml"]


@posix
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may look into all folders")
def test_a_folder_that_others_may_not_look_into_is_named() -> None:
    make("f/a/portfolio.yaml", "f/b/portfolio.yaml")
    Path("f/a").chmod(0)
    try:
        assert found("f") == ["f/a", "f/b/portfolio.yaml"]
    finally:
        Path("f/a").chmod(0o700)


@pytest.fixture
def deep() -> Iterator[int]:
    """Folders in folders, deeper than Python calls functions; pytest could not remove them."""
    here, depth = Path.cwd(), 1_500
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    make("portfolio.yaml")
    os.chdir(here)
    yield depth
    for _ in range(depth):
        os.chdir("d")
    Path("portfolio.yaml").unlink()
    for _ in range(depth):
        os.chdir("..")
        Path("d").rmdir()


@posix
def test_folders_in_folders_have_no_end_that_matters(deep: int) -> None:
    assert found("d") == ["d/" * deep + "portfolio.yaml"]


def test_it_looks_no_further_than_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    make("f/a/portfolio.yaml", "f/b/portfolio.yaml")
    scandir, looked = os.scandir, []

    def watched(path: str) -> os.PathLike[str]:
        looked.append(path.replace(os.sep, "/"))
        return scandir(path)  # type: ignore[return-value]

    monkeypatch.setattr(os, "scandir", watched)
    next(find_portfolios(["f"]))
    assert looked == ["f", "f/a"]


def test_a_pattern_means_what_it_fits_as_in_a_shell() -> None:
    make("a/p.yaml", "b/p.yaml", "c/q.yaml", ".h/p.yaml")
    assert found("*/p.yaml") == ["a/p.yaml", "b/p.yaml"]
    assert found("?/[q]*") == ["c/q.yaml"]
    assert found("**/p.yaml") == ["a/p.yaml", "b/p.yaml"]


def test_folders_that_a_pattern_fits_are_looked_into() -> None:
    make("coach1/portfolio.yaml", "coach2/deep/portfolio.yaml", "coach2/notes.txt", "coach3.txt")
    assert found("coach*") == ["coach1/portfolio.yaml", "coach2/deep/portfolio.yaml", "coach3.txt"]


def test_two_stars_alone_mean_each_file_once() -> None:
    make("a/portfolio.yaml", "a/b/notes.txt")
    assert found("**") == ["a/b/notes.txt", "a/portfolio.yaml"]


@pytest.mark.parametrize("argument", ["*/none.yaml", "[", "*\0/x", "a\0/*", "s3://bucket/*.yaml"])
def test_a_pattern_that_fits_nothing_is_named_itself(argument: str) -> None:
    assert found(argument) == [argument]


@posix
def test_a_file_with_a_pattern_s_name_is_that_file() -> None:
    make("[a].yaml", "a.yaml", "*.yaml")
    assert found("[a].yaml", "*.yaml") == ["[a].yaml", "*.yaml"]


def test_a_list_means_what_its_lines_do(write: Write) -> None:
    make("f/portfolio.yaml", "a.yaml")
    write(b"\xef\xbb\xbf# ours\r\n\r\na.yaml\r\n  \nf\n f g.yaml\n*.yaml\ngone.yaml", "list.txt")
    assert found("@list.txt", "b") == ["a.yaml", "f/portfolio.yaml", " f g.yaml", "a.yaml", "gone.yaml", "b"]


def test_names_hold_for_what_is_listed_too(write: Write) -> None:
    make("f/x.yaml")
    write("f\n", "list.txt")
    assert found("@list.txt", names=("x*",)) == ["f/x.yaml"]


def test_a_device_is_no_endless_list() -> None:
    assert refusal("@/dev/zero") == "/dev/zero:1:1: KSB001 a line of more than 4096 bytes is no path"


def test_what_is_too_long_for_a_path_is_no_pattern() -> None:
    assert found("[" * 5000) == ["[" * 5000]


def test_an_empty_list_means_nothing(write: Write) -> None:
    write("", "list.txt")
    assert found("@list.txt") == []


def test_what_is_no_list(write: Write) -> None:
    write("@other.txt\n", "nested.txt")
    write(b"a.yaml\ncaf\xe9.yaml\n", "latin.txt")
    write("\n" + "a" * 4095 + "\n", "long.txt")
    write("\n" + "a" * 4096 + "\n", "longer.txt")
    assert found("@long.txt") == ["a" * 4095]
    assert refusal("@longer.txt") == "longer.txt:2:1: KSB001 a line of more than 4096 bytes is no path"
    assert refusal("@nested.txt") == "nested.txt:1:1: KSB001 a list names portfolios and folders, and no other lists"
    assert refusal("@latin.txt") == "latin.txt:2:1: KSB001 is not a list of paths in UTF-8"
    assert refusal("@gone\x1b.txt") == r"gone\x1b.txt: KSB001 cannot be read: No such file or directory"
    assert refusal("@a\0b") == r"a\x00b: KSB001 not a usable path"
