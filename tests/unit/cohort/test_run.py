"""Many portfolios by any executor: each has its row, in order, and few are held at a time."""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from facts import scope

from ksbcheck import UnusableFileError, check_many
from ksbcheck.cohort import run
from ksbcheck.cohort.model import Asked, Pace
from ksbcheck.cohort.run import BATCH, processors, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Write

TODAY = date(2025, 1, 15)
ASKED = Asked(TODAY)
POST = scope("post")


class Lazy(Executor):
    """An executor that does nothing before it is waited for, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[Future[Any]] = []
        self.waiting = 0
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        executor = self
        executor.waiting += 1
        executor.most = max(executor.most, executor.waiting)

        class Waiting(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:  # noqa: ARG002
                executor.waiting -= 1
                return fn(*args, **kwargs)

        self.given.append(Waiting())
        return self.given[-1]


def portfolio(*codes: str, more: str = "") -> str:
    claims = ", ".join(codes)
    return f"standard: ST0792 v1.1\noption: post\n{more}evidence:\n- {{id: E1, title: A piece, ksbs: [{claims}]}}\n"


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """Portfolios with one KSB each, and some that are not there."""
    codes = sorted(POST)
    names = [str(tmp_path / f"{number:03}.yaml") for number in range(BATCH * 3 + 5)]
    for number, name in enumerate(names):
        if number % 10:
            (tmp_path / name).write_text(portfolio(codes[number % len(codes)]))
    return names


def test_each_has_its_row_in_order(paths: list[str]) -> None:
    found = list(rows(paths, ASKED))
    codes = sorted(POST)
    assert [row.path for row in found] == paths
    for number, row in enumerate(found):
        if number % 10:
            assert set(row.gaps) == POST - {codes[number % len(codes)]}
        else:
            assert row.problem is not None
            assert row.problem.startswith(f"{row.path}: KSB001 there is no such file")


@pytest.mark.parametrize("workers", [1, 3, 100])
def test_executors_make_no_difference(workers: int, paths: list[str]) -> None:
    alone = list(rows(paths, ASKED))
    with ThreadPoolExecutor(2) as executor:
        assert list(rows(iter(paths), ASKED, executor, workers)) == alone
    assert list(rows(paths, ASKED, Lazy(), workers)) == alone


def test_few_are_held_at_a_time() -> None:
    asked_for = 0

    def endless() -> Iterator[str]:
        nonlocal asked_for
        while True:
            asked_for += 1
            yield "gone.yaml"

    executor = Lazy()
    found = rows(endless(), ASKED, executor, 2)
    for _ in range(BATCH * 20):
        next(found)
    assert executor.most == 8
    assert asked_for <= BATCH * 28
    found.close()  # type: ignore[attr-defined]
    left = [future for future in executor.given if future.cancelled()]
    assert len(left) == executor.waiting > 0


def test_without_workers_one_is_looked_at_when_it_is_asked_for() -> None:
    asked_for: list[str] = []
    found = rows((asked_for.append(path) or path for path in "abc"), ASKED)  # type: ignore[func-returns-value]
    next(found)
    assert asked_for == ["a"]


def test_no_portfolios_have_no_rows() -> None:
    assert list(rows([], ASKED)) == list(rows([], ASKED, Lazy(), 1)) == []


def test_check_many_asks_what_it_is_asked(write: Write) -> None:
    dates = "apprentice: {start_date: 2024-01-15, planned_gateway: 2025-07-15}\n"
    path = write(portfolio("K1", "K2", more=dates))
    (row,) = check_many([path], today=TODAY)
    assert (row.path, row.covered, row.pace, row.today) == (str(path), 2, Pace.BEHIND, TODAY)
    (early,) = check_many([str(path)], today=date(2024, 1, 15), workers=5)
    assert early.pace is Pace.AHEAD
    (twice,) = check_many([path], today=TODAY, min_evidence=2)
    assert (twice.covered, twice.thin) == (0, 2)
    (film,) = check_many([path], today=TODAY, option="film", standard="ST0792")
    assert (film.option, film.required) == ("film", 79)
    (unknown,) = check_many([path], today=TODAY, standard="ST9999")
    assert "ST9999" in (unknown.problem or "")


def test_check_many_takes_a_configuration_and_a_policy(write: Write) -> None:
    path = write(portfolio("K1"))
    strict = write("min_evidence = 2\n", "strict.toml")
    config = write("[policy]\nmin_evidence = 3\n", "config.toml")
    (by_policy,) = check_many([path], today=TODAY, policy=str(strict))
    (by_config,) = check_many([path], today=TODAY, config=config)
    assert by_policy.covered == by_config.covered == 0
    for asked in ("config", "policy"):
        with pytest.raises(UnusableFileError, match="there is no such file"):
            list(check_many([path], today=TODAY, **{asked: "gone"}))  # type: ignore[arg-type]


def test_check_many_counts_on_as_many_workers_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "processors", lambda: 3)
    executor = Lazy()
    list(check_many(["gone.yaml"] * BATCH * 50, today=TODAY, executor=executor))
    assert executor.most == 12


def test_processors_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 5}, raising=False)
    assert processors() == 2
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert processors() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert processors() == 1


def test_a_later_run_sees_what_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.yaml"
    path.write_text("standard: ST0792 v1.1\noption: post\nevidence: []\n")
    (before,) = check_many([path], today=TODAY)
    (tmp_path / ".ksbcheck.toml").write_text('option = "film"\n[policy]\nmin_pieces = 3\n')
    (after,) = check_many([path], today=TODAY)
    assert after.warnings + after.errors == before.warnings + before.errors + 1
