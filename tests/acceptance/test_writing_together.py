"""Several that write at once: nothing is torn, nothing is lost, and nobody is led away to another file."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from kills import COMMANDS, Folder

if TYPE_CHECKING:
    from pathlib import Path

    from acceptance.conftest import Ksbcheck

pytestmark = pytest.mark.skipif(os.name == "nt", reason="without locks, and files in use cannot be replaced")


def in_process(code: str, *arguments: str) -> subprocess.Popen[str]:
    head = "import sys; from pathlib import Path; from ksbcheck.cli.saving import replace, rewrite\n"
    return subprocess.Popen([sys.executable, "-c", head + code, *arguments], stdout=subprocess.PIPE, text=True)


def test_two_writers_and_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    whole = {text * 100_000 for text in "ab"}
    path.write_text("a" * 100_000)
    code = "for _ in range(200): replace(Path(sys.argv[1]), sys.argv[2] * 100_000)"
    writers = [in_process(code, str(path), text) for text in "ab"]
    seen = set()
    reads = 0
    while any(writer.poll() is None for writer in writers):
        found = path.read_text()
        assert found in whole
        seen.add(found)
        reads += 1
    assert [writer.wait() for writer in writers] == [0, 0]
    assert seen == whole
    assert reads > 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.md"]
    for writer in writers:
        writer.communicate()


def test_writers_that_read_before_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0")
    code = """
from ksbcheck import UnusableFileError
path, refused = Path(sys.argv[1]), 0
for _ in range(60):
    while True:
        old = path.read_bytes()
        try:
            rewrite(path, old, str(int(old) + 1))
            break
        except UnusableFileError as error:
            assert "was changed by somebody else" in str(error), error
            refused += 1
print(refused)
"""
    writers = [in_process(code, str(path)) for _ in range(3)]
    refused = [int(writer.communicate()[0]) for writer in writers]
    assert path.read_text() == "180"
    assert sum(refused) > 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["count"]


def test_two_that_migrate_one_file_at_once(command: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    name = "migrate --in-place"
    folder = Folder(tmp_path / "work", COMMANDS[name])
    results = set()
    for _ in range(8):
        folder.begin_anew()
        both = [
            subprocess.Popen(
                [*command, *COMMANDS[name].line.split()],
                cwd=folder.path,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for process in both:
            _, told = process.communicate()
            if process.returncode:
                assert (process.returncode, told.count("\n")) == (2, 1)
                assert "was changed by somebody else in the meantime" in told
            elif told:
                assert "is for ST0001 v1.1 already" in told
        results.add(folder.files()["portfolio.yaml"])
        assert len(folder.files()) == 5
    assert len(results) == 1
    ((content, mode),) = results
    assert b"ST0001 v1.1 " in content
    assert mode == 0o640


@pytest.mark.parametrize("trap", ["link", "FIFO"])
def test_an_import_into_a_folder_is_not_led_away(trap: str, ksbcheck: Ksbcheck, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "work", COMMANDS["import"])
    folder.begin_anew()
    there, elsewhere = folder.path / "there", folder.path / "elsewhere.yaml"
    there.mkdir()
    line = ["standard", "import", "official.json", "-o", "there"]
    assert ksbcheck(*line, folder=folder.path).returncode == 0
    (made,) = there.iterdir()
    made.unlink()
    if trap == "FIFO":
        os.mkfifo(made)
    else:
        made.symlink_to(elsewhere)
    done = ksbcheck(*line, folder=folder.path)
    assert done.returncode == 2
    assert b"there is such a file already; it stays as it is" in done.stderr
    assert not elsewhere.exists()
    assert list(there.iterdir()) == [made]


def test_an_import_may_be_given_to_another_program(ksbcheck: Ksbcheck, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "work", COMMANDS["import"])
    folder.begin_anew()
    before = folder.files()
    assert ksbcheck("standard", "import", "official.json", "-o", os.devnull, folder=folder.path).returncode == 0
    assert folder.files() == before
