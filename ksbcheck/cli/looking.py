"""The portfolios of a cohort as they are looked at, whatever ends that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.cohort.tally import Cohort
from ksbcheck.share import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from ksbcheck.cohort.model import Row


class Looking:
    """The rows of a cohort as they come, counted into ``cohort``.

    What ends them early is kept in ``ended_by``, and marks the cohort as partial: what came before it can be shown.
    """

    def __init__(self, rows: Iterator[Row], done: Callable[[], None], fail_under: Fraction | None = None) -> None:
        self.cohort = Cohort()
        self.ended_by: BaseException | None = None
        self.too_low = False
        """Whether a portfolio covers less than ``fail_under`` percent."""
        self._rows = rows
        self._done = done
        self._fail_under = fail_under

    def __iter__(self) -> Iterator[Row]:
        try:
            for row in self._rows:
                self.cohort.add(row)
                self._done()
                if self._fail_under is not None and row.is_usable:
                    self.too_low |= not Share(row.required, row.covered).reaches(self._fail_under)
                yield row
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - it is raised again when all is shown
            self.cohort.is_partial = True
            self.ended_by = error
