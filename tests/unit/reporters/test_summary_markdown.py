"""The summary as Markdown, read back by a parser of it."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, report, small, st0792
from conftest import ROOT
from facts import DIGESTS, DUTIES, digest, scope
from gates import HOSTILE, as_id, as_title, held
from markdown_it import MarkdownIt

from ksbcheck import check, load_portfolio
from ksbcheck.printable import one_line, printable
from ksbcheck.reporters import SUMMARY_REPORTERS
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from ksbcheck.summary.model import Summary

TODAY = date(2025, 3, 10)
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BLOCKS = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"}
MORE_HOSTILE = {
    "emphasis": "*a* **b** _c_ __d__ ~~e~~",
    "comment": "<!-- hidden",
    "autolink": "<https://a.example> www.example.com a@b.example",
    "fence": "``` fence",
    "rows": "a | b \\| c\n| --- | --- |",
    "backslash at the end": "end\\",
    "heading": "# heading",
    "quote": "> quote",
    "number": "1. item",
    "number in brackets": "23) item",
    "minus": "- item",
    "plus": "+ item",
    "decimal": "1.2 - 3",
    "rule": "---",
    "underline": "two\n===",
    "lines": "two\n\n    four\n- item",
}
# What the summary itself marks; nothing else may be marked.
STRONG = {"All KSBs", "Next:"}


def _summary(*evidence: dict[str, Any], **fields: Any) -> Summary:
    return summarise(report(*evidence, **fields), TODAY)


def _render(made: Summary) -> str:
    rendered = SUMMARY_REPORTERS["markdown"](made, 80)
    assert isinstance(rendered, str)
    return rendered


class Section:
    """What stands below one heading: paragraphs, items with how deep they are, and tables."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.items: list[tuple[int, str]] = []
        self.tables: list[list[list[str]]] = []


def _parse(markdown: str) -> dict[str, Section]:
    """Return heading -> what stands below it."""
    sections: dict[str, Section] = {}
    section = Section()
    within: list[str] = []
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            text = _text(token.children or [])
            if within == ["heading"]:
                assert text not in sections
                sections[text] = section = Section()
            elif within[-1] in {"th", "td"}:
                section.tables[-1][-1].append(text)
            elif within == ["paragraph"]:
                section.paragraphs.append(text)
            else:
                section.items.append((within.count("bullet_list"), text))
            continue
        block = token.type.removesuffix("_open").removesuffix("_close")
        assert block in BLOCKS
        if token.type.endswith("_close"):
            assert within.pop() == block
            continue
        within.append(block)
        if block == "table":
            section.tables.append([])
        elif block == "tr":
            section.tables[-1].append([])
    return sections


def _text(tokens: Any) -> str:
    """Return the text of one block, in which nothing but our own words is marked."""
    assert {token.type for token in tokens} <= {"text", "softbreak", "strong_open", "strong_close"}
    assert {text.content for mark, text in pairwise(tokens) if mark.type == "strong_open"} <= STRONG
    text = "".join("\n" if token.type == "softbreak" else token.content for token in tokens)
    return text.replace("\u200b", "")  # what keeps mentions from being some


def _hostile(text: str) -> Summary:
    """Return a summary in which every text that a file can bring is ``text``."""
    standard = small(
        title=text,
        options=[{"key": "a", "title": text}],
        knowledge={"K1": text, "K2": text},
        duties=[{"number": 4, "options": ["a"], "text": text, "ksbs": ["K1", "K2"]}],
        qualifications=[{"title": text, "text": text}],
    )
    made = report(
        piece(as_id(text), {"K1": text}, type=text, notes=text, files=[text]) | {"title": as_title(text)},
        piece(f"{as_id(text, 2)} 2", ["K2"], "planned") | {"title": as_title(text)},
        of=standard,
        option="a",
        path=printable(text),
        apprentice={"name": text},
        gateway={"english": f"yes, {text}", "employer_statement": f"no, {text}"},
    )
    return summarise(made, TODAY)


@pytest.mark.parametrize("text", [*HOSTILE.values(), *MORE_HOSTILE.values()], ids=[*HOSTILE, *MORE_HOSTILE])
def test_text_from_a_file_comes_back_as_just_text(text: str) -> None:
    text = text[:3000]
    shown = one_line(printable(text))
    sections = _parse(_render(_hostile(text)))
    titles = [one_line(f"ST0001 v1.0 {shown}"), "Duties", "What to ask about", "Smallest set of pieces"]
    titles += ["Ready for the gateway: no", "Evidence over time", "2 pieces of evidence", "2 KSBs in scope"]
    assert list(sections)[:8] == titles
    items = [item for _, item in sections[titles[0]].items]
    assert items[:3] == [f"Option: {shown} (a)", f"Apprentice: {shown}", f"Portfolio: {shown}, 2 pieces of evidence"]
    assert sections["Duties"].tables[0][1][0] == f"4: {shown}"
    asked = [item for _, item in sections["What to ask about"].items]
    first, second = as_id(shown), f"{as_id(shown, 2)} 2"
    assert {one_line(f"{first}: K1"), one_line(f"{second}: K2")} <= set(asked)
    assert sections["What to ask about"].paragraphs[-1].endswith(one_line(f"\nDuty 4: {shown}").strip())
    (gateway,) = sections["Ready for the gateway: no"].tables
    assert ["Qualifications", "not stated", "", one_line(f"{shown}: {shown}")] in gateway
    (pieces,) = sections["2 pieces of evidence"].tables
    assert pieces[1] == [
        one_line(f"{first}: {shown} ({shown})"),
        one_line(f"no date · {shown} · submitted"),
        "1 KSB: K1",
        shown,
    ]
    (ksbs,) = sections["2 KSBs in scope"].tables
    assert ksbs[1:] == [
        ["K1", shown, "claimed", one_line(f"{first} {shown} (submitted)")],
        ["K2", shown, "planned", one_line(f"{second} (planned)")],
    ]


@pytest.mark.parametrize("text", [*HOSTILE.values(), *MORE_HOSTILE.values()], ids=[*HOSTILE, *MORE_HOSTILE])
def test_nothing_becomes_a_link_a_mention_or_a_command(text: str) -> None:
    markdown = _render(_hostile(text))
    assert not re.search(r"://|\bwww\.|@", markdown, re.IGNORECASE)
    assert not re.search(r"^\s*::|##\w*\[", markdown, re.MULTILINE)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", markdown)


def test_figures_are_those_of_the_sets() -> None:
    codes = sorted(scope("post"))
    sets = {"accepted": set(codes[::3]), "claimed": set(codes[1::3]), "planned": set(codes[2::6])}
    statuses = {"accepted": "accepted", "claimed": "submitted", "planned": "draft"}
    pieces = [piece(name, sets[name], statuses[name]) for name in sets]
    sections = _parse(_render(_summary(*pieces, option="post")))
    first = next(iter(sections.values()))

    def row(label: str, group: set[str]) -> list[str]:
        accepted, claimed = (len(group & sets[name]) for name in ("accepted", "claimed"))
        percent = (accepted + claimed) * 1000 // len(group) / 10
        return [label, f"{accepted + claimed} of {len(group)}", f"{percent:.1f} %", str(accepted), str(claimed)]

    kinds = {"Knowledge": "K", "Skills": "S", "Behaviours": "B"}
    assert first.tables == [
        [
            ["", "Covered", "", "Accepted", "Claimed"],
            row("All KSBs", set(codes)),
            *(row(name, {code for code in codes if code.startswith(letter)}) for name, letter in kinds.items()),
        ]
    ]
    assert first.paragraphs == [
        "24 accepted (33.8 %), 24 claimed; 23 gaps: 12 planned, 11 missing.",
    ]
    (duties,) = sections["Duties"].tables
    texts = {duty.number: duty.text for duty in st0792().duties}
    assert duties[1:] == [
        row(f"{number}: {texts[number]}", set(named))
        for number, (option, named) in DUTIES.items()
        if option in (None, "post")
    ]
    (ksbs,) = sections["71 KSBs in scope"].tables
    assert {code: digest(text) for code, text, *_ in ksbs[1:]} == {code: DIGESTS[code] for code in codes}
    for name, group in sets.items():
        assert {code for code, _, state, _ in ksbs if state == name} == group
    assert {state for code, _, state, _ in ksbs[1:] if code not in set().union(*sets.values())} == {"missing"}


def test_70_of_71_is_never_100_percent() -> None:
    made = _summary(piece("E1", scope("post") - {"K1"}, "accepted"), option="post")
    assert "| **All KSBs** | 70 of 71 | 98.5 % | 70 | 0 |" in _render(made)


def test_whole_summary() -> None:
    standard = small(
        skills={"S1": "Write tests."}, duties=[{"number": 1, "text": "Test what there is.", "ksbs": ["K1", "S1"]}]
    )
    pieces = [
        piece("E1", {"K1": "p. 1", "K7x": None}, "accepted", date="2024-05-01", type="video", files=["a.txt", "b.txt"]),
        piece("E2", ["S1"], "draft", notes="Soon."),
        piece("E3", []),
    ]
    expected = """\
# ST0001 v1.0 Tester

- Portfolio: portfolio.yaml, 3 pieces of evidence
- Dates: as of 2025-03-10

| | Covered | | Accepted | Claimed |
|---|---:|---:|---:|---:|
| **All KSBs** | 1 of 2 | 50.0 % | 1 | 0 |
| Knowledge | 1 of 1 | 100.0 % | 1 | 0 |
| Skills | 0 of 1 | 0.0 % | 0 | 0 |

1 accepted (50.0 %), 0 claimed; 1 gap: 1 planned.

## Duties

| Duty | Covered | | Accepted | Claimed |
|---|---:|---:|---:|---:|
| 1: Test what there is. | 1 of 2 | 50.0 % | 1 | 0 |

## What to ask about

- 1 KSB only planned
  - E2: S1
- 1 KSB resting on a single piece
  - E1: K1
- 2 problems in the file, listed at the end

**Next:** duty 1 would close the only gap: S1.
Duty 1: Test what there is.

## Smallest set of pieces

1 of the 2 pieces that count is enough to keep today's coverage, and no fewer: E1.

## Ready for the gateway: no

| | | What the portfolio says | Asked for |
|---|---|---|---|
| Coverage | no | 1 of 2 KSBs (50.0 %), 1 of them accepted | all KSBs in scope |
| English | not stated |  |  |
| Maths | not stated |  |  |
| Time on programme | not stated |  |  |
| Employer's statement | not stated |  | that the apprentice is ready, and the evidence the apprentice's own |

## Evidence over time

There is no line to the gateway: it needs a start date, and a planned gateway after it.

| Day | Pieces | KSBs covered |
|---|---:|---:|
| 2024-05-01 | 1 | 1 |

Not shown: 1 piece without a date.

## 3 pieces of evidence

| Piece | Date, type and status | Claims | Files |
|---|---|---|---|
| E1: Piece E1 | 2024-05-01 · video · accepted | 1 KSB: K1; not in scope: K7X | a.txt, b.txt |
| E2: Piece E2 (Soon.) | no date · no type · draft, does not count | 1 KSB: S1 |  |
| E3: Piece E3 | no date · no type · submitted | no KSB in scope |  |

## 2 KSBs in scope

| Code | KSB | State | Evidence |
|---|---|---|---|
| K1 | How to test. | accepted | E1 p. 1 (accepted) |
| S1 | Write tests. | planned | E2 (draft) |

## 2 problems in the file
"""
    made = _render(_summary(*pieces, of=standard))
    assert made.startswith(expected)
    problems = made[len(expected) :].strip().split("\n")
    assert [re.findall("KSB[0-9]+", problem) for problem in problems] == [["KSB201"], ["KSB205"]]


def test_nothing_stands_out_of_a_strong_portfolio() -> None:
    sections = _parse(_render(_summary(piece("E1", {"K1": "p. 1"}), piece("E2", {"K1": "p. 2"}), of=small())))
    asked = sections["What to ask about"]
    assert (asked.paragraphs, asked.items) == (["Nothing stands out: no gaps, and no weak evidence."], [])


def test_empty_portfolio_has_no_tables_of_nothing() -> None:
    sections = _parse(_render(_summary(of=small(duties=[]))))
    assert "Duties" not in sections
    for title in ("0 pieces of evidence", "Evidence over time"):
        assert sections[title].tables == []


def test_standard_without_ksbs_has_no_table_of_them() -> None:
    made = _summary(of=type(st0792())(reference="ST0001", version="1.0", title="Empty"))
    assert _parse(_render(made))["0 KSBs in scope"].tables == []


def test_official_texts_are_told_with_their_licence() -> None:
    *_, last = _parse(_render(_summary(option="post"))).values()
    assert last.paragraphs[-1].startswith("The standard's texts are from: Skills England, formerly the Institute")
    assert "Open Government Licence v3.0: Crown copyright © 2024." in last.paragraphs[-1]


def test_texts_of_the_licence_come_back_as_just_text() -> None:
    hostile = "a *b* <i>c</i> https://d.example [e](f)"
    standard = small(licence={"name": hostile, "attribution": hostile})
    *_, last = _parse(_render(_summary(of=standard))).values()
    assert last.paragraphs[-1] == f"{hostile}: {hostile}"


def test_less_than_asked_for_and_what_is_waived_are_told() -> None:
    config = {"policy": {"fail_under": 100}, "waivers": [{"code": "KSB201", "reason": "Later."}]}
    made = summarise(held(piece("E1", ["K9"]), of=small(), config=config), TODAY)
    sections = _parse(_render(made))
    (shortfall,) = made.report.shortfalls
    assert [item for _, item in sections["Less than asked for"].items] == [
        f"{shortfall.severity}: {shortfall.code} {shortfall.message}"
    ]
    ((_, waived),) = sections["Waived"].items
    assert waived.endswith("(Later.)")


@pytest.mark.parametrize("name", ["unfinished_post", "complete_film", "mistakes"])
def test_examples_are_headings_lists_and_tables_of_at_most_five_columns(name: str) -> None:
    made = check(load_portfolio(ROOT / "examples" / f"{name}.yaml"), st0792(), today=TODAY, every_rule=True)
    sections = _parse(_render(summarise(made, TODAY)))
    tables = [table for section in sections.values() for table in section.tables]
    assert len(tables) == 6
    for table in tables:
        assert len({len(row) for row in table}) == 1
        assert len(table[0]) <= 5
    assert {depth for section in sections.values() for depth, _ in section.items} == {1, 2}
