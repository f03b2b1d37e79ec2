"""What holds for every format that is text."""

from __future__ import annotations

import csv
import json
import re
import tracemalloc
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from checking import small, st0792
from cohort_outputs import TEXTS, UNUSABLE, WHOLE, output, pieces, usable
from gates import HOSTILE
from markdown_it import MarkdownIt

from ksbcheck.cohort.model import Pace, Row
from ksbcheck.printable import one_line, printable
from ksbcheck.reporters.cohort import COHORT_REPORTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ksbcheck import Standard

HIDDEN = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)


def test_the_formats() -> None:
    assert list(COHORT_REPORTERS) == [*TEXTS, "xlsx", "html", "parquet"]


@pytest.mark.parametrize("form", TEXTS)
def test_a_cohort_without_portfolios_is_told_as_such(form: str) -> None:
    made = output(form, [])
    told = {"json": '"portfolios": 0', "jsonl": '"portfolios": 0', "csv": "portfolio,", "text": "0 portfolios"}
    assert told.get(form, "0 portfolios") in made


@pytest.mark.parametrize("form", WHOLE)
def test_what_was_interrupted_says_so_and_how_far_it_came(form: str) -> None:
    made = output(form, [usable(), UNUSABLE], interrupted=True)
    whole = output(form, [usable(), UNUSABLE])
    if form in {"json", "jsonl"}:
        assert '"partial": true' in made
        assert '"partial": false' in whole
        assert '"portfolios": 2, "unusable": 1' in made
        return
    told = " ".join(made.split())
    assert "Partial: this ended early. 2 portfolios had been looked at, and no others." in told
    assert "partial · 2 portfolios · " in told
    assert "artial" not in whole


@pytest.mark.parametrize("form", TEXTS)
def test_all_are_counted_where_only_some_are_listed(form: str) -> None:
    found = [usable("a.yaml"), usable("b.yaml"), usable("c.yaml")]
    made = output(form, found, only=lambda row: row.path == "b.yaml")
    assert re.findall(r"\b[abc]\.yaml", made) == ["b.yaml"]
    if form in {"text", "markdown"}:
        assert "3 portfolios · 1 of them listed · " in made
        assert "listed" not in output(form, found)
    elif form != "csv":
        assert '"portfolios": 3' in made


@pytest.mark.parametrize("form", TEXTS)
def test_groups_do_not_stand_in_the_order_in_which_portfolios_came(form: str) -> None:
    found = [usable("a", option="post"), usable("b", standard="ST0001 v1.0", option=None), usable("c", option="film")]
    first, second = output(form, found), output(form, found[::-1])
    marker = {"text": "\n\n", "markdown": "\n## ", "json": '"groups"', "jsonl": '"groups"'}.get(form)
    if marker:
        assert first.split(marker)[1:] == second.split(marker)[1:]
    assert first != second


@pytest.mark.parametrize("form", WHOLE)
def test_a_standard_that_nobody_finds_again_has_codes_and_no_texts(form: str) -> None:
    found = [usable(gaps=["K1", "S2"], open_duties=(4,))]
    known, unknown = output(form, found), output(form, found, known=False)
    assert "Media production" in output(form, found) or form in {"json", "jsonl"}
    text = st0792().ksbs["S2"].text[:20]
    duty = next(duty.text for duty in st0792().duties if duty.number == 4)[:20]
    for part in (text, duty):
        assert part in known
        assert part not in unknown
    assert "S2" in unknown


@pytest.mark.parametrize("form", TEXTS)
def test_output_comes_as_the_portfolios_do(form: str) -> None:
    given = 0

    def coming() -> Iterator[Row]:
        nonlocal given
        for number in range(1_000):
            given += 1
            yield usable(f"p{number}.yaml")

    seen = ""
    for part in pieces(form, coming()):
        seen += part
        if "p5.yaml" in seen:
            break
    assert given <= 7


@pytest.mark.parametrize("form", TEXTS)
def test_no_portfolio_is_held(form: str) -> None:
    def coming(count: int) -> Iterator[Row]:
        for number in range(count):
            yield usable(f"{number:06}" * 2_000) if number % 2 else UNUSABLE._replace(problem=f"{number:06}" * 2_000)

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in pieces(form, coming(count)):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # modules and standards
    assert peak(1_000) < peak(50) + 500_000  # all of them would be 12 MB


def _hostile(text: str) -> tuple[list[Row], Standard]:
    shown = printable(text)
    standard = small(
        title=text,
        options=[{"key": "post", "title": text}],
        knowledge={"K1": text},
        duties=[{"number": 4, "options": ["post"], "text": text, "ksbs": ["K1"]}],
    )
    good = usable(shown, name=shown, open_duties=(4,), standard="ST0001 v1.0")
    return [good, Row(shown, f"{shown}:1:2: KSB002 {shown}", 3)], standard


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _within(part)


def _texts_of_markdown(made: str) -> Iterator[str]:
    allowed = {"text", "softbreak", "strong_open", "strong_close"}
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(made):
        assert token.type not in {"html_block", "fence", "code_block"}
        if token.type == "inline":
            assert {child.type for child in token.children or []} <= allowed
            text = "".join(child.content for child in token.children or [])
            yield text.replace("\u200b", "")  # what keeps mentions from being some


def _texts_of_csv(made: str) -> Iterator[str]:
    for row in csv.reader(made.removeprefix("\ufeff").splitlines(keepends=True), strict=True):
        yield from (cell.removeprefix("'") for cell in row)


TEXTS_OF: dict[str, Callable[[str], Iterable[str]]] = {
    "text": lambda made: [re.sub(r"\s", "", made)],  # long words are broken
    "json": lambda made: _within(json.loads(made)),
    "jsonl": lambda made: _within([json.loads(line) for line in made.splitlines()]),
    "csv": _texts_of_csv,
    "markdown": _texts_of_markdown,
}


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_comes_back_as_text_and_steers_nothing(text: str, form: str) -> None:
    found, standard = _hostile(text)
    made = output(form, found, of=standard, width=100)
    assert not HIDDEN.search(made.replace("\r\n", "\n"))
    assert not COMMAND.search(made)
    if form in {"json", "jsonl"}:
        assert made.isascii()
        shown = printable(text)
    else:
        shown = one_line(printable(text))
    if form == "text":
        shown = re.sub(r"\s", "", shown)
    told = list(TEXTS_OF[form](made))
    assert [each for each in told if shown in each]
    if form == "markdown":
        assert sum(shown in each for each in told) >= 6


@pytest.mark.parametrize("form", TEXTS)
def test_the_same_cohort_gives_the_same_bytes(form: str) -> None:
    first, second = (output(form, _hostile("Zoë’s “XL”")[0]) for _ in range(2))
    assert first == second
    assert form == "csv" or first.isascii() == (form in {"json", "jsonl"})


@pytest.mark.parametrize("form", TEXTS)
def test_where_a_portfolio_is_against_the_line(form: str) -> None:
    start: dict[str, Any] = {"start": date(2025, 1, 1), "gateway": date(2025, 3, 1)}
    found = [usable("a"), usable("b", **start, today=date(2025, 2, 28)), usable("c", **start, today=date(2025, 1, 2))]
    assert [row.pace for row in found] == [Pace.NO_LINE, Pace.BEHIND, Pace.AHEAD]
    made = output(form, found, width=120)
    assert re.findall(r"no line|behind|ahead", made)[:3] == ["no line", "behind", "ahead"]
    if form in {"text", "markdown"}:
        assert "1 of 2 behind the line" in made
        assert "no line for any" in output(form, found[:1])
