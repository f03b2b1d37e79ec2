"""How long `ksbcheck gaps` takes from start to finish, as a ratio to importing what it stands on.

    python benchmarks/startup.py [--runs 15]

Runs are taken in turn, so that a machine that slows down slows all of them; the ratios are medians of pairs. The
command is run with its output piped and with its output on a pseudo-terminal.
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

ROOT = Path(__file__).parent.parent
IMPORTS = "import typer, yaml, rich.table, rich.console; from pydantic import BaseModel"
BASE = [sys.executable, "-c", IMPORTS]
SCRIPT = Path(sys.executable).with_name("ksbcheck")
GAPS = [str(SCRIPT), "gaps", str(ROOT / "examples" / "unfinished_post.yaml"), "--option", "post"]
LIMITS = {"piped": 1.20, "terminal": 1.45, "help": 0.60}


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
    for command in (BASE, GAPS, [str(SCRIPT), "--help"]):
        seconds(command)  # byte code and the disk's cache
    ratios: dict[str, list[float]] = {name: [] for name in LIMITS}
    for _ in range(runs):
        base = seconds(BASE)
        ratios["piped"].append(seconds(GAPS) / base)
        base = seconds(BASE)
        ratios["terminal"].append(seconds(GAPS, terminal=True) / base)
        base = seconds(BASE)
        ratios["help"].append(seconds([str(SCRIPT), "--help"]) / base)
    print(f"{'ratio to the imports':<22}{'median':>8}{'least':>8}{'most':>8}{'limit':>8}")
    for name, values in ratios.items():
        figures = (statistics.median(values), min(values), max(values), LIMITS[name])
        print(f"{name:<22}" + "".join(f"{figure:>8.2f}" for figure in figures))


if __name__ == "__main__":
    main()
