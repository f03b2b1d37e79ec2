"""The text of a standard's public page, as copied from a browser, as a standard of ours.

The page has a line for each heading, paragraph and KSB, and under each duty a line of codes for each kind. Empty lines
mean nothing.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import printable, shortened
from ksbcheck.standards.ksb import Kind
from ksbcheck.standards.official.mapping import BY_DUTIES
from ksbcheck.standards.official.option_keys import option_keys
from ksbcheck.standards.official.summaries import option_summaries
from ksbcheck.standards.published import LICENCE, PAGES, PUBLISHER
from ksbcheck.yaml_nodes import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ksbcheck.standards.official.defects import Defects

READ_FROM = "the text of the official page"
_HEADINGS = frozenset(
    {
        *("Overview of the role", "Details of standard", "Occupation summary", "Typical job titles include:"),
        *("Core occupation duties", "Occupation duties", "Duties", "Option duties", "KSBs", "Knowledge", "Skills"),
        *("Behaviours", "Qualifications", "Additional details", "Review", "Version log"),
    }
)
_DUTIES = ("Core occupation duties", "Occupation duties", "Duties", "Option duties")
_KINDS = {"Knowledge": Kind.KNOWLEDGE, "Skills": Kind.SKILL, "Behaviours": Kind.BEHAVIOUR}
_FACTS = frozenset(
    {
        *("Status", "Level", "Reference", "Version", "Date updated", "Route", "Typical duration to gateway"),
        *("Maximum funding", "Options", "LARS Code", "EQA Provider", "Employers involved in creating the standard"),
    }
)
_FACT = re.compile(r"([A-Za-z ]{2,60}):\s*(.+)")
_DUTY = re.compile(r"Duty ([0-9]{1,3})\s+(.+)")
_OPTION_DUTIES = re.compile(r"(.+) duties")
_CODES = re.compile(r"(?:[KSB][0-9]{1,4}\b[\s,]*)+")
_KSB = re.compile(r"([KSB][1-9][0-9]{0,3}):\s*(.+)")
# What the page has beside its texts: links.
_LINKS = ("View the latest version", "Back to Duty")
# White space is looked at once only, from its start to its end.
_VERSION = re.compile(r"([0-9]+(?:\.[0-9]+)*+)\s++(.+?)(?<!\s)\s++([0-9/]{10}|Not set)\s++([0-9/]{10}|Not set)")
_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_WHOLE_NUMBER = re.compile(r"£?([0-9]{1,9})\b")
_LONGEST_TITLE = 80


def is_page(text: str) -> bool:
    """Whether a text could be that of a page: it has the lines that every page has."""
    lines = {line.strip() for line in text.splitlines()}
    return "KSBs" in lines and any(line.startswith("Reference:") for line in lines)


def standard_fields(name: str, text: str, defects: Defects) -> dict[str, Any]:
    """Return the fields of the model of a standard but for its title, which the text does not have.

    Defects: KSB312, KSB321, KSB330 and KSB326 (options without duties of their own), with the number of the line.
    Raises UnusableFileError: KSB308 (no reference or no version), KSB309 (no KSBs).
    """
    page = _Page(text, defects)
    reference, version = page.facts.get("Reference", ""), page.facts.get("Version", "")
    if not re.fullmatch(r"[A-Z]{2}[0-9]{4}", reference) or not re.fullmatch(r"[0-9]+(\.[0-9]+)*", version):
        message = "not the text of a standard's page: it has no reference and version"
        raise unusable("KSB308", message, name, page.lines.get("Reference", 1), 1)
    if not any(page.texts.values()):
        message = f"{reference} v{shortened(version)} publishes no KSBs; there is nothing to check"
        raise unusable("KSB309", message, name, page.lines["Reference"], 1)
    summary = page.prose("Occupation summary")
    titles, duties = page.duties(defects)
    if page.facts.get("Options", "") != ", ".join(titles):
        message = "these are not the options that the headings of the duties name; only those are taken"
        defects.note("KSB326", message, (page.lines.get("Options", 1),))
    return {
        "reference": reference,
        "version": version,
        "status": page.facts.get("Status"),
        "level": page.number("Level"),
        "route": page.facts.get("Route"),
        "lars_code": page.number("LARS Code"),
        "typical_duration_months": page.number("Typical duration to gateway"),
        "maximum_funding_pounds": page.number("Maximum funding"),
        "eqa_provider": page.facts.get("EQA Provider"),
        "date_updated": _day(page.facts.get("Date updated", "")),
        "notices": page.paragraphs(""),
        "review": page.prose("Review"),
        "overview": page.prose("Overview of the role"),
        "occupation_summary": summary,
        "job_titles": [job for line in page.paragraphs("Typical job titles include:") for job in _job_titles(line)],
        "options": _options(titles, summary),
        "duties": duties,
        "unassigned": page.unassigned(duties, defects),
        **{kind.plural: texts for kind, texts in page.texts.items()},
        "qualifications": page.qualifications(),
        "employers": _list(page.facts.get("Employers involved in creating the standard", "")),
        "version_log": page.version_log(),
        "source": {
            "publisher": PUBLISHER,
            "url": f"{PAGES}{reference.lower()}-v{version.replace('.', '-')}",
            "read_from": READ_FROM,
            "options_from": BY_DUTIES if titles else None,
        },
        "licence": {**LICENCE, "attribution": page.attribution() or LICENCE["attribution"]},
    }


class _Page:
    """The lines of a page by the heading they stand under, each with its number in the text."""

    def __init__(self, text: str, defects: Defects) -> None:
        self.sections: dict[str, list[tuple[int, str]]] = {}
        self.facts: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        """The number of the line that each fact is on."""
        heading = ""
        for number, line in _numbered(text):
            text_of_line = printable(line).strip()
            fact = _FACT.fullmatch(text_of_line)
            if text_of_line in _HEADINGS:
                heading = text_of_line
            elif fact and fact[1] in _FACTS:
                self.facts[fact[1]], self.lines[fact[1]] = fact[2], number
            elif text_of_line:
                self.sections.setdefault(heading, []).append((number, text_of_line))
        self.texts = {kind: self._ksbs(heading, defects) for heading, kind in _KINDS.items()}

    def paragraphs(self, heading: str) -> list[str]:
        """Return the lines under a heading without links; ``""`` is what stands before the first one."""
        return [_without_links(line) for _, line in self.sections.get(heading, ())]

    def prose(self, heading: str) -> str | None:
        """Return the lines under a heading as paragraphs, None if there are none."""
        return "\n\n".join(self.paragraphs(heading)) or None

    def number(self, fact: str) -> int | None:
        """Return the whole number that a fact starts with."""
        match = _WHOLE_NUMBER.match(self.facts.get(fact, ""))
        return int(match[1]) if match else None

    def duties(self, defects: Defects) -> tuple[list[str], list[dict[str, Any]]]:
        """Return the titles of the options, and the duties by number with the codes that the page has under them.

        Defects: KSB321 (a code that no KSB has).
        """
        known = {code for texts in self.texts.values() for code in texts}
        titles: list[str] = []
        duties: list[tuple[str | None, dict[str, Any]]] = []
        for heading in _DUTIES:
            option = None
            for number, line in self.sections.get(heading, ()):
                if match := _DUTY.fullmatch(line):
                    duties.append((option, {"number": int(match[1]), "text": match[2], "ksbs": []}))
                elif _CODES.fullmatch(line) and duties:
                    duties[-1][1]["ksbs"] += _named(line, number, known, defects)
                elif heading == "Option duties" and (match := _OPTION_DUTIES.fullmatch(line)):
                    option = match[1]
                    titles.append(option)
        keys = dict(zip(titles, option_keys(titles), strict=True))
        found = [{**duty, "options": [keys[option]] if option else []} for option, duty in duties]
        return titles, sorted(found, key=lambda duty: duty["number"])

    def unassigned(self, duties: Sequence[dict[str, Any]], defects: Defects) -> list[str]:
        """Return the KSBs that no duty names, if any duty names any. Defects: KSB312."""
        named = {code for duty in duties for code in duty["ksbs"]}
        unnamed = [code for texts in self.texts.values() for code in texts if named and code not in named]
        for code in unnamed:
            defects.note("KSB312", f"no duty names {code}; it is required of everybody", (self._line_of(code),))
        return unnamed

    def qualifications(self) -> list[dict[str, str]]:
        """Return what stands under Qualifications: short lines that end no sentence are titles."""
        found: list[tuple[str, list[str]]] = []
        for line in self.paragraphs("Qualifications"):
            if len(line) <= _LONGEST_TITLE and not line.endswith("."):
                found.append((line, []))
            elif found:
                found[-1][1].append(line)
        return [{"title": title, "text": "\n\n".join(filter(None, texts))} for title, texts in found]

    def version_log(self) -> list[dict[str, Any]]:
        """Return the rows of the version log."""
        rows = (_VERSION.fullmatch(line) for line in self.paragraphs("Version log"))
        return [
            {"version": row[1], "change": row[2], "earliest_start": _day(row[3]), "latest_start": _day(row[4])}
            for row in rows
            if row
        ]

    def attribution(self) -> str | None:
        """Return the page's own statement of copyright."""
        return next((line for line in self.paragraphs("Version log") if line.startswith("Crown copyright")), None)

    def _ksbs(self, heading: str, defects: Defects) -> dict[str, str]:
        """Return the KSBs under a heading. Defects: KSB330 (a line that is none)."""
        texts: dict[str, str] = {}
        for number, line in self.sections.get(heading, ()):
            match = _KSB.fullmatch(_without_links(line))
            if match and match[1].startswith(_KINDS[heading].prefix):
                texts[match[1]] = match[2]
            else:
                defects.note("KSB330", f"a line under {heading} that is no KSB; left out", (number,))
        return texts

    def _line_of(self, code: str) -> int:
        lines = (entry for heading in _KINDS for entry in self.sections.get(heading, ()))
        return next(number for number, line in lines if line.startswith(f"{code}:"))


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its number. Form feeds and the like end a line, too, but no editor counts them."""
    for number, line in enumerate(re.split(LINE_END, text), start=1):
        yield from ((number, part) for part in line.splitlines())


def _without_links(line: str) -> str:
    """Return a line without the links at its end, however many there are."""
    end = len(line)
    for link in _LINKS:
        while line.endswith(link, 0, end):
            end -= len(link)
            while end and line[end - 1].isspace():
                end -= 1
    return line[:end]


def _named(line: str, number: int, known: set[str], defects: Defects) -> list[str]:
    """Return the codes on a line, but for those that no KSB has."""
    named = line.replace(",", " ").split()
    for code in named:
        if code not in known:
            defects.note("KSB321", f"there is no KSB {code}; left out", (number,))
    return [code for code in named if code in known]


def _options(titles: list[str], occupation_summary: str | None) -> list[dict[str, Any]]:
    summaries = option_summaries(titles, occupation_summary)
    rows = zip(option_keys(titles), titles, summaries, strict=True)
    return [{"key": key, "title": title, "summary": summary} for key, title, summary in rows]


def _job_titles(line: str) -> Iterator[str]:
    """Yield the titles of a line. Copied from a list, they have only their capitals to tell them apart."""
    yield from re.split(r"(?<=[a-z)])\s+(?=[A-Z])", line)


def _list(text: str) -> list[str]:
    return [item for item in re.split(r",\s+", text) if item]


def _day(text: str) -> date | None:
    """Return the day of a date such as 15/08/2024; None for any other text."""
    match = _DAY.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None
