"""The portfolios that paths, folders, lists and patterns mean, one after the other and never all at once."""

from __future__ import annotations

import glob
import os
import re
from fnmatch import translate
from typing import TYPE_CHECKING

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMES = ("*portfolio*.yaml", "*portfolio*.yml")
"""How files of folders are called that are portfolios."""
LIST = "@"
"""What a path starts with that is no portfolio, but a list of them."""
_HIDDEN = "."
_WILD = re.compile(r"[*?\[]")
_ANYWHERE = "**"
_LONGEST = 4096
"""Of a path or a pattern, in bytes or characters; no system opens longer ones."""


def find_portfolios(arguments: Iterable[str], names: Iterable[str] = NAMES) -> Iterator[str]:
    """Yield the paths that ``arguments`` mean, in their order; what is in a folder or fits a pattern, sorted.

    A folder means the files in it, and in the folders in it, that are named like one of ``names`` in any case. What is
    hidden is passed over, and links to folders are not followed. ``@list.txt`` means the paths in a file, a line each;
    empty lines and lines that start with # mean nothing. What means no file is yielded as it is, and so is a folder
    that cannot be looked into: whoever reads it will say what is wrong. Raises UnusableFileError where a list cannot
    be read.
    """
    names = tuple(names)
    named_so = re.compile("|".join(translate(name.casefold()) for name in names))
    for argument in arguments:
        if argument.startswith(LIST):
            yield from find_portfolios(_listed(argument[len(LIST) :]), names)
        elif os.path.isdir(argument):  # noqa: PTH112 - never raises
            yield from _or_itself(_in_folder(argument, named_so), argument)
        elif len(argument) <= _LONGEST and _WILD.search(argument) and not os.path.exists(argument):  # noqa: PTH110 - as above
            yield from _or_itself(_fitting(argument, named_so), argument)
        else:
            yield argument


def _or_itself(paths: Iterable[str], argument: str) -> Iterator[str]:
    found = False
    for path in paths:
        found = True
        yield path
    if not found:
        yield argument


def _listed(path: str) -> Iterator[str]:
    shown = printable(path)
    number = 0
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - no path needed
            while line := file.readline(_LONGEST + 1):
                number += 1
                if len(line) > _LONGEST:
                    raise unusable("KSB001", f"a line of more than {_LONGEST} bytes is no path", shown, number, 1)
                entry = line.decode().rstrip("\r\n").removeprefix("\ufeff")
                if entry.startswith(LIST):
                    message = "a list names portfolios and folders, and no other lists"
                    raise unusable("KSB001", message, shown, number, 1)
                if entry.strip() and not entry.startswith("#"):
                    yield entry
    except UnicodeDecodeError:
        raise unusable("KSB001", "is not a list of paths in UTF-8", shown, number, 1) from None
    except OSError as error:
        raise unusable("KSB001", f"cannot be read: {error.strerror}", shown) from None
    except ValueError:
        raise unusable("KSB001", "not a usable path", shown) from None


def _fitting(pattern: str, named_so: re.Pattern[str]) -> Iterator[str]:
    """Yield the files that a pattern fits, and those in the folders that it fits, as if a shell had filled it in."""
    try:
        found = sorted(glob.iglob(pattern, recursive=True))  # noqa: PTH207 - of any root
    except ValueError:  # no path at all
        return
    for path in found:
        if not os.path.isdir(path):  # noqa: PTH112 - never raises
            yield path
        elif os.path.basename(pattern) != _ANYWHERE:  # noqa: PTH119 - where it also fits what is in the folder
            yield from _in_folder(path, named_so)


def _in_folder(folder: str, named_so: re.Pattern[str]) -> Iterator[str]:
    """Yield the files of a folder, and then those of each folder in it, however deep."""
    to_do = [folder]
    while to_do:
        folder = to_do.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            yield folder
            continue
        shown = [entry for entry in found if not entry.name.startswith(_HIDDEN)]
        for entry in shown:
            if named_so.fullmatch(entry.name.casefold()) and not _is_folder(entry):
                yield entry.path
        to_do += [entry.path for entry in reversed(shown) if entry.is_dir(follow_symlinks=False)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, or a link to one; only links are looked at for that."""
    return os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir(follow_symlinks=False)  # noqa: PTH112 - as above
