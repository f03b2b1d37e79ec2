"""Each command under each fault: streams that are closed, full or not Unicode, input that is no file, Ctrl-C.

An exit code tells the same as without the fault, or what the fault is: 2 where output cannot be written or input not
be read, 130 after Ctrl-C. A traceback is never told, and neither is a fault of ksbcheck's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals, pipes and devices")

ROOT = Path(__file__).parent.parent.parent
FILES = Path(__file__).parent / "files"
FULL = b"<stdout>: KSB001 cannot be written: No space left on device\n"


class Command(NamedTuple):
    """A command line; ``input`` is the argument that names what it reads, and ``prints`` whether it prints a result."""

    line: str
    code: int
    input: str | None = None
    prints: bool = True

    @property
    def arguments(self) -> list[str]:
        return self.line.split()


COMMANDS = [
    Command("gaps portfolio.yaml", 1, "portfolio.yaml"),
    Command("check portfolio.yaml", 1, "portfolio.yaml"),
    Command("summary portfolio.yaml", 0, "portfolio.yaml"),
    Command("summary portfolio.yaml -f xlsx", 0, "portfolio.yaml"),
    Command("cohort portfolio.yaml --no-cache", 0, "portfolio.yaml"),
    Command("cohort . --jobs 2 --no-cache -f html", 0),
    Command("migrate old.yaml --standard original_standard.yaml --to revised_standard.yaml", 1, "old.yaml"),
    Command("init new.yaml --option post", 0, prints=False),
    Command("explain K13", 0),
    Command("schema --standard ST0792", 0),
    Command("standard show ST0792 -f json", 0),
    Command("standard validate original_standard.yaml", 0, "original_standard.yaml", prints=False),
    Command("standard import official.json -o -", 0, "official.json"),
    Command("standard diff original_standard.yaml revised_standard.yaml", 0, "revised_standard.yaml"),
    Command("--help", 0),
]
# As a shell would say it; a closed descriptor is given to the next file that is opened if nothing else is done.
STREAMS = {
    "all closed": ("<&- >&- 2>&-", False),
    "full output": (">/dev/full", True),
    "full errors": ("2>/dev/full", False),
}
LOCALES = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TERM": "dumb", "COLUMNS": "1"},
}
# Ctrl-C, pressed when something with a part of its name in it is imported or opened first.
INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
moment = sys.argv.pop(1)
pressed = []

def press(event, arguments):
    if not pressed and event in ("import", "open") and moment in str(arguments[0]):
        pressed.append(event)
        signal.raise_signal(signal.SIGINT)

sys.addaudithook(press)
from ksbcheck.cli import main
main()
"""
EVERY_MOMENT = ("ksbcheck.cli.entry", "typer.main")
SOME_MOMENTS = ("ksbcheck.load", ".yaml")
"""Moments that not every command has."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all that the commands read."""
    shutil.copy(ROOT / "examples" / "unfinished_post.yaml", tmp_path / "portfolio.yaml")
    for name in ("original_standard.yaml", "revised_standard.yaml", "official.json"):
        shutil.copy(FILES / name, tmp_path)
    shutil.copy(FILES / "portfolio_to_migrate.yaml", tmp_path / "old.yaml")
    return tmp_path


class Done(NamedTuple):
    code: int
    out: bytes
    errors: bytes


def run(folder: Path, *arguments: str, streams: str = "", start: str = '"$0" -m ksbcheck "$@"', **more: str) -> Done:
    done = subprocess.run(
        ["sh", "-c", f"{start} {streams}", sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def told(done: Done) -> str:
    """Return what was told, if it may be."""
    text = done.errors.decode()
    assert "Traceback" not in text
    assert "fault in ksbcheck itself" not in text
    assert "Exception ignored" not in text
    assert text.replace("\n", "").isprintable()
    return text


def named(command: Command) -> str:
    return command.line


@pytest.mark.parametrize("fault", STREAMS)
@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_streams_that_are_closed_or_full(command: Command, fault: str, folder: Path) -> None:
    streams, output_fails = STREAMS[fault]
    done = run(folder, *command.arguments, streams=streams)
    if output_fails and command.prints:
        assert done.code == 2
        assert done.errors.splitlines(keepends=True)[-1].startswith(FULL[: FULL.index(b"No space")])
    else:
        assert done.code == command.code
    told(done)


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_a_closed_pipe_is_quiet(command: Command, folder: Path) -> None:
    """The exit code is that of the command: what it found does not depend on who reads on."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "ksbcheck", *command.arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == command.code
    errors = told(Done(done.returncode, b"", done.stderr))
    assert "cannot be written" not in errors
    assert "Broken pipe" not in errors


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_a_terminal_that_is_not_unicode(command: Command, locale: str, folder: Path) -> None:
    portfolio = folder / "portfolio.yaml"
    text = portfolio.read_text(encoding="utf-8")
    portfolio.write_text(text.replace("title: ", "title: Ω日🎬 ", 1), encoding="utf-8")
    done = run(folder, *command.arguments, **LOCALES[locale])
    assert done.code == command.code
    told(done)
    if "xlsx" not in command.arguments:
        done.out.decode("cp1252" if locale == "cp1252" else "ascii")


@pytest.mark.parametrize("what", ["folder", "FIFO", "device"])
@pytest.mark.parametrize("command", [command for command in COMMANDS if command.input], ids=named)
def test_input_that_is_no_file_is_refused_without_waiting(command: Command, what: str, folder: Path) -> None:
    assert command.input
    path = folder / "x.yaml"
    if what == "folder":
        path.mkdir()
    elif what == "FIFO":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    arguments = ["x.yaml" if argument == command.input else argument for argument in command.arguments]
    before = sorted(folder.iterdir())
    done = run(folder, *arguments)
    assert done.code == 2
    assert "x.yaml" in told(done) + done.out.decode()
    assert "KSB001" in told(done) + done.out.decode()
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_ctrl_c_is_130_whenever_it_comes(command: Command, folder: Path) -> None:
    """Also while the program is imported, or a file is read; nothing is told, and nothing is left behind."""
    before = sorted(folder.iterdir())
    for moment in (*EVERY_MOMENT, *SOME_MOMENTS):
        done = run(folder, moment, *command.arguments, start=f'exec "$0" -c \'{INTERRUPTED}\' "$@"')
        if moment in SOME_MOMENTS and done.code == command.code:
            continue
        assert done.code == 130
        assert not told(done).strip()
        assert sorted(folder.iterdir()) == before
