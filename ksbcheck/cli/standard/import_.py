"""``ksbcheck standard import``: add an official standard to those that portfolios can be checked against."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ksbcheck.source import Source
    from ksbcheck.standards.model import Standard
    from ksbcheck.standards.official import Imported
    from ksbcheck.standards.store import Entry, Store

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def import_standard(
    source: Annotated[
        str,
        typer.Argument(
            help="The official JSON, or the text of a standard's page: a file, an https URL, or - for standard input.",
            show_default=False,
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Write to this file or into this folder, or - for standard output. [default: the user's own folder]",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", help="The standard's title, which the text of a page lacks.", show_default=False),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Import even over other content.")] = False,
) -> None:
    """Import a standard as its public body publishes it, so that portfolios can be checked against it.

    Tells every defect of the official file, and records it in the standard's. Uses the network only for a URL.
    Exits with 2 if there is no standard with KSBs in it, or the standard is here already with other content.
    """
    from ksbcheck.cli import screen
    from ksbcheck.cli.store import store_near
    from ksbcheck.standards.official import import_official

    store = store_near()
    imported = import_official(_source(source), title, lambda reference: _known_title(store, reference))
    _tell_defects(imported)
    if output is None:
        _add(imported, store, replace=replace)
    elif str(output) == "-":
        screen.emit(imported.text)
    else:
        _write(imported, output, replace=replace)


def _source(argument: str) -> Source:
    if "://" in argument:
        from ksbcheck.cli.download import download

        return download(argument)
    from ksbcheck.cli.reading import given_source

    return given_source(argument)


def _known_title(store: Store, reference: str) -> str | None:
    """Return the title that another version of the standard has here."""
    from ksbcheck.diagnostic import UnusableFileError
    from ksbcheck.standards.find import StandardName

    entry = store.get(StandardName(reference))
    if entry is None:
        return None
    try:
        return _read(entry).title
    except UnusableFileError:
        return None


def _tell_defects(imported: Imported) -> None:
    from ksbcheck.cli import screen
    from ksbcheck.diagnostic import MOST_TOLD
    from ksbcheck.printable import one_line

    for defect in imported.defects[:MOST_TOLD]:
        screen.tell(one_line(f"{defect.place}: {defect.severity}: {defect.code} {defect.message}"))
    if len(imported.defects) > MOST_TOLD:
        screen.tell(f"... and {len(imported.defects) - MOST_TOLD} more; the standard's file has them under 'warnings'")


def _add(imported: Imported, store: Store, *, replace: bool) -> None:
    """Write the standard into the user's own folder, unless it is in the store."""
    from ksbcheck.cli import saving, screen
    from ksbcheck.cli.store import user_folder
    from ksbcheck.diagnostic import unusable
    from ksbcheck.standards.find import StandardName

    standard = imported.standard
    known = store.get(StandardName(standard.reference, standard.version))
    if known and _holds(known, standard):
        screen.tell(f"{standard.name} is here already with the same content ({known.shown})")
        return
    if known and not replace:
        message = "is here already with other content; --replace imports it all the same, -o FILE to a place of its own"
        raise unusable("KSB310", message, f"{standard.name} ({known.shown})")
    folder = user_folder()
    saving.make_folder(folder)
    _write(imported, folder, replace=replace)


def _write(imported: Imported, output: Path, *, replace: bool) -> None:
    """Write the standard to a file, or into a folder under its usual name."""
    from ksbcheck.cli import saving, screen
    from ksbcheck.diagnostic import unusable
    from ksbcheck.printable import one_line, printable
    from ksbcheck.source import read_source
    from ksbcheck.standards.official import file_name

    path = output / file_name(imported.standard) if output.is_dir() else output
    shown = printable(str(path))
    held = read_source(path).data if path.is_file() else None
    if held == imported.text.encode():
        screen.tell(f"{shown} is the same already")
        return
    if held is not None and not replace:
        raise unusable("KSB310", "there is such a file already with other content; --replace writes over it", shown)
    if held is None and not saving.is_stream(output):
        saving.create(path, imported.text)  # and not over what came, or where a link leads, in the meantime
    else:
        saving.replace(path, imported.text)
    screen.tell(f"wrote {imported.standard.name} {one_line(imported.standard.title)} to {shown}")


def _holds(entry: Entry, standard: Standard) -> bool:
    """Whether a file of the store holds just this standard."""
    from ksbcheck.diagnostic import UnusableFileError

    try:
        return _read(entry) == standard
    except UnusableFileError:
        return False


def _read(entry: Entry) -> Standard:
    from ksbcheck.standards.read import inspect_standard

    return inspect_standard(entry.open()).standard
