"""A fault while a file is written leaves the old file, or none, and never half of one."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ksbcheck import UnusableFileError
from ksbcheck.cli.entry import run
from ksbcheck.cli.saving import create, create_together, lock, make_folder, replace, replacing, rewrite, temporary

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "KSBs – of “the” standard\r\n█\n"
BYTES = TEXT.encode()
DISK_FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
READ_ONLY = PermissionError(errno.EACCES, os.strerror(errno.EACCES))

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes and links")
both = pytest.mark.parametrize("save", [create, replace], ids=["create", "replace"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.md"


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def raising(error: BaseException) -> Callable[..., Any]:
    def raise_it(*_: object, **__: object) -> None:
        raise error

    return raise_it


def refusal(save: Callable[[Path, str], None], path: Path) -> str:
    with pytest.raises(UnusableFileError) as caught:
        save(path, TEXT)
    return str(caught.value)


@both
def test_a_new_file_is_the_text_as_utf_8_and_nothing_else_is_left(
    save: Callable[[Path, str], None], path: Path
) -> None:
    save(path, TEXT)
    assert path.read_bytes() == BYTES
    assert names(path.parent) == ["report.md"]


@posix
@both
@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_of_new_files(
    save: Callable[[Path, str], None], mask: int, expected: int, path: Path
) -> None:
    before = os.umask(mask)
    try:
        save(path, TEXT)
    finally:
        after = os.umask(before)
    assert mode(path) == expected
    assert after == mask


@both
def test_a_name_alone_is_a_file_in_the_working_folder(
    save: Callable[[Path, str], None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    save(Path("report.md"), TEXT)
    assert path.read_bytes() == BYTES


def test_create_leaves_a_file_that_is_there(path: Path) -> None:
    path.write_text("mine")
    assert refusal(create, path) == f"{path}: KSB001 there is such a file already; it stays as it is"
    assert path.read_text() == "mine"
    assert names(path.parent) == ["report.md"]


@posix
@pytest.mark.parametrize("target", ["nowhere.md", "report.md"], ids=["dangling", "to itself"])
def test_create_leaves_a_link_that_leads_nowhere(target: str, path: Path) -> None:
    path.symlink_to(target)
    assert refusal(create, path) == f"{path}: KSB001 there is such a file already; it stays as it is"
    assert path.readlink() == Path(target)
    assert names(path.parent) == ["report.md"]


def test_create_leaves_a_folder(path: Path) -> None:
    path.mkdir()
    assert "there is such a file already" in refusal(create, path)
    assert names(path) == []


def test_create_leaves_a_file_that_comes_while_it_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: path.write_text("mine"))
    assert "there is such a file already" in refusal(create, path)
    assert path.read_text() == "mine"
    assert names(path.parent) == ["report.md"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\r\n\xff\x00", BYTES], ids=["none", "a workbook", "a text"])
@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing"])
def test_replace_writes_bytes_as_they_are(there: bool, content: bytes, path: Path) -> None:
    if there:
        path.write_text("old")
    replace(path, content)
    assert path.read_bytes() == content
    assert names(path.parent) == ["report.md"]


@posix
@pytest.mark.parametrize("old", [0o600, 0o640, 0o664, 0o755])
def test_replace_keeps_the_mode(old: int, path: Path) -> None:
    path.write_text("old")
    path.chmod(old)
    replace(path, TEXT)
    assert (path.read_bytes(), mode(path)) == (BYTES, old)
    assert names(path.parent) == ["report.md"]


@posix
@pytest.mark.parametrize("absolute", [True, False], ids=["absolute", "relative"])
@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing"])
def test_replace_follows_a_link(absolute: bool, there: bool, path: Path) -> None:
    target = path.parent / "kept" / "real.md"
    target.parent.mkdir()
    if there:
        target.write_text("old")
        target.chmod(0o640)
    path.symlink_to(target if absolute else "kept/real.md")
    replace(path, TEXT)
    assert path.is_symlink()
    assert target.read_bytes() == BYTES
    assert not there or mode(target) == 0o640
    assert names(path.parent) == ["kept", "report.md"]
    assert names(target.parent) == ["real.md"]


def test_replace_leaves_a_folder(path: Path) -> None:
    path.mkdir()
    assert refusal(replace, path).startswith(f"{path}: KSB001 cannot be written: ")
    assert path.is_dir()
    assert names(path.parent) == ["report.md"]


MOVE = (os, "replace", READ_ONLY)
FAULTS = {
    "disk full": (os, "fsync", DISK_FULL),
    "folder read-only": (temporary, "_for_the_owner", READ_ONLY),
    "mode not allowed": (os, "fchmod" if hasattr(os, "fchmod") else "chmod", READ_ONLY),
}


@pytest.mark.parametrize(
    ("save", "fault"),
    [(save, fault) for fault in FAULTS.values() for save in (create, replace)] + [(replace, MOVE)],
    ids=[f"{save}: {name}" for name in FAULTS for save in ("create", "replace")] + ["replace: move not allowed"],
)
def test_a_fault_leaves_no_file(
    save: Callable[[Path, str], None], fault: tuple[object, str, OSError], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, name, error = fault
    monkeypatch.setattr(where, name, raising(error))
    assert refusal(save, path) == f"{path}: KSB001 cannot be written: {error.strerror}"
    assert names(path.parent) == []


@pytest.mark.parametrize("fault", [*FAULTS.values(), MOVE], ids=[*FAULTS, "move not allowed"])
def test_a_fault_leaves_the_old_file(
    fault: tuple[object, str, OSError], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("old")
    where, name, error = fault
    monkeypatch.setattr(where, name, raising(error))
    assert refusal(replace, path) == f"{path}: KSB001 cannot be written: {error.strerror}"
    assert path.read_text() == "old"
    assert names(path.parent) == ["report.md"]


@pytest.fixture
def _without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are on a memory stick, whose file system has no links."""
    monkeypatch.setattr(os, "link", raising(PermissionError(errno.EPERM, os.strerror(errno.EPERM))))


@pytest.mark.usefixtures("_without_links")
def test_create_can_do_without_links(path: Path) -> None:
    create(path, TEXT)
    assert path.read_bytes() == BYTES
    assert names(path.parent) == ["report.md"]


@pytest.mark.usefixtures("_without_links")
def test_create_without_links_leaves_a_file_that_is_there(path: Path) -> None:
    path.write_text("mine")
    assert refusal(create, path) == f"{path}: KSB001 there is such a file already; it stays as it is"
    assert path.read_text() == "mine"
    assert names(path.parent) == ["report.md"]


@pytest.mark.usefixtures("_without_links")
def test_create_without_links_leaves_nothing_that_it_cannot_move(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "replace", raising(DISK_FULL))
    assert refusal(create, path) == f"{path}: KSB001 cannot be written: No space left on device"
    assert names(path.parent) == []


@pytest.mark.usefixtures("_without_links")
def test_create_without_links_never_has_a_part_of_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move, seen = os.replace, []

    def watched(*arguments: Any) -> None:
        seen.append(path.read_bytes())
        move(*arguments)
        seen.append(path.read_bytes())

    monkeypatch.setattr(os, "replace", watched)
    create(path, TEXT)
    assert seen == [b"", BYTES]


@posix
def test_replace_writes_to_a_fifo_and_leaves_it_one(path: Path) -> None:
    os.mkfifo(path)
    reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace(path, TEXT)
        assert os.read(reading, 1000) == BYTES
        replace(path, b"\xff\r\n")
        assert os.read(reading, 1000) == b"\xff\r\n"
    finally:
        os.close(reading)
    assert path.is_fifo()
    assert names(path.parent) == ["report.md"]


@posix
def test_replace_is_never_a_move_to_another_file_system(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = path.parent / "other" / "real.md"
    target.parent.mkdir()
    path.symlink_to(target)
    move, moved = os.replace, []

    def watched(this: Path, to: Path) -> None:
        moved.append((this.parent, to))
        move(this, to)

    monkeypatch.setattr(os, "replace", watched)
    replace(path, TEXT)
    assert moved == [(target.parent, target)]


@posix
def test_replace_refuses_a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)
    assert refusal(replace, path) == f"{path}: KSB001 cannot be written: {os.strerror(errno.ELOOP)}"
    assert path.is_symlink()


@both
def test_an_interrupt_leaves_nothing_half_done(
    save: Callable[[Path, str], None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        save(path, TEXT)
    assert names(path.parent) == []


@pytest.fixture
def steps(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What the system is asked to do, in its order: a file of that size and mode, a folder of those names, a name."""
    done: list[tuple[str, object]] = []

    def watched(name: str) -> None:
        call = getattr(os, name)

        def step(*arguments: Any) -> None:
            if name == "fsync":
                status = os.fstat(arguments[0])
                is_folder = os.path.samestat(status, path.parent.stat())
                done.append((name, names(path.parent) if is_folder else (status.st_size, stat.S_IMODE(status.st_mode))))
            else:
                done.append((name, Path(arguments[1]).name))
            call(*arguments)

        monkeypatch.setattr(os, name, step)

    for name in ("fsync", "link", "replace"):
        watched(name)
    return done


@posix
def test_what_is_written_is_on_the_disk_before_it_has_its_name_and_then_the_name_is(
    path: Path, steps: list[tuple[str, object]]
) -> None:
    create(path, TEXT, like=path.parent)
    rights = stat.S_IMODE(path.parent.stat().st_mode)
    assert steps == [("fsync", (len(BYTES), rights)), ("link", "report.md"), ("fsync", ["report.md"])]
    steps.clear()
    path.chmod(0o640)
    moved = [("fsync", (len(BYTES), 0o640)), ("replace", "report.md"), ("fsync", ["report.md"])]
    replace(path, TEXT)
    assert steps == moved
    steps.clear()
    rewrite(path, BYTES, TEXT)
    assert steps == moved


@posix
@pytest.mark.usefixtures("_without_links")
def test_without_links_the_name_is_on_the_disk_too(path: Path, steps: list[tuple[str, object]]) -> None:
    create(path, TEXT)
    assert [name for name, _ in steps] == ["fsync", "link", "replace", "fsync"]
    assert steps[-1] == ("fsync", ["report.md"])


@both
def test_a_folder_that_cannot_be_synced_takes_no_file_back(
    save: Callable[[Path, str], None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, done = os.fsync, []

    def only_files(descriptor: int) -> None:
        done.append(descriptor)
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    save(path, TEXT)
    assert path.read_bytes() == BYTES
    assert len(done) == (1 if os.name == "nt" else 2)


@posix
def test_a_folder_that_is_made_is_on_the_disk(path: Path, steps: list[tuple[str, object]]) -> None:
    make_folder(path / "a" / "b")
    assert (path / "a" / "b").is_dir()
    assert [name for name, _ in steps] == ["fsync"] * 3
    assert steps.count(("fsync", ["report.md"])) == 1
    steps.clear()
    make_folder(path / "a")
    assert steps == []


def test_a_folder_that_cannot_be_made_is_told(path: Path) -> None:
    path.write_text("a file")
    with pytest.raises(UnusableFileError) as caught:
        make_folder(path / "a")
    assert str(caught.value) == f"{path / 'a'}: KSB001 cannot be written: {os.strerror(errno.ENOTDIR)}"


@both
def test_the_file_is_its_owner_s_alone_while_it_is_written(
    save: Callable[[Path, str], None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def looking(file: Any, like: Path) -> None:
        assert isinstance(like, Path)
        seen.append(stat.S_IMODE(os.fstat(file.fileno()).st_mode))

    monkeypatch.setattr(temporary, "give_rights", looking)
    before = os.umask(0)
    try:
        save(path, TEXT)
    finally:
        os.umask(before)
    assert seen == [0o666 if os.name == "nt" else 0o600]


@both
def test_a_name_that_is_taken_is_left_alone(
    save: Callable[[Path, str], None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path.parent / "taken").write_text("mine")
    given = iter(["taken", "free"])
    monkeypatch.setattr(temporary, "new_name", lambda _: next(given))
    save(path, TEXT)
    assert path.read_bytes() == BYTES
    assert names(path.parent) == ["report.md", "taken"]
    assert (path.parent / "taken").read_text() == "mine"


@both
@pytest.mark.parametrize("swept", ["before the lock", "under the lock"])
def test_a_file_that_is_swept_before_it_is_locked_is_made_anew(
    save: Callable[[Path, str], None], swept: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = lock.hold
    held: list[Any] = []

    def too_late(file: Any) -> int | None:
        held.append(file.name)
        if len(held) > 1:
            return hold(file)
        Path(file.name).unlink()
        if swept == "under the lock":
            raise BlockingIOError
        return hold(file)

    monkeypatch.setattr(temporary, "hold", too_late)
    save(path, TEXT)
    assert path.read_bytes() == BYTES
    assert names(path.parent) == ["report.md"]
    assert len(set(held)) == 2


@posix
def test_no_file_stays_open(path: Path) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    for number in range(3):
        create(path.with_name(f"{number}"), TEXT)
        replace(path, TEXT)
        rewrite(path, BYTES, TEXT)
        refusal(create, path)
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_rewrite_replaces_what_was_read(path: Path) -> None:
    path.write_bytes(b"old")
    path.chmod(0o640)
    rewrite(path, b"old", TEXT)
    assert path.read_bytes() == BYTES
    assert os.name == "nt" or mode(path) == 0o640
    assert names(path.parent) == ["report.md"]


@pytest.mark.parametrize("now", [b"", b"ol", b"older", b"OLD", None], ids=repr)
def test_rewrite_refuses_what_it_has_not_read(now: bytes | None, path: Path) -> None:
    path.write_bytes(b"old")
    times = path.stat()
    if now is None:
        path.unlink()
    else:
        path.write_bytes(now)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # not told by its time
    told = refusal(lambda at, text: rewrite(at, b"old", text), path)
    assert told == (
        f"{path}: KSB001 was changed by somebody else in the meantime, and stays as it is; run the command again"
    )
    assert names(path.parent) == ([] if now is None else ["report.md"])
    assert now is None or path.read_bytes() == now


def test_rewrite_looks_when_all_else_is_done(path: Path, steps: list[tuple[str, object]]) -> None:
    path.write_bytes(b"old")
    locked = lock.take

    def change(descriptor: int) -> bool:
        if [name for name, _ in steps] == ["fsync"]:
            path.write_bytes(b"a change at the last moment")
        return locked(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lock, "take", change)
        assert "was changed by somebody else" in refusal(lambda at, text: rewrite(at, b"old", text), path)
    assert path.read_bytes() == b"a change at the last moment"


@posix
def test_rewrite_follows_a_link(path: Path) -> None:
    target = path.parent / "kept" / "real.md"
    target.parent.mkdir()
    target.write_bytes(b"old")
    path.symlink_to("kept/real.md")
    rewrite(path, b"old", TEXT)
    assert path.is_symlink()
    assert target.read_bytes() == BYTES
    assert names(target.parent) == ["real.md"]


@posix
def test_rewrite_does_not_wait_for_what_has_become_a_fifo(path: Path) -> None:
    os.mkfifo(path)
    assert "was changed by somebody else" in refusal(lambda at, text: rewrite(at, b"old", text), path)
    assert path.is_fifo()


def test_rewrite_does_without_locks_where_there_are_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "fcntl", None)
    path.write_bytes(b"old")
    rewrite(path, b"old", TEXT)
    assert path.read_bytes() == BYTES
    assert "was changed by somebody else" in refusal(lambda at, text: rewrite(at, b"old", text), path)
    assert names(path.parent) == ["report.md"]


def test_files_that_belong_together(path: Path) -> None:
    other = path.with_name("other")
    create_together({path: TEXT, other: "x"})
    assert path.read_bytes() == BYTES
    assert other.read_text() == "x"
    assert names(path.parent) == ["other", "report.md"]


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_of_files_that_belong_together_none_is_there_if_one_cannot_be(taken: int, tmp_path: Path) -> None:
    files = [tmp_path / name for name in "abc"]
    files[taken].write_text("mine")
    with pytest.raises(UnusableFileError) as caught:
        create_together(dict.fromkeys(files, TEXT))
    assert str(caught.value) == f"{files[taken]}: KSB001 there is such a file already; it stays as it is"
    assert names(tmp_path) == [files[taken].name]
    assert files[taken].read_text() == "mine"


def test_of_files_that_belong_together_one_may_be_gone_by_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, link = tmp_path / "one", tmp_path / "other", os.link

    def removing(source: Path, target: Path) -> None:
        if target == other:
            one.unlink()
        link(source, target)

    monkeypatch.setattr(os, "link", removing)
    other.write_text("mine")
    with pytest.raises(UnusableFileError) as caught:
        create_together({one: TEXT, other: TEXT})
    assert str(caught.value) == f"{other}: KSB001 there is such a file already; it stays as it is"
    assert names(tmp_path) == ["other"]


def test_of_files_that_belong_together_the_one_that_cannot_be_written_is_told(path: Path) -> None:
    other = path.parent / "nowhere" / "report.md"
    with pytest.raises(UnusableFileError) as caught:
        create_together({path: TEXT, other: TEXT})
    assert str(caught.value) == f"{other}: KSB001 cannot be written: No such file or directory"
    assert names(path.parent) == []


@both
def test_a_folder_that_is_not_there(save: Callable[[Path, str], None], tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "report.md"
    assert refusal(save, path) == f"{path}: KSB001 cannot be written: No such file or directory"
    assert names(tmp_path) == []


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="to root no folder is read-only")
@both
def test_a_folder_that_is_read_only(save: Callable[[Path, str], None], path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        assert refusal(save, path) == f"{path}: KSB001 cannot be written: Permission denied"
    finally:
        path.parent.chmod(0o700)
    assert names(path.parent) == []


@both
def test_a_name_s_hidden_characters_are_shown(save: Callable[[Path, str], None], tmp_path: Path) -> None:
    assert refusal(save, tmp_path / "\x1b[31m" / "x").startswith(f"{tmp_path}/\\x1b[31m/x: KSB001 ")


def test_what_is_written_in_pieces_takes_its_place_at_the_end(path: Path) -> None:
    path.write_text("old")
    with replacing(path) as file:
        file.write(BYTES[:3])
        file.flush()
        assert path.read_text() == "old"
        file.write(BYTES[3:])
    assert path.read_bytes() == BYTES
    assert names(path.parent) == ["report.md"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("x"), DISK_FULL], ids=repr)
@pytest.mark.parametrize("old", ["old", None])
def test_a_fault_between_the_pieces_leaves_the_old_file(error: BaseException, old: str | None, path: Path) -> None:
    if old:
        path.write_text(old)
    with pytest.raises((type(error), UnusableFileError)), replacing(path) as file:  # noqa: PT012 - a file is written
        file.write(BYTES)
        raise error
    assert names(path.parent) == (["report.md"] if old else [])
    assert not old or path.read_text() == old


def test_a_disk_that_is_full_at_the_end_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.FileIO):
        def write(self, _: Any) -> int:
            raise DISK_FULL

    path.write_text("old")
    monkeypatch.setattr(temporary, "open", lambda name, *_, **__: io.BufferedWriter(Full(name, "x")), raising=False)
    assert refusal(replace, path) == f"{path}: KSB001 cannot be written: No space left on device"
    assert path.read_text() == "old"
    assert names(path.parent) == ["report.md"]


@posix
def test_pieces_reach_a_fifo_as_they_come(path: Path) -> None:
    os.mkfifo(path)
    reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with replacing(path) as file:
            file.write(BYTES)
            file.flush()
            assert os.read(reading, 1000) == BYTES
    finally:
        os.close(reading)
    assert path.is_fifo()


def test_init_writes_a_portfolio_that_can_be_used(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(path), "--option", "vfx"]) == 0
    told = f"wrote {path.with_suffix('.schema.json')}, with which editors complete and explain the codes\n"
    assert capsys.readouterr() == ("", f"{told}wrote {path}; next: ksbcheck gaps {path}\n")
    assert run(["gaps", str(path)]) == 1
    out, err = capsys.readouterr()
    assert "0 of 71" in out
    assert err == ""


def test_init_never_overwrites(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text("mine")
    assert run(["init", str(path), "--option", "post"]) == 2
    assert capsys.readouterr() == ("", f"{path}: KSB001 there is such a file already; it stays as it is\n")
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ([], "ST0792 v1.1 has options; "),
        (["--option", "p\x1b"], r"'p\x1b' is not an option of ST0792 v1.1; choose one: film (Film,"),
    ],
    ids=["none", "unknown"],
)
def test_init_needs_an_option(asked: list[str], problem: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(path), *asked]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--option" in err
    assert problem in err
    assert names(path.parent) == []


def test_init_writes_portfolio_yaml_if_no_other_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--option", "film", "--standard", "ST0792 v1.1", "--no-schema"]) == 0
    assert capsys.readouterr().err == "wrote portfolio.yaml; next: ksbcheck gaps portfolio.yaml\n"
    assert names(tmp_path) == ["portfolio.yaml"]
    assert "yaml-language-server" not in (tmp_path / "portfolio.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "schema"),
    [("portfolio.yaml", "portfolio.schema.json"), ("my p#1.yaml", "my_p_1.schema.json"), ("é", "é.schema.json")],
)
def test_init_s_modeline_leads_from_the_portfolio_to_its_schema(name: str, schema: str, tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / name), "--option", "post"]) == 0
    assert names(tmp_path) == sorted([name, schema])
    first = (tmp_path / name).read_text("utf-8").splitlines()[0]
    # A language server takes the address to end at the first space.
    found = re.match(r"^#\s+yaml-language-server\s*:\s*\$schema=(\S*)", first)
    assert found
    assert found[1] == schema
    assert '"const": "K39"' in (tmp_path / schema).read_text("utf-8")


def test_init_leaves_a_schema_that_is_there(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = path.with_suffix(".schema.json")
    schema.write_text("mine")
    assert run(["init", str(path), "--option", "post"]) == 0
    assert capsys.readouterr().err.startswith(f"{schema} is there already; it stays as it is\nwrote {path}; ")
    assert schema.read_text() == "mine"
    assert path.read_text("utf-8").startswith(f"# yaml-language-server: $schema={schema.name}\n")


def test_init_that_refuses_writes_no_schema(path: Path) -> None:
    path.write_text("mine")
    assert run(["init", str(path), "--option", "post"]) == 2
    assert names(path.parent) == [path.name]
