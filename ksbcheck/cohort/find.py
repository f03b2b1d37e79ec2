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
_LIST = "@"
_WILD = re.compile(r"[*?\[]")


def find_portfolios(arguments: Iterable[str], names: Iterable[str] = NAMES) -> Iterator[str]:
    """Yield the paths that ``arguments`` mean, in their order; what is in a folder or fits a pattern, sorted.

    A folder means the files in it, and in the folders in it, that are named like one of ``names`` in any case. Hidden
    folders are passed over, and links to folders are not followed. ``@list.txt`` means the paths in a file, a line
    each; empty lines and lines that start with # mean nothing. An argument that means no file is yielded as it is:
    whoever reads it will say what is wrong. Raises UnusableFileError where a list cannot be read.
    """
    names = tuple(names)
    named_so = re.compile("|".join(translate(name.casefold()) for name in names))
    for argument in arguments:
        if argument.startswith(_LIST):
            yield from find_portfolios(_listed(argument[1:]), names)
        elif os.path.isdir(argument):  # noqa: PTH112 - never raises
            yield from _or_itself(_in_folder(argument, named_so), argument)
        elif _WILD.search(argument) and not os.path.exists(argument):  # noqa: PTH110 - as above
            yield from _or_itself(sorted(glob.iglob(argument, recursive=True)), argument)  # noqa: PTH207 - of any root
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
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - no path needed
            for line in file:
                entry = line.rstrip("\r\n")
                if entry.startswith(_LIST):
                    raise unusable("KSB001", "a list names portfolios and folders, and no other lists", shown)
                if entry.strip() and not entry.startswith("#"):
                    yield entry
    except UnicodeDecodeError:
        raise unusable("KSB001", "is not a list of paths in UTF-8", shown) from None
    except (OSError, ValueError) as error:
        raise unusable("KSB001", f"cannot be read: {getattr(error, 'strerror', error)}", shown) from None


def _in_folder(folder: str, named_so: re.Pattern[str]) -> Iterator[str]:
    """Yield the files of a folder, and then those of each folder in it. One that cannot be read has none."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if named_so.fullmatch(entry.name.casefold()) and not entry.is_dir():
            yield entry.path
    for entry in found:
        if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            yield from _in_folder(entry.path, named_so)
