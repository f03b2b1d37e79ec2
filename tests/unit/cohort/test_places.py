"""Each portfolio is held against what is near it or asked for, and little of it is remembered."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ksbcheck.cohort import places
from ksbcheck.cohort.examine import examine
from ksbcheck.cohort.model import Asked, Row
from ksbcheck.cohort.places import Places
from ksbcheck.standards.read import read_standard as really_read
from ksbcheck.standards.store import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck.source import Source
    from ksbcheck.standards.model import Standard

TODAY = date(2025, 3, 1)
PORTFOLIO = "standard: {standard}\nevidence:\n- {{id: E1, title: T, ksbs: [{claims}]}}\n"


@pytest.fixture(autouse=True)
def _new_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember nothing from test to test."""
    monkeypatch.setattr("ksbcheck.cohort.examine.places_of", Places)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the standards' files that were read, in order."""
    names: list[str] = []

    def reading(source: Source) -> Standard:
        names.append(source.name)
        return really_read(source)

    monkeypatch.setattr(places, "read_standard", reading)
    return names


def portfolio(folder: Path, standard: str = "ST0001", claims: str = "K1", name: str = "portfolio.yaml") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(PORTFOLIO.format(standard=standard, claims=claims))
    return str(path)


def standard(path: Path, *codes: str, reference: str = "ST0001", title: str = "T") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = ", ".join(f"{code}: A text." for code in codes)
    path.write_text(f"reference: {reference}\nversion: '1.0'\ntitle: {title}\nknowledge: {{{texts}}}\n")
    return path


def rows(*paths: str, **asked: Any) -> list[Row]:
    return examine(paths, Asked(TODAY, **asked))


def test_standards_of_one_name_in_different_folders_are_different_standards(tmp_path: Path) -> None:
    standard(tmp_path / "a" / "standards" / "own.yaml", "K1")
    standard(tmp_path / "b" / "standards" / "own.yaml", "K1", "K2", "K3")
    paths = [portfolio(tmp_path / folder) for folder in ("a", "b", "a/deeper/down", "b/deeper", "c")]
    for _ in range(2):
        found = rows(*paths, *paths[::-1])
        assert [row.gaps for row in found[:4]] == [(), ("K2", "K3"), (), ("K2", "K3")]
        assert found[:5] == found[:4:-1]
        assert found[4].problem is not None
        assert "KSB305" in found[4].problem


def test_standards_by_path_are_inside_the_portfolio_s_own_folder(tmp_path: Path) -> None:
    standard(tmp_path / "a" / "own.yaml", "K1")
    standard(tmp_path / "b" / "own.yaml", "K2")
    paths = [portfolio(tmp_path / folder, "own.yaml") for folder in ("a", "b", "c")]
    found = rows(*paths, portfolio(tmp_path / "d", "../a/own.yaml"))
    assert [row.gaps for row in found] == [(), ("K2",), (), ()]
    assert [row.is_usable for row in found] == [True, True, False, False]


def test_that_a_standard_near_is_not_the_official_one_is_a_note_of_each_portfolio(tmp_path: Path) -> None:
    own = standard(tmp_path / "standards" / "own.yaml", "K1", reference="ST0792")
    own.write_text(own.read_text().replace("1.0", "1.1"))
    found = rows(portfolio(tmp_path / "a", "ST0792 v1.1"), portfolio(tmp_path / "b", "ST0792 v1.1"))
    assert [(row.gaps, row.notes) for row in found] == [((), 1), ((), 1)]


def test_places_that_are_asked_for_come_after_those_near(tmp_path: Path) -> None:
    standard(tmp_path / "a" / "standards" / "own.yaml", "K1")
    standard(tmp_path / "store" / "own.yaml", "K5")
    asked = Place(tmp_path / "store", "store")
    found = rows(portfolio(tmp_path / "a"), portfolio(tmp_path / "b"), places=(asked,))
    assert [row.gaps for row in found] == [(), ("K5",)]


def test_a_standard_is_read_once_for_all_portfolios_and_all_copies_of_it(tmp_path: Path, read: list[str]) -> None:
    for folder in ("a", "b"):
        standard(tmp_path / folder / "standards" / "own.yaml", "K1")
    standard(tmp_path / "c" / "standards" / "own.yaml", "K1", title="Another")
    paths = [portfolio(tmp_path / folder, name=f"{number}.yaml") for folder in "abc" for number in range(5)]
    assert all(row.is_usable for row in rows(*paths))
    assert [Path(name).parent.parent.name for name in read] == ["a", "c"]


def test_a_standard_that_cannot_be_used_is_a_problem_of_each_portfolio(tmp_path: Path) -> None:
    own = standard(tmp_path / "a" / "own.yaml", "K1", "K1")
    paths = [portfolio(tmp_path / "a", "own.yaml", name=f"{number}.yaml") for number in range(3)]
    found = rows(*paths)
    assert [str(row.problem).startswith(f"{own}:4:") for row in found] == [True] * 3


def test_a_standard_that_is_asked_for_and_not_there_is_a_problem_of_each_portfolio(tmp_path: Path) -> None:
    found = rows(portfolio(tmp_path / "a"), portfolio(tmp_path / "b"), standard="ST9999")
    assert ["KSB305" in str(row.problem) for row in found] == [True, True]


def test_each_portfolio_is_checked_as_the_configuration_near_it_says(tmp_path: Path) -> None:
    standard(tmp_path / "standards" / "own.yaml", "K1", "K2")
    for folder, content in {
        "a": 'ignore = ["KSB201"]\n',
        "b": "[policy]\nmin_evidence = 2\n",
        "c": 'severity.KSB201 = "note"\n',
        "d": '[[waivers]]\ncode = "KSB201"\nreason = "Known."\nexpires = 2025-03-01\n',
        "e": '[[waivers]]\ncode = "KSB201"\nreason = "Known."\nexpires = 2025-02-28\n',
        "f": "[policy]\nfail_under = 80\n",
        "bad": "nonsense = 1\n",
        "unknown": 'select = ["KSB999"]\n',
        "none": "",
    }.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / ".ksbcheck.toml").write_text(content)
    names = ["a", "b", "c", "d", "e", "f", "none", "a/deeper"]
    found = rows(*[portfolio(tmp_path / folder, claims="K1, K9") for folder in names])
    counts = [(row.covered, row.thin, row.errors, row.notes) for row in found]
    assert counts == [
        (1, 0, 0, 0),
        (0, 1, 1, 0),
        (1, 0, 0, 1),
        (1, 0, 0, 0),
        (1, 0, 1, 0),  # nothing is said of the waiver, as it is not used up but over
        (1, 0, 2, 0),
        (1, 0, 1, 0),
        (1, 0, 0, 0),
    ]
    bad = rows(portfolio(tmp_path / "bad"), portfolio(tmp_path / "a"), portfolio(tmp_path / "unknown"))
    assert [row.is_usable for row in bad] == [False, True, False]
    assert str(bad[0].problem).startswith(f"{tmp_path / 'bad' / '.ksbcheck.toml'}:1:1: KSB005")
    assert "there is no rule KSB999" in str(bad[2].problem)


def test_a_configuration_that_is_asked_for_is_the_only_one(tmp_path: Path) -> None:
    standard(tmp_path / "standards" / "own.yaml", "K1")
    paths = [portfolio(tmp_path / folder, claims="K9") for folder in ("a", "b")]
    (tmp_path / "a" / ".ksbcheck.toml").write_text('ignore = ["KSB201"]\n')
    (tmp_path / "asked.toml").write_text('severity.KSB201 = "warning"\n')
    assert [(row.errors, row.warnings) for row in rows(*paths)] == [(0, 0), (1, 0)]
    assert [(row.errors, row.warnings) for row in rows(*paths, config=tmp_path / "asked.toml")] == [(0, 1), (0, 1)]


def test_a_policy_that_is_asked_for_wins_over_the_configuration_s(tmp_path: Path) -> None:
    standard(tmp_path / "standards" / "own.yaml", "K1")
    path = portfolio(tmp_path / "a")
    (tmp_path / "a" / ".ksbcheck.toml").write_text('ignore = ["KSB209"]\n[policy]\nmin_evidence = 2\n')
    (tmp_path / "policy.toml").write_text("min_evidence = 1\nlocators = true\nfiles = true\n")
    ((own,), (asked,)) = rows(path), rows(path, policy=tmp_path / "policy.toml")
    assert (own.covered, own.warnings) == (0, 0)
    assert (asked.covered, asked.warnings) == (1, 1)  # no files; that it has no locator is ignored


def test_an_option_of_the_configuration_is_for_portfolios_that_name_none(tmp_path: Path) -> None:
    path = portfolio(tmp_path, "ST0792")
    (tmp_path / ".ksbcheck.toml").write_text('option = "film"\n')
    (row,) = rows(path)
    assert row.option == "film"


def test_a_portfolio_without_a_place_has_what_is_near_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".ksbcheck.toml").write_text('ignore = ["KSB201"]\n')
    monkeypatch.chdir(tmp_path)
    assert not Places(Asked(TODAY)).config_of(None).asks("KSB201")


def test_gaps_are_told_by_their_codes_and_not_as_notes(tmp_path: Path) -> None:
    config = Places(Asked(TODAY)).config_of(tmp_path)
    assert [config.asks(code) for code in ("KSB101", "KSB102", "KSB201")] == [False, False, True]


@pytest.mark.parametrize("most", ["_MOST_FOLDERS", "_MOST_STANDARDS"])
def test_what_is_forgotten_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str], most: str
) -> None:
    monkeypatch.setattr(places, most, 2)
    paths = []
    for number in range(5):
        standard(tmp_path / f"{number}" / "own.yaml", "K1", title=f"T{number}")
        paths.append(portfolio(tmp_path / f"{number}", "own.yaml", claims=f"K1, K{number + 2}"))
    found = rows(*paths, *paths)
    assert [(row.gaps, row.errors) for row in found] == [((), 1)] * 10
    assert len(read) == (5 if most == "_MOST_FOLDERS" else 10)


def _folders(first: int) -> Iterator[Path]:
    for number in range(first, first + 1000):
        yield Path(f"/nowhere/{number}")


def test_of_many_folders_few_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_MOST_FOLDERS", 50)
    known = Places(Asked(TODAY))
    grown = []
    tracemalloc.start()
    try:
        for first in range(0, 4000, 1000):  # what is remembered grows every time; Python's own table of names may, once
            before = tracemalloc.get_traced_memory()[0]
            for folder in _folders(first):
                known.config_of(folder)
                known._store_near(folder)
            grown.append(tracemalloc.get_traced_memory()[0] - before)
    finally:
        tracemalloc.stop()
    assert known._above.cache_info().currsize == 50
    assert min(grown) < 200_000
