"""A cohort as a web page: one file that opens from a mail attachment, with what is lacked before the portfolios.

What stands first is known last. So the rows of the portfolios are set aside until then, and are never held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from ksbcheck.reporters.cohort import words
from ksbcheck.reporters.cohort.aside import TextAside
from ksbcheck.reporters.page.document import environment, page_template
from ksbcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort, Group
    from ksbcheck.reporters.cohort.words import LackedDuty, LackedKsb, Texts
    from ksbcheck.standards.model import Licence, Origin

_AT_ONCE = 65_536


class Source(NamedTuple):
    """Where the texts of a standard are from, and their licence, which asks for this."""

    standard: str
    origin: Origin | None
    licence: Licence | None


class Told(NamedTuple):
    """What is said of one standard and option."""

    group: Group
    title: str
    nobody: Sequence[str]
    ksbs: Sequence[LackedKsb]
    duties: Sequence[LackedDuty]


def render(rows: Iterable[Row], cohort: Cohort, texts: Texts, _width: int) -> Iterator[str]:
    """Yield one HTML document that asks for nothing from elsewhere.

    Raises UnusableFileError (KSB001) where temporary files cannot be written.
    """
    with TextAside() as usable, TextAside() as unusable:
        seen = _Seen(unusable)
        made = environment().get_template("cohort/row.html").generate(rows=seen.usable(rows), words=words)
        for piece in _in_larger_pieces(made):
            usable.write(piece)
        groups = words.groups(cohort)
        sources: dict[str, Source] = {}
        page = page_template("cohort.html", ("page.css", "cohort.css"), "cohort.js")
        pieces = page.generate(
            cohort=cohort,
            words=words,
            today=seen.today,
            listed=seen.listed,
            unusable_listed=seen.unusable_listed,
            groups=groups,
            told=_told(groups, texts, sources),
            sources=sources,
            # They are HTML already, made by our own templates.
            usable=map(Markup, usable.read()),
            unusable=map(Markup, unusable.read()),
            version=__version__,
        )
        yield from _in_larger_pieces(pieces)


class _Seen:
    """What is noticed while the portfolios pass; those that cannot be used are told elsewhere than the others."""

    def __init__(self, unusable: TextAside) -> None:
        self._unusable = unusable
        self._problem = environment().get_template("cohort/problem.html")
        self.listed = 0
        self.unusable_listed = 0
        self.today: date | None = None

    def usable(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.listed += 1
            if row.is_usable:
                self.today = self.today or row.today
                yield row
            else:
                self.unusable_listed += 1
                self._unusable.write(self._problem.render(row=row, words=words))


def _told(groups: Iterable[Group], texts: Texts, sources: dict[str, Source]) -> Iterator[Told]:
    """Yield what is said of each group, one standard at a time, and note in ``sources`` where their texts are from."""
    for group in groups:
        standard = texts(group)
        if standard:
            sources[standard.name] = Source(standard.name, standard.source, standard.licence)
        yield Told(
            group,
            words.title(group, standard),
            words.covered_by_nobody(group),
            words.lacked_ksbs(group, standard),
            words.lacked_duties(group, standard),
        )


def _in_larger_pieces(pieces: Iterable[str]) -> Iterator[str]:
    """Yield a text in fewer pieces: each is written on its own."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
            length = 0
    yield "".join(waiting)
