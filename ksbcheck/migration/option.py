"""Which option a portfolio is for, in the old version of a standard and in the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.printable import shortened
from ksbcheck.standards.compare import Certainty
from ksbcheck.standards.scope import UnknownOptionError, find_option

if TYPE_CHECKING:
    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.standards.compare import Comparison
    from ksbcheck.standards.model import Option


def new_option(file: PortfolioFile, comparison: Comparison, asked: str | None) -> Option | None:
    """Return the option of the new standard: the one asked for, or the one that the portfolio's surely is now.

    Raises UnusableFileError (KSB301) where that is none, or not just one.
    """
    new, written = comparison.new, file.portfolio.option
    if not new.options and asked is None:
        return None
    try:
        if asked is not None or written is None:
            return find_option(new, asked)
    except UnknownOptionError as error:
        path = file.path if asked is None else "--option"
        raise unusable("KSB301", str(error), path) from None
    line, column = file.position("option")
    try:
        old = find_option(comparison.old, written)
    except UnknownOptionError as error:
        raise UnusableFileError([Diagnostic("KSB301", Severity.ERROR, str(error), file.path, line, column)]) from None
    for pair in comparison.options:
        if pair.old == old and pair.new and pair.certainty is Certainty.SURE:
            return pair.new
    choices = ", ".join(f"{choice.key} ({choice.title})" for choice in new.options)
    message = f"'{shortened(written)}' is not surely an option of {new.name}, too; choose one with --option: {choices}"
    raise UnusableFileError([Diagnostic("KSB301", Severity.ERROR, message, file.path, line, column)])


def old_option(portfolio: Portfolio, comparison: Comparison, new: Option | None) -> Option | None:
    """Return the option that the portfolio was for: the one it names, or else the one that the new one was.

    None where neither is known: everything in the old standard may have been required then.
    """
    try:
        return find_option(comparison.old, portfolio.option)
    except UnknownOptionError:
        pairs = (pair for pair in comparison.options if pair.new and pair.new == new)
        return next((pair.old for pair in pairs if pair.certainty is Certainty.SURE), None)


def option_text(portfolio: Portfolio, comparison: Comparison, new: Option | None) -> str | None:
    """Return what the portfolio is to say as its option: what it says while that means the new one, or else its key.

    What was the old option's key is no longer, although it may be a part of the new one's title.
    """
    written = portfolio.option
    if written is None or new is None:
        return None
    old_keys = {option.key for option in comparison.old.options} - {option.key for option in comparison.new.options}
    try:
        stays = find_option(comparison.new, written) == new and written.casefold() not in old_keys
    except UnknownOptionError:
        stays = False
    return written if stays else new.key
