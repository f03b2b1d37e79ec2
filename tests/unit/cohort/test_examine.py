"""A row says of a portfolio what the other commands say of it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from checking import as_yaml, piece
from facts import DUTIES, scope
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbcheck import check, load_portfolio
from ksbcheck.cohort.examine import examine
from ksbcheck.cohort.model import Asked, Row
from ksbcheck.diagnostic import Severity, UnusableFileError
from ksbcheck.load import standard_for
from ksbcheck.report import GAPS
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from conftest import Write

TODAY = date(2025, 3, 1)
EXAMPLES = sorted((Path(__file__).parent.parent.parent.parent / "examples").glob("*.yaml"))
USABLE = [path for path in EXAMPLES if path.name not in {"broken.yaml", "minimal.yaml"}]
POST = scope("post")


def row_of(path: Path | str, **asked: Any) -> Row:
    (row,) = examine([str(path)], Asked(TODAY, **asked))
    return row


def says_the_same(row: Row, path: Path, min_evidence: int | None = None) -> None:
    """Hold a row against the report and the summary of the same portfolio."""
    file = load_portfolio(path)
    standard, origin = standard_for(file)
    report = check(file, standard, min_evidence=min_evidence, origin=origin, today=TODAY, every_rule=True)
    summary = summarise(report, TODAY)
    told = [found.severity for found in report.diagnostics if found.code not in GAPS]
    assert row == Row(
        path=str(path),
        name=file.portfolio.apprentice.name,
        standard=f"{standard.reference} v{standard.version}",
        option=report.scope.option.key if report.scope.option else None,
        pieces=len(file.portfolio.evidence),
        required=len(report.coverage.ksbs),
        covered=summary.total.claimed + summary.total.accepted.covered,
        accepted=summary.total.accepted.covered,
        thin=summary.total.thin,
        gaps=tuple(entry.ksb.code for entry in report.coverage.ksbs if entry.is_gap),
        open_duties=tuple(entry.duty.number for entry in report.coverage.duties if entry.gaps),
        errors=told.count(Severity.ERROR),
        warnings=told.count(Severity.WARNING),
        notes=told.count(Severity.NOTE),
        start=file.portfolio.apprentice.start_date,
        gateway=file.portfolio.apprentice.planned_gateway,
        today=TODAY,
    )
    assert (row.is_usable, row.percent) == (True, report.coverage.total.percent)
    assert row.expected == summary.progress.expected
    assert (row.pace == "behind") == summary.progress.is_behind


@pytest.mark.parametrize("min_evidence", [None, 1, 2, 3])
@pytest.mark.parametrize("path", USABLE, ids=lambda path: path.name)
def test_examples_have_rows_that_say_what_the_other_commands_say(path: Path, min_evidence: int | None) -> None:
    says_the_same(row_of(path, min_evidence=min_evidence), path, min_evidence)


codes = st.lists(st.sampled_from([*sorted(POST), "k1", "K15", "K99", "s2"]), max_size=30)
pieces = st.builds(
    piece,
    st.sampled_from(["E1", "E2", "E3"]),
    st.one_of(codes, codes.map(lambda claimed: dict.fromkeys(claimed, "TBC"))),
    st.sampled_from(["planned", "draft", "submitted", "accepted", "referred"]),
    date=st.sampled_from(["2024-03-02", "2026-01-01"]),
    type=st.sampled_from(["observation", "witness testimony"]),
    files=st.sampled_from([[], ["missing.pdf"], ["../outside.pdf"]]),
)
apprentices = st.sampled_from(
    [
        {},
        {"name": "A. N. Apprentice", "start_date": "2024-01-15", "planned_gateway": "2025-07-15"},
        {"start_date": "2024-01-15"},
        {"start_date": "2025-01-15", "planned_gateway": "2024-07-15"},
    ]
)


@given(st.lists(pieces, max_size=6), apprentices, st.sampled_from(["post", "film"]), st.sampled_from([None, 2]))
@settings(max_examples=100)
def test_any_portfolio_has_a_row_that_says_what_the_other_commands_say(
    tmp_path_factory: pytest.TempPathFactory,
    evidence: list[dict[str, Any]],
    apprentice: dict[str, str],
    option: str,
    min_evidence: int | None,
) -> None:
    path = tmp_path_factory.getbasetemp() / "any_portfolio.yaml"
    content = {"standard": "ST0792 v1.1", "option": option, "apprentice": apprentice, "evidence": evidence}
    path.write_bytes(as_yaml(content))
    says_the_same(row_of(path, min_evidence=min_evidence), path, min_evidence)


def test_a_row_by_hand(write: Write) -> None:
    evidence = [
        piece("E1", ["K1", "K2", "S1"], "accepted"),
        piece("E2", ["K1"], "submitted"),
        piece("E3", ["K2", "K99"], "accepted"),
        piece("E4", ["K3"], "planned"),
        piece("E5", ["S1"], "submitted"),
    ]
    apprentice = {"name": "A. N. Apprentice", "start_date": "2025-01-30", "planned_gateway": "2025-03-31"}
    content = {"standard": "ST0792", "option": "VFX", "apprentice": apprentice, "evidence": evidence}
    row = row_of(write(as_yaml(content)), min_evidence=2)
    covered = {"K1", "K2", "S1"}
    assert (row.name, row.standard, row.option, row.pieces) == ("A. N. Apprentice", "ST0792 v1.1", "post", 5)
    assert (row.required, row.covered, row.accepted, row.thin) == (71, 3, 1, 0)
    assert set(row.gaps) == POST - covered
    assert set(row.open_duties) == {
        number for number, (owner, named) in DUTIES.items() if owner in (None, "post") and {*named} - covered
    }
    assert (row.errors, row.warnings, row.notes, row.problem, row.problems) == (1, 1, 0, None, 0)  # K99; not open
    assert (row.percent, row.expected, row.pace) == (4.2, 50.0, "behind")


def test_an_option_that_is_asked_for_wins(write: Write) -> None:
    path = write("standard: ST0792\noption: film\nevidence: []\n")
    assert (row_of(path).option, row_of(path, option="post").option) == ("film", "post")
    assert set(row_of(path, option="post").gaps) == POST


def test_a_standard_that_is_asked_for_wins(write: Write) -> None:
    path = write("standard: ST0792\noption: film\nevidence: []\n")
    write("reference: ST0001\nversion: '1.0'\ntitle: T\nknowledge: {K1: A text.}\n", "own.yaml")
    row = row_of(path, standard=str(path.parent / "own.yaml"))
    assert (row.standard, row.option, row.gaps) == ("ST0001 v1.0", None, ("K1",))


UNUSABLE: dict[str, tuple[str | bytes | None, str, int]] = {
    "not there": (None, " KSB001 there is no such file", 1),
    "empty": ("", "1:1: KSB001 the file is empty", 1),
    "not UTF-8": (b"a: \xe9", "1:4: KSB001 the byte 0xe9 is not UTF-8; save the file as UTF-8", 1),
    "no YAML": ("standard: ST0792\nevidence: [", "2:12: KSB002 not valid YAML", 1),
    "fields": ("standard: ST0792\nevidence:\n- id: E1\n", "3:3: KSB006 the field 'title' is missing", 2),
    "no standard": ("standard: ST9999\nevidence: []", "1:11: KSB305", 1),
    "no option": ("standard: ST0792\nevidence: []", " KSB301", 1),
    "not this option": ("standard: ST0792\noption: zzz\nevidence: []", "2:9: KSB301", 1),
    "many": ("standard: ST0792\nevidence: [" + "{}," * 300 + "]", "2:12: KSB006 the field", 900),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_portfolio_that_cannot_be_used_is_a_row_with_its_problem(write: Write, tmp_path: Path, kind: str) -> None:
    content, problem, problems = UNUSABLE[kind]
    path = tmp_path / "portfolio.yaml" if content is None else write(content)
    row = row_of(path)
    assert row.problem is not None
    assert row.problem.startswith(f"{path}:{problem}")
    assert row == Row(str(path), row.problem, problems)
    assert not row.is_usable


def test_the_problem_that_a_row_has_is_the_first_of_those_that_are_told_elsewhere() -> None:
    path = EXAMPLES[0].parent / "broken.yaml"
    with pytest.raises(UnusableFileError) as caught:
        load_portfolio(path)
    row = row_of(path)
    assert (row.problem, row.problems) == (str(caught.value.diagnostics[0]), len(caught.value.diagnostics))


def test_portfolios_that_cannot_be_used_stop_no_other(write: Write, tmp_path: Path) -> None:
    paths = []
    for kind, (content, _, _) in UNUSABLE.items():
        paths += [tmp_path / kind if content is None else write(content, f"{kind}.yaml"), USABLE[0]]
    asked = Asked(TODAY)
    rows = examine(map(str, [tmp_path, *paths, *paths]), asked)
    assert [row.path for row in rows] == [str(path) for path in [tmp_path, *paths, *paths]]
    assert [row.is_usable for row in rows] == [False, *[False, True] * (2 * len(UNUSABLE))]
    alone = row_of(USABLE[0])
    assert all(row == alone for row in rows if row.is_usable)


@pytest.mark.skipif(os.name == "nt", reason="names of files on Windows have no control characters")
def test_a_path_is_made_printable(write: Write) -> None:
    path = write("standard: ST0792\nevidence: [", "a\x1b[31m.yaml")
    row = row_of(path)
    assert row.path.endswith(r"a\x1b[31m.yaml")
    assert row.problem is not None
    assert "\x1b" not in row.problem
    assert examine(["a\0b"], Asked(TODAY))[0].problem == r"a\x00b: KSB001 not a usable path"


@pytest.mark.parametrize("field", ["config", "policy"])
def test_a_file_that_is_asked_for_and_cannot_be_used_is_no_matter_of_a_portfolio(tmp_path: Path, field: str) -> None:
    for content in (None, "nonsense = 1\n"):
        path = tmp_path / f"{content is None}.toml"
        if content:
            path.write_text(content)
        with pytest.raises(UnusableFileError, match=path.name):
            row_of(USABLE[0], **{field: path})


def test_nothing_to_examine() -> None:
    assert examine([], Asked(TODAY)) == []
