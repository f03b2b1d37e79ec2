"""The report at a screen; Rich's measure of cells is the ruler."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest
from checking import piece, report, small, st0792
from conftest import ROOT
from facts import DIGESTS, digest, scope
from gates import held
from rich.cells import cell_len
from wide import WIDE

from ksbcheck import Report, check, load_portfolio
from ksbcheck.printable import printable
from ksbcheck.reporters import REPORTERS
from ksbcheck.reporters.layout import STYLES
from ksbcheck.reporters.text import lay_out
from ksbcheck.standards.model import Standard

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTHS = [40, 60, 80, 140]
SHARE = re.compile(r"(\w+) +(\d+) of (\d+) +(\d+\.\d) %  ([█░]+)")


def _example(name: str, option: str = "post", minimum: int = 1) -> Report:
    return check(load_portfolio(ROOT / "examples" / name), st0792(), option=option, min_evidence=minimum)


def _wide(text: str) -> Report:
    """A report in which every text that a file can bring is ``text``."""
    standard = small(
        title=text,
        knowledge={"K1": text, "K2": text},
        options=[{"key": "a", "title": text}],
        duties=[{"number": number, "text": text, "options": ["a"], "ksbs": ["K1", "K2"]} for number in range(1, 30)],
    )
    pieces = [piece(text, ["K1"], "planned"), piece(text, [text, "K1"])]
    return report(*pieces, of=standard, option="a", min_evidence=2, path=printable(text), apprentice={"name": text})


SAMPLES: dict[str, Callable[[], Report]] = {
    "unfinished": partial(_example, "unfinished_post.yaml"),
    "thin": partial(_example, "unfinished_post.yaml", minimum=3),
    "mistakes": partial(_example, "mistakes.yaml"),
    "complete": partial(_example, "complete_film.yaml", "film"),
    "minimal": partial(_example, "minimal.yaml"),
    **{name: partial(_wide, text) for name, text in WIDE.items()},
}


@cache
def _sample(name: str) -> Report:
    return SAMPLES[name]()


def _render(made: Report, width: int) -> str:
    return REPORTERS["text"](made, width)


def _lines(made: Report, width: int = 80) -> list[str]:
    return _render(made, width).splitlines()


@pytest.mark.parametrize("width", [*WIDTHS, 77, 78, 120])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_is_wider_than_the_screen(name: str, width: int) -> None:
    assert max(map(cell_len, _lines(_sample(name), width))) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_with_emoji_by_selector_is_wider_than_the_screen(width: int) -> None:
    assert max(map(cell_len, _lines(_wide("❤\ufe0f" * 60), width))) <= width


@pytest.mark.parametrize(("asked", "taken", "other"), [(1, 40, 41), (39, 40, 41), (121, 120, 119), (500, 120, 119)])
def test_width_is_at_least_40_and_at_most_120(asked: int, taken: int, other: int) -> None:
    made = _sample("mistakes")
    assert _render(made, asked) == _render(made, taken) != _render(made, other)


@pytest.mark.parametrize("width", [77, 78])
def test_duties_stand_beside_the_text_from_78_columns(width: int) -> None:
    beside = bool(re.search(r"^\d+ gaps +Duties$", _render(_sample("unfinished"), width), re.MULTILINE))
    assert beside == (width == 78)


def _gaps(text: str) -> dict[str, tuple[str, str]]:
    """Read the gaps back from a report: code -> the text with all remarks, and the duties beside it."""
    title, *lines = text.split("\n\n")[2].splitlines()
    start = title.find("Duties") if "Duties" in title else None
    found: dict[str, tuple[str, str]] = {}
    for line in lines:
        left, right = (line, "") if start is None else (line[:start], line[start:])
        if not line.startswith(" "):
            code, left = left.split(maxsplit=1)
            found[code] = ("", "")
        found[code] = (f"{found[code][0]} {left.strip()}".strip(), f"{found[code][1]} {right.strip()}".strip())
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["unfinished", "mistakes", "minimal"])
def test_every_gap_is_there_with_its_text_and_duties(name: str, width: int) -> None:
    gaps = _sample(name).coverage.gaps
    told = _gaps(_render(_sample(name), width))
    assert list(told) == [entry.ksb.code for entry in gaps]
    for entry in gaps:
        duties = ", ".join(map(str, entry.duties))
        text, beside = told[entry.ksb.code]
        assert text.startswith(entry.ksb.text)
        assert beside == (duties if width >= 78 else "")
        if width < 78:
            assert text.endswith(f"{'duties' if len(entry.duties) > 1 else 'duty'} {duties}")


def test_without_any_piece_every_text_in_scope_is_there() -> None:
    told = _gaps(_render(report(option="film"), 60))
    texts = {code: text[: text.rindex(" dut")] for code, (text, _) in told.items()}
    assert {code: digest(text) for code, text in texts.items()} == {code: DIGESTS[code] for code in scope("film")}


@pytest.mark.parametrize(("width", "duties"), [(60, "dut(y|ies) [0-9, ]+"), (80, "")])
@pytest.mark.parametrize(
    ("status", "minimum", "remark"),
    [
        ("planned", 1, "planned in E1, E2"),
        ("draft", 2, "planned in E1, E2"),
        ("accepted", 3, "thin, 2 of 3 pieces: E1, E2"),
        ("referred", 1, ""),
    ],
)
def test_remark_says_what_evidence_there_is(status: str, minimum: int, remark: str, width: int, duties: str) -> None:
    pieces = [piece(id_, ["K3"], status) for id_ in ("E1", "E2")]
    text, _ = _gaps(_render(report(*pieces, option="post", min_evidence=minimum), width))["K3"]
    remarks = text.removeprefix(st0792().ksbs["K3"].text).strip()
    assert re.fullmatch(" · ".join(filter(None, (remark, duties))), remarks)


@pytest.mark.parametrize("width", [60, 80])
def test_ksb_without_duties_and_evidence_has_no_remark(width: int) -> None:
    assert _gaps(_render(report(of=small()), width)) == {"K1": ("How to test.", "")}


def test_duties_beside_the_text_are_wrapped() -> None:
    numbers = range(1, 12)
    made = report(of=small(duties=[{"number": number, "text": "A duty.", "ksbs": ["K1"]} for number in numbers]))
    assert _lines(made)[7:10] == [
        f"{'1 gap':62}Duties",
        f"{'K1    How to test.':62}1, 2, 3, 4, 5, 6,",
        f"{'':62}7, 8, 9, 10, 11",
    ]


def _shares(text: str) -> list[tuple[str, ...]]:
    return SHARE.findall(text)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("left_out", ["K1", "S38", "B6"])
def test_70_of_71_is_98_5_percent_and_never_100(left_out: str, width: int) -> None:
    text = _render(report(piece("E1", scope("post") - {left_out}), option="post"), width)
    (label, covered, required, percent, bar), *by_kind = _shares(text)
    assert (label, covered, required, percent) == ("Covered", "70", "71", "98.5")
    assert bar.endswith("█░")
    kinds = {"K": "Knowledge", "S": "Skills", "B": "Behaviours"}
    assert {kind for kind, *_, bar in by_kind if "░" in bar} == {kinds[left_out[0]]}
    assert {kind for kind, _, _, percent, _ in by_kind if percent != "100.0"} == {kinds[left_out[0]]}


@pytest.mark.parametrize("width", WIDTHS)
def test_bars_are_full_only_for_all_and_empty_only_for_none(width: int) -> None:
    codes = sorted(scope("post"))
    for count in range(len(codes) + 1):
        text = _render(report(piece("E1", codes[:count]), option="post"), width)
        shares = _shares(text)
        assert len(shares) == 4
        assert len({len(bar) for *_, bar in shares}) == 1
        for _, covered, required, percent, bar in shares:
            assert ("░" not in bar) == (covered == required) == (percent == "100.0")
            assert ("█" not in bar) == (covered == "0")


def test_whole_report_of_a_small_portfolio() -> None:
    standard = small(
        skills={"S1": "Write tests that somebody else can read without asking who wrote them, and when."},
        duties=[{"number": 1, "text": "Test what there is.", "ksbs": ["K1", "S1"]}],
    )
    made = report(piece("E1", ["K1", "K1a"], "accepted"), piece("E2", ["S1"], "draft"), of=standard)
    expected = """\
ST0001 v1.0  Tester
2 pieces of evidence · portfolio.yaml

Covered      1 of 2    50.0 %  ██████████████░░░░░░░░░░░░░░░
Knowledge    1 of 1   100.0 %  █████████████████████████████
Skills       0 of 1     0.0 %  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
1 accepted · 0 claimed · 1 planned · 0 missing

1 gap
S1    Write tests that somebody else can read without asking
      who wrote them, and when.
      planned in E2 · duty 1

Next  Duty 1 would close the only gap: S1
      Test what there is.

1 problem in the file
error    portfolio.yaml:1:113 KSB201 ST0001 v1.0 has no KSB
         'K1A'; did you mean 'K1'?
"""
    assert _render(made, 60) == expected


def test_whole_report_without_gaps() -> None:
    made = report(piece("E1", ["K1"]), of=small(), apprentice={"name": "A. N. Other"})
    expected = """\
ST0001 v1.0  Tester
A. N. Other · 1 piece of evidence · portfolio.yaml

Covered      1 of 1   100.0 %  █████████████████████████████
Knowledge    1 of 1   100.0 %  █████████████████████████████
0 accepted · 1 claimed · 0 planned · 0 missing

No gaps: every KSB in scope has the evidence asked for.
"""
    assert _render(made, 60) == expected


def test_heading_and_next_duty_are_indented_where_they_are_wrapped() -> None:
    lines = _lines(report(piece("E1", scope("post") - {"K9", "K10", "K11", "K12", "S17"}), option="post"), 40)
    assert lines[:5] == [
        "ST0792 v1.1  Media production",
        "             co-ordinator",
        "Option: Post Production, VFX and",
        "        Animation Production (post)",
        "1 piece of evidence · portfolio.yaml",
    ]
    assert lines[-5:] == [
        "Next  Duty 3 would close all 5 gaps: K9,",
        "      K10, K11, K12, S17",
        "      Co-ordinate the financial",
        "      management of productions in line",
        "      with production requirements",
    ]


def test_the_total_alone_is_strong() -> None:
    lines = [line for line in lay_out(report(option="post"), 80) if SHARE.match("".join(span.text for span in line))]
    assert [[span.style for span in line[:2]] for line in lines] == [["strong", "strong"], *[["", ""]] * 3]


def test_split_that_is_not_published_is_told() -> None:
    made = report(of=small(options=[{"key": "a", "title": "Anything"}]), option="a")
    notice = "Which KSBs belong to which option is not published: this is against the whole standard."
    assert _lines(made)[1] == "Option: Anything (a)"
    assert " ".join(_lines(made)[2:4]) == notice
    assert notice not in " ".join(_lines(report(option="post")))


def test_standard_without_ksbs_has_nothing_to_cover() -> None:
    text = _render(report(of=Standard(reference="ST0001", version="1.0", title="Empty")), 40)
    assert _shares(text) == [("Covered", "0", "0", "100.0", "███████████")]


def test_next_duty_is_told_with_its_gaps() -> None:
    lines = _lines(report(piece("E1", scope("post") - {"K9", "K10", "B4"}), option="post"))
    at = lines.index("Next  Duty 3 would close 2 of the 3 gaps: K9, K10")
    assert lines[at - 1] == ""
    assert " ".join(" ".join(lines[at + 1 :]).split()) == st0792().duties[2].text


@pytest.mark.parametrize("width", WIDTHS)
def test_problems_are_told_with_place_and_code_and_gaps_are_not_among_them(width: int) -> None:
    made = _sample("mistakes")
    text = _render(made, width).split(" problems in the file\n")[1]
    told = re.findall(r"^(error|warning|note) +(.*(?:\n +.*)*)", text, re.MULTILINE)
    assert [(severity, re.sub(r"\s", "", message)) for severity, message in told] == [
        (problem.severity, re.sub(r"\s", "", str(problem).replace(": KSB", " KSB", 1))) for problem in made.problems
    ]
    assert "KSB1" not in text


@pytest.mark.parametrize("count", [50, 51, 200])
def test_a_hundred_problems_are_told_and_the_rest_is_counted(count: int) -> None:
    lines = _lines(report(piece("E1", ["K1", "K8", *["K9"] * count]), of=small()), 120)
    problems = 2 * count  # all but K1 are unknown, and all but one K9 are claimed twice
    at = lines.index(f"{problems} problems in the file")
    assert sum(line.startswith(("error", "warning")) for line in lines[at:]) == min(problems, 100)
    assert (lines[-1] == f"... and {problems - 100} more; --format json has up to 1,000 of each kind") == (
        problems > 100
    )


def test_severities_have_styles_of_their_own() -> None:
    made = report(piece("E1", ["K7", "K1", "K1"]), of=small(), standard="ST0792")
    styles = {line[0].text.strip(): line[0].style for line in lay_out(made, 80) if line}
    assert [styles[severity] for severity in ("error", "warning", "note")] == ["bad", "warn", "code"]


@pytest.mark.parametrize("name", SAMPLES)
def test_styles_are_known(name: str) -> None:
    assert {span.style for line in lay_out(_sample(name), 80) for span in line} <= set(STYLES)


HOSTILE = {
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "direction": "\u202egnp.exe",
    "lines": "two\n::error::lines\r\n##[error]three",
    "GitHub": "::error::x",
    "Azure": "##[error]x",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_steers_neither_terminal_nor_ci(hostile: str, width: int) -> None:
    text = _render(_wide(f"x {hostile} " * 5), width)
    assert all(line.isprintable() for line in text.splitlines())
    assert not re.search(r"^\s*::|##\[", text, re.MULTILINE)


def test_three_colons_start_no_command() -> None:
    texts = [_render(_wide("x" * count + " :::error title=x:::y"), 40) for count in range(40)]
    assert not any(re.search(r"^\s*::", text, re.MULTILINE) for text in texts)


@pytest.mark.parametrize("count", [1, 100, 101])
def test_a_hundred_waived_findings_are_told_and_the_rest_is_counted(count: int) -> None:
    standard = small(knowledge={f"K{number}": "Text." for number in range(1, count + 1)})
    made = _render(held(of=standard, config={"waivers": [{"code": "KSB101", "reason": "Later."}]}), 80)
    assert f"{count} finding{'s' if count > 1 else ''} waived\n" in made
    assert made.count("waived   portfolio.yaml KSB101 K") == min(count, 100)
    assert ("... and 1 more; --format json has them" in made) == (count > 100)
