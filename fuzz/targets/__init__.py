"""What is fuzzed: every reader, the writer of portfolios, and the escapers."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
_YAML = ("examples/*.yaml", "tests/rules/**/*.yaml", "tests/acceptance/files/portfolio*.yaml")
_TOML = ("examples/policies/*.toml", "tests/rules/**/*.toml")


class Target(NamedTuple):
    """A function to be given bytes, ``home`` with its module, and what its inputs are made of.

    ``share`` is how many of a hundred inputs are for it, and ``seeds`` are patterns of the project's own files.
    """

    home: str
    share: int
    tokens: str
    """The language whose tokens are put in: a file of ``fuzz/tokens``."""
    seeds: tuple[str, ...] = ()

    def load(self) -> Callable[[bytes], None]:
        """Return the function. It returns nothing, or raises UnusableFileError: all else is a finding."""
        module, _, name = self.home.partition(":")
        function: Callable[[bytes], None] = getattr(import_module(f"{__name__}.{module}"), name)
        return function


TARGETS = {
    "portfolio": Target("portfolio:report", 48, "yaml", _YAML),
    "standard": Target("standard:inspect", 8, "yaml", ("tests/acceptance/files/*standard.yaml",)),
    "official": Target("official:import_json", 7, "json", ("tests/acceptance/files/*.json",)),
    "page": Target("official:import_page", 5, "page"),
    "config": Target("config:read_configuration", 6, "toml", _TOML),
    "policy": Target("config:read_own_policy", 4, "toml", _TOML),
    "listed": Target("listed:read_list", 3, "text"),
    "kept": Target("kept:read_row", 4, "json"),
    "names": Target("names:parse", 4, "text"),
    "migration": Target("migration:carry_over", 9, "yaml", _YAML),
    "escaping": Target("escaping:render", 2, "text"),
}
"""All targets by name."""


def seeds_of(name: str) -> list[bytes]:
    """Return what the inputs of a target are made of: its corpus, and files of the project."""
    paths = [path for path in sorted((CORPUS / name).glob("*")) if path.is_file()]
    paths += [path for pattern in TARGETS[name].seeds for path in sorted(ROOT.glob(pattern))]
    return [path.read_bytes() for path in paths]


def tokens_of(name: str) -> list[bytes]:
    """Return the tokens of a target's language, written in their file as Python writes bytes, one a line."""
    text = (ROOT / "fuzz" / "tokens" / f"{TARGETS[name].tokens}.txt").read_text(encoding="ascii")
    return [line.encode().decode("unicode_escape").encode("latin-1") for line in text.splitlines() if line]
