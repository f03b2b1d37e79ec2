"""The cohort at a screen; Rich's measure of cells is the ruler."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from checking import small
from cohort_outputs import UNUSABLE, output, usable
from gates import HOSTILE
from rich.cells import cell_len

from ksbcheck.cohort.model import Row
from ksbcheck.cohort.tally import Cohort
from ksbcheck.printable import printable
from ksbcheck.reporters.cohort.text import lay_out
from ksbcheck.reporters.layout import STYLES

if TYPE_CHECKING:
    from ksbcheck import Standard

WIDTHS = [40, 59, 60, 80, 119, 120, 140]
TEXTS = {
    **HOSTILE,
    "Han": "你好" * 80,
    "Han in words": "你好 世 界您好嗎 " * 20,
    "emoji": "🎬 🎞🎥" * 30,
    "combining": "e\u0301" * 100,
    "nothing but combining": "\u0301" * 3_000,
    "short": "x",
}
text = partial(output, "text")


def _wide(text: str) -> tuple[list[Row], Standard]:
    """Rows in which all that may be wide is, and their standard."""
    shown = printable(text)
    key = "an-option-with-a-very-long-key-that-nobody-would-give-it"
    text = text[:400]  # a standard has an end
    standard = small(
        title=text,
        options=[{"key": key, "title": text}],
        knowledge={f"K{number}": text for number in range(1, 21)},
        duties=[{"number": number, "options": [key], "text": text, "ksbs": [f"K{number}"]} for number in range(1, 21)],
    )
    fields = {"name": shown, "standard": "ST0001 v1.0.1.2.3", "option": key}
    gaps = standard.knowledge
    rows = [
        usable(shown, gaps, required=100_000, covered=1, open_duties=tuple(range(1, 21)), **fields),
        usable(shown, pieces=10_000_000, required=100_000, covered=99_999, errors=9_000, notes=1_000_000, **fields),
        Row(shown, f"{shown}:1:2: KSB002 {shown}", 3),
    ]
    return rows, standard


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("each", TEXTS.values(), ids=TEXTS)
def test_no_line_is_wider_than_the_screen(each: str, width: int) -> None:
    rows, standard = _wide(each)
    lines = text(rows, of=standard, width=width, interrupted=True).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_a_screen_has_at_least_40_columns() -> None:
    assert text([usable()], width=10) == text([usable()], width=40)


FULL = usable(
    "coach/p1.yaml", ["K13", "S2"], name="A. N. Other", accepted=5, thin=1, errors=1, notes=2, open_duties=(4, 12)
)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (
            40,
            [
                "coach/p1.yaml",
                "  A. N. Other · ST0792 v1.1 post · 3",
                "  pieces · 8 of 10 covered (80.0 %) · 5",
                "  accepted · 1 thin · 1 error, 2 notes ·",
                "  no line",
                "bad.yaml  cannot be used",
                "  bad.yaml:1:2: KSB002 no YAML",
            ],
        ),
        (
            60,
            [
                "Findings: errors/warnings/notes. Line: from the start to the",
                "planned gateway.",
                "Portfolio                   Apprentice    Standard",
                "  Pieces    Covered         Accepted Thin Findings Line",
                "coach/p1.yaml               A. N. Other   ST0792 v1.1 post",
                "       3    8 of 10  80.0 %        5    1    1/0/2 no line",
                "bad.yaml  cannot be used",
                "  bad.yaml:1:2: KSB002 no YAML",
            ],
        ),
        (
            120,
            [
                "Findings: errors/warnings/notes. Line: from the start to the planned gateway.",
                (
                    "Portfolio                    Apprentice     Standard            "
                    "Pieces    Covered         Accepted Thin Findings Line"
                ),
                (
                    "coach/p1.yaml                A. N. Other    ST0792 v1.1 post    "
                    "     3    8 of 10  80.0 %        5    1    1/0/2 no line"
                ),
                "bad.yaml  cannot be used",
                "  bad.yaml:1:2: KSB002 no YAML",
            ],
        ),
    ],
)
def test_a_table_as_wide_as_the_screen(width: int, lines: list[str]) -> None:
    assert text([FULL, UNUSABLE], width=width).split("\n\n")[0].splitlines() == lines


def test_the_cohort_below() -> None:
    other = usable("p2.yaml", ["K13", "K14"], option="post", open_duties=(4,))
    sections = text([FULL, other, UNUSABLE, usable("p3.yaml", [])]).split("\n\n")[1:]
    assert sections == [
        (
            "ST0792 v1.1 post\n"
            "Media production co-ordinator: Post Production, VFX and Animation Production\n"
            "3 portfolios · 1 complete · no line for any\n"
            f"Covered       26 of 30      86.6 %  {'█' * 35}{'░' * 5}\n"
            f"Accepted       5 of 30      16.6 %  {'█' * 7}{'░' * 33}\n"
            "Portfolios by how much they cover\n"
            f"80.0 to 89.9 %      2  66.6 %  {'█' * 40}\n"
            "90.0 to 99.9 %      0   0.0 %\n"
            f"       100.0 %      1  33.3 %  {'█' * 20}\n"
            "KSBs that most portfolios lack\n"
            "  K13      2  66.6 %  How to identify potential health and safety risks for a…\n"
            "  K14      1  33.3 %  The industry regulations, codes of practice, required l…\n"
            "  S2       1  33.3 %  Be responsible for creating and maintaining production …\n"
            "Duties to teach next\n"
            "  Duty 4       2  66.6 %  Ensure the production complies with Health and Safe…\n"
            "  Duty 12      1  33.3 %  Determine and obtain the clearances required for ma…"
        ),
        "4 portfolios · 1 error, 2 notes · 1 cannot be used\n",
    ]


def test_where_nothing_is_lacked_nothing_is_listed() -> None:
    made = text([usable(gaps=[])])
    assert "Nobody" not in made
    assert "lack" not in made
    assert "teach" not in made
    assert made.endswith("\n1 portfolio · no findings\n")


def test_figures_that_fit_no_column_are_told_in_words() -> None:
    made = text([usable(errors=123, warnings=4_567, notes=89)], width=80).splitlines()
    assert "  3 pieces · 9 of 10 covered (90.0 %) · 0 accepted · 0 thin · 123 errors, 4567" in made
    assert "  3 pieces · " not in text([usable()], width=80)


def test_a_path_loses_its_beginning_and_a_name_its_end() -> None:
    path = "a/long/way/to/the/folder/of/a/coach/portfolio.yaml"
    row = text([usable(path, name="A. N. Apprentice-Somebody")], width=60).splitlines()[4]
    path_shown, name_shown = re.split("  +", row)[:2]
    assert path_shown[0] == name_shown[-1] == "…"
    assert path.endswith(path_shown[1:])
    assert "A. N. Apprentice-Somebody".startswith(name_shown[:-1])
    assert (cell_len(path_shown), cell_len(name_shown)) == (26, 12)


@pytest.mark.parametrize("count", [15, 16])
def test_only_what_most_lack_is_told_to_a_person(count: int) -> None:
    codes = [f"K{number}" for number in range(1, count + 1)]
    made = text([usable(gaps=codes, required=50, open_duties=tuple(range(1, count + 1)))])
    assert len(re.findall(r"^  K\d+ ", made, re.MULTILINE)) == 15
    assert len(re.findall(r"^  Duty \d+ ", made, re.MULTILINE)) == 15
    assert made.count("  ... and 1 more; --format json has them") == (2 if count > 15 else 0)
    assert ", ".join(codes[-3:]) in " ".join(made.split())  # nobody covers any of them


def test_the_reasons_why_a_portfolio_cannot_be_used_are_counted() -> None:
    assert "  bad.yaml:1:2: KSB002 no YAML (the first of 8 problems)\n" in text([UNUSABLE._replace(problems=8)])


def test_a_group_that_needs_nothing_is_covered() -> None:
    assert "Covered        0 of 0      100.0 %  ███" in text([usable(gaps=[], required=0, covered=0)])


def test_every_style_is_one_that_a_terminal_has() -> None:
    rows, standard = _wide("x")
    cohort = Cohort()
    for row in rows:
        cohort.add(row)
    cohort.is_partial = True
    found = [span for line in lay_out(rows, cohort, lambda _: standard, 80) for span in line]
    assert {span.style for span in found} <= set(STYLES)
    assert [span.text for span in found if span.style == "bad"] == ["  cannot be used"]
