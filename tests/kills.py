"""Ends each command that writes at random moments, and looks at what is left.

    python tests/kills.py [--times 1000] [--signal KILL] [COMMAND ...]

After each end every file is, byte for byte and with its mode, the old one or the new one; the same command run again
works; and what temporary file the killed one left is gone after the next write in its folder. Prints the counts, as
JSON with ``--json``, and exits with 1 if a file was lost or damaged. Needs POSIX.

Most ends fall on the moments in which the command writes: a copy of this process, which has everything imported, tells
when it makes its first temporary file. Others fall on any moment of the command, and some on one that is started anew.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import re
import select
import shutil
import signal
import stat
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import yaml

from ksbcheck.cli.entry import run

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parent.parent
FILES = ROOT / "tests" / "acceptance" / "files"
TEMPORARY = re.compile(r"\.ksbcheck-[0-9a-f]{16}-[0-9a-f]{16}\.tmp")
STARTED, WHOLE = 20, 8
"""One of so many ends is that of a command started anew, and of one at any moment."""

Files = dict[str, tuple[bytes, int]]
"""Content and mode of each file in a folder."""


class Command(NamedTuple):
    """A command line, and the old files that it is to replace."""

    line: str
    old: dict[str, bytes] = {}  # noqa: RUF012 - never changed


COMMANDS = {
    "init": Command("init mine.yaml --option post"),
    "import": Command("standard import official.json"),
    "import --replace": Command("standard import official.json -o there.yaml --replace", {"there.yaml": b"a: b\n"}),
    "migrate": Command("migrate portfolio.yaml --standard original.yaml --to revised.yaml --exit-zero"),
    "migrate --in-place": Command(
        "migrate portfolio.yaml --standard original.yaml --to revised.yaml --exit-zero --in-place"
    ),
    "gaps -o": Command("gaps post.yaml --option post --exit-zero -f json -o report.json", {"report.json": b"{}\n"}),
    "check --report": Command(
        "check post.yaml --option post --exit-zero --report sarif=a.json --report junit=b.xml",
        {"a.json": b"{}\n", "b.xml": b"<old/>\n"},
    ),
    "summary -o": Command(
        "summary post.yaml --option post --today 2025-03-10 -f html -o page.html", {"page.html": b"old\n"}
    ),
    "cohort -o": Command(
        "cohort post.yaml --option post --today 2025-03-10 --no-cache --jobs 1 -f json -o all.json",
        {"all.json": b"{}\n"},
    ),
    "schema -o": Command("schema -o schema.json", {"schema.json": b"{}\n"}),
}


class Folder:
    """A working folder with what the commands read, and the user's own folder in it."""

    def __init__(self, path: Path, command: Command) -> None:
        self.path = path
        self._old = {
            "official.json": (FILES / "official.json").read_bytes(),
            "original.yaml": (FILES / "original_standard.yaml").read_bytes(),
            "revised.yaml": (FILES / "revised_standard.yaml").read_bytes(),
            "portfolio.yaml": (FILES / "portfolio_to_migrate.yaml").read_bytes(),
            "post.yaml": (ROOT / "examples" / "unfinished_post.yaml").read_bytes(),
            **command.old,
        }

    def begin_anew(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir()
        for name, content in self._old.items():
            path = self.path / name
            path.write_bytes(content)
            path.chmod(0o640)

    def files(self) -> Files:
        paths = [path for path in self.path.rglob("*") if not path.is_dir()]
        return {
            str(path.relative_to(self.path)): (path.read_bytes(), stat.S_IMODE(path.lstat().st_mode)) for path in paths
        }


class Copy:
    """A copy of this process that runs one command line in a folder."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        self._started, says_so = os.pipe()
        self.process = os.fork()
        if not self.process:
            os.close(self._started)
            self._run(arguments, folder, says_so)
        os.close(says_so)

    def writes(self) -> bool:
        """Wait until it makes a temporary file; False if it ends without."""
        ready, _, _ = select.select([self._started], [], [], 60)
        assert ready, "it hangs"
        return os.read(self._started, 1) != b""

    def end(self, number: int) -> int:
        """Send a signal, if it is still there; return its exit code, or the signal's number below 0."""
        with suppress(ProcessLookupError):
            os.kill(self.process, number)
        return self.wait()

    def wait(self) -> int:
        _, status = os.waitpid(self.process, 0)
        os.close(self._started)
        return os.waitstatus_to_exitcode(status)

    def _run(self, arguments: list[str], folder: Path, says_so: int) -> None:
        told: list[int] = []

        def hear(event: str, found: tuple[object, ...]) -> None:
            if event == "open" and not told and ".ksbcheck-" in str(found[0]):
                told.append(os.write(says_so, b"x"))

        code = 130
        with suppress(KeyboardInterrupt):
            be_quiet()
            os.chdir(folder)
            sys.addaudithook(hear)
            code = run(arguments)
        os._exit(code)


class Battery:
    """All ends of one command."""

    def __init__(self, name: str, number: int, scratch: Path) -> None:
        self._name, self._command, self._number = name, COMMANDS[name], number
        self._arguments = self._command.line.split()
        self._folder = Folder(scratch / "work", self._command)
        self.counts: Counter[str] = Counter()
        self.damages: list[str] = []
        self._parsed: set[bytes] = set()
        os.environ["XDG_DATA_HOME"] = str(self._folder.path / "user")

    def measure(self) -> None:
        """See what the files are before and after, how long the command takes, and how long it writes."""
        self._folder.begin_anew()
        self._before = self._folder.files()
        takes, writes = [], []
        for _ in range(5):
            self._folder.begin_anew()
            start = time.perf_counter()
            copy = Copy(self._arguments, self._folder.path)
            assert copy.writes(), f"{self._name} writes nothing"
            began = time.perf_counter()
            assert copy.wait() == 0
            takes.append(time.perf_counter() - start)
            writes.append(time.perf_counter() - began)
            self._after = self._folder.files()
        self._takes, self._writes = statistics.median(takes), statistics.median(writes)
        assert self._after != self._before
        assert set(self._before) <= set(self._after)

    def end_once(self, turn: int) -> None:
        self._folder.begin_anew()
        # Asked to end while Python itself starts, it ends as Python likes.
        is_anew = self._number == signal.SIGKILL and turn % STARTED == STARTED // 2
        code = self._end_started_anew() if is_anew else self._end_copy(anywhere=turn % WHOLE == 0)
        found = self._folder.files()
        kept = {name: content for name, content in found.items() if not TEMPORARY.fullmatch(Path(name).name)}
        self._look(kept)
        self.counts["ends"] += 1
        self.counts["old" if kept == self._before else "new" if kept == self._after else "some new"] += 1
        left = set(found) - set(kept)
        self.counts["temporary files left"] += len(left)
        if self._number != signal.SIGKILL:
            if left:
                self._damaged(f"{left} left")
            if code not in {0, 128 + self._number, -self._number}:
                self._damaged(f"exit code {code}")
        self._run_again(kept)

    def _end_copy(self, *, anywhere: bool) -> int:
        copy = Copy(self._arguments, self._folder.path)
        if anywhere and self._number == signal.SIGKILL:
            time.sleep(random.uniform(0, self._takes))
        elif copy.writes():
            time.sleep(random.uniform(0, self._writes))
        return copy.end(self._number)

    def _end_started_anew(self) -> int:
        command = [sys.executable, "-m", "ksbcheck", *self._arguments]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, cwd=self._folder.path, stdout=quiet, stderr=quiet) as process:
            time.sleep(random.uniform(0.15, 0.6))
            process.send_signal(self._number)
        return 0 if process.returncode in {0, -self._number} else process.returncode

    def _look(self, kept: Files) -> None:
        for name in {*kept, *self._before}:
            found, old, new = kept.get(name), self._before.get(name), self._after.get(name)
            if found not in {old, new}:
                self._damaged(f"{name} is {found and (found[0][:80], oct(found[1]))}")
            elif found and found[0] not in self._parsed:
                parse(name, found[0])
                self._parsed.add(found[0])

    def _run_again(self, kept: Files) -> None:
        expected = {0, 2} if self._name == "init" and "mine.yaml" in kept else {0}
        code = Copy(self._arguments, self._folder.path).wait()
        if code not in expected:
            self._damaged(f"exit code {code} when run again")
        left = [self._folder.path / name for name in self._folder.files() if TEMPORARY.fullmatch(Path(name).name)]
        for path in left:  # it had nothing to write
            target = path.with_name("swept.json")
            Copy(["schema", "-o", str(target)], self._folder.path).wait()
            target.unlink()
        found = self._folder.files()
        for name in {*found, *self._after}:
            if found.get(name) != self._after.get(name):
                self._damaged(f"{name} is another one when run again")

    def _damaged(self, what: str) -> None:
        self.counts["damaged"] += 1
        self.damages.append(what)


def parse(name: str, content: bytes) -> None:
    """Read a file with somebody else's reader. Raises its exception if it is no such file."""
    readers = {".json": json.loads, ".yaml": yaml.safe_load, ".xml": ET.fromstring, ".html": bytes.decode}
    readers[Path(name).suffix](content)  # type: ignore[operator]


def warm_up(names: Iterable[str], scratch: Path) -> None:
    """Import what the commands need."""
    os.environ["XDG_DATA_HOME"] = str(scratch / "warm" / "user")
    screens = [os.dup(number) for number in (1, 2)]
    be_quiet()
    codes = {}
    for name in {*names, "schema -o"}:
        folder = Folder(scratch / "warm", COMMANDS[name])
        folder.begin_anew()
        os.chdir(folder.path)
        codes[name] = run(COMMANDS[name].line.split())
        os.chdir(scratch)
    for number, screen in enumerate(screens, 1):
        os.dup2(screen, number)
        os.close(screen)
    assert not any(codes.values()), codes


def be_quiet() -> None:
    """Print nothing from here on."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.close(nothing)


def main() -> None:
    parser = argparse.ArgumentParser(description="Ends commands that write at random moments.")
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=f"of {', '.join(COMMANDS)} [default: all]")
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--signal", choices=["KILL", "INT", "TERM"], default="KILL")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    names = asked.commands or list(COMMANDS)
    results, damages = {}, []
    with tempfile.TemporaryDirectory(prefix="ksbcheck-kills-") as scratch:
        warm_up(names, Path(scratch))
        gc.disable()  # a copy of this process would look through all that it has imported
        for name in names:
            battery = Battery(name, getattr(signal, f"SIG{asked.signal}"), Path(scratch))
            battery.measure()
            for turn in range(asked.times):
                battery.end_once(turn)
            results[name] = {"damaged": 0, **battery.counts}
            damages += battery.damages
            if not asked.json:
                told = ", ".join(f"{count} {what}" for what, count in results[name].items())
                print(f"{name:20} {told}", *battery.damages[:5], sep="\n  ", flush=True)  # noqa: T201
    if asked.json:
        print(json.dumps({"counts": results, "damages": damages}))  # noqa: T201
    sys.exit(1 if damages else 0)


if __name__ == "__main__":
    main()
