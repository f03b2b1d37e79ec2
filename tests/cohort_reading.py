"""What formats say of a cohort, read back by parsers that are not theirs."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Told(NamedTuple):
    """What a format says of one portfolio."""

    whose: str
    covered: int
    required: int
    percent: str
    accepted: int
    thin: int
    findings: tuple[int, int, int]
    pace: str


class Together(NamedTuple):
    """What a format says of one standard and option; of KSBs and duties, the first that it tells."""

    portfolios: int
    complete: int
    behind: int
    with_line: int
    covered: int
    required: int
    percent: str
    accepted: int
    distribution: dict[str, tuple[int, str]]
    """How many portfolios, where there are any."""
    ksbs: list[tuple[str, int, str]]
    duties: list[tuple[str, int, str]]
    nobody: list[str]


class Everything(NamedTuple):
    portfolios: dict[str, Told]
    unusable: dict[str, str]
    groups: dict[str, Together]
    total: tuple[int, int]
    """How many portfolios, and how many of them cannot be used."""


def _three(counts: Iterable[int]) -> tuple[int, int, int]:
    errors, warnings, notes = counts
    return errors, warnings, notes


def _from_objects(portfolios: list[dict[str, Any]], cohort: dict[str, Any]) -> Everything:
    def found(entry: dict[str, Any]) -> Told:
        return Told(
            f"{entry['standard']} {entry['option']}",
            entry["covered"],
            entry["required"],
            f"{entry['percent']:.1f}",
            entry["accepted"],
            entry["thin"],
            _three(entry["findings"][name] for name in ("errors", "warnings", "notes")),
            entry["pace"],
        )

    def together(group: dict[str, Any]) -> Together:
        ksbs = [(ksb["code"], ksb["lacking"], f"{ksb['percent']:.1f}") for ksb in group["ksbs"]]
        assert [step["from"] for step in group["distribution"]] == [*range(0, 101, 10)]
        return Together(
            *(group["portfolios"], group["complete"], group["behind"], group["with_line"]),
            *(group["covered"], group["required"]),
            f"{group['percent']:.1f}",
            group["accepted"],
            {
                f"{step['from']} to {step['to']} %" if step["from"] < 100 else f"{step['to']} %": (
                    step["portfolios"],
                    f"{step['percent']:.1f}",
                )
                for step in group["distribution"]
                if step["portfolios"]
            },
            ksbs,
            [(str(duty["number"]), duty["lacking"], f"{duty['percent']:.1f}") for duty in group["duties"]],
            [ksb["code"] for ksb in group["ksbs"] if ksb["percent"] == 100],
        )

    return Everything(
        {entry["path"]: found(entry) for entry in portfolios if entry["problem"] is None},
        {entry["path"]: entry["problem"] for entry in portfolios if entry["problem"] is not None},
        {f"{group['standard']} {group['option']}": together(group) for group in cohort["groups"]},
        (cohort["portfolios"], cohort["unusable"]),
    )


def _from_json(made: str) -> Everything:
    content = json.loads(made)
    return _from_objects(content["portfolios"], content["cohort"])


def _from_jsonl(made: str) -> Everything:
    *portfolios, cohort = map(json.loads, made.splitlines())
    assert {entry["kind"] for entry in portfolios} == {"portfolio"}
    assert cohort["kind"] == "cohort"
    return _from_objects(portfolios, cohort)


def _from_csv(made: str) -> Everything:
    found, unusable = {}, {}
    for row in csv.DictReader(made.removeprefix("\ufeff").splitlines(), strict=True):
        if row["problem"]:
            unusable[row["portfolio"]] = row["problem"]
            continue
        found[row["portfolio"]] = Told(
            f"{row['standard']} {row['option']}",
            int(row["covered"]),
            int(row["required"]),
            row["percent"],
            int(row["accepted"]),
            int(row["thin"]),
            (int(row["errors"]), int(row["warnings"]), int(row["notes"])),
            row["pace"],
        )
    return Everything(found, unusable, {}, (len(found) + len(unusable), len(unusable)))


def _counts(words: str) -> tuple[int, int, int]:
    counts = {name: int(count) for count, name in re.findall(r"(\d+) (error|warning|note)", words)}
    return counts.get("error", 0), counts.get("warning", 0), counts.get("note", 0)


def _standing(line: str) -> tuple[int, int, int, int]:
    match = re.fullmatch(r"(\d+) portfolios? · (\d+) complete · (\d+) of (\d+) behind the line", line)
    assert match, line
    return int(match[1]), int(match[2]), int(match[3]), int(match[4])


def _from_markdown(made: str) -> Everything:
    portfolios, unusable, groups = {}, {}, {}
    total = 0, 0
    for part in _parts(made):
        heading, paragraphs, tables = part
        if heading == "Cohort":
            for path, _, whose, covered, percent, accepted, thin, findings, line in tables[0][1:]:
                if line.startswith("cannot be used: "):
                    unusable[path] = line.removeprefix("cannot be used: ")
                    continue
                has, needed = map(int, covered.split(" of "))
                counts = _counts(findings)
                figures = (percent.removesuffix(" %"), int(accepted), int(thin), counts)
                portfolios[path] = Told(whose, has, needed, *figures, line)
            counted = re.search(r"(\d+) portfolios · .* · (\d+) cannot be used", paragraphs[-1])
            assert counted
            total = int(counted[1]), int(counted[2])
            continue
        coverage, distribution, ksbs, duties = tables
        nobody = [text.removeprefix("Nobody covers: ") for text in paragraphs if text.startswith("Nobody")]
        groups[" ".join(heading.split()[:3])] = Together(
            *_standing(paragraphs[0]),
            int(coverage[1][1]),
            int(coverage[1][2]),
            coverage[1][3].removesuffix(" %"),
            int(coverage[2][1]),
            {step: (int(count), share.removesuffix(" %")) for step, count, share in distribution[1:] if count != "0"},
            [(code, int(count), share.removesuffix(" %")) for code, _, count, share in ksbs[1:]],
            [(number, int(count), share.removesuffix(" %")) for number, _, count, share in duties[1:]],
            nobody[0].split(", ") if nobody else [],
        )
    return Everything(portfolios, unusable, groups, total)


def _parts(made: str) -> list[tuple[str, list[str], list[list[list[str]]]]]:
    """The headings up to the second level; below each its paragraphs, and its tables as rows of cells."""
    parts: list[tuple[str, list[str], list[list[list[str]]]]] = []
    within = ""
    for token in MarkdownIt("commonmark").enable("table").parse(made):
        if token.type == "table_open":
            parts[-1][2].append([])
        elif token.type == "tr_open":
            parts[-1][2][-1].append([])
        elif token.type == "inline":
            text = "".join(child.content for child in token.children or [])
            if within in {"th_open", "td_open"}:
                parts[-1][2][-1][-1].append(text)
            elif within in {"h1", "h2"}:
                parts.append((text, [], []))
            else:
                parts[-1][1].append(text)
        within = token.tag if token.type == "heading_open" else token.type
    return parts


def _from_text(made: str) -> Everything:
    listed, *groups, ending = made.split("\n\n")
    row = re.compile(
        r"(?P<path>\S+) +Zoë +(?P<whose>ST0792 v1.1 \w+) +(?P<pieces>\d+) +(?P<covered>\d+) of (?P<required>\d+)"
        r" +(?P<percent>\d+\.\d) % +(?P<accepted>\d+) +(?P<thin>\d+) +(?P<found>\d+/\d+/\d+) (?P<pace>.+)"
    )
    portfolios = {
        match["path"]: Told(
            match["whose"],
            int(match["covered"]),
            int(match["required"]),
            match["percent"],
            int(match["accepted"]),
            int(match["thin"]),
            _three(map(int, match["found"].split("/"))),
            match["pace"],
        )
        for match in map(row.fullmatch, listed.splitlines())
        if match
    }
    unusable = dict(re.findall(r"^(\S+)  cannot be used\n  (.*)", listed, re.MULTILINE))
    counted = re.search(r"(\d+) portfolios · .* · (\d+) cannot be used", ending)
    assert counted
    return Everything(portfolios, unusable, dict(map(_group_from_text, groups)), (int(counted[1]), int(counted[2])))


def _group_from_text(made: str) -> tuple[str, Together]:
    whose, title, standing, *_ = made.splitlines()
    assert title.startswith("Media production co-ordinator: ")
    shares = [
        (int(has), int(needed), percent)
        for has, needed, percent in re.findall(
            r"^(?:Covered|Accepted) +(\d+) of (\d+) +(\d+\.\d) %", made, re.MULTILINE
        )
    ]
    steps = re.findall(r"^ *((?:\d+\.0 to )?\d+\.\d %) +(\d+) +(\d+\.\d) %", made, re.MULTILINE)
    lacked = re.findall(r"^  (Duty )?(\w+) +(\d+) +(\d+\.\d) %  ", made, re.MULTILINE)
    nobody = re.search(r"^Nobody covers: (.*?)^KSBs", made, re.MULTILINE | re.DOTALL)
    return whose, Together(
        *_standing(standing),
        *shares[0],
        shares[1][0],
        {step: (int(count), share) for step, count, share in steps if count != "0"},
        [(name, int(count), share) for duty, name, count, share in lacked if not duty],
        [(name, int(count), share) for duty, name, count, share in lacked if duty],
        nobody[1].replace(",", " ").split() if nobody else [],
    )


READERS: dict[str, Callable[[str], Everything]] = {
    "text": _from_text,
    "json": _from_json,
    "jsonl": _from_jsonl,
    "csv": _from_csv,
    "markdown": _from_markdown,
}
