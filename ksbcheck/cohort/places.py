"""What the portfolios of a cohort share: configurations and standards, each read once."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ksbcheck.config.find import NAME, PROJECT, find_config
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.load import standard_for
from ksbcheck.portfolios.model import Portfolio
from ksbcheck.portfolios.read import PortfolioFile
from ksbcheck.printable import printable
from ksbcheck.report import GAPS
from ksbcheck.source import Source
from ksbcheck.standards.find import parse_name
from ksbcheck.standards.read import read_standard
from ksbcheck.standards.store import FOLDER, Store, bundled, near
from ksbcheck.version import __version__
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from datetime import date
    from hashlib import _Hash as Hash

    from ksbcheck.cohort.model import Asked
    from ksbcheck.config.model import Config
    from ksbcheck.config.policy import Policy
    from ksbcheck.load import Found
    from ksbcheck.standards.model import Standard

_MOST_FOLDERS = 1_000
"""How many folders are remembered: enough for those that are looked at one after the other."""
_MARKS = (NAME, PROJECT, ".git", FOLDER)
"""What makes a folder another than the one above it: a configuration, the end of the search for one, standards."""
_MOST_STANDARDS = 100
"""How many standards are remembered: each takes a tenth of a megabyte."""


class Places:
    """Where configurations and standards are, for portfolios in any folder.

    Raises UnusableFileError with all that is wrong with a configuration or a policy that ``asked`` names.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._policy = self._read_policy()
        self._above = lru_cache(_MOST_FOLDERS)(self._find_above)
        self._is_marked = lru_cache(_MOST_FOLDERS)(_is_marked)
        self._config_in = lru_cache(_MOST_FOLDERS)(self._find_config)
        self._config_at = lru_cache(_MOST_FOLDERS)(self._read_config)
        self._store_near = lru_cache(_MOST_FOLDERS)(self._make_store)
        self.start_digest = lru_cache(_MOST_FOLDERS)(self._start_digest)
        """Gives the digest of a folder's portfolios, before there is any content in it."""
        self._standards: dict[tuple[bytes, str | None], Standard] = {}
        self._found: dict[tuple[Path | None, str], Found] = {}
        self._described: tuple[Config | None, str] = (None, "")
        self._own_config = self._config_at(asked.config) if asked.config else None

    def config_of(self, folder: Path | None) -> Config:
        """Return what portfolios in ``folder`` are checked for, but for the gaps: a row has their codes.

        Raises UnusableFileError with all that is wrong with the file.
        """
        return self._own_config or self._config_in(self._above(folder))

    def standard_of(self, file: PortfolioFile) -> Found:
        """Return the standard that a portfolio is held against. Raises UnusableFileError as ``standard_for``."""
        key = self._key_of(file.folder, file.portfolio.standard)
        found = self._found.get(key)
        if found is None:
            store = self._store_near(self._above(file.folder))._replace(folder=file.folder or Path())
            found = standard_for(file, self._asked.standard, store, read=self._read)
            if len(self._found) >= _MOST_FOLDERS:
                self._found.clear()
            self._found[key] = found
        return found

    @property
    def today(self) -> date:
        """The day to check for."""
        return self._asked.today

    def digest_of(self, folder: Path | None, content: bytes) -> bytes:
        """Return what a portfolio and all that its row rests on are known by, but for its standard and evidence.

        Raises UnusableFileError as ``config_of``.
        """
        digest = self.start_digest(folder).copy()
        digest.update(content)
        return digest.digest()

    def _start_digest(self, folder: Path | None) -> Hash:
        asked = self._asked
        own = str(folder and folder.resolve())
        # A configuration's repr has its numbers exactly, which its JSON has not.
        config = self.config_of(folder)
        if config is not self._described[0]:  # most folders have the same
            self._described = config, repr(config)
        program = (__version__, _program_changed())
        parts = (*program, asked.option, asked.standard, asked.min_evidence, own, self._described[1])
        return sha256(repr(parts).encode())

    def digest_of_standard(self, folder: Path | None, named: str) -> str | None:
        """Return the digest of the standard that portfolios in ``folder`` mean by a name; None where there is none."""
        key = self._key_of(folder, named)
        if key not in self._found:
            try:
                self.standard_of(_naming(named)._replace(folder=folder))
            except UnusableFileError:
                return None
        standard, origin = self._found[key]
        if "digest" not in standard.worked_out:
            standard.worked_out["digest"] = sha256(standard.model_dump_json().encode()).hexdigest()
        return sha256(f"{standard.worked_out['digest']} {origin}".encode()).hexdigest()

    def _key_of(self, folder: Path | None, named: str) -> tuple[Path | None, str]:
        """Return what a standard is remembered by: a name means the same in folders that have no standards."""
        text = self._asked.standard or named
        return (folder if parse_name(text) is None else self._above(folder)), text

    def _read(self, source: Source) -> Standard:
        """Read a standard, one for all folders that have a copy of it."""
        key = (source.data, source.named)
        standard = self._standards.get(key)
        if standard is None:
            standard = read_standard(source)
            if len(self._standards) >= _MOST_STANDARDS:
                self._standards.clear()
                self._found.clear()
            self._standards[key] = standard
        return standard

    def _find_config(self, folder: Path) -> Config:
        return self._config_at(find_config(folder))

    def _read_config(self, path: Path | None) -> Config:
        from ksbcheck.configured import as_asked, config_file  # most cohorts have none

        config = as_asked(config_file(path, printable(str(path))).config, self._policy, self._asked.today)
        ignored = (*config.ignore, *sorted(GAPS))  # sorted: a set has another order in each process
        return config.model_copy(update={"ignore": ignored})

    def _read_policy(self) -> Policy | None:
        if self._asked.policy is None:
            return None
        from ksbcheck.configured import policy_file

        return policy_file(self._asked.policy, printable(str(self._asked.policy)))

    def _make_store(self, above: Path) -> Store:
        return Store((*near(above), *self._asked.places, bundled()))

    def _find_above(self, folder: Path | None) -> Path:
        """Return the nearest folder with one of ``_MARKS``, this or one above it: those without are all as it is."""
        own = os.path.realpath(folder or Path())
        while not self._is_marked(own):
            own = os.path.dirname(own)  # noqa: PTH120 - a text stays a text
        return Path(own)


@lru_cache(_MOST_STANDARDS)
def _naming(standard: str) -> PortfolioFile:
    """Return a portfolio that is empty, but for the standard that it names."""
    stub = Portfolio.model_construct(standard=standard, evidence=())
    return PortfolioFile(stub, "", None, read_document(Source("", b"standard: ''")))


def _is_marked(folder: str) -> bool:
    """Whether a folder has one of ``_MARKS``, or there is none above it."""
    return os.path.dirname(folder) == folder or any(os.path.lexists(f"{folder}/{mark}") for mark in _MARKS)  # noqa: PTH120


@cache
def _program_changed() -> int:
    """Return when a module of ksbcheck changed last: who works on it does not give it a new version each time."""
    found = os.walk(Path(__file__).parent.parent)
    modules = (f"{folder}/{name}" for folder, _, names in found for name in names if name.endswith(".py"))
    return max((os.stat(module).st_mtime_ns for module in modules), default=0)  # noqa: PTH116 - a text
