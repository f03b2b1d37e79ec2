"""The report as Markdown, read back by a parser of it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest
from checking import piece, report, small
from facts import scope
from markdown_it import MarkdownIt

from ksbcheck.change import Before, Change
from ksbcheck.printable import one_line, printable
from ksbcheck.reporters import REPORTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from ksbcheck import Report, Standard

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BLOCKS = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"}

HOSTILE = {
    "tag": "<script>alert(1)</script><br>",
    "comment": "<!-- hidden",
    "autolink": "<https://a.example>",
    "link": "[text](javascript:alert(1))",
    "image": "![image](x.png)",
    "reference": "[x]: y",
    "code": "`code` ``more`` ```",
    "fence": "``` fence",
    "tildes": "~~~ fence",
    "struck": "~~gone~~ ~gone~",
    "emphasis": "*a* **b** _c_ __d__ ***e***",
    "word": "snake_case_word 2*3*4",
    "pipes": "a | b || c |",
    "row": "| --- | --- |",
    "escaped pipes": "a \\| b \\\\| c",
    "code with pipe": "`|`",
    "backslash at the end": "end\\",
    "backslashes": "\\ \\\\ \\* \\[",
    "heading": "# heading",
    "headings": "###### heading ##",
    "issue": "#1",
    "quote": "> quote",
    "minus": "- item",
    "plus": "+ item",
    "number": "1. item",
    "number in brackets": "1) item",
    "rule": "---",
    "underline": "===",
    "entities": "&lt;b&gt; &amp; &#42;x&#42; &nbsp; &copy",
    "address": "https://example.com HTTP://EXAMPLE.COM ftp://x.example",
    "half an address": "http&#58;//x ://",
    "bare address": "www.example.com (www.example.com)",
    "mention": "@team a@b.example mailto:a@b.example",
    "GitHub command": "::error::x ::set-output name=a::b",
    "Azure command": "##[error]x",
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "other controls": "\x85\x9b\x7f",
    "direction": "\u202egnp.exe \u2066x",
    "lines": "two\n# lines\r\n\r\n- three\n\n    four",
    "separators": "a\u2028b\u2029c",
    "spaces": "a  \t b\u00a0c",
    "emoji": "👩\u200d🎬 ❤\ufe0f",
    "letters": "Zoë’s “cut” – 你好",
}
# What the report itself marks; nothing else may be marked.
STRONG = {"All KSBs", "Next:"}


def _render(made: Report) -> str:
    return REPORTERS["markdown"](made, 80)


class Parsed(NamedTuple):
    headings: list[str]
    paragraphs: list[str]
    items: list[str]
    tables: list[list[list[str]]]


def _parse(markdown: str) -> Parsed:
    parsed = Parsed([], [], [], [])
    within: list[str] = []
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            _put(parsed, within, _text(token.children or []))
            continue
        block = token.type.removesuffix("_open").removesuffix("_close")
        assert block in BLOCKS
        if token.type.endswith("_close"):
            assert within.pop() == block
            continue
        within.append(block)
        if block == "table":
            parsed.tables.append([])
        elif block == "tr":
            parsed.tables[-1].append([])
    return parsed


def _put(parsed: Parsed, within: list[str], text: str) -> None:
    if within[-1] in {"th", "td"}:
        parsed.tables[-1][-1].append(text)
    elif within == ["heading"]:
        parsed.headings.append(text)
    elif within == ["paragraph"]:
        parsed.paragraphs.append(text)
    else:
        assert within == ["bullet_list", "list_item", "paragraph"]
        parsed.items.append(text)


def _text(tokens: Sequence[Token]) -> str:
    """Return the text of one block, in which nothing but our own words is marked."""
    assert {token.type for token in tokens} <= {"text", "softbreak", "strong_open", "strong_close"}
    assert {text.content for mark, text in pairwise(tokens) if mark.type == "strong_open"} <= STRONG
    text = "".join("\n" if token.type == "softbreak" else token.content for token in tokens)
    return text.replace("\u200b", "")  # what keeps mentions from being some


def _standard(text: str, duty: str = "A duty.") -> Standard:
    return small(
        title=text,
        options=[{"key": "a", "title": text}],
        knowledge={"K1": text, "K2": text, "K3": text},
        duties=[{"number": 4, "options": ["a"], "text": duty, "ksbs": ["K1", "K2", "K3"]}],
    )


def _hostile_report(text: str, duty: str = "A duty.") -> Report:
    pieces = [piece(text, ["K1"]), piece(text, ["K1", "K2"], "planned")]
    return report(
        *pieces,
        of=_standard(text, duty),
        option="a",
        min_evidence=2,
        path=printable(text),
        apprentice={"name": text},
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_comes_back_as_just_text(text: str) -> None:
    shown = one_line(printable(text))
    assert _parse(_render(_hostile_report(text))) == Parsed(
        headings=[f"ST0001 v1.0 {shown}", "3 gaps", "1 problem in the file"],
        paragraphs=["Next: duty 4 would close all 3 gaps: K1, K2, K3.\nDuty 4: A duty."],
        items=[
            f"Option: {shown} (a)",
            f"Apprentice: {shown}",
            f"Portfolio: {shown}, 2 pieces of evidence",
            f"error: {_place(shown, text)} KSB203 the id '{shown}' is taken by the piece on line 1; they count as one",
        ],
        tables=[
            [["", "Covered", "Required", ""], ["All KSBs", "0", "3", "0.0 %"], ["Knowledge", "0", "3", "0.0 %"]],
            [
                ["Code", "KSB", "Duties", "Evidence"],
                ["K1", shown, "4", f"thin, 1 of 2: {shown}"],
                ["K2", shown, "4", f"planned: {shown}"],
                ["K3", shown, "4", "missing"],
            ],
        ],
    )


def _place(shown: str, text: str) -> str:
    (problem,) = _hostile_report(text).problems
    return f"{shown}:{problem.line}:{problem.column}"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_duty_comes_back_as_just_text(text: str) -> None:
    parsed = _parse(_render(_hostile_report("A text", text)))
    (paragraph,) = parsed.paragraphs
    assert paragraph == f"Next: duty 4 would close all 3 gaps: K1, K2, K3.\nDuty 4: {one_line(printable(text))}"
    assert len(parsed.headings) == 3


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_is_left_that_becomes_a_link_or_a_mention_by_itself(text: str) -> None:
    markdown = _render(_hostile_report(text, text))
    assert not re.search(r"://|\bwww\.|@", markdown, re.IGNORECASE)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_line_is_a_command_to_a_ci_service_or_steers_a_terminal(text: str) -> None:
    markdown = _render(_hostile_report(text, text))
    assert not re.search(r"^\s*::|##\[", markdown, re.MULTILINE)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", markdown)


def test_whole_report() -> None:
    standard = small(
        skills={"S1": "Write tests.", "S2": "Read tests."},
        duties=[{"number": number, "text": f"Test part {number}.", "ksbs": ["K1", "S1"]} for number in (1, 2)],
    )
    pieces = [piece("E1", ["K1"]), piece("E2", ["S1", "K7x"], "draft")]
    expected = """\
# ST0001 v1.0 Tester

- Portfolio: portfolio.yaml, 2 pieces of evidence

| | Covered | Required | |
|---|---:|---:|---:|
| **All KSBs** | 1 | 3 | 33.3 % |
| Knowledge | 1 | 1 | 100.0 % |
| Skills | 0 | 2 | 0.0 % |

## 2 gaps

| Code | KSB | Duties | Evidence |
|---|---|---|---|
| S1 | Write tests. | 1, 2 | planned: E2 |
| S2 | Read tests. |  | missing |

**Next:** duty 1 would close 1 of the 2 gaps: S1.
Duty 1: Test part 1.

## 1 problem in the file

- error: portfolio.yaml:1:184 KSB201 ST0001 v1.0 has no KSB 'K7X'
"""
    assert _render(report(*pieces, of=standard)) == expected


def test_whole_report_without_gaps() -> None:
    expected = """\
# ST0001 v1.0 Tester

- Portfolio: portfolio.yaml, 1 piece of evidence

| | Covered | Required | |
|---|---:|---:|---:|
| **All KSBs** | 1 | 1 | 100.0 % |
| Knowledge | 1 | 1 | 100.0 % |

No gaps: every KSB in scope has the evidence asked for.
"""
    assert _render(report(piece("E1", ["K1"]), of=small())) == expected


def test_all_pieces_of_a_thin_ksb_are_named() -> None:
    made = report(piece("E1", ["K1"]), piece("E2", ["K1"]), of=small(), min_evidence=3)
    assert _parse(_render(made)).tables[1][1][3] == "thin, 2 of 3: E1, E2"


def test_what_changed_stands_before_the_gaps() -> None:
    change = Change(Before("v1"), lost=("K1",))
    parsed = _parse(_render(report(of=small())._replace(change=change)))
    assert parsed.headings[1:] == ["Since v1", "1 gap"]
    assert ["Lost", "1", "K1"] in parsed.tables[1]


def test_every_gap_of_st0792_has_a_row_of_its_own() -> None:
    _, gaps = _parse(_render(report(option="film"))).tables
    assert {row[0] for row in gaps[1:]} == scope("film")
    assert len(gaps) == 1 + 79
    assert {row[3] for row in gaps[1:]} == {"missing"}


def test_70_of_71_is_never_100_percent() -> None:
    markdown = _render(report(piece("E1", scope("post") - {"K1"}), option="post"))
    assert "| **All KSBs** | 70 | 71 | 98.5 % |" in markdown


def test_split_that_is_not_published_is_told() -> None:
    made = report(of=small(options=[{"key": "a", "title": "Anything"}]), option="a")
    assert _parse(_render(made)).items[:2] == [
        "Option: Anything (a)",
        "Which KSBs belong to which option is not published: this is against the whole standard.",
    ]


@pytest.mark.parametrize("count", [50, 51, 200])
def test_a_hundred_problems_are_told_and_the_rest_is_counted(count: int) -> None:
    parsed = _parse(_render(report(piece("E1", ["K1", "K8", *["K9"] * count]), of=small())))
    problems = 2 * count  # all but K1 are unknown, and all but one K9 are claimed twice
    assert parsed.headings[-1] == f"{problems} problems in the file"
    told = [item for item in parsed.items if item.startswith(("error", "warning"))]
    assert len(told) == min(problems, 100)
    assert (parsed.items[-1] == f"... and {problems - 100} more; JSON has up to 1,000 of each kind") == (problems > 100)
