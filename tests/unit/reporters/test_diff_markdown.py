"""What changed as Markdown, read back by a parser of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from checking import small, st0792
from comparing import everything
from markdown_it import MarkdownIt

from ksbcheck.printable import one_line, printable
from ksbcheck.reporters.diff import DIFF_REPORTERS
from ksbcheck.reporters.diff_groups import UNCHANGED, UNRELIABLE, groups, summary
from ksbcheck.standards.compare import Comparison, compare
from ksbcheck.standards.wording import Fate, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BLOCKS = {"heading", "paragraph", "bullet_list", "list_item"}
MARKS = {"strong_open": "{+", "strong_close": "+}", "s_open": "[-", "s_close": "-]", "softbreak": "\n"}
HOSTILE = {
    "tag": "<script>alert(1)</script><br>",
    "comment": "<!-- hidden",
    "link": "[text](javascript:alert(1)) ![image](x.png) [x]: y <https://a.example>",
    "code": "`code` ``more`` ```",
    "tildes": "~~~ fence ~~gone~~ ~gone~",
    "half struck": "~~",
    "emphasis": "*a* **b** _c_ __d__ ***e***",
    "half strong": "**",
    "pipes": "a | b || c | \\|",
    "row": "| --- | --- |",
    "backslash at the end": "end\\",
    "blocks": "# heading\n> quote\n- item\n1. item\n---\n===\n\n    four",
    "entities": "&lt;b&gt; &amp; &#42;x&#42; &nbsp; &copy",
    "address": "https://example.com www.example.com @team a@b.example",
    "GitHub command": "::error::x ::set-output name=a::b",
    "Azure command": "##[error]x",
    "controls": "\x1b[31mred\x1b]0;title\x07 \x85\x9b\x7f \u202egnp.exe",
    "brackets": "(a) «b» “c”",
    "joiners": "\u200d \u200dx\u200d \xad",
    "emoji": "👩\u200d🎬 ❤\ufe0f",
}


def _render(comparison: Comparison) -> str:
    return DIFF_REPORTERS["markdown"](comparison, 80)


def _parse(markdown: str) -> list[str]:
    """Return the texts of the blocks in order, with the marks as [-...-] and {+...+}."""
    found = []
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            found.append(_text(token.children or []))
        else:
            assert re.sub("_(open|close)$", "", token.type) in BLOCKS
    return found


def _text(tokens: Sequence[Token]) -> str:
    text = "".join(token.content if token.type == "text" else MARKS[token.type] for token in tokens)
    return text.replace("\u200b", "")  # what keeps mentions from being some


def _marked(run: Run) -> str:
    before, after = {Fate.KEPT: ("", ""), Fate.OUT: ("[-", "-]"), Fate.IN: ("{+", "+}")}[run.fate]
    return f"{before}{one_line(run.text)}{after}"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_comes_back_as_just_text(text: str) -> None:
    comparison = everything(text)
    shown = one_line(printable(text))
    expected = ["From ST0001 v1.0 to ST0001 v1.1", f"ST0001 v1.0: {shown}", f"ST0001 v1.1: {shown}"]
    expected += [f"{label}: {counts}" for label, counts in summary(comparison)]
    expected += [] if comparison.is_reliable else [UNRELIABLE]
    expected += ["Words taken out are [-struck out-], words put in are {+bold+}."]
    for group in groups(comparison):
        expected.append(group.title)
        for entry in group.entries:
            likeness = f" ({entry.likeness})" if entry.likeness else ""
            expected.append(f"{entry.label}{likeness}: {' '.join(map(_marked, entry.runs))}")
            expected += entry.remarks
    assert _parse(_render(comparison)) == expected
    assert sum(shown in block for block in expected) >= 10


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_becomes_a_link_a_mention_or_a_command(text: str) -> None:
    markdown = _render(everything(text))
    assert not re.search(r"://|\bwww\.|@", markdown, re.IGNORECASE)
    assert not re.search(r"^\s*::|##\[", markdown, re.MULTILINE)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", markdown)


def test_whole_text() -> None:
    old = small(
        knowledge={"K1": "How to test the tools of the trade before they are used.", "K2": "Who to ask."},
        duties=[{"number": 1, "text": "Test the tools.", "ksbs": ["K1"]}],
    )
    new = small(
        version="1.1",
        knowledge={"K1": "Who to ask.", "K2": "How to test all tools of the trade before they are used."},
        duties=[{"number": 1, "text": "Test the tools.", "ksbs": ["K1"]}],
    )
    expected = """\
# From ST0001 v1.0 to ST0001 v1.1

- ST0001 v1.0: Tester
- ST0001 v1.1: Tester
- KSBs: 0 same, 1 moved, 1 reworded (1 sure), 0 new, 0 gone
- Duties: 1 same, 0 moved, 0 reworded, 0 new, 0 gone; 1 with other KSBs

Words taken out are ~~struck out~~, words put in are **bold**.

## 1 KSB moved: the same text under another code

- K2 -\\> K1: Who to ask.

## 1 KSB reworded (1 sure)

- K1 -\\> K2 (sure, 94 % alike): How to test ~~the~~ **all** tools of the trade before they are used.

## 1 duty the same but for their KSBs or options

- 1: Test the tools.
  - no longer needs K1 of v1.0
  - now needs K1 of v1.1
"""
    assert _render(compare(old, new)) == expected


def test_nothing_changed() -> None:
    markdown = _render(compare(st0792(), st0792()))
    assert markdown.endswith(f"0 gone\n\n{UNCHANGED}\n")
    assert "##" not in markdown


def test_it_is_told_where_no_map_is_reliable() -> None:
    assert UNRELIABLE not in _render(everything())
    assert f"\n\n{UNRELIABLE}\n\n## " in _render(compare(small(), small(knowledge={"K1": "Nothing of that kind."})))
