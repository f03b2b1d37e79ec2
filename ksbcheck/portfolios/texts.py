"""All that a person wrote into a portfolio as text, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.portfolios.model import Evidence, Portfolio
    from ksbcheck.yaml_nodes import Loc


class Written(NamedTuple):
    """A text and what it is: ``the title``, ``a locator``. ``loc`` is the way to it in the file.

    ``piece`` is the number of the piece that it belongs to, from 0, None for a text about the whole portfolio.
    """

    what: str
    text: str
    loc: Loc
    piece: int | None = None
    ksb: str | None = None
    """The code of the claim that it belongs to, as it is written."""


def texts_of(portfolio: Portfolio) -> Iterator[Written]:
    """Yield every text but the apprentice's name, in the order of the fields and then of the pieces."""
    yield Written("the standard", portfolio.standard, ("standard",))
    if portfolio.option is not None:
        yield Written("the option", portfolio.option, ("option",))
    for field, text in portfolio.gateway:
        if text is not None:
            yield Written(f"the gateway's {field}", text, ("gateway", field))
    for index, piece in enumerate(portfolio.evidence):
        yield Written("the id", piece.id, ("evidence", index, "id"), index)
        if piece.type is not None:
            yield Written("the type", piece.type, ("evidence", index, "type"), index)
        for number, claim in enumerate(piece.claims):
            yield Written("a code", claim.code, ("evidence", index, "ksbs", number), index)
        yield from prose_of(index, piece)


def prose_of(index: int, piece: Evidence) -> Iterator[Written]:
    """Yield what a piece says of itself in words: title, locators, file names and notes."""
    yield Written("the title", piece.title, ("evidence", index, "title"), index)
    for number, claim in enumerate(piece.claims):
        if claim.locator is not None:
            yield Written("a locator", claim.locator, ("evidence", index, "ksbs", number), index, claim.code)
    for number, name in enumerate(piece.files):
        yield Written("a file's name", name, ("evidence", index, "files", number), index)
    if piece.notes is not None:
        yield Written("the notes", piece.notes, ("evidence", index, "notes"), index)
