"""The command ``python -m fuzz``."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz import __doc__ as manual
from fuzz import guided, workers
from fuzz.targets import TARGETS
from fuzz.watch import Finding, Watch, limit_process

if TYPE_CHECKING:
    from collections.abc import Iterator

_FINDINGS = Path(__file__).parent / "findings"
_EVERY = 20
"""Seconds between two lines of progress."""


def main(arguments: list[str] | None = None) -> int:
    """Fuzz what is asked for; return 1 if anything was found."""
    asked = _parser().parse_args(arguments)
    if asked.again:
        return _again(asked.target, asked.again)
    if asked.guided and not find_spec("atheris"):
        print("--guided needs atheris: pip install -e '.[fuzz]'", file=sys.stderr)
        return 2
    names = list(TARGETS) if asked.target == "all" else [asked.target]
    start = last = time.monotonic()
    inputs, refused, found = Counter[str](), Counter[str](), Counter[str]()
    for event in _events(names, asked):
        if isinstance(event, Finding):
            found[event.target] += 1
            path = event.save(asked.findings)
            if path:
                print(f"{event.target}: {event.place}\n  {path}", flush=True)
            continue
        inputs[event.target] += event.inputs
        refused[event.target] += event.refused
        if time.monotonic() - last > _EVERY:
            last = time.monotonic()
            print(f"... {inputs.total()} inputs, {found.total()} findings, {last - start:.0f} s", file=sys.stderr)
    print(f"{'target':<12}{'inputs':>10}{'refused':>10}{'findings':>10}")
    for name in names:
        print(f"{name:<12}{inputs[name]:>10}{refused[name]:>10}{found[name]:>10}")
    print(f"{inputs.total()} inputs, {found.total()} findings, {time.monotonic() - start:.0f} s")
    return 1 if found else 0


def _events(names: list[str], asked: argparse.Namespace) -> Iterator[workers.Count | Finding]:
    if not asked.guided:
        yield from workers.run(workers.shares(names, asked.inputs, asked.jobs, asked.seed), asked.time)
        return
    (share,) = workers.shares(names, asked.inputs, 1, asked.seed)
    for name, numbers in share.numbers:
        seconds = asked.time and asked.time / len(names)
        yield from guided.run(name, len(numbers), asked.seed, asked.findings, seconds)


def _again(target: str, paths: list[Path]) -> int:
    limit_process()
    watch = Watch(target, TARGETS[target].load())
    findings = [finding for path in paths if (finding := watch(path.read_bytes()))]
    for finding in findings:
        print(finding.told)
    return 1 if findings else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=manual, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", choices=[*TARGETS, "all"], help="what is fuzzed")
    parser.add_argument("--inputs", type=int, default=10_000, help="how many inputs, of all targets together")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes at once")
    parser.add_argument("--seed", type=int, default=0, help="which inputs: the same seed makes the same ones")
    parser.add_argument("--time", type=float, help="the most seconds, of all targets together")
    parser.add_argument("--guided", action="store_true", help="led by coverage, with atheris; one process at a time")
    parser.add_argument("--findings", type=Path, default=_FINDINGS, help="the folder for findings")
    parser.add_argument("--again", type=Path, nargs="+", metavar="FILE", help="run these inputs, and no others")
    return parser


if __name__ == "__main__":
    sys.exit(main())
