"""The original is somebody's only copy: what is written, where, and what is left alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from ksbcheck import migration, source
from ksbcheck.cli.entry import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Write

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes and links")

FIRST = "reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: How to test., K2: Why to test., K3: Tape.}\n"
SECOND = "reference: ST0001\nversion: '1.1'\ntitle: Tester\nknowledge: {K1: Why to test., K2: How to test.}\n"
WHOLE = "standard: ST0001 v1.0  # first\nevidence:\n- {id: E1, title: t, ksbs: [K1, K2]}\n"
WHOLE_AFTER = "standard: ST0001 v1.1  # first\nevidence:\n- {id: E1, title: t, ksbs: [K2, K1]}\n"
LOSING = WHOLE.replace("K2", "K3")


@pytest.fixture
def path(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portfolio that can be carried over whole, in the working folder."""
    write(FIRST, "first.yaml")
    write(SECOND, "second.yaml")
    monkeypatch.chdir(tmp_path)
    write(WHOLE, "portfolio.yaml")
    return Path("portfolio.yaml")


def migrate(*arguments: str, portfolio: str = "portfolio.yaml") -> int:
    return run(["migrate", portfolio, "--standard", "first.yaml", "--to", "second.yaml", *arguments])


def names() -> set[str]:
    return {entry.name for entry in Path().iterdir()} - {"first.yaml", "second.yaml"}


@pytest.mark.parametrize(
    ("content", "arguments", "code"),
    [
        (WHOLE, [], 0),
        (LOSING, [], 1),
        (LOSING, ["--exit-zero"], 0),
        (LOSING, ["--option", "post"], 2),
        (LOSING, ["--in-place", "-o", "new.yaml"], 2),
        ("standard: [", [], 2),
    ],
)
def test_exit_codes(path: Path, content: str, arguments: list[str], code: int) -> None:
    path.write_text(content, encoding="utf-8")
    assert migrate(*arguments) == code
    assert path.read_text(encoding="utf-8") == content
    assert ("portfolio_st0001_v1_1.yaml" in names()) == (code < 2)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("portfolio.yaml", "portfolio_st0001_v1_1.yaml"),
        ("a b.yml", "a b_st0001_v1_1.yml"),
        ("mine", "mine_st0001_v1_1.yaml"),
        ("portfolio_st0001_v1_0.yaml", "portfolio_st0001_v1_1.yaml"),
        ("sub/portfolio.yaml", "sub/portfolio_st0001_v1_1.yaml"),
    ],
)
def test_the_new_file_is_beside_the_original(path: Path, name: str, expected: str) -> None:
    Path("sub").mkdir()
    path.rename(name)
    assert migrate(portfolio=name) == 0
    assert Path(name).read_text(encoding="utf-8") == WHOLE
    assert Path(expected).read_text(encoding="utf-8") == WHOLE_AFTER


def test_twice_changes_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(LOSING, encoding="utf-8")
    assert migrate() == 1
    before = {name: Path(name).stat().st_mtime_ns for name in names()}
    capsys.readouterr()
    assert migrate() == 0
    assert {name: Path(name).stat().st_mtime_ns for name in names()} == before
    assert "portfolio_st0001_v1_1.yaml says this already; nothing was written." in capsys.readouterr().out


def test_in_place_twice_changes_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert migrate("--in-place") == 0
    capsys.readouterr()
    assert run(["migrate", "portfolio.yaml", "--standard", "second.yaml", "--to", "second.yaml", "--in-place"]) == 0
    assert path.read_text(encoding="utf-8") == WHOLE_AFTER
    assert capsys.readouterr() == ("", "portfolio.yaml: is for ST0001 v1.1 already and stays as it is\n")


@pytest.mark.parametrize("name", ["ST0001 v1.1", "st0001_v1_1", "ST0001 1.1.0"])
def test_a_command_that_is_run_again_does_not_carry_it_over_again(
    path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert migrate("--in-place") == 0
    after = WHOLE_AFTER.replace("ST0001 v1.1", name)
    path.write_text(after, encoding="utf-8")
    capsys.readouterr()
    assert migrate("--in-place") == 0
    assert migrate() == 0
    told = "portfolio.yaml: says that it is for ST0001 v1.1 already, and stays as it is"
    hint = "if it is for another version, correct its 'standard' first"
    assert capsys.readouterr() == ("", f"{told}; {hint}\n" * 2)
    assert path.read_text(encoding="utf-8") == after
    assert names() == {"portfolio.yaml"}


@pytest.mark.parametrize("name", ["ST0001", "ST0002 v1.1", "ST0001 v1.10", "second.yaml"])
def test_what_standard_says_holds_for_a_portfolio_that_does_not_say_the_new_version(path: Path, name: str) -> None:
    path.write_text(WHOLE.replace("ST0001 v1.0", name), encoding="utf-8")
    assert migrate("--in-place") == 0
    assert path.read_text(encoding="utf-8") == WHOLE_AFTER


def test_a_portfolio_without_a_version_is_told_how_to_name_it(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    written = write("standard: ST0792\noption: post\nevidence: []\n")
    assert run(["migrate", str(written), "--to", "ST0792"]) == 0
    assert "; --standard says for which version it was written" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["-o", "portfolio_st0001_v1_1.yaml"]])
def test_another_file_is_not_written_over(path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    other = Path("portfolio_st0001_v1_1.yaml")
    other.write_text("the work of another day", encoding="utf-8")
    assert migrate(*arguments) == 2
    assert other.read_text(encoding="utf-8") == "the work of another day"
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("portfolio_st0001_v1_1.yaml: KSB001 there is such a file already, and it stays as it is")
    assert path.read_text(encoding="utf-8") == WHOLE


@pytest.mark.parametrize("output", ["sub", "nowhere/new.yaml"])
def test_where_nothing_can_be_written(path: Path, output: str) -> None:
    Path("sub").mkdir()
    assert migrate("-o", output) == 2
    assert names() == {"portfolio.yaml", "sub"}
    assert path.read_text(encoding="utf-8") == WHOLE


@posix
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_the_original_by_another_name_is_not_an_output(path: Path, link: object) -> None:
    assert callable(link)
    link(path, "other.yaml")
    assert migrate("-o", "other.yaml") == 2
    assert path.read_text(encoding="utf-8") == WHOLE


@posix
def test_an_output_that_keeps_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert migrate("-o", os.devnull) == 0
    assert names() == {"portfolio.yaml"}
    assert f"Written to {os.devnull}." in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == WHOLE


@posix
@pytest.mark.parametrize("arguments", [[], ["--in-place"]])
def test_the_new_file_is_read_by_those_who_may_read_the_original(path: Path, arguments: list[str]) -> None:
    path.chmod(0o600)
    assert migrate(*arguments) == 0
    for name in names():
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600


@posix
def test_the_mode_is_kept_where_there_are_no_links(path: Path) -> None:
    path.chmod(0o600)
    with patch.object(os, "link", side_effect=PermissionError):
        assert migrate() == 0
    new = Path("portfolio_st0001_v1_1.yaml")
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    assert new.read_text(encoding="utf-8") == WHOLE_AFTER


@posix
def test_in_place_follows_a_link(path: Path) -> None:
    Path("link.yaml").symlink_to(path)
    assert migrate("--in-place", portfolio="link.yaml") == 0
    assert Path("link.yaml").is_symlink()
    assert path.read_text(encoding="utf-8") == WHOLE_AFTER


def test_in_place_gives_way_to_a_change_in_the_meantime(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = migration.migrate

    def slow(*arguments: object, **options: object) -> object:
        with path.open("a", encoding="utf-8") as file:
            file.write("# a new thought\n")
        return whole(*arguments, **options)  # type: ignore[arg-type]

    with patch.object(migration, "migrate", slow):
        assert migrate("--in-place") == 2
    assert path.read_text(encoding="utf-8") == f"{WHOLE}# a new thought\n"
    told = "was changed by somebody else in the meantime, and stays as it is; run the command again"
    assert capsys.readouterr() == ("", f"portfolio.yaml: KSB001 {told}\n")


@posix
@pytest.mark.parametrize("trap", [os.mkfifo, lambda name: Path(name).symlink_to(os.devnull)], ids=["FIFO", "device"])
def test_a_file_that_was_not_named_is_no_device(trap: Callable[[str], None], path: Path) -> None:
    trap("portfolio_st0001_v1_1.yaml")
    before = os.lstat("portfolio_st0001_v1_1.yaml")
    assert migrate() == 2
    assert os.lstat("portfolio_st0001_v1_1.yaml") == before
    assert names() == {path.name, "portfolio_st0001_v1_1.yaml"}


def test_a_fault_of_ours_writes_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with patch.object(migration, "apply_edits", lambda text, _: text):
        assert migrate("--in-place") == 3
        assert migrate() == 3
    assert names() == {"portfolio.yaml"}
    assert path.read_text(encoding="utf-8") == WHOLE
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [[], ["--in-place"]])
def test_a_full_disk_leaves_the_original(path: Path, arguments: list[str]) -> None:
    with patch.object(os, "fsync", side_effect=OSError(28, "No space left on device")):
        assert migrate(*arguments) == 2
    assert names() == {"portfolio.yaml"}
    assert path.read_text(encoding="utf-8") == WHOLE


def test_the_bytes_of_the_new_file_are_those_of_the_original(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").rstrip().encode())
    assert migrate("--in-place") == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + WHOLE_AFTER.replace("\n", "\r\n").rstrip().encode()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "ksbcheck gaps portfolio_st0001_v1_1.yaml --standard second.yaml"),
        (["-o", "a b.yaml"], "ksbcheck gaps 'a b.yaml' --standard second.yaml"),
    ],
)
def test_what_to_do_next(path: Path, arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert path.is_file()
    migrate(*arguments)
    assert capsys.readouterr().out.endswith(f"\nNext  {expected}\n")


def test_next_names_the_option_that_the_portfolio_does_not(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert path.is_file()
    run(["migrate", "portfolio.yaml", "--standard", "first.yaml", "--to", "ST0792", "--option", "vfx"])
    assert capsys.readouterr().out.endswith("\nNext  ksbcheck gaps portfolio_st0792_v1_1.yaml --option post\n")


def test_a_standard_near_the_portfolio_is_found_by_name(path: Path) -> None:
    folder = Path("standards")
    folder.mkdir()
    Path("first.yaml").rename(folder / "standard_st0001_v1_0.yaml")
    Path("second.yaml").rename(folder / "standard_st0001_v1_1.yaml")
    assert run(["migrate", str(path), "--to", "ST0001 v1.1"]) == 0
    assert Path("portfolio_st0001_v1_1.yaml").read_text(encoding="utf-8") == WHOLE_AFTER


def test_a_large_portfolio_is_refused(path: Path) -> None:
    path.write_text(WHOLE + "#" * source.LARGEST, encoding="utf-8")
    assert migrate() == 2
    assert names() == {"portfolio.yaml"}


def test_standard_input_is_not_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert migrate(portfolio="-") == 2
    assert "is to be a file, not standard input" in capsys.readouterr().err
