"""Past one machine: the public function runs unchanged on a cluster that is not ours, and gives the same bytes."""

from __future__ import annotations

import warnings
from datetime import date
from typing import TYPE_CHECKING

import pytest
from checking import as_yaml, piece

from ksbcheck import check_many
from ksbcheck.cohort.tally import Cohort
from ksbcheck.reporters.cohort import COHORT_REPORTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ksbcheck.cohort.model import Row

distributed = pytest.importorskip("distributed", reason="the cluster needs Dask: pip install 'dask[distributed]'")
TODAY = date(2025, 3, 1)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two hundred portfolios, every tenth of which cannot be read."""
    folder: Path = tmp_path_factory.mktemp("cohort")
    found = []
    for number in range(200):
        path = folder / f"portfolio_{number:03}.yaml"
        evidence = [piece("E1", [f"K{number % 40 + 1}", "S1"], "accepted"), piece("E2", ["B1"])]
        content = {
            "standard": "ST0792 v1.1",
            "option": "post",
            "apprentice": {"name": str(number)},
            "evidence": evidence,
        }
        path.write_bytes(as_yaml(content) if number % 10 else b"evidence: [")
        found.append(str(path))
    return found


def rendered(rows: Iterable[Row]) -> bytes:
    cohort = Cohort()

    def counted() -> Iterator[Row]:
        for row in rows:
            cohort.add(row)
            yield row

    return "".join(map(str, COHORT_REPORTERS["jsonl"](counted(), cohort, lambda _: None, 80))).encode()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_two_workers_gives_the_same_bytes(paths: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with (
            distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            distributed.Client(cluster) as client,
        ):
            assert len(client.scheduler_info()["workers"]) == 2
            there = rendered(check_many(paths, today=TODAY, executor=client.get_executor(), workers=2))
    assert there == rendered(check_many(paths, today=TODAY))
    assert there.count(b'"kind": "portfolio"') == 200
