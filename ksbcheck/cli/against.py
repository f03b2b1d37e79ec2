"""What ``--against`` means: an earlier state of a portfolio, at a revision or in a file."""

from __future__ import annotations

import os
from typing import NamedTuple

from ksbcheck.change import Before, Then
from ksbcheck.cli.git import GitError, Repository, root_of
from ksbcheck.cli.reading import given_source
from ksbcheck.diagnostic import UnusableFileError, unusable
from ksbcheck.load import load_portfolio
from ksbcheck.printable import printable, shortened
from ksbcheck.source import Source

ENDINGS = (".yaml", ".yml", ".json")


class Against(NamedTuple):
    """What the portfolios of a run are compared with."""

    asked: str
    alone: bool
    """Whether there is only one portfolio: one file is the earlier state of one."""
    repositories: dict[str, Repository]
    """Those that were met already, by their roots."""

    def before(self, portfolio: str, name: str) -> Before:
        """Return the earlier state of the portfolio at a path; ``name`` is how messages call it.

        Raises UnusableFileError: KSB008 where that cannot be told, or all that is wrong with a file that was asked for.
        """
        if is_file(self.asked):
            if not self.alone:
                raise unusable("KSB008", "--against takes a file only where one portfolio is checked", name)
            source = given_source(self.asked, relative=True)
            return Before(source.name, file=load_portfolio(source._replace(folder=None)))
        try:
            return self._at_revision(portfolio)
        except GitError as error:
            advice = f"; for the file, write ./{shortened(self.asked)}" if os.path.isfile(self.asked) else ""  # noqa: PTH113
            raise unusable("KSB008", f"--against {shortened(self.asked)}: {error}{advice}", name) from None

    def _at_revision(self, portfolio: str) -> Before:
        if portfolio == "-":
            raise GitError("standard input is in no git repository")
        path = os.path.realpath(portfolio)
        root = root_of(os.path.dirname(path))  # noqa: PTH120 - a text stays a text
        if root not in self.repositories:
            self.repositories[root] = Repository(root, self.asked)
        against = shortened(self.asked)
        try:
            blob = self.repositories[root].read(path)
            if blob is None:
                return Before(against, Then.ABSENT)
            there = printable(blob.path)
            file = load_portfolio(Source(f"{against}:{there}", blob.data))
        except UnusableFileError as error:
            return Before(against, Then.UNREADABLE, fault=str(error.diagnostics[0]))
        return Before(against, file=file, moved_from=there if blob.moved else None)


def is_file(asked: str) -> bool:
    """Whether ``--against`` means a file: told by how it is written alone.

    Were it told by which files there are, a change that is to be checked could bring one that is taken for the state
    before it. No revision starts with a dot or is an absolute path; one that ends as a file does is written ``NAME^0``.
    """
    return asked.startswith(".") or asked.lower().endswith(ENDINGS) or os.path.isabs(asked)  # noqa: PTH117
