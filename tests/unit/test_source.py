"""Reading the bytes of a path that may be anything."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.source import Source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from conftest import Write

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX has such files")
needs_permissions = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="for root, and on Windows, every file can be read"
)


def refusal(path: str | Path, name: str | None = None) -> str:
    """Return the one message for a path that cannot be used."""
    with pytest.raises(UnusableFileError) as caught:
        read_source(path, name)
    (found,) = caught.value.diagnostics
    assert (found.code, found.severity, found.line, found.column) == ("KSB001", "error", None, None)
    assert str(caught.value) == f"{found.path}: KSB001 {found.message}"
    return f"{found.path}: {found.message}"


@contextmanager
def at_once() -> Iterator[None]:
    """Fail what waits instead of going on."""

    def fail(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(5)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("data", [b"", b"a: 1\r\n\x00\xff"], ids=["empty", "bytes"])
def test_a_file_is_read_as_it_is(write: Write, data: bytes) -> None:
    path = write(data)
    assert read_source(path) == Source(str(path), data, path.parent)


def test_a_file_that_comes_in_pieces_is_read_to_its_end(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path, read = write("title: one\n"), os.read
    monkeypatch.setattr(os, "read", lambda descriptor, most: read(descriptor, min(most, 4)))
    assert read_source(path).data == b"title: one\n"


def test_a_file_that_grows_meanwhile_is_read_up_to_the_bound(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path, pieces = write("x"), [b"x" * 100_000] * 50
    monkeypatch.setattr(os, "read", lambda _, most: pieces.pop()[:most] if pieces else b"")
    assert len(read_source(path).data) == 2**20 + 1


def test_a_path_can_be_a_text(write: Write) -> None:
    path = write("a")
    assert read_source(str(path)) == read_source(path)


def test_a_file_is_called_as_asked(write: Write) -> None:
    assert read_source(write("a"), "the \x1b file").name == r"the \x1b file"
    assert refusal("missing", "the \x1b file") == r"the \x1b file: there is no such file"


def test_the_folder_is_where_the_path_is_and_not_where_a_link_leads(write: Write, tmp_path: Path) -> None:
    link = tmp_path / "links" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to(write("a"))
    assert read_source(link) == Source(str(link), b"a", link.parent)


@pytest.mark.parametrize(("size", "read"), [(2**20, 2**20), (2**20 + 1, 2**20 + 1), (2**21, 2**20 + 1)])
def test_no_more_is_read_than_shows_that_a_file_is_too_large(write: Write, size: int, read: int) -> None:
    assert len(read_source(write(b"x" * size)).data) == read


def test_a_missing_file_is_told_with_a_file_beside_it(write: Write, tmp_path: Path) -> None:
    write("", "portfolio.yaml")
    write("", "portfolia.txt")
    path = tmp_path / "portfolia.yaml"
    assert refusal(path) == f"{path}: there is no such file; did you mean 'portfolio.yaml'?"


@pytest.mark.parametrize(("beside", "suggested"), [("mine.yml", True), ("mine.yaml", True), ("mine.txt", False)])
def test_only_yaml_files_are_suggested(write: Write, tmp_path: Path, beside: str, suggested: bool) -> None:
    write("", beside)
    assert (f"did you mean '{beside}'?" in refusal(tmp_path / "mine")) is suggested


@posix
def test_a_suggestion_shows_hidden_characters(write: Write, tmp_path: Path) -> None:
    write("", "port\x1bfolio.yaml")
    assert refusal(tmp_path / "portfolio.yaml").endswith(r"; did you mean 'port\x1bfolio.yaml'?")


def test_a_missing_folder_is_told_as_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "none" / "portfolio.yaml"
    assert refusal(path) == f"{path}: there is no such file"


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: a folder; name the file in it"


def test_an_empty_path_is_the_folder_that_one_is_in() -> None:
    assert refusal("") == ".: a folder; name the file in it"


@posix
def test_a_fifo_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    with at_once():
        assert refusal(path) == f"{path}: not a regular file; use '-' to read from standard input"


@posix
def test_a_device_is_refused() -> None:
    assert refusal("/dev/zero") == "/dev/zero: not a regular file; use '-' to read from standard input"


@posix
def test_a_symlink_loop_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "loop"
    path.symlink_to(path)
    assert refusal(path).startswith(f"{path}: cannot be read: ")


@posix
def test_a_file_taken_for_a_folder_is_refused(write: Write) -> None:
    path = write("") / "portfolio.yaml"
    assert refusal(path) == f"{path}: cannot be read: Not a directory"


@posix
def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("x" * 300)).endswith(": cannot be read: File name too long")


@posix
@pytest.mark.skipif(not Path("/proc/self/mem").is_file(), reason="Linux has such a file")
def test_a_file_that_fails_while_it_is_read_is_refused() -> None:
    assert refusal("/proc/self/mem").startswith("/proc/self/mem: cannot be read: ")


@needs_permissions
def test_a_file_that_may_not_be_read_is_refused(write: Write) -> None:
    path = write("a")
    path.chmod(0)
    assert refusal(path) == f"{path}: cannot be read: Permission denied"


@needs_permissions
def test_a_file_in_a_folder_that_may_not_be_searched_is_refused(write: Write, tmp_path: Path) -> None:
    path = write("a")
    tmp_path.chmod(0)
    try:
        assert refusal(path) == f"{path}: cannot be read: Permission denied"
    finally:
        tmp_path.chmod(0o700)


@needs_permissions
def test_a_file_missing_from_a_folder_that_may_not_be_listed_is_told_without_a_suggestion(
    write: Write, tmp_path: Path
) -> None:
    write("a")
    tmp_path.chmod(0o300)
    try:
        assert refusal(tmp_path / "portfolia.yaml").endswith(": there is no such file")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(("path", "shown"), [("a\0b.yaml", r"a\x00b.yaml"), ("\ud800.yaml", r"\ud800.yaml")], ids=ascii)
def test_a_path_that_can_be_no_path_is_refused(path: str, shown: str) -> None:
    assert refusal(path) == f"{shown}: not a usable path"


def test_an_error_that_is_not_about_the_path_is_told_in_the_system_s_words(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError(24, "Too many open files")

    path = write("a")
    monkeypatch.setattr(os, "open", fail)
    assert refusal(path) == f"{path}: cannot be read: Too many open files"


def test_a_folder_that_cannot_even_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:  # as Windows does
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", fail)
    assert refusal(tmp_path) == f"{tmp_path}: a folder; name the file in it"


def test_no_file_is_left_open(write: Write, tmp_path: Path) -> None:
    path = write("a")
    lowest = os.dup(0)
    os.close(lowest)
    read_source(path)
    refusal(tmp_path)
    free = os.dup(0)
    os.close(free)
    assert free == lowest
