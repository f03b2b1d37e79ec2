"""Carrying a portfolio over to another version of its standard.

A code means another KSB in another version. So every claim is looked at: its code is changed to the one that its KSB
has now, or the claim becomes a comment where it stood. Nothing else in the file changes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.decoding import decode
from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.printable import shortened
from ksbcheck.source import LARGEST, Source
from ksbcheck.standards.compare import Certainty
from ksbcheck.standards.scope import UnknownOptionError, find_option, scope_of
from ksbcheck.yaml_comment_out import commented_out, emptied
from ksbcheck.yaml_edit import apply_edits, replaced
from ksbcheck.yaml_spans import Branch, Leaf, read_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.portfolios.model import Claim, Portfolio
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.standards.compare import Comparison, KsbPair
    from ksbcheck.standards.ksb import Ksb
    from ksbcheck.standards.model import Option
    from ksbcheck.standards.scope import Scope
    from ksbcheck.yaml_edit import Edit
    from ksbcheck.yaml_spans import Spans

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class MigrationError(Exception):
    """A fault of ours: the new file would not say what it is to say. Nothing is written then."""


class Fate(StrEnum):
    """What becomes of a claim: carried over with the code it has, or with another, or not."""

    KEPT = "kept"
    MOVED = "moved"
    WAITING = "waiting"
    """Its KSB is likely one of the new version, which a person is to decide."""
    LOST = "lost"

    @property
    def is_carried(self) -> bool:
        """Whether there is still a claim."""
        return self in {Fate.KEPT, Fate.MOVED}


class ClaimFate(NamedTuple):
    """What becomes of one claim of the piece ``evidence`` (its id).

    ``pair`` is its KSB in both versions, None where the old version has no such code.
    """

    evidence: str
    claim: Claim
    fate: Fate
    pair: KsbPair | None

    @property
    def code(self) -> str:
        """The code in the new version; of a claim that is carried over."""
        assert self.pair is not None
        assert self.pair.new is not None
        return self.pair.new.code


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
    chosen = _new_option(file, comparison, option)
    scope = scope_of(comparison.new, chosen)
    pieces = tuple(_fates(file.portfolio, comparison, accept_likely=accept_likely))
    text = decode(source)
    edited = apply_edits(text, _Changes(file.portfolio, comparison, chosen, pieces).edits(read_spans(text)))
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
    old_scope = frozenset(scope_of(comparison.old, _old_option(portfolio, comparison, scope.option)).codes)
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


def _new_option(file: PortfolioFile, comparison: Comparison, asked: str | None) -> Option | None:
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


def _old_option(portfolio: Portfolio, comparison: Comparison, new: Option | None) -> Option | None:
    """Return the option that the portfolio was for: the one it names, or else the one that the new one was.

    None where neither is known: everything in the old standard may have been required then.
    """
    try:
        return find_option(comparison.old, portfolio.option)
    except UnknownOptionError:
        pairs = (pair for pair in comparison.options if pair.new and pair.new == new)
        return next((pair.old for pair in pairs if pair.certainty is Certainty.SURE), None)


def _option_text(portfolio: Portfolio, comparison: Comparison, new: Option | None) -> str | None:
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


class _Changes:
    """What changes in the file."""

    def __init__(
        self,
        portfolio: Portfolio,
        comparison: Comparison,
        option: Option | None,
        pieces: tuple[tuple[ClaimFate, ...], ...],
    ) -> None:
        self.portfolio = portfolio
        self.comparison = comparison
        self.old, self.new = comparison.old, comparison.new
        self.option = option
        self.pieces = pieces

    def edits(self, spans: Spans) -> Iterator[Edit]:
        text, root = spans.text, spans.root
        standard = _value(root, "standard")
        assert isinstance(standard, Leaf)
        yield replaced(text, standard, self.new.name)
        yield from self.option_edits(spans)
        evidence = _value(root, "evidence")
        assert isinstance(evidence, Branch)
        for piece, fates in zip(evidence.items, self.pieces, strict=True):
            assert isinstance(piece, Branch)
            yield from self.piece_edits(spans, piece, fates)

    def option_edits(self, spans: Spans) -> Iterator[Edit]:
        written = self.portfolio.option
        becomes = _option_text(self.portfolio, self.comparison, self.option)
        if becomes == written:
            return
        place = spans.root.index("option")
        assert place is not None
        if becomes is None:
            yield from commented_out(spans, spans.root, {place: f"{self.old.name}; {self.new.name} has no options"})
        else:
            leaf = spans.root.value(place)
            assert isinstance(leaf, Leaf)
            yield replaced(spans.text, leaf, becomes)

    def piece_edits(self, spans: Spans, piece: Branch, fates: tuple[ClaimFate, ...]) -> Iterator[Edit]:
        claims = _value(piece, "ksbs")
        assert isinstance(claims, Branch)
        notes = {}
        for place, claim in enumerate(fates):
            if claim.fate is Fate.MOVED:
                leaf = claims.key(place)
                yield replaced(spans.text, leaf, _in_case_of(leaf.value.strip(), claim.code))
            elif not claim.fate.is_carried:
                notes[place] = self.note(claim)
        if notes:
            yield from commented_out(spans, claims, notes)
        if fates and len(notes) == len(fates) and not claims.is_flow:
            place_of_claims = piece.index("ksbs")
            assert place_of_claims is not None
            yield emptied(spans, piece.key(place_of_claims), claims)

    def note(self, claim: ClaimFate) -> str:
        """Return what the comment says behind a claim that is not carried over."""
        if claim.pair is None:
            return f"{self.old.name}; no such KSB"
        return f"{self.old.name}; likely {claim.code}" if claim.fate is Fate.WAITING else f"{self.old.name}; gone"


def _value(branch: Branch, key: str) -> object:
    place = branch.index(key)
    assert place is not None  # the file has been read as a portfolio
    return branch.value(place)


def _in_case_of(written: str, code: str) -> str:
    """Return the code in the case that another one is written in, so that ``k1`` and ``K1`` stay two keys."""
    return (
        "".join(new.lower() if old.islower() else new for old, new in zip(written, code, strict=False))
        + code[len(written) :]
    )


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
    option = _option_text(old, migration.comparison, migration.scope.option)
    evidence = tuple(
        piece.model_copy(
            update={
                "claims": tuple(
                    claim.claim.model_copy(update={"code": claim.code}) for claim in claims if claim.fate.is_carried
                )
            }
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
