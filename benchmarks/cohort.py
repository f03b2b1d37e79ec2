"""How quickly many portfolios are checked, as ratios to what else could be done with the same files.

    python benchmarks/cohort.py [--files 4000] [--runs 5] [--memory] [--write]

Whole commands are run in turn, so that a machine that slows down slows all of them; each ratio is the median of the
ratios of pairs. ``--memory`` also measures how much memory 100,000 portfolios take, which needs minutes. ``--write``
puts the table into ``benchmarks/RESULTS.md``. Needs PyYAML with libyaml; the comparison with a script needs pandas.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import yaml

RESULTS = Path(__file__).with_name("RESULTS.md")
COMMAND = [sys.executable, "-m", "ksbcheck", "cohort", "--today", "2025-03-01", "-f", "jsonl"]
LOAD = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    with open(path, "rb") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""
# What people write who have a spreadsheet's worth of portfolios and an afternoon.
SCRIPT = """
import sys
from pathlib import Path
import pandas
import yaml

REQUIRED = {f"K{n}" for n in range(1, 44)} | {f"S{n}" for n in range(1, 39)} | {f"B{n}" for n in range(1, 7)}

def read(path):
    portfolio = yaml.safe_load(path.read_text())
    rows = []
    for piece in portfolio["evidence"]:
        for code, locator in piece["ksbs"].items():
            rows.append({"path": path.name, "id": piece["id"], "status": piece["status"], "code": code, "at": locator})
    return rows

paths = sorted(Path(sys.argv[1]).glob("*.yaml"))
claims = pandas.DataFrame([row for path in paths for row in read(path)])
counted = claims[claims.status.isin(["accepted", "submitted"])]
table = counted.groupby("path").code.agg(lambda codes: len(set(codes) & REQUIRED))
lacking = {code: counted[counted.code == code].path.nunique() for code in sorted(REQUIRED)}
print(table.to_string())
print(pandas.Series(lacking).sort_values().head(15).to_string())
"""


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    value: str
    limit: str


def seconds(command: list[str], folder: Path, **variables: str) -> float:
    """Return the wall time of one run of a command. One that could not do what it was to is a fault of ours."""
    start = time.perf_counter()
    environment = {**os.environ, **variables}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    taken = time.perf_counter() - start
    if "Usage:" in done.stderr or "Traceback" in done.stderr:
        raise SystemExit(done.stderr)
    return taken


def ratio(over: list[str], under: list[str], folder: Path, runs: int, below: Path | None = None) -> float:
    """Return the median of how often the time of ``under`` goes into that of ``over``, taken in turn."""
    pairs = [(seconds(over, folder), seconds(under, below or folder)) for _ in range(runs)]
    return statistics.median(first / second for first, second in pairs)


def write(folder: Path, count: int, bad: float = 0.0) -> Path:
    """Write portfolios into a folder."""
    command = [sys.executable, str(Path(__file__).with_name("portfolios.py")), str(folder)]
    subprocess.run([*command, "--count", str(count), "--bad", str(bad)], check=True)
    return folder


def checking(jobs: int, *options: str) -> list[str]:
    """Return the command that checks a folder with so many processes."""
    return [*COMMAND, "--jobs", str(jobs), *options, "."]


def speed(folder: Path, files: int, runs: int) -> list[Figure]:
    """Measure how long checking takes."""
    good, bad = folder / "good", folder / "bad"
    write(good, files)
    write(bad, files, 0.05)
    fresh = checking(1, "--no-cache")
    both = checking(2, "--no-cache")
    load = [sys.executable, "-c", LOAD, "."]
    again, start = _second(good, runs)
    figures = [
        Figure(
            "check / read and `yaml.load(CSafeLoader)`, 1 process", f"{ratio(fresh, load, good, runs):.2f}", "<= 0.50"
        ),
        Figure("1 process / 2 processes", f"{ratio(fresh, both, good, runs):.2f}", ">= 1.8"),
        Figure("5 % bad files / none", f"{ratio(both, both, bad, runs, good):.2f}", "<= 1.10"),
        Figure("second run / first", f"{again:.3f}", "<= 0.04"),
        Figure("starting and looking at one file / first run", f"{start:.3f}", "not asked for"),
    ]
    if find_spec("pandas"):
        script = folder / "script.py"
        script.write_text(SCRIPT, encoding="utf-8")
        times = ratio([sys.executable, str(script), "."], both, good, min(runs, 3))
        figures.append(
            Figure("script with `safe_load` and pandas, 1 process / check, 2 processes", f"{times:.0f}", ">= 30")
        )
    taken = statistics.median(seconds(both, good) for _ in range(runs))
    figures.append(Figure("portfolios per second, 2 processes, start included", f"{files / taken:.0f}", "not a ratio"))
    return figures


def _second(folder: Path, runs: int) -> tuple[float, float]:
    """Return how long a second run takes, and how long one on a single portfolio, each in parts of a first run."""
    again, start = [], []
    alone = [*COMMAND, "--jobs", "2", str(min(folder.glob("*.yaml")))]
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as kept:
            first = seconds(checking(2), folder, KSBCHECK_CACHE_DIR=kept)
            again.append(seconds(checking(2), folder, KSBCHECK_CACHE_DIR=kept) / first)
            start.append(seconds(alone, folder, KSBCHECK_CACHE_DIR=kept) / first)
    return statistics.median(again), statistics.median(start)


def memory(folder: Path) -> list[Figure]:
    """Measure the most memory that a process takes, for 1,000 portfolios and for each of them a hundred times."""
    paths = sorted(write(folder / "listed", 1000, 0.05).glob("*.yaml"))
    peaks = []
    for times in (1, 100):
        listed = folder / f"list_{times}.txt"
        listed.write_text("".join(f"{path}\n" for _ in range(times) for path in paths), encoding="utf-8")
        peaks.append(_peak([*COMMAND, "--jobs", "2", "--no-cache", f"@{listed}"]))
    return [
        Figure("peak memory of a process, 1,000 files", f"{peaks[0]:.0f} MB", "<= 64 MB"),
        Figure("the same, 100,000 files", f"{peaks[1]:.0f} MB", "<= 64 MB"),
        Figure("100,000 files / 1,000 files", f"{peaks[1] / peaks[0]:.2f}", "< 1.2"),
    ]


def _peak(command: list[str]) -> float:
    """Return the peak memory in MB of the largest process of a command, in a process of its own: peaks never fall."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return int(done.stdout) / unit


def table(figures: list[Figure], files: int, runs: int) -> str:
    """Return the figures as the page that is kept."""
    machine = (
        f"{platform.machine()}, {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    )
    lines = [
        "# What was measured",
        "",
        "<!-- Written by `python benchmarks/cohort.py --write`. -->",
        "",
        f"{files:,} portfolios of 10 KB and 27 pieces, medians of {runs} runs in turn.",
        f"Machine: {machine}, PyYAML {yaml.__version__}.",
        "",
        "| figure | measured | asked for |",
        "|---|---:|---:|",
        *(f"| {figure.name} | {figure.value} | {figure.limit} |" for figure in figures),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=4000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = speed(Path(folder), asked.files, asked.runs)
        if asked.memory:
            figures += memory(Path(folder))
    page = table(figures, asked.files, asked.runs)
    print(page)
    if asked.write:
        RESULTS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
