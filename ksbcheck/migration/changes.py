"""What changes in the file of a portfolio that is carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.migration.fate import ClaimFate, Fate
from ksbcheck.migration.option import option_text
from ksbcheck.yaml_comment_out import commented_out, emptied
from ksbcheck.yaml_edit import replaced
from ksbcheck.yaml_spans import Branch, Leaf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.standards.compare import Comparison
    from ksbcheck.standards.model import Option
    from ksbcheck.yaml_edit import Edit
    from ksbcheck.yaml_spans import Spans


class Changes:
    """What changes: the standard's name, the option and the claims. ``pieces`` has what becomes of each claim."""

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
        """Yield the edits of the file's text."""
        text, root = spans.text, spans.root
        standard = _value(root, "standard")
        assert isinstance(standard, Leaf)
        yield replaced(text, standard, self.new.name)
        yield from self._option_edits(spans)
        evidence = _value(root, "evidence")
        assert isinstance(evidence, Branch)
        for piece, fates in zip(evidence.items, self.pieces, strict=True):
            assert isinstance(piece, Branch)
            yield from self._piece_edits(spans, piece, fates)

    def _option_edits(self, spans: Spans) -> Iterator[Edit]:
        written = self.portfolio.option
        becomes = option_text(self.portfolio, self.comparison, self.option)
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

    def _piece_edits(self, spans: Spans, piece: Branch, fates: tuple[ClaimFate, ...]) -> Iterator[Edit]:
        claims = _value(piece, "ksbs")
        assert isinstance(claims, Branch)
        notes = {}
        for place, claim in enumerate(fates):
            if claim.fate is Fate.MOVED:
                leaf = claims.key(place)
                yield replaced(spans.text, leaf, _in_case_of(leaf.value.strip(), claim.code))
            elif not claim.fate.is_carried:
                notes[place] = self._note(claim)
        if notes:
            yield from commented_out(spans, claims, notes)
        if fates and len(notes) == len(fates) and not claims.is_flow:
            place_of_claims = piece.index("ksbs")
            assert place_of_claims is not None
            yield emptied(spans, piece.key(place_of_claims), claims)

    def _note(self, claim: ClaimFate) -> str:
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
