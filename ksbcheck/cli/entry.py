"""From argv to an exit code, whatever happens."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from ksbcheck.cli.start import skip_plugin_search

if TYPE_CHECKING:
    from collections.abc import Sequence

FINE, FINDINGS, UNUSABLE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130
"""The exit codes; 1 is for gaps or findings, 2 for bad usage or a file that cannot be used."""
# What a disk that can take no more answers.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    # A short life with little to collect: what the collector would look through is the imported modules, while they
    # are imported and again at the end.
    gc.disable()
    skip_plugin_search()
    _open_streams()
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


def _open_streams() -> None:
    """Put something in place of standard streams that the caller has closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - for the process's life


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Never raises."""
    try:
        code = _run(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: an exit code that never lies
        code = _fault(error)
    return code


def _run(arguments: Sequence[str]) -> int:
    from ksbcheck.cli.app import app  # a fault in it is a fault of ours, too
    from ksbcheck.cli.screen import complain
    from ksbcheck.diagnostic import UnusableFileError, unusable

    try:
        result: Any = app(list(arguments), prog_name="ksbcheck", standalone_mode=False)
    except UnusableFileError as error:
        complain(error)
        return UNUSABLE
    except SystemExit as error:
        # Typer's own answer to a closed pipe behind its output is no fault of anybody's.
        return FINE if isinstance(error.__context__, BrokenPipeError) else int(error.code or FINE)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        # Behind Typer's own output, such as the help.
        complain(unusable("KSB001", f"cannot be written: {error.strerror}", "<stdout>"))
        return UNUSABLE
    except Exception as error:
        if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        # What Typer raises for bad usage shows itself; its class depends on Typer's version.
        show = getattr(error, "show", None)
        if show is None:
            raise
        with suppress(OSError):
            show()
        return UNUSABLE
    return result if isinstance(result, int) else FINE


def _fault(error: Exception) -> int:
    kind = type(error).__name__
    message = (
        f"ksbcheck: a fault in ksbcheck itself ({kind}); run again with KSBCHECK_DEBUG=1 and report what it prints"
    )
    with suppress(OSError):
        if os.environ.get("KSBCHECK_DEBUG"):
            import traceback

            traceback.print_exception(error)
        print(message, file=sys.stderr)  # noqa: T201 - nothing of ours is to be relied on here
    return FAULT
