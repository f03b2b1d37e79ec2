"""How large the summary's page of a portfolio as large as any is, how long it takes to write, and to filter.

    python benchmarks/summary_page.py [--runs 9]

The portfolio has 300 pieces of evidence on a standard of 331 KSBs. Writing is the whole command from start to finish,
beside the start of Python with what the command stands on. Filtering is measured in Chromium: from an input in the
search, or a choice in a filter, until the page is laid out anew; a screen shows a picture every 16 ms, and people
notice a pause from about 100 ms on. Medians; the machine decides the times, so what counts is how they compare.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
# The portfolio and the browser are the tests' own.
large = importlib.import_module("large")
browser = importlib.import_module("browser")

BASE = [sys.executable, "-c", "import typer, yaml, jinja2; from pydantic import BaseModel"]
SCRIPT = Path(sys.executable).with_name("ksbcheck")
ACTIONS = {
    "search, first letter": ("search", "q"),
    "search, a word": ("search", "quality"),
    "search, one piece": ("search", "E123"),
    "search, nothing found": ("search", "no such words"),
    "all rows back": ("search", ""),
    "state: gap": ("state", "gap"),
    "all states again": ("state", ""),
    "kind: skill": ("kind", "skill"),
    "duty: 12": ("duty", "12"),
    "all duties again": ("duty", ""),
    "all kinds again": ("kind", ""),
}
MEASURE = """([id, value]) => {
  const field = document.getElementById(id);
  document.body.offsetHeight;
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;
  return performance.now() - start;
}"""


def seconds(command: list[str]) -> float:
    """Return the wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def filtering(page: Path, runs: int) -> dict[str, list[float]]:
    """Return action -> its times in milliseconds, taken in turn."""
    times: dict[str, list[float]] = {name: [] for name in ACTIONS}
    with browser.chromium() as opened:
        tab = opened.new_page(viewport={"width": 1440, "height": 900})
        tab.goto(page.as_uri())
        for _ in range(runs):
            for name, action in ACTIONS.items():
                times[name].append(tab.evaluate(MEASURE, list(action)))
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=9, help="how often each is measured (default 9)")
    runs: int = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        portfolio = large.write_large(Path(folder))
        command = [str(SCRIPT), "summary", str(portfolio), "--today", str(large.TODAY), "-o", str(page)]
        seconds(command)  # byte code and the disk's cache
        pairs = [(seconds(BASE), seconds(command)) for _ in range(runs)]
        print(f"size             {page.stat().st_size / 1e6:6.2f} MB")
        print(f"writing          {statistics.median(taken for _, taken in pairs):6.2f} s")
        print(f"the imports only {statistics.median(base for base, _ in pairs):6.2f} s")
        print(f"ratio            {statistics.median(taken / base for base, taken in pairs):6.2f}")
        print(f"\n{'filtering, in ms':<24}{'median':>8}{'most':>8}")
        for name, times in filtering(page, runs).items():
            print(f"{name:<24}{statistics.median(times):>8.1f}{max(times):>8.1f}")


if __name__ == "__main__":
    main()
