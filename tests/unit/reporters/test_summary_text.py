"""The summary at a screen, read back and held against sets; Rich's measure of cells is the ruler."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, report, small, st0792
from conftest import ROOT
from facts import DIGESTS, DUTIES, digest, scope
from gates import HOSTILE, as_id, held
from rich.cells import cell_len
from wide import WIDE

from ksbcheck import Report, check, load_portfolio
from ksbcheck.printable import one_line, printable
from ksbcheck.reporters import SUMMARY_REPORTERS
from ksbcheck.reporters.layout import STYLES
from ksbcheck.reporters.summary_text import lay_out
from ksbcheck.standards.model import Standard
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from collections.abc import Callable

    from ksbcheck.summary.model import Summary

TODAY = date(2025, 3, 10)
WIDTHS = [40, 60, 80, 140]
# A row of the coverage, and what may stand behind it: a bar, the beginning of a duty's text, or nothing.
ROW = re.compile(r"^(Duty \d+|[A-Z][a-z]+) +(\d+) of (\d+) +(\d+\.\d) %(?: +(\d+) +(\d+))?(?:  (.*))?$", re.MULTILINE)

HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _example(name: str, option: str = "post", minimum: int = 1) -> Report:
    file = load_portfolio(ROOT / "examples" / name)
    return check(file, st0792(), option=option, min_evidence=minimum, today=TODAY, every_rule=True)


def _wide(text: str) -> Report:
    """A report in which every text that a file can bring is ``text``."""
    duties = [{"number": number, "text": text, "options": ["a"], "ksbs": ["K1", "K2"]} for number in range(1, 30)]
    standard = small(
        title=text,
        knowledge={"K1": text, "K2": text},
        options=[{"key": "a", "title": text}],
        duties=duties,
        qualifications=[{"title": text, "text": text}],
    )
    details: dict[str, Any] = {"type": text, "notes": text, "files": [text], "date": "2024-05-01"}
    return report(
        piece(as_id(text), {"K1": text}, "planned", **details),
        piece(as_id(text), {"K1": text, text[:200]: text}, **details),
        of=standard,
        option="a",
        min_evidence=2,
        path=printable(text),
        apprentice={"name": text},
        gateway={"english": f"yes, {text}", "employer_statement": f"no ({text}"},
    )


SAMPLES: dict[str, Callable[[], Report]] = {
    "unfinished": partial(_example, "unfinished_post.yaml"),
    "thin": partial(_example, "unfinished_post.yaml", minimum=3),
    "mistakes": partial(_example, "mistakes.yaml"),
    "complete": partial(_example, "complete_film.yaml", "film"),
    "minimal": partial(_example, "minimal.yaml"),
    **{name: partial(_wide, text) for name, text in WIDE.items()},
}


@cache
def _sample(name: str) -> Summary:
    return summarise(SAMPLES[name](), TODAY)


def _summary(*evidence: dict[str, Any], **fields: Any) -> Summary:
    return summarise(report(*evidence, **fields), TODAY)


def _render(made: Summary, width: int = 80) -> str:
    rendered = SUMMARY_REPORTERS["text"](made, width)
    assert isinstance(rendered, str)
    return rendered


def _section(text: str, title: str) -> list[str]:
    """Return the lines below the one that starts with ``title``, up to the next blank line."""
    (found,) = [part for part in text.rstrip("\n").split("\n\n") if part.startswith(title)]
    return found.split("\n")[1:]


def _entries(lines: list[str]) -> dict[str, list[str]]:
    """Read names at the start of lines, and what is indented behind and below each."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if not line.startswith(" "):
            name, _, line = line.partition(" ")  # noqa: PLW2901
            found[name] = []
        found[name].append(line.strip())
    return found


@pytest.mark.parametrize("width", [*WIDTHS, 59, 77, 78, 120])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_is_wider_than_the_screen(name: str, width: int) -> None:
    assert max(map(cell_len, _render(_sample(name), width).splitlines())) <= width


@pytest.mark.parametrize(("asked", "taken", "other"), [(1, 40, 41), (121, 120, 119)])
def test_width_is_at_least_40_and_at_most_120(asked: int, taken: int, other: int) -> None:
    made = _sample("mistakes")
    assert _render(made, asked) == _render(made, taken) != _render(made, other)


@pytest.mark.parametrize("name", SAMPLES)
def test_styles_are_known(name: str) -> None:
    assert {span.style for line in lay_out(_sample(name), 80) for span in line} <= set(STYLES)


def test_answers_have_styles_of_their_own() -> None:
    made = _summary(gateway={"english": "yes", "maths": "no"}, of=small())
    styles = {span.text.strip(): span.style for line in lay_out(made, 80) for span in line}
    assert [styles[answer] for answer in ("yes", "no", "not stated")] == ["good", "bad", "warn"]


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_steers_neither_terminal_nor_ci(hostile: str, width: int) -> None:
    text = _render(summarise(_wide(f"x {hostile[:2000]} x"), TODAY), width)
    assert not HIDDEN.search(text)
    assert not re.search(r"^\s*::|##\w*\[", text, re.MULTILINE)


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_is_there_as_it_is(hostile: str) -> None:
    text = _render(summarise(_wide(f"x{hostile[:300]}x"), TODAY), 120)
    shown = re.sub(r"\s", "", one_line(printable(f"x{hostile[:300]}x")))
    # Title, option, name, path; 3 of each of 2 pieces; 2 KSBs; 2 claims of one and what is asked of the gateway.
    assert re.sub(r"\s", "", text).count(shown) >= 4 + 6 + 2 + 2 + 2


def _evidence() -> tuple[list[dict[str, Any]], dict[str, set[str]]]:
    """Return pieces of evidence, and which KSBs they make accepted, claimed or planned."""
    codes = sorted(scope("post"))
    sets = {
        "accepted": set(codes[::3]),
        "claimed": set(codes[1::5]) - set(codes[::3]),
        "planned": set(codes[2::7]) - set(codes[1::5]) - set(codes[::3]),
    }
    pieces = [
        piece("E1", sets["accepted"], "accepted"),
        piece("E2", {*codes[1::5]}, "submitted"),
        piece("E3", {*codes[2::7]}, "draft"),
        piece("E4", codes, "referred"),
    ]
    return pieces, sets


@pytest.mark.parametrize("width", WIDTHS)
def test_figures_are_those_of_the_sets(width: int) -> None:
    pieces, sets = _evidence()
    text = _render(_summary(*pieces, option="post"), width)
    groups = {"Covered": scope("post")}
    for name, letter in {"Knowledge": "K", "Skills": "S", "Behaviours": "B"}.items():
        groups[name] = {code for code in scope("post") if code.startswith(letter)}
    for number, (option, codes) in DUTIES.items():
        if option in (None, "post"):
            groups[f"Duty {number}"] = set(codes)
    rows = {label: figures for label, *figures, _ in ROW.findall(text)}
    assert list(rows) == list(groups)
    below = re.findall(r"^ +(\d+) accepted, (\d+) claimed$", text, re.MULTILINE)
    assert bool(below) == (width < 60)
    for place, (label, group) in enumerate(groups.items()):
        accepted, claimed = (len(group & sets[state]) for state in ("accepted", "claimed"))
        covered, required, percent, *apart = rows[label]
        assert (int(covered), int(required)) == (accepted + claimed, len(group))
        assert percent == f"{(accepted + claimed) * 1000 // len(group) / 10:.1f}"
        assert [int(figure) for figure in (below[place] if below else apart)] == [accepted, claimed]
    missing = len(scope("post")) - sum(map(len, sets.values()))
    legend = (
        f"█ {len(sets['accepted'])} accepted ({len(sets['accepted']) * 1000 // 71 / 10:.1f} %) ·"
        f" ▒ {len(sets['claimed'])} claimed ·"
        f" ░ {len(sets['planned']) + missing} gaps: {len(sets['planned'])} planned, {missing} missing"
    )
    assert legend in " ".join(text.split())


def test_70_of_71_is_never_100_percent() -> None:
    text = _render(_summary(piece("E1", scope("post") - {"K1"}, "accepted"), option="post"))
    assert re.search(r"^Covered +70 of 71 +98\.5 % ", text, re.MULTILINE)
    assert "█ 70 accepted (98.5 %)" in text


@pytest.mark.parametrize("width", [40, 60, 80])
def test_bars_tell_accepted_from_claimed(width: int) -> None:
    codes = sorted(scope("post"))
    for accepted in range(0, 72, 5):
        for claimed in range(0, 72 - accepted, 6):
            pieces = [piece("E1", codes[:accepted], "accepted"), piece("E2", codes[accepted : accepted + claimed])]
            bar = ROW.findall(_render(_summary(*pieces, option="post"), width))[0][-1]
            assert re.fullmatch("█*▒*░*", bar)
            assert ("▒" in bar) == (claimed > 0)
            assert ("░" in bar) == (accepted + claimed < 71)
            assert ("█" in bar) == (accepted > 0) or bar.startswith("▒░")
            assert abs(bar.count("█") / len(bar) - accepted / 71) <= 1 / len(bar)
            assert abs(bar.count("░") / len(bar) - 1 + (accepted + claimed) / 71) <= 1 / len(bar)


def test_standard_without_ksbs_has_nothing_to_cover() -> None:
    made = _summary(of=Standard(reference="ST0001", version="1.0", title="Empty"))
    text = _render(made, 60)
    assert [row[:4] for row in ROW.findall(text)] == [("Covered", "0", "0", "100.0")]
    assert "Duties" not in text
    assert "0 KSBs in scope" in text


@pytest.mark.parametrize("width", [40, 77, 78, 120])
def test_duties_are_told_with_the_beginning_of_their_texts(width: int) -> None:
    lines = _section(_render(_summary(option="post"), width), "Duties")
    texts = [duty.text for duty in st0792().duties if duty.number not in {9, 12}]
    shown = [
        line[re.match(r"Duty .* \d+ {2}", line).end() :] if width >= 78 else line.strip()  # type: ignore[union-attr]
        for line in lines
        if width >= 78 or not re.search("^Duty|accepted, ", line)
    ]
    assert len(shown) == len(texts) == 10
    for text, beginning in zip(texts, shown, strict=True):
        assert text.startswith(beginning.removesuffix("…"))
        assert beginning == text or (beginning.endswith("…") and len(beginning) >= 10)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_ksb_is_there_with_its_text_state_and_pieces(width: int) -> None:
    pieces, sets = _evidence()
    lines = _section(_render(_summary(*pieces, option="post"), width), "71 KSBs in scope")
    entries = {code: " ".join(parts) for code, parts in _entries(lines).items()}
    assert set(entries) == scope("post")
    for code, entry in entries.items():
        state = next((name for name, codes in sets.items() if code in codes), "missing")
        numbers = [
            str(number) for number, (option, codes) in DUTIES.items() if option in (None, "post") and code in codes
        ]
        told = f" {state} · {'duty' if len(numbers) == 1 else 'duties'} {', '.join(numbers)}"
        text, found, claims = entry.partition(told)
        assert found
        assert digest(text) == DIGESTS[code]
        claiming = {made["id"]: made["status"] for made in pieces if code in made["ksbs"]}
        assert re.findall(r"(E\d)(?: no locator)? \((\w+)\)", claims) == list(claiming.items())
        assert claims.count("no locator") == sum(status in {"accepted", "submitted"} for status in claiming.values())


def test_pieces_are_told_with_all_that_the_file_says_of_them() -> None:
    details: dict[str, Any] = {"date": "2024-05-01", "type": "video", "files": ["a.txt", "b c.txt"], "notes": "N."}
    first = piece("E1", ["S1", "K1"], "accepted", **details)
    long = piece("A-long-id", ["K1"], "draft", files=["a.txt"])
    lines = _section(_render(_summary(first, long, option="post")), "2 pieces of evidence")
    assert lines == [
        "E1    Piece E1",
        "      2024-05-01 · video · accepted",
        "      2 KSBs: K1, S1",
        "      files: a.txt, b c.txt",
        "      notes: N.",
        "A-long-id",
        "      Piece A-long-id",
        "      no date · no type · draft, does not count",
        "      1 KSB: K1",
        "      file: a.txt",
    ]


def test_gateway_is_told_by_what_is_asked_said_and_missing() -> None:
    made = _summary(
        of=small(typical_duration_months=12),
        gateway={"english": "Yes, level 2 in 2019", "maths": "no"},
        apprentice={"start_date": "2024-01-10"},
    )
    assert _section(_render(made), "Ready for the gateway: no") == [
        "no          Coverage: 0 of 1 KSBs (0.0 %), 0 of them accepted",
        "            asked for: all KSBs in scope",
        "yes         English: level 2 in 2019",
        "no          Maths",
        "yes         Time on programme: 14 whole months from 2024-01-10 to 2025-03-10",
        "            asked for: typically 12 months",
        "not stated  Employer's statement",
        "            asked for: that the apprentice is ready, and the evidence the",
        "            apprentice's own",
    ]


def test_evidence_over_time_is_told_by_day() -> None:
    codes = sorted(scope("post"))
    pieces = [piece(f"E{day}", [codes[day]], date=f"2024-05-{day:02}") for day in range(1, 15)]
    lines = _section(_render(_summary(*pieces, piece("E0", ["K1"]), option="post")), "Evidence over time")
    days = re.findall(r"^(\d{4}-\d\d-\d\d) +(\d+) of 71 +(\d+\.\d) %  █+░+$", "\n".join(lines), re.MULTILINE)
    assert days == [(f"2024-05-{day:02}", str(day), f"{day * 1000 // 71 / 10:.1f}") for day in range(3, 15)]
    assert lines[-1] == "Not shown: 2 earlier dates and 1 piece without a date."


def test_being_behind_is_marked() -> None:
    apprentice = {"start_date": "2024-03-10", "planned_gateway": "2026-03-10"}
    for evidence, style in (((), "warn"), ((piece("E1", ["K1"]),), "")):
        lines = lay_out(_summary(*evidence, of=small(), apprentice=apprentice), 120)
        (line,) = [line for line in lines if "".join(span.text for span in line).startswith("On 2025-03-10 ")]
        assert line[-1].style == style


def test_whole_summary_of_a_small_portfolio() -> None:
    standard = small(
        skills={"S1": "Write tests that somebody else can read without asking who wrote them, and when."},
        duties=[{"number": 1, "text": "Test what there is.", "ksbs": ["K1", "S1"]}],
    )
    made = report(piece("E1", {"K1": "p. 1", "K1a": None}, "accepted"), piece("E2", ["S1"], "draft"), of=standard)
    expected = """\
ST0001 v1.0  Tester
2 pieces of evidence · portfolio.yaml
as of 2025-03-10

                               accepted  claimed
Covered      1 of 2    50.0 %         1        0  █████░░░░░
Knowledge    1 of 1   100.0 %         1        0  ██████████
Skills       0 of 1     0.0 %         0        0  ░░░░░░░░░░
█ 1 accepted (50.0 %) · ▒ 0 claimed · ░ 1 gap: 1 planned

Duties                         accepted  claimed
Duty 1       1 of 2    50.0 %         1        0
           Test what there is.

What to ask about
1 KSB only planned
      E2: S1
1 KSB resting on a single piece
      E1: K1
1 problem in the file, listed at the end

Next  Duty 1 would close the only gap: S1
      Test what there is.

Smallest set of pieces
The only piece that counts keeps today's coverage.

Ready for the gateway: no
no          Coverage: 1 of 2 KSBs (50.0 %), 1 of them
            accepted
            asked for: all KSBs in scope
not stated  English
not stated  Maths
not stated  Time on programme
not stated  Employer's statement
            asked for: that the apprentice is ready, and the
            evidence the apprentice's own

Evidence over time
There is no line to the gateway: it needs a start date, and
a planned gateway after it.
Not shown: 1 piece without a date.

2 pieces of evidence
E1    Piece E1
      no date · no type · accepted
      1 KSB: K1; not in scope: K1A
E2    Piece E2
      no date · no type · draft, does not count
      1 KSB: S1

2 KSBs in scope
K1    How to test.
      accepted · duty 1
      E1 p. 1 (accepted)
S1    Write tests that somebody else can read without asking
      who wrote them, and when.
      planned · duty 1
      E2 (draft)

1 problem in the file
error    portfolio.yaml:1:121 KSB201 ST0001 v1.0 has no KSB
         'K1A'; did you mean 'K1'?
"""
    assert _render(summarise(made, TODAY), 60) == expected


def test_strong_portfolio_is_told_to_be_so() -> None:
    made = _summary(piece("E1", {"K1": "p. 1"}), piece("E2", {"K1": "p. 2"}), of=small())
    text = _render(made)
    assert _section(text, "What to ask about") == ["Nothing stands out: no gaps, and no weak evidence."]
    assert "Next " not in text


@pytest.mark.parametrize("width", WIDTHS)
def test_official_texts_are_told_with_their_licence(width: int) -> None:
    text = _render(_summary(option="post"), width).split("\n\n")[-1]
    assert " ".join(text.split()).startswith("The standard's texts are from: Skills England, formerly the Institute")
    assert "Open Government Licence v3.0: Crown copyright" in " ".join(text.split())


def test_less_than_asked_for_and_what_is_waived_are_told() -> None:
    config = {"policy": {"fail_under": 100}, "waivers": [{"code": "KSB201", "reason": "Later."}]}
    made = summarise(held(piece("E1", ["K9"]), of=small(), config=config), TODAY)
    text = _render(made, 120)
    (shortfall,) = made.report.shortfalls
    assert _section(text, "Less than asked for: 1 finding") == [
        f"{shortfall.severity:<9}{shortfall.code} {shortfall.message}"
    ]
    assert _section(text, "1 finding waived")
    assert "problem" not in text
