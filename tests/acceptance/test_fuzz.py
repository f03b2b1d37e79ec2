"""The fuzzing of every reader and writer, in short; and that it finds what there is to find."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not (ROOT / "fuzz").is_dir(), reason="there is no fuzz/ beside the tests")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )


def test_no_input_ends_but_in_a_result_or_a_refusal() -> None:
    done = run("-m", "fuzz", "all", "--inputs", "600", "--jobs", "2", "--seed", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^600 inputs, 0 findings, \d+ s$", done.stdout, re.MULTILINE), done.stdout
    rows = [line.split() for line in done.stdout.splitlines()[1:-1]]
    assert sum(int(row[1]) for row in rows) == 600
    assert all(int(row[1]) > 0 for row in rows)


ENDS = """
import json, os, sys
from fuzz import watch
from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError

def told(*found):
    def run(data):
        raise UnusableFileError([Diagnostic("KSB002", Severity.ERROR, *each) for each in found])
    return run

def fails(data):
    return 1 // 0

def spins(data):
    while True:
        try:
            sum(range(1000))
        except Exception:
            pass

def hoards(data):
    return len(bytearray(2 * watch.MOST_MEMORY))

ways = {
    "returns": len,
    "told": told(("wrong", "given", 2, 1)),
    "told of another file": told(("wrong", "other", 9, 9)),
    "tells nothing": told(),
    "hidden": told(("wr\\u202eong", "given", 1, 1)),
    "two lines": told(("a\\nb", "given", 1, 1)),
    "no such line": told(("wrong", "given", 3, 1)),
    "no such column": told(("wrong", "given", 1, 4)),
    "fails": fails,
    "spins": spins,
    "hoards": hoards,
    "exits": lambda data: sys.exit(0),
}
watch.MOST_SECONDS = 0.2
watch.limit_process()
found = {name: watch.Watch("t", run)(b"ab\\nc") for name, run in ways.items()}
print(json.dumps({name: finding and finding.place.split()[0] for name, finding in found.items()}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="time and memory are bounded on Linux only")
def test_every_other_end_is_a_finding() -> None:
    done = run("-c", ENDS)
    assert done.returncode == 0, done.stderr
    ends = json.loads(done.stdout)
    fine = {"returns", "told", "told of another file"}
    assert {name for name, finding in ends.items() if finding is None} == fine
    assert {ends.pop(name) for name in ("fails", "spins", "hoards", "exits")} == {
        "ZeroDivisionError",
        "TooSlowError",
        "MemoryError",
        "SystemExit",
    }
    assert {finding for name, finding in ends.items() if name not in fine} == {"AssertionError"}


# Ends a worker's process at one input of its share, as a fault in C would; the others are run all the same.
DIES = """
import os, sys
from fuzz import mutate, targets, workers
from fuzz.targets import names

if os.environ.get("DIES"):
    bad = mutate.made(mutate.Material(targets.seeds_of("names"), targets.tokens_of("names")), "names", 1, 7)
    names.parse = lambda data: os._exit(7) if data == bad else None
if __name__ == "__main__":
    os.environ["DIES"] = "1"
    events = list(workers.run(workers.shares(["names"], 50, 1, 1)))
    (finding,) = [event for event in events if isinstance(event, workers.Finding)]
    again = mutate.made(mutate.Material(targets.seeds_of("names"), targets.tokens_of("names")), "names", 1, 7)
    print(finding.place, finding.data == again, sum(event.inputs for event in events if event is not finding))
"""
AS_A_PROGRAM = "runpy.run_path(sys.argv[0], run_name='__main__')"


def test_a_process_that_dies_is_a_finding_and_the_rest_is_run(tmp_path: Path) -> None:
    # A program of its own, which its processes import again.
    (tmp_path / "dies.py").write_text(DIES, encoding="utf-8")
    done = run("-c", f"import runpy, sys; sys.argv[0] = {str(tmp_path / 'dies.py')!r}\n{AS_A_PROGRAM}")
    assert done.stdout.splitlines()[-1:] == ["the process ended with code 7 True 43"], done.stdout + done.stderr
