"""Carrying a portfolio over to another version of its standard.

A code means another KSB in another version. So every claim is looked at: its code is changed to the one that its KSB
has now, or the claim becomes a comment where it stood. Nothing else in the file changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.decoding import decode
from ksbcheck.diagnostic import UnusableFileError, unusable
from ksbcheck.migration.changes import Changes
from ksbcheck.migration.fate import ClaimFate, Fate
from ksbcheck.migration.option import new_option, old_option, option_text
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.source import LARGEST, Source
from ksbcheck.standards.compare import Certainty
from ksbcheck.standards.scope import scope_of
from ksbcheck.yaml_edit import apply_edits
from ksbcheck.yaml_spans import read_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.standards.compare import Comparison, KsbPair
    from ksbcheck.standards.ksb import Ksb
    from ksbcheck.standards.scope import Scope

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class MigrationError(Exception):
    """A fault of ours: the new file would not say what it is to say. Nothing is written then."""


class Required(NamedTuple):
    """A KSB that is required now and was not before; ``likely`` is an old one that it may be."""

    ksb: Ksb
    likely: Ksb | None


class Migration(NamedTuple):
    """A portfolio carried over: what became of each claim, and the text of the new file."""

    file: PortfolioFile
    comparison: Comparison
    scope: Scope
    """What is required in the new version."""
    pieces: tuple[tuple[ClaimFate, ...], ...]
    """The claims of each piece, in the file's order."""
    required: tuple[Required, ...]
    text: str

    @property
    def claims(self) -> tuple[ClaimFate, ...]:
        """All claims in the file's order."""
        return tuple(claim for claims in self.pieces for claim in claims)

    @property
    def is_whole(self) -> bool:
        """Whether every claim is carried over."""
        return all(claim.fate.is_carried for claim in self.claims)


def migrate(
    file: PortfolioFile,
    source: Source,
    comparison: Comparison,
    *,
    option: str | None = None,
    accept_likely: bool = False,
) -> Migration:
    """Carry a portfolio, which was read from ``source``, from the old standard of ``comparison`` over to the new one.

    ``option`` is one of the new standard; without it, the one that the portfolio's surely is now. Claims on KSBs that
    only likely are the same are carried over with ``accept_likely``.

    Raises UnusableFileError (KSB301) where it is not clear which option of the new standard is meant, and
    MigrationError where the new text does not read back as it should.
    """
    chosen = new_option(file, comparison, option)
    scope = scope_of(comparison.new, chosen)
    pieces = tuple(_fates(file.portfolio, comparison, accept_likely=accept_likely))
    text = decode(source)
    edited = apply_edits(text, Changes(file.portfolio, comparison, chosen, pieces).edits(read_spans(text)))
    if source.data.decode().startswith(_BYTE_ORDER_MARK):
        edited = _BYTE_ORDER_MARK + edited
    migration = Migration(
        file,
        comparison,
        scope,
        pieces,
        tuple(_required(file.portfolio, comparison, scope, accept_likely=accept_likely)),
        edited,
    )
    _check(migration)
    return migration


def _is_taken(pair: KsbPair, *, accept_likely: bool) -> bool:
    return pair.certainty is Certainty.SURE or (accept_likely and pair.certainty is Certainty.LIKELY)


def _fates(portfolio: Portfolio, comparison: Comparison, *, accept_likely: bool) -> Iterator[tuple[ClaimFate, ...]]:
    pairs = {pair.old.code: pair for pair in comparison.ksbs if pair.old}
    for piece in portfolio.evidence:
        fates = []
        for claim in piece.claims:
            pair = pairs.get(claim.code)
            if pair is None or pair.new is None:
                fate = Fate.LOST
            elif not _is_taken(pair, accept_likely=accept_likely):
                fate = Fate.WAITING
            else:
                fate = Fate.KEPT if pair.new.code == claim.code else Fate.MOVED
            fates.append(ClaimFate(piece.id, claim, fate, pair))
        yield tuple(fates)


def _required(portfolio: Portfolio, comparison: Comparison, scope: Scope, *, accept_likely: bool) -> Iterator[Required]:
    """Yield what is in the new scope and is no KSB of the old one."""
    old_scope = frozenset(scope_of(comparison.old, old_option(portfolio, comparison, scope.option)).codes)
    taken, likely = set(), {}
    for pair in comparison.ksbs:
        if pair.old and pair.new:
            if not _is_taken(pair, accept_likely=accept_likely):
                likely[pair.new.code] = pair.old
            elif pair.old.code in old_scope:
                taken.add(pair.new.code)
    for code in scope.codes:
        if code not in taken:
            yield Required(comparison.new.ksbs[code], likely.get(code))


def _check(migration: Migration) -> None:
    """Read the new file and hold it against what is meant. Raises MigrationError."""
    new = migration.text.encode()
    if len(new) > LARGEST:
        raise unusable(
            "KSB001", "with comments for what is not carried over, it would be too large", migration.file.path
        )
    try:
        file = read_portfolio(Source(migration.file.path, new))
    except UnusableFileError as error:
        raise MigrationError(f"the new file cannot be read: {error}") from None
    old = migration.file.portfolio
    option = option_text(old, migration.comparison, migration.scope.option)
    evidence = tuple(
        piece.model_copy(
            update={"claims": tuple(claim.claim._replace(code=claim.code) for claim in claims if claim.fate.is_carried)}
        )
        for piece, claims in zip(old.evidence, migration.pieces, strict=True)
    )
    expected = old.model_copy(
        update={"standard": migration.comparison.new.name, "option": option, "evidence": evidence}
    )
    if file.portfolio != expected or _others(file) != _others(migration.file):
        raise MigrationError("the new file does not say what it is to say")


def _others(file: PortfolioFile) -> str:
    """Return all that the file says in its order, but for what a migration changes."""
    data = file.document.data()
    pieces = [{key: value for key, value in piece.items() if key != "ksbs"} for piece in data["evidence"]]
    return repr(
        {key: value for key, value in (data | {"evidence": pieces}).items() if key not in {"standard", "option"}}
    )
