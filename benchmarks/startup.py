"""How long commands take from start to finish, as a ratio to importing what they stand on.

    python benchmarks/startup.py [--runs 15]

Runs are taken in turn, so that a machine that slows down slows all of them; the ratios are medians of pairs. Output
is piped, but where it says that it goes to a (pseudo-)terminal.
"""

from __future__ import annotations

import argparse
import os
import pty
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
IMPORTS = "import typer, yaml, rich.table, rich.console; from pydantic import BaseModel"
BASE = [sys.executable, "-c", IMPORTS]
SCRIPT = Path(sys.executable).with_name("ksbcheck")
EXAMPLE = str(ROOT / "examples" / "unfinished_post.yaml")


class Case(NamedTuple):
    """A command line, whether its output goes to a terminal, and the most that it may take of the imports' time."""

    arguments: tuple[str, ...]
    limit: float
    terminal: bool = False


CASES = {
    "gaps": Case(("gaps", EXAMPLE), 1.20),
    "gaps, on a terminal": Case(("gaps", EXAMPLE), 1.45, terminal=True),
    "check": Case(("check", EXAMPLE, "--today", "2026-01-01"), 1.20),
    "explain": Case(("explain", "K13"), 1.20),
    "standard list": Case(("standard", "list"), 1.20),
    "schema": Case(("schema",), 1.20),
    "--help": Case(("--help",), 0.60),
}


def seconds(command: list[str], *, terminal: bool = False) -> float:
    """Return the wall time of one run."""
    if not terminal:
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return time.perf_counter() - start
    ours, theirs = pty.openpty()
    reader = threading.Thread(target=_drain, args=(ours,))
    reader.start()
    start = time.perf_counter()
    subprocess.run(command, stdin=theirs, stdout=theirs, stderr=theirs, check=False)
    taken = time.perf_counter() - start
    os.close(theirs)
    reader.join()
    os.close(ours)
    return taken


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 65536):
            pass
    except OSError:  # the other end is closed
        pass


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=15, help="how often each command is run (default 15)")
    runs: int = parser.parse_args().runs
    for case in CASES.values():
        seconds([str(SCRIPT), *case.arguments])  # byte code and the disk's cache
    seconds(BASE)
    ratios: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(runs):
        for name, case in CASES.items():
            base = seconds(BASE)
            ratios[name].append(seconds([str(SCRIPT), *case.arguments], terminal=case.terminal) / base)
    print(f"{'ratio to the imports':<22}{'median':>8}{'least':>8}{'most':>8}{'limit':>8}")
    for name, values in ratios.items():
        figures = (statistics.median(values), min(values), max(values), CASES[name].limit)
        print(f"{name:<22}" + "".join(f"{figure:>8.2f}" for figure in figures))


if __name__ == "__main__":
    main()
