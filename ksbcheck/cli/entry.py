"""From argv to an exit code, whatever happens."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING, Any, NoReturn

from ksbcheck.cli.start import skip_plugin_search

if TYPE_CHECKING:
    from collections.abc import Sequence

FINE, FINDINGS, UNUSABLE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130
"""The exit codes; 1 is for gaps or findings, 2 for bad usage or a file that cannot be used."""
# What a disk that can take no more answers, and a stream that is only read.
_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    # A short life with little to collect: what the collector would look through is the imported modules, while they
    # are imported and again at the end.
    gc.disable()
    try:
        skip_plugin_search()
        _open_streams()
        code = run(sys.argv[1:])
        _end_when_interrupted()
    except KeyboardInterrupt:  # where ``run`` begins or ends
        code = INTERRUPTED
    _drop_what_is_not_written()
    gc.freeze()
    sys.exit(code)


def _end_when_interrupted() -> None:
    """Have Ctrl-C end the process at once: all is done, and what Python does at its end is not to show a traceback."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))


def _open_streams() -> None:
    """Put something in place of standard streams that the caller has closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - for the process's life


def _drop_what_is_not_written() -> None:
    """Have what a stream did not take go nowhere: Python would try again, and exit with a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Never raises."""
    try:
        return _run(arguments)
    except BaseException as error:  # noqa: BLE001 - the last resort: an exit code that never lies
        return INTERRUPTED if _is_interrupt(error) else _fault(error)


def _is_interrupt(error: BaseException | None) -> bool:
    """Whether an error is Ctrl-C, or came of it: that can meet any line, and one that answers with another error."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _run(arguments: Sequence[str]) -> int:
    from ksbcheck.cli.app import app  # a fault in it is a fault of ours, too
    from ksbcheck.cli.screen import complain, tell
    from ksbcheck.diagnostic import UnusableFileError, unusable
    from ksbcheck.printable import not_a_command, printable

    try:
        result: Any = app(list(arguments), prog_name="ksbcheck", standalone_mode=False)
    except UnusableFileError as error:
        complain(error)
        return UNUSABLE
    except SystemExit as error:
        # Typer's own answer to a closed pipe behind its output is no fault of anybody's.
        return FINE if isinstance(error.__context__, BrokenPipeError) else int(error.code or FINE)
    except OSError as error:
        if error.errno not in _NOT_WRITTEN:
            raise
        # Behind Typer's own output, such as the help.
        complain(unusable("KSB001", f"cannot be written: {error.strerror}", "<stdout>"))
        return UNUSABLE
    except Exception as error:
        # What Typer raises for bad usage shows itself; its class depends on Typer's version.
        show = getattr(error, "show", None)
        if show is None:
            raise
        told = StringIO()
        show(told)
        for line in printable(told.getvalue()).splitlines():
            tell(not_a_command(line))
        return UNUSABLE
    return result if isinstance(result, int) else FINE


def _fault(error: BaseException) -> int:
    kind = type(error).__name__
    message = (
        f"ksbcheck: a fault in ksbcheck itself ({kind}); run again with KSBCHECK_DEBUG=1 and report what it prints"
    )
    with suppress(Exception):  # with no memory left, that may be another one
        if os.environ.get("KSBCHECK_DEBUG"):
            import traceback

            traceback.print_exception(error)
        print(message, file=sys.stderr)  # noqa: T201 - nothing of ours is to be relied on here
    return FAULT
