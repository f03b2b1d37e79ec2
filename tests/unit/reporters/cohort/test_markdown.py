"""The cohort as Markdown; that it is read back as texts alone is tested for every format."""

from __future__ import annotations

from functools import partial

import pytest
from cohort_outputs import UNUSABLE, output, usable

markdown = partial(output, "markdown")


def test_whole_text() -> None:
    row = usable("a|b.yaml", ["K23"], name="A_B", accepted=5, thin=1, errors=1, notes=2, open_duties=(7,))
    steps = "".join(f"| {start}.0 to {start + 9}.9 % | 0 | 0.0 % |\n" for start in range(0, 90, 10))
    assert markdown([row, UNUSABLE]) == (
        "# Cohort\n"
        "\n"
        "| Portfolio | Apprentice | Standard | Covered | | Accepted | Thin | Findings | Line |\n"
        "|---|---|---|---:|---:|---:|---:|---|---|\n"
        "| a\\|b.yaml | A\\_B | ST0792 v1.1 post | 9 of 10 | 90.0 % | 5 | 1 | 1 error, 2 notes | no line |\n"
        "| bad.yaml | | | | | | | | cannot be used: bad.yaml:1:2: KSB002 no YAML |\n"
        "\n"
        "2 portfolios · 1 error, 2 notes · 1 cannot be used\n"
        "\n"
        "## ST0792 v1.1 post Media production co-ordinator: Post Production, VFX and Animation Production\n"
        "\n"
        "1 portfolio · 0 complete · no line for any\n"
        "\n"
        "| | KSBs | Required | |\n"
        "|---|---:|---:|---:|\n"
        "| Covered | 9 | 10 | 90.0 % |\n"
        "| Accepted | 5 | 10 | 50.0 % |\n"
        "\n"
        "| Covered | Portfolios | |\n"
        "|---|---:|---:|\n"
        f"{steps}"
        "| 90.0 to 99.9 % | 1 | 100.0 % |\n"
        "| 100.0 % | 0 | 0.0 % |\n"
        "\n"
        "**Nobody covers:** K23\n"
        "\n"
        "### KSBs that most portfolios lack\n"
        "\n"
        "| Code | KSB | Portfolios | |\n"
        "|---|---|---:|---:|\n"
        "| K23 | How to influence and motivate others to achieve results. | 1 | 100.0 % |\n"
        "\n"
        "### Duties to teach next\n"
        "\n"
        "| Duty | | With gaps | |\n"
        "|---:|---|---:|---:|\n"
        "| 7 | Manage others on productions as required | 1 | 100.0 % |\n"
    )


def test_where_nothing_is_lacked_nothing_is_listed() -> None:
    made = markdown([usable(gaps=[])], known=False)
    assert "\n## ST0792 v1.1 post\n" in made
    assert made.endswith("| 100.0 % | 1 | 100.0 % |\n")


@pytest.mark.parametrize("count", [15, 16])
def test_only_what_most_lack_is_told_to_a_person(count: int) -> None:
    codes = [f"K{number}" for number in range(1, count + 1)]
    made = markdown([usable(gaps=codes, required=50, open_duties=tuple(range(1, count + 1)))])
    assert made.count("\n| K") == 15
    assert made.count("\n... and 1 more; JSON has them\n") == (2 if count > 15 else 0)
