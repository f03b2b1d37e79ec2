"""One input, and what is wrong with how it ended."""

from __future__ import annotations

import signal
import traceback
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from fuzz.ends import hold_to_a_refusal
from ksbcheck.diagnostic import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_SECONDS = 2.0
"""Seconds of computing that an input may take, however busy the machine is."""
MOST_MEMORY = 300 * 2**20
"""Bytes that a process may take for its inputs, over what it needs itself."""


class TooSlowError(BaseException):
    """An input takes too long. Nothing that handles errors is to take it for one."""


class Finding(NamedTuple):
    """An input that ended as none is to end. ``place`` is what it has in common with others of one cause."""

    target: str
    data: bytes
    place: str
    told: str
    """The traceback, or what became of the process."""

    def save(self, folder: Path) -> Path | None:
        """Write the input and, beside it, what it led to; return its path, None where one of this cause is there."""
        folder = folder / self.target
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / sha256(self.place.encode()).hexdigest()[:12]
        if path.exists():
            return None
        path.write_bytes(self.data)
        path.with_suffix(".txt").write_text(self.told, encoding="utf-8", errors="backslashreplace")
        return path


class Watch:
    """Gives inputs to a target and counts how they end."""

    def __init__(self, name: str, run: Callable[[bytes], None]) -> None:
        self._name = name
        self._run = run
        self.inputs = 0
        self.refused = 0

    def __call__(self, data: bytes) -> Finding | None:
        """Run one input; return what is wrong with its end."""
        self.inputs += 1
        try:
            with _limited_time():
                self._run(data)
        except UnusableFileError as error:
            self.refused += 1
            try:
                hold_to_a_refusal(error, data)
            except AssertionError as wrong:
                return self._finding(data, wrong)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is a finding
            return self._finding(data, error)
        return None

    def _finding(self, data: bytes, error: BaseException) -> Finding:
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
        place = " ".join([type(error).__name__, *places])
        return Finding(self._name, data, place, "".join(traceback.format_exception(error)))


@contextmanager
def _limited_time() -> Iterator[None]:
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_slow(_number: int, _frame: object) -> NoReturn:
    raise TooSlowError(f"more than {MOST_SECONDS:g} s of computing")


def limit_process() -> None:
    """Hold this process to the limits of its inputs, where the system can do that."""
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _too_slow)
    size = Path("/proc/self/statm")
    if size.exists():
        import resource

        most = int(size.read_text().split()[0]) * resource.getpagesize() + MOST_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
