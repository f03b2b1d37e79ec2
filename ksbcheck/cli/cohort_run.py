"""One run over a cohort: from the settings to the exit code."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from itertools import chain, islice
from typing import TYPE_CHECKING

from ksbcheck.cli import screen
from ksbcheck.cli.entry import FAULT, FINDINGS, FINE, INTERRUPTED, UNUSABLE
from ksbcheck.cli.interrupts import Interrupts
from ksbcheck.cli.keeping import coming_rows, opened_cache
from ksbcheck.cli.looking import Looking
from ksbcheck.cli.output import keep_portfolios
from ksbcheck.cli.progress import watching
from ksbcheck.cli.settings import CohortFormat, is_file
from ksbcheck.cli.store import store_near
from ksbcheck.cohort.choose import in_order, wanted
from ksbcheck.cohort.examine import examine
from ksbcheck.cohort.find import LIST, NAMES, find_portfolios
from ksbcheck.cohort.model import Asked
from ksbcheck.cohort.run import WORTH_WORKERS, processors
from ksbcheck.cohort.texts import texts_for
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.printable import printable
from ksbcheck.reporters.cohort import COHORT_REPORTERS
from ksbcheck.reporters.layout import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.cli.progress import Silent
    from ksbcheck.cli.settings import CohortSettings
    from ksbcheck.cohort.model import Row

_BYTES = (CohortFormat.XLSX, CohortFormat.PARQUET)
"""Formats that are no text."""


def run(settings: CohortSettings) -> int:
    """Look at the portfolios, report as they come, and return the exit code.

    Raises UnusableFileError where a list, a configuration or a policy cannot be used, or the report cannot be written,
    and BadParameter where it would be written over a portfolio.
    """
    if settings.format in _BYTES and not settings.quiet and not is_file(settings.output):
        screen.emit(b"")  # which a terminal refuses, before there is any work
    _keep_portfolios(settings)
    asked = _asked(settings)
    examine((), asked)  # what the command line names is read before anything is printed
    found = _found(settings)
    start = list(islice(found, WORTH_WORKERS))
    worth_it = len(start) == WORTH_WORKERS
    jobs = settings.jobs or (processors() if worth_it else 1)

    def total() -> int | None:
        return _total(settings) if worth_it else len(start)

    keeping = nullcontext() if settings.no_cache else opened_cache()
    with keeping as cache, Interrupts() as interrupts, watching(total, quiet=settings.quiet) as bar:
        coming = coming_rows(chain(start, found), asked, jobs, interrupts, cache)
        looking = Looking(coming, bar.advance, settings.fail_under)
        try:
            whole = _deliver(looking, asked, settings, bar)
        finally:
            coming.close()  # which ends the processes if there is work left
    if whole:
        _tell(looking, settings)
    return _code(looking, settings)


def _keep_portfolios(settings: CohortSettings) -> None:
    """Refuse to write the report over a portfolio, also over one that is found in a folder or a list."""
    if not is_file(settings.output) or not settings.output.is_file():
        return
    keep_portfolios(settings.paths, settings.output)
    again = [path for path in settings.paths if not path.startswith(LIST) or _can_be_read_again(path)]
    name = os.path.normcase(settings.output.name)
    found = find_portfolios(again, settings.names or NAMES)
    keep_portfolios((path for path in found if os.path.normcase(os.path.basename(path)) == name), settings.output)  # noqa: PTH119


def _asked(settings: CohortSettings) -> Asked:
    # What is near a portfolio, and what ksbcheck brings, is looked for anyway.
    places = tuple(place for place in store_near().places if place.within is None and not place.bundled)
    return Asked(
        settings.today,
        settings.option,
        settings.standard,
        settings.min_evidence,
        settings.config,
        settings.policy,
        places,
    )


def _found(settings: CohortSettings) -> Iterator[str]:
    found = find_portfolios(settings.paths, settings.names or NAMES)
    return map(_from_here, found) if settings.for_machines else found


def _from_here(path: str) -> str:
    """Return an absolute path as it is from the working folder, if it can be reached from there."""
    if not os.path.isabs(path):  # noqa: PTH117 - a text stays a text
        return path
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except (OSError, ValueError):  # no working folder, or one on another drive
        return path


def _total(settings: CohortSettings) -> int | None:
    """Count the portfolios; None where a list can be read only once, or not at all."""
    if not all(_can_be_read_again(path) for path in settings.paths if path.startswith(LIST)):
        return None
    try:
        return sum(1 for _ in find_portfolios(settings.paths, settings.names or NAMES))
    except UnusableFileError:
        return None


def _can_be_read_again(path: str) -> bool:
    """Whether a list is a file, and not what another program says."""
    return os.path.isfile(path.removeprefix(LIST))  # noqa: PTH113 - never raises


def _deliver(looking: Looking, asked: Asked, settings: CohortSettings, bar: Silent) -> bool:
    """Write the report to its file, or print it unless that is not wanted, and return if somebody read it all."""
    if is_file(settings.output):
        from ksbcheck.cli.saving import replacing

        with replacing(settings.output) as file:
            for piece in _pieces(looking, asked, settings):
                file.write(piece if isinstance(piece, bytes) else piece.encode())
        return True
    if settings.quiet:
        for _ in looking:
            pass
        return True
    shares_terminal = sys.stdout.isatty()
    for piece in _pieces(looking, asked, settings):
        if shares_terminal:
            bar.hide()
        if not screen.emit(piece):
            return False
    return True


def _pieces(looking: Looking, asked: Asked, settings: CohortSettings) -> Iterator[str] | Iterator[bytes]:
    arguments = (_listed(looking, settings), looking.cohort, texts_for(asked), screen.width())
    if settings.format is CohortFormat.TEXT and not is_file(settings.output):
        from ksbcheck.reporters.cohort.text import lay_out

        return screen.painted(lay_out(*arguments), settings.color)
    return COHORT_REPORTERS[settings.format](*arguments)


def _listed(looking: Looking, settings: CohortSettings) -> Iterator[Row]:
    """Yield what the report lists; nothing is looked at before the report asks for it."""
    chosen = wanted(looking, settings.only)
    yield from in_order(chosen, settings.sort) if settings.sort else chosen


def _tell(looking: Looking, settings: CohortSettings) -> None:
    cohort = looking.cohort
    if cohort.is_partial:
        screen.tell(f"ended early: {plural(cohort.portfolios, 'portfolio')} looked at, and the others not")
    if cohort.unusable:
        screen.tell(f"{cohort.unusable} of {plural(cohort.portfolios, 'portfolio')} cannot be used")
    if cohort.unusable:
        _hint(settings)


def _hint(settings: CohortSettings) -> None:
    """Tell of folders in which no file has the name of a portfolio: nobody's portfolios have to be called like ours."""
    names = settings.names or NAMES
    for folder in filter(os.path.isdir, settings.paths):
        if os.access(folder, os.R_OK | os.X_OK) and next(find_portfolios([folder], names)) == folder:
            called = printable(" or ".join(names))
            screen.tell(f"{printable(folder)}: no file in it is called {called}; --name says what they are called")


def _code(looking: Looking, settings: CohortSettings) -> int:
    error = looking.ended_by
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if error is not None:
        from concurrent.futures import BrokenExecutor

        if not isinstance(error, BrokenExecutor):
            raise error
        screen.tell("a process of ksbcheck was ended from outside, maybe for want of memory; fewer --jobs need less")
        return FAULT
    if looking.cohort.unusable:
        return UNUSABLE
    return FINDINGS if looking.too_low and not settings.exit_zero else FINE
