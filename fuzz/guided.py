"""The same targets, led by what code an input reaches: with atheris, which is libFuzzer for Python."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from fuzz.mutate import LARGEST, Material, mutated
from fuzz.targets import TARGETS, seeds_of, tokens_of
from fuzz.watch import Finding, Watch, limit_process
from fuzz.workers import Count

if TYPE_CHECKING:
    from collections.abc import Iterator

HANGS = 30
"""Seconds after which libFuzzer ends an input that cannot be interrupted."""


def run(name: str, inputs: int, seed: int, folder: Path, seconds: float | None = None) -> Iterator[Count | Finding]:
    """Run a target in a process of its own; yield counts and findings.

    Inputs that reach new code are kept in the folder ``reached`` below ``folder``, and started from the next time.
    """
    reached, crashes = folder / "reached" / name, folder / name
    reached.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("spawn")
    messages, theirs = context.Pipe(duplex=False)
    arguments = (name, inputs, seed, (str(reached), str(crashes)), seconds, theirs)
    process = context.Process(target=_work, args=arguments, daemon=True)
    process.start()
    theirs.close()
    is_whole = False
    try:
        while (message := messages.recv()) is not None:
            yield message
        is_whole = True
    except EOFError:
        pass
    finally:
        if not is_whole:
            process.join(1)
        process.kill()
        process.join()
    if not is_whole:
        how = f"the process ended with code {process.exitcode}; its last input is beside this"
        yield Finding(name, b"", how, how)


def _work(name: str, inputs: int, seed: int, folders: tuple[str, str], seconds: float | None, messages: Any) -> None:
    """Fuzz a target: the body of a process, which libFuzzer never lets return."""
    import atheris  # type: ignore[import-untyped]  # of the extra fuzz

    reached, crashes = folders
    material = Material(seeds_of(name), tokens_of(name))
    with atheris.instrument_imports(include=["ksbcheck", "yaml", "tomllib"]):
        watch = Watch(name, TARGETS[name].load())
        for start in material.seeds:  # which imports what is imported where it is used
            watch(start)
    for number, start in enumerate(material.seeds):
        (Path(reached) / f"seed-{number}").write_bytes(start)
    limit_process()
    watch.inputs = watch.refused = 0
    end = None if seconds is None else time.monotonic() + seconds

    def one(data: bytes) -> None:
        finding = watch(data)
        if finding:
            messages.send(finding)
        if watch.inputs >= inputs or (end and time.monotonic() > end):
            messages.send(Count(name, watch.inputs, watch.refused))
            messages.send(None)
            os._exit(0)

    def mutator(data: bytes, largest: int, number: int) -> bytes:
        random = Random(number)
        if random.random() < 1 / 2:
            return bytes(atheris.Mutate(data, largest))
        return mutated(data, material, random)[:largest]

    options = (f"-seed={seed or 1}", f"-max_len={LARGEST}", f"-timeout={HANGS}", f"-artifact_prefix={crashes}{os.sep}")
    arguments = [sys.argv[0], *options, "-rss_limit_mb=0", "-verbosity=0", "-print_final_stats=0", reached]
    atheris.Setup(arguments, one, custom_mutator=mutator)
    atheris.Fuzz()
