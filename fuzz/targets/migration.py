"""A portfolio that is carried over to another version: what is not a claim stays, character for character."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from fuzz.ends import NAME
from fuzz.targets.portfolio import STANDARD
from ksbcheck.decoding import decode
from ksbcheck.migration import migrate
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.source import Source
from ksbcheck.standards.compare import Comparison, KsbPair
from ksbcheck.standards.read import read_standard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.portfolios.read import PortfolioFile

_old = read_standard(Source("old.yaml", STANDARD))
_new = read_standard(Source("new.yaml", STANDARD.replace(b"'1.0'", b"'1.1'")))
# Two KSBs change places, one is gone and one only likely the same; whatever else is claimed is not known at all.
_MAP = {"K1": ("K2", 1.0), "K2": ("K1", 1.0), "S1": ("S1", 0.8), "B1": ("B1", 1.0)}
_pairs = [
    KsbPair(ksb, _new.ksbs[_MAP[code][0]], _MAP[code][1]) if code in _MAP else KsbPair(ksb, None, 0)
    for code, ksb in _old.ksbs.items()
]
_comparison = Comparison(_old, _new, (*_pairs, KsbPair(None, _new.ksbs["K3"], 0)), (), ())


def carry_over(data: bytes) -> None:
    """Carry a portfolio over, and hold what stands between its claims against what stood there."""
    source = Source(NAME, data)
    file = read_portfolio(source)
    for accept_likely in (False, True):
        migration = migrate(file, source, _comparison, option="film", accept_likely=accept_likely)
        new = migration.text.encode()
        again = read_portfolio(Source(NAME, new))
        assert len(again.portfolio.evidence) == len(file.portfolio.evidence)
        if migration.is_whole:
            before = _between(file, decode(source))
            assert before is None or _between(again, decode(Source(NAME, new))) == before


def _between(file: PortfolioFile, text: str) -> list[str] | None:
    """Return what a file says between standard, option and codes, by the marks of PyYAML's own reader.

    None where that reader, which is stricter than libyaml here and there, does not read it.
    """
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return None
    between, done = [], 0
    for start, end in sorted(_changed(root)):
        between.append(text[done:start])
        done = end
    assert sum(len(piece.claims) for piece in file.portfolio.evidence) <= len(between)
    return [*between, text[done:]]


def _changed(root: yaml.Node | None) -> Iterator[tuple[int, int]]:
    """Yield where standard, option and the codes of claims stand."""
    assert isinstance(root, yaml.MappingNode)
    for key, value in root.value:
        if key.value in {"standard", "option"}:
            yield _span(value)
        elif key.value == "evidence":
            for piece in value.value:
                for name, claims in piece.value:
                    if name.value == "ksbs":
                        codes = [claim[0] if isinstance(claim, tuple) else claim for claim in claims.value]
                        yield from map(_span, codes)


def _span(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.index, node.end_mark.index
