"""Where output goes: standard output, standard error or a file."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from ksbcheck.cli.settings import Color
from ksbcheck.diagnostic import UnusableFileError, unusable
from ksbcheck.printable import one_line, printable
from ksbcheck.reporters.layout import STYLES, WIDEST, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.reporters.layout import Line

# For terminals and pipes that are not Unicode: what our own layout draws with, and typographic signs of official texts.
_ASCII = str.maketrans(
    {
        "█": "#",
        "▒": "=",
        "░": ".",
        "·": "-",
        "…": "...",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "“": '"',
        "”": '"',
        "\N{EN DASH}": "-",
        "—": "-",
        "\N{ZERO WIDTH NO-BREAK SPACE}": "",  # what only marks a file as Unicode
    }
)


def width() -> int:
    """Return the columns to fill: the terminal's, or COLUMNS, or 80, but never more than can be read."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


def show(lines: Iterable[Line], color: Color) -> None:
    """Print styled lines, with colours if ``color`` and the terminal say so."""
    emit(_painted(lines) if _colored(color) else plain(lines))


def painted(lines: Iterable[Line], color: Color) -> Iterator[str]:
    """Yield each line as what ``show`` prints of it."""
    paint = _painted if _colored(color) else plain
    return (paint([line]) for line in lines)


def emit(content: str | bytes) -> bool:
    """Print ``content`` to standard output, a text with its line ends as they are, and return if somebody reads it.

    Raises UnusableFileError (KSB001) where bytes would go to a terminal.
    """
    if isinstance(content, str):
        return _write(sys.stdout, content.replace(os.linesep, "\n"))  # the stream makes it the system's again
    if sys.stdout.isatty():
        raise unusable("KSB001", "is a terminal, and this is not a text; write it to a file with -o", "<stdout>")
    with _closable(sys.stdout):
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return True
    return False


def tell(text: str) -> None:
    """Print a line about what happened to standard error; if that cannot be, the exit code has to do.

    Nothing in it steers a terminal, wherever it came from.
    """
    with suppress(UnusableFileError):
        _write(sys.stderr, printable(text) + "\n")


def complain(error: UnusableFileError) -> None:
    """Print all that is wrong with a file to standard error."""
    for found in error.diagnostics:
        tell(one_line(str(found)))
    if error.omitted:
        tell(f"... and {error.omitted} more")


def _write(stream: TextIO, text: str) -> bool:
    encoding = stream.encoding or "ascii"
    if encoding.casefold().replace("-", "").replace("_", "") not in {"utf8", "utf8sig"}:
        text = text.translate(_ASCII)
    with _closable(stream):
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
        return True
    return False


@contextmanager
def _closable(stream: TextIO) -> Iterator[None]:
    """Let the reader of ``stream`` have had enough. Raises UnusableFileError if it cannot be written otherwise."""
    try:
        yield
    except BrokenPipeError:
        return  # the reader has seen enough
    except OSError as error:
        raise unusable("KSB001", f"cannot be written: {error.strerror}", stream.name) from None


def _colored(color: Color) -> bool:
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _painted(lines: Iterable[Line]) -> str:
    """Return the lines with the colours of Rich's styles, and nothing else of Rich: no markup, emoji codes or links."""
    from rich.color import ColorSystem  # only where there are colours
    from rich.style import Style

    styles = {name: Style.parse(definition) for name, definition in STYLES.items()}
    painted = (
        "".join(styles[span.style].render(span.text, color_system=ColorSystem.STANDARD) for span in line)
        for line in lines
    )
    return "".join(f"{line}\n" for line in painted)
