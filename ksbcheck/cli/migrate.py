"""``ksbcheck migrate``: carry a portfolio over to another version of its standard."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ksbcheck.cli import completing
from ksbcheck.cli.options import ColorOption, ExitZeroOption, NewOptionOption, WrittenForOption
from ksbcheck.cli.settings import Color, MigrateSettings

if TYPE_CHECKING:
    from ksbcheck.migration import Migration
    from ksbcheck.source import Source
    from ksbcheck.standards.model import Standard

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(short_help="Carry a portfolio over to another version of its standard.")
def migrate(
    portfolio: Annotated[Path, typer.Argument(help="The portfolio's file.", show_default=False)],
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="STANDARD",
            help="The standard to carry it over to, by name (ST0792 v1.2) or file.",
            autocompletion=completing.standards,
        ),
    ],
    standard: WrittenForOption = None,
    option: NewOptionOption = None,
    accept_likely: Annotated[
        bool, typer.Option("--accept-likely", help="Carry over what is only likely the same KSB, too.")
    ] = False,
    in_place: Annotated[bool, typer.Option("--in-place", help="Change the portfolio's own file.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="The file to write. [default: one beside the portfolio]", show_default=False
        ),
    ] = None,
    exit_zero: ExitZeroOption = False,
    color: ColorOption = Color.AUTO,
) -> int:
    """Write the portfolio anew for another version of its standard, in which a code may mean another KSB.

    Claims get the code that their KSB has in the new version. Those whose KSB is gone, or for you to decide, become
    comments. Nothing else in the file changes, and no file that exists is written over but with --in-place.

    Exits with 1 if not every claim was carried over, with 2 if a file cannot be used.
    """
    return _run(MigrateSettings(portfolio, to, standard, option, accept_likely, in_place, output, exit_zero, color))


def _run(settings: MigrateSettings) -> int:
    from ksbcheck.cli import screen
    from ksbcheck.cli.entry import FINDINGS, FINE
    from ksbcheck.cli.store import store_near
    from ksbcheck.load import load_portfolio, load_standard, standard_for
    from ksbcheck.migration import migrate
    from ksbcheck.printable import printable
    from ksbcheck.reporters.migration_text import lay_out
    from ksbcheck.source import read_source
    from ksbcheck.standards.compare import compare
    from ksbcheck.standards.find import parse_name

    if str(settings.portfolio) == "-":
        raise typer.BadParameter("is to be a file, not standard input", param_hint="PORTFOLIO")
    if settings.in_place and settings.output:
        raise typer.BadParameter("does not go with --output", param_hint="--in-place")
    source = read_source(settings.portfolio)
    file = load_portfolio(source)
    store = store_near(file.folder)
    old, new = standard_for(file, settings.standard, store).standard, load_standard(settings.to, store)
    if old.name == new.name:
        hint = "; --standard says for which version it was written" if settings.standard is None else ""
        screen.tell(f"{file.path}: is for {new.name} already and stays as it is{hint}")
        return FINE
    named = parse_name(file.portfolio.standard)
    if named and named.version and named.names(new.reference, new.version):
        # The command that was run once more, maybe because nobody saw it end: a second time would change codes anew.
        hint = "; if it is for another version, correct its 'standard' first"
        screen.tell(f"{file.path}: says that it is for {new.name} already, and stays as it is{hint}")
        return FINE
    migration = migrate(file, source, compare(old, new), option=settings.option, accept_likely=settings.accept_likely)
    target = settings.portfolio if settings.in_place else settings.output or _beside(settings.portfolio, old, new)
    is_new = _write(settings, source, target, migration)
    shown = printable(str(target))
    written = f"Written to {shown}." if is_new else f"{shown} says this already; nothing was written."
    screen.show(lay_out(migration, screen.width(), written, _next(settings, target, migration)), settings.color)
    return FINE if migration.is_whole or settings.exit_zero or not is_new else FINDINGS


def _beside(portfolio: Path, old: Standard, new: Standard) -> Path:
    """Return the new file's name: the portfolio's, with the new version in place of the old one, if it has that."""
    stem = portfolio.stem.removesuffix(f"_{_in_name(old)}")
    return portfolio.with_name(f"{stem}_{_in_name(new)}{portfolio.suffix or '.yaml'}")


def _in_name(standard: Standard) -> str:
    return re.sub("[^a-z0-9]+", "_", standard.name.lower())


def _write(settings: MigrateSettings, source: Source, target: Path, migration: Migration) -> bool:
    """Write the new file; False if there is one that says the same. Raises UnusableFileError."""
    from ksbcheck.cli import saving
    from ksbcheck.diagnostic import unusable
    from ksbcheck.printable import printable
    from ksbcheck.source import read_source

    if settings.in_place:
        saving.rewrite(target, source.data, migration.text)
    elif settings.output and saving.is_stream(target):
        saving.replace(target, migration.text)
    elif not target.is_file() and not target.is_dir():
        saving.create(target, migration.text, like=settings.portfolio)
    elif target.samefile(settings.portfolio):
        message = "the portfolio itself; to change it, use --in-place instead of --output"
        raise unusable("KSB001", message, printable(str(target)))
    elif read_source(target).data == migration.text.encode():
        return False
    else:
        message = "there is such a file already, and it stays as it is; name another with --output"
        raise unusable("KSB001", message, printable(str(target)))
    return True


def _next(settings: MigrateSettings, target: Path, migration: Migration) -> str:
    """Return the command that tells what is missing now, with what the portfolio does not say itself."""
    from ksbcheck.printable import printable
    from ksbcheck.standards.find import parse_name

    words = ["ksbcheck", "gaps", str(target)]
    if parse_name(settings.to) is None:
        words += ["--standard", settings.to]
    if migration.scope.option and migration.file.portfolio.option is None:
        words += ["--option", migration.scope.option.key]
    return printable(shlex.join(words))
