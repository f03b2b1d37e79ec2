"""Processes that take their shares of the inputs. One that dies or hangs is a finding, and another goes on."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from fuzz.mutate import Material, made
from fuzz.targets import TARGETS, seeds_of, tokens_of
from fuzz.watch import Finding, Watch, limit_process

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OFTEN = 1_000
"""Inputs between two messages of a worker."""
HANGS = 60.0
"""Seconds without a sign of life after which a worker is ended: what it does cannot be interrupted."""


class Share(NamedTuple):
    """What a worker is to run: for each target the numbers of its inputs. All workers take turns with the numbers."""

    seed: int
    numbers: tuple[tuple[str, range], ...]

    def after(self, target: int, number: int) -> Share:
        """Return what is left when a worker has come to ``number`` of the target at that place."""
        name, numbers = self.numbers[target]
        rest = range(number + numbers.step, numbers.stop, numbers.step)
        return self._replace(numbers=((name, rest), *self.numbers[target + 1 :]))


class Count(NamedTuple):
    """How many inputs of a target there were, and how many of them were refused."""

    target: str
    inputs: int
    refused: int


def shares(names: Sequence[str], inputs: int, jobs: int, seed: int) -> list[Share]:
    """Return the shares of ``jobs`` workers in ``inputs``, which the targets have as their table says."""
    whole = sum(TARGETS[name].share for name in names)
    counts = [inputs * TARGETS[name].share // whole for name in names]
    counts[0] += inputs - sum(counts)
    return [
        Share(seed, tuple((name, range(job, count, jobs)) for name, count in zip(names, counts, strict=True)))
        for job in range(jobs)
    ]


def run(work: Sequence[Share], seconds: float | None = None) -> Iterator[Count | Finding]:
    """Run the shares, each in a process of its own, for at most so many seconds; yield counts and findings."""
    end = None if seconds is None else time.monotonic() + seconds
    workers = [_Worker(share, end) for share in work]
    try:
        while workers:
            multiprocessing.connection.wait([worker.messages for worker in workers], timeout=1)
            for worker in tuple(workers):
                yield from worker.heard()
                if worker.is_done:
                    workers.remove(worker)
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """One process at a time, and what it is at."""

    def __init__(self, share: Share, end: float | None) -> None:
        self.is_done = False
        self._end = end
        self._start(share)

    def _start(self, share: Share) -> None:
        self._share = share
        context = multiprocessing.get_context("spawn")
        self._at = context.Array("q", [0, -1])
        self.messages, theirs = context.Pipe(duplex=False)
        left = None if self._end is None else self._end - time.monotonic()
        self._process = context.Process(target=_work, args=(share, theirs, self._at, left), daemon=True)
        self._process.start()
        theirs.close()
        self._seen, self._since = (0, -1), time.monotonic()

    def heard(self) -> Iterator[Count | Finding]:
        """Yield what the process has told, and what becomes of it."""
        try:
            while self.messages.poll():
                message = self.messages.recv()
                if message is None:
                    self.is_done = True
                    self.stop()
                    return
                yield message
        except EOFError:
            self._process.join()
            yield from self._lost(f"the process ended with code {self._process.exitcode}")
            return
        at = self._place()
        if at != self._seen:
            self._seen, self._since = at, time.monotonic()
        elif time.monotonic() - self._since > HANGS:
            yield from self._lost(f"more than {HANGS:g} s without an end")

    def _lost(self, how: str) -> Iterator[Count | Finding]:
        """Tell of the input that a process came to grief over, and go on behind it. What was untold is not counted."""
        self.stop()
        target, number = self._place()
        if number < 0:
            raise RuntimeError(f"a worker could not start: {how}")
        name = self._share.numbers[target][0]
        yield Count(name, 1, 0)
        data = made(Material(seeds_of(name), tokens_of(name)), name, self._share.seed, number)
        yield Finding(name, data, how, how)
        self._start(self._share.after(target, number))

    def _place(self) -> tuple[int, int]:
        target, number = self._at[:]
        return target, number

    def stop(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join()


def _work(share: Share, messages: Any, at: Any, seconds: float | None) -> None:
    """Run a share: the body of a process."""
    end = None if seconds is None else time.monotonic() + seconds
    targets = [(name, TARGETS[name].load(), Material(seeds_of(name), tokens_of(name))) for name, _ in share.numbers]
    limit_process()
    for place, ((name, run, material), (_, numbers)) in enumerate(zip(targets, share.numbers, strict=True)):
        watch, told = Watch(name, run), Count(name, 0, 0)
        left = sum(TARGETS[other].share for other, _ in share.numbers[place:])
        stop = end and time.monotonic() + (end - time.monotonic()) * TARGETS[name].share / left
        for number in numbers:
            at[:] = (place, number)
            finding = watch(made(material, name, share.seed, number))
            if finding:
                messages.send(finding)
            if not watch.inputs % _OFTEN:
                told = _tell(messages, watch, told)
                if stop and time.monotonic() > stop:
                    break
        _tell(messages, watch, told)
    messages.send(None)


def _tell(messages: Any, watch: Watch, told: Count) -> Count:
    """Send what was not told yet of the counts; return what is told now."""
    messages.send(Count(told.target, watch.inputs - told.inputs, watch.refused - told.refused))
    return Count(told.target, watch.inputs, watch.refused)
