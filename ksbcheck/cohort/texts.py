"""The standards of a cohort's groups, for the texts of their KSBs and duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.cohort.places import Places
from ksbcheck.cohort.remote import source_at
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.load import load_portfolio

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.cohort.model import Asked
    from ksbcheck.cohort.tally import Group
    from ksbcheck.standards.model import Standard


def texts_for(asked: Asked) -> Callable[[Group], Standard | None]:
    """Return what tells the standard of a group, by the first portfolio of it: rows do not carry their standard.

    It tells None where the portfolio is another by now, or is gone.
    """

    def texts(group: Group) -> Standard | None:
        try:
            found = Places(asked).standard_of(load_portfolio(source_at(group.first, group.first))).standard
        except UnusableFileError:
            return None
        return found if found.name == group.name.standard else None

    return texts
