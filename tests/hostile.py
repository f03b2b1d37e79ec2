"""Runs the real command on files that are broken, or meant to break it, each time in a process with little memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1024 * 1024
MOST_MEMORY = 200 * MIB
MOST_LINES = 101
LONGEST_LINE = 500
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}

Content = str | bytes | Callable[[], str | bytes]
"""What is in a file; what is large is made when it is needed."""
Outcome = Literal["accept", "reject", "either"]
STATUS = {"accept": {0, 1}, "reject": {2}, "either": {0, 1, 2}}

# Runs in a small process of its own: what a process has used at its most counts from the size of its parent.
LAUNCHER = """
import json, os, resource, subprocess, sys, threading
from concurrent.futures import ThreadPoolExecutor

resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(job):
    folder, arguments, environment = job
    command = [sys.executable, "-m", "ksbcheck", *arguments]
    with open(folder + ".out", "wb") as out, open(folder + ".err", "wb") as err:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        timer = threading.Timer(60, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * 1024


with ThreadPoolExecutor(2) as pool:
    print(json.dumps(list(pool.map(run, json.load(sys.stdin)))))
"""


class Job(NamedTuple):
    """A command line, the files by name that are in its folder, and variables."""

    arguments: list[str]
    files: dict[str, Content]
    environment: dict[str, str]


class Run(NamedTuple):
    """What became of a job; ``files`` are the names of those that are there afterwards."""

    job: Job
    status: int
    memory: int
    """The most it used, in bytes."""
    out: bytes
    err: bytes
    files: list[str]


def run_all(folder: Path, jobs: dict[str, Job]) -> dict[str, Run]:
    """Run each job in a folder of its own within ``folder``, two at a time."""
    folders = [folder / str(number) for number in range(len(jobs))]
    for job, place in zip(jobs.values(), folders, strict=True):
        place.mkdir()
        for name, written in job.files.items():
            content = written() if callable(written) else written
            (place / name).write_bytes(content.encode() if isinstance(content, str) else content)
    asked = [(str(place), job.arguments, job.environment) for job, place in zip(jobs.values(), folders, strict=True)]
    launched = subprocess.run(
        [sys.executable, "-c", LAUNCHER],
        input=json.dumps(asked),
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
        | {"COLUMNS": "100"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    results: list[Any] = json.loads(launched.stdout)
    return {
        name: Run(
            jobs[name],
            status,
            memory,
            place.with_suffix(".out").read_bytes(),
            place.with_suffix(".err").read_bytes(),
            sorted(found.name for found in place.iterdir()),
        )
        for name, place, (status, memory) in zip(jobs, folders, results, strict=True)
    }


def check_run(run: Run, outcome: Outcome, encoding: str = "utf-8") -> None:
    """Check what holds of every run, whatever it is given."""
    out, err = run.out.decode(encoding), run.err.decode(encoding)
    assert "Traceback" not in out + err
    assert run.status in STATUS[outcome], err[:1000]
    assert run.files == sorted(run.job.files)
    assert run.memory < MOST_MEMORY
    assert {char for char in out + err if unicodedata.category(char) in HIDDEN} <= {"\n", "\N{ZERO WIDTH JOINER}"}
    assert not re.search(r"^\s*::|##\[|^\s*##vso", out + err, re.MULTILINE)


def check_findings(found: list[str], name: str, line: int | None) -> None:
    """Check the findings of a file that was refused: each has a place, and the first is on ``line``."""
    assert 1 <= len(found) <= MOST_LINES
    if re.fullmatch(r"\.\.\. and \d+ more", found[-1]) and len(found) > 1:
        found.pop()
    places = [re.match(rf"{re.escape(name)}(?::(\d+):\d+)?: KSB\d{{3}} \S", text) for text in found]
    assert all(places), found
    assert all(len(text) < LONGEST_LINE for text in found)
    assert places[0]
    assert places[0][1] == (None if line is None else str(line)), found[0]
