"""Commands that have no room to write, or may not: they say so in a line, and the old files stay."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

import pytest
from kills import COMMANDS, Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="starves processes as POSIX does it")

every_command = pytest.mark.parametrize("name", COMMANDS)


class Start(Protocol):
    """Runs one of the commands, after those words and in a process that was made ready."""

    def __call__(
        self, name: str, folder: Folder, *before: str, make_ready: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def start(command: list[str], environment: dict[str, str], tmp_path: Path) -> Start:
    def start(
        name: str, folder: Folder, *before: str, make_ready: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        own = {"XDG_DATA_HOME": str(folder.path / "user"), "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [*before, *command, *COMMANDS[name].line.split()],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder.path,
            env={**environment, **own},
            preexec_fn=make_ready,
            timeout=60,
        )

    return start


@pytest.fixture
def folder(name: str, tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "work", COMMANDS[name])
    folder.begin_anew()
    return folder


def refused(done: subprocess.CompletedProcess[str], reason: str) -> None:
    """The command says in one line for each file why it cannot be written."""
    lines = [line for line in done.stderr.splitlines() if "KSB" in line and "warning" not in line]
    assert done.returncode == 2, done.stderr
    assert lines
    assert all(f"KSB001 cannot be written: {reason}" in line for line in lines)
    assert "Traceback" not in done.stderr


def limit_files() -> None:
    """Let no file become longer than some bytes, as on a disk that is nearly full."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))


@every_command
def test_a_file_that_may_not_grow_leaves_the_old_files(name: str, folder: Folder, start: Start) -> None:
    before = folder.files()
    refused(start(name, folder, make_ready=limit_files), "File too large")
    assert folder.files() == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB, which only root can make."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("file systems can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@every_command
def test_a_full_disk_leaves_the_old_files(name: str, small_disk: Path, start: Start) -> None:
    folder = Folder(small_disk / "work", COMMANDS[name])
    folder.begin_anew()
    with suppress(OSError), (small_disk / "all the rest").open("wb", buffering=0) as rest:
        while True:
            rest.write(bytes(4096))
    before = folder.files()
    refused(start(name, folder), "No space left on device")
    assert folder.files() == before
    (small_disk / "all the rest").unlink()
    assert start(name, folder).returncode == 0


@every_command
def test_a_read_only_folder_leaves_the_old_files(name: str, folder: Folder, start: Start) -> None:
    before = folder.files()
    as_others: tuple[str, ...] = ()
    if os.geteuid() == 0:  # to whom no folder is read-only as long as it may do everything
        setpriv = shutil.which("setpriv")
        as_others = (setpriv or "", "--bounding-set", "-dac_override,-dac_read_search")
        if setpriv is None or subprocess.run([*as_others, "true"], check=False).returncode:
            pytest.skip("root needs setpriv to do without its rights")
    folder.path.chmod(0o500)
    try:
        refused(start(name, folder, *as_others), "Permission denied")
    finally:
        folder.path.chmod(0o700)
    assert folder.files() == before
