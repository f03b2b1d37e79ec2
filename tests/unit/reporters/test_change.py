"""What changed, in one line, in Markdown and in JSON."""

from __future__ import annotations

from markdown_it import MarkdownIt

from ksbcheck.change import Before, Change, Pieces, Then
from ksbcheck.diagnostic import MOST_TOLD, Diagnostic, Severity
from ksbcheck.reporters.change_json import change_of
from ksbcheck.reporters.change_line import line_of
from ksbcheck.reporters.change_markdown import lines_of

FOUND = Diagnostic("KSB201", Severity.ERROR, "no KSB 'K99'", "p.yaml", 3, 5, "K99", "E1")
HOSTILE = "<b>*x*</b> [a](http://b) @all | `c`"


def test_nothing_changed() -> None:
    change = Change(Before("HEAD~1"))
    assert line_of(change) == "since HEAD~1: gained 0 · lost 0 · thinner 0 · 0 findings new, 0 fixed"
    assert list(lines_of(change)) == [
        r"## Since HEAD\~1",
        "",
        "| | | KSBs |",
        "|---|---:|---|",
        "| Lost | 0 |  |",
        "| Thinner | 0 |  |",
        "| Gained | 0 |  |",
        "",
        "0 findings new, 0 fixed.",
        "",
    ]


def test_everything_changed() -> None:
    before = Before("v1", moved_from="old/p.yaml")
    pieces = Pieces(("E3", "E4"), ("E1",), (("E2", "E5"),))
    change = Change(before, ("K1", "S2"), ("K3",), ("B1",), pieces, (FOUND,), (FOUND, FOUND))
    assert line_of(change) == (
        "since v1, when it was old/p.yaml: gained 2 (K1, S2) · lost 1 (K3) · thinner 1 (B1) · "
        "pieces: 2 added, 1 removed, 1 renamed · 1 finding new, 2 fixed"
    )
    assert "Pieces: 2 added, 1 removed, 1 renamed." in list(lines_of(change))
    told = change_of(change)
    found = {**FOUND._asdict()}
    assert told == {
        "against": "v1",
        "then": "read",
        "moved_from": "old/p.yaml",
        "gained": ("K1", "S2"),
        "lost": ("K3",),
        "thinner": ("B1",),
        "pieces": {"added": ("E3", "E4"), "removed": ("E1",), "renamed": [{"then": "E2", "now": "E5"}]},
        "new": [found],
        "fixed": [found, found],
    }


def test_where_there_was_nothing_to_read() -> None:
    assert line_of(Change(Before("v1", Then.ABSENT))).startswith("since v1, when there was none: gained 0")
    change = Change(Before("v1", Then.UNREADABLE, fault="no YAML"))
    assert line_of(change) == "since v1: it could not be read then, so nothing is compared"
    assert list(lines_of(change)) == ["## Since v1: it could not be read then, so nothing is compared", ""]


def test_only_so_many_findings_are_told_to_a_person() -> None:
    change = Change(Before("v1"), new=(FOUND,) * (MOST_TOLD + 3), fixed=(FOUND,) * MOST_TOLD)
    lines = list(lines_of(change))
    assert sum(line.startswith("- new error: ") for line in lines) == MOST_TOLD
    assert sum(line.startswith("- fixed error: ") for line in lines) == MOST_TOLD
    assert [line for line in lines if line.startswith("- ...")] == ["- ... and 3 more new; JSON has them"]


def test_hostile_text_is_only_text_in_markdown() -> None:
    found = FOUND._replace(message=HOSTILE, path=HOSTILE)
    change = Change(Before(HOSTILE, moved_from=HOSTILE), new=(found,), fixed=(found,))
    inline = [
        token
        for block in MarkdownIt("commonmark").enable("table").parse("\n".join(lines_of(change)))
        for token in block.children or ()
    ]
    assert {token.type for token in inline} <= {"text", "softbreak", "text_special"}
    assert "".join(token.content for token in inline).replace("\u200b", "").count(HOSTILE) == 6
