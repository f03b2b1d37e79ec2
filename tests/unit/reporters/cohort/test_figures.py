"""The figures of a cohort are those of sets and fractions, and the same in every format."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

import pytest
from checking import as_yaml, piece, st0792
from cohort_outputs import TEXTS, WHOLE, output
from cohort_reading import READERS, Everything, Together, Told
from facts import DUTIES, OPTIONS, scope

from ksbcheck import check, load_portfolio
from ksbcheck.cohort.find import find_portfolios
from ksbcheck.cohort.model import Asked
from ksbcheck.cohort.run import rows
from ksbcheck.reporters.cohort.words import MOST_LACKED

TODAY = date(2025, 3, 10)
KINDS = "KSB"


def _percent(part: int, whole: int) -> str:
    tenths = Fraction(part * 1000, whole)
    return f"{tenths.numerator // tenths.denominator / 10:.1f}"


def _order(code: str) -> tuple[int, int]:
    return KINDS.index(code[0]), int(code[1:])


class Sample(NamedTuple):
    option: str
    accepted: set[str]
    submitted: set[str]
    drafted: set[str]
    start: date | None
    minimum: int = 1

    @property
    def counted(self) -> Counter[str]:
        return Counter([*self.accepted, *self.submitted])

    @property
    def gaps(self) -> list[str]:
        return sorted((code for code in scope(self.option) if self.counted[code] < self.minimum), key=_order)

    @property
    def covered(self) -> int:
        return len(scope(self.option)) - len(self.gaps)

    @property
    def open_duties(self) -> list[int]:
        in_scope = {number: codes for number, (option, codes) in DUTIES.items() if option in {None, self.option}}
        return [number for number, codes in in_scope.items() if set(codes) & set(self.gaps)]

    @property
    def pace(self) -> str:
        if self.start is None:
            return "no line"
        expected = Fraction((TODAY - self.start).days, 500)
        return "behind" if Fraction(self.covered, len(scope(self.option))) < expected else "ahead"

    def text(self) -> bytes:
        dates = (
            {"start_date": str(self.start), "planned_gateway": str(self.start + timedelta(500))} if self.start else {}
        )
        evidence = [
            piece("E1", sorted(self.accepted), "accepted"),
            piece("E2", sorted(self.submitted)),
            piece("E3", sorted(self.drafted), "draft"),
        ]
        content = {"standard": "ST0792 v1.1", "option": self.option, "apprentice": {"name": "Zoë"} | dates}
        return as_yaml({**content, "evidence": evidence})


def _samples(minimum: int) -> dict[str, Sample]:
    chance = random.Random(7)

    def some(option: str, share: float) -> set[str]:
        codes = sorted(scope(option) - {"K13", "S2"})
        return set(chance.sample(codes, max(1, int(len(codes) * share))))

    made = {}
    for number in range(24):
        option = OPTIONS[number % 3 == 0]
        started = None if number % 5 == 0 else TODAY - timedelta(chance.randrange(50, 450))
        shares = chance.random(), chance.random()
        made[f"portfolio_{number:02}.yaml"] = Sample(
            option, some(option, shares[0]), some(option, shares[1]), some(option, 0.1), started, minimum
        )
    everything = scope("film")
    made["portfolio_all.yaml"] = Sample("film", everything, everything, {"K1"}, TODAY - timedelta(100), minimum)
    return made


def _told(sample: Sample, findings: tuple[int, int, int]) -> Told:
    needed = scope(sample.option)
    return Told(
        f"ST0792 v1.1 {sample.option}",
        sample.covered,
        len(needed),
        _percent(sample.covered, len(needed)),
        len(sample.accepted & needed) if sample.minimum == 1 else 0,
        sum(0 < sample.counted[code] < sample.minimum for code in needed),
        findings,
        sample.pace,
    )


def _together(samples: list[Sample]) -> Together:
    count = len(samples)
    percents = [_percent(sample.covered, len(scope(sample.option))) for sample in samples]
    steps = Counter(min(int(float(percent)) // 10 * 10, 100) for percent in percents)
    lacked = Counter(code for sample in samples for code in sample.gaps)
    duties = Counter(number for sample in samples for number in sample.open_duties)
    covered, required = sum(sample.covered for sample in samples), sum(len(scope(s.option)) for s in samples)
    return Together(
        count,
        sum(not sample.gaps for sample in samples),
        sum(sample.pace == "behind" for sample in samples),
        sum(sample.pace != "no line" for sample in samples),
        covered,
        required,
        _percent(covered, required),
        sum(len(sample.accepted & scope(sample.option)) for sample in samples) if samples[0].minimum == 1 else 0,
        {
            "100.0 %" if start == 100 else f"{start}.0 to {start + 9}.9 %": (number, _percent(number, count))
            for start, number in sorted(steps.items())
        },
        [
            (code, lacked[code], _percent(lacked[code], count))
            for code in sorted(lacked, key=lambda code: (-lacked[code], _order(code)))
        ],
        [
            (str(number), duties[number], _percent(duties[number], count))
            for number in sorted(duties, key=lambda number: (-duties[number], number))
        ],
        [code for code in sorted(lacked, key=_order) if lacked[code] == count],
    )


class Made(NamedTuple):
    expected: Everything
    outputs: dict[str, str]


@pytest.fixture(scope="module", params=[1, 2], ids=["one piece", "two pieces"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A folder of portfolios, what is to be said of it, and what each format says."""
    folder = tmp_path_factory.mktemp("cohort")
    samples = _samples(request.param)
    for name, sample in samples.items():
        (folder / name).write_bytes(sample.text())
    (folder / "bad_portfolio.yaml").write_bytes(b"standard: ST0792\nevidence: [\n")
    findings = {}
    for name in samples:
        report = check(
            load_portfolio(folder / name), st0792(), min_evidence=request.param, today=TODAY, every_rule=True
        )
        counts = Counter(found.severity.value for found in report.diagnostics if found.code not in {"KSB101", "KSB102"})
        findings[name] = counts["error"], counts["warning"], counts["note"]
    by_option = {option: [s for s in samples.values() if s.option == option] for option in OPTIONS}
    expected = Everything(
        {name: _told(sample, findings[name]) for name, sample in samples.items()},
        {"bad_portfolio.yaml": "3:1"},
        {f"ST0792 v1.1 {option}": _together(chosen) for option, chosen in by_option.items()},
        (len(samples) + 1, 1),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        asked = Asked(TODAY, min_evidence=request.param)
        found = [row._replace(path=row.path.removeprefix("./")) for row in rows(find_portfolios(["."]), asked)]
    return Made(expected, {form: output(form, found, width=140) for form in TEXTS})


@pytest.mark.parametrize("form", TEXTS)
def test_each_portfolio_has_the_figures_of_sets(made: Made, form: str) -> None:
    assert READERS[form](made.outputs[form]).portfolios == made.expected.portfolios


@pytest.mark.parametrize("form", TEXTS)
def test_what_cannot_be_used_is_named_with_its_place(made: Made, form: str) -> None:
    read = READERS[form](made.outputs[form])
    ((path, problem),) = read.unusable.items()
    assert (path, read.total) == ("bad_portfolio.yaml", made.expected.total)
    assert re.match(r"\S*bad_portfolio\.yaml:[23]:\d+: KSB\d{3} ", problem)


@pytest.mark.parametrize("form", WHOLE)
def test_each_group_has_the_figures_of_sets(made: Made, form: str) -> None:
    groups = READERS[form](made.outputs[form]).groups
    most = MOST_LACKED if form in {"text", "markdown"} else None
    assert {"K13", "S2"} <= set(made.expected.groups["ST0792 v1.1 post"].nobody)
    assert list(groups) == ["ST0792 v1.1 film", "ST0792 v1.1 post"]
    for whose, group in made.expected.groups.items():
        told = groups[whose]
        if form in {"json", "jsonl"}:
            told = told._replace(nobody=sorted(told.nobody, key=_order))
        assert told == group._replace(ksbs=group.ksbs[:most])
