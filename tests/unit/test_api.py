"""The public API: what ``import ksbcheck`` gives."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import ksbcheck

ROOT = Path(__file__).parent.parent.parent
UNFINISHED = ROOT / "examples" / "unfinished_post.yaml"
HOMES = {
    "PortfolioFile": "ksbcheck.portfolios.read",
    "Report": "ksbcheck.report",
    "Row": "ksbcheck.cohort.model",
    "Standard": "ksbcheck.standards.model",
    "UnusableFileError": "ksbcheck.diagnostic",
    "check": "ksbcheck.report",
    "check_many": "ksbcheck.cohort.run",
    "load_portfolio": "ksbcheck.load",
    "load_standard": "ksbcheck.load",
}


def test_the_public_names_are_these() -> None:
    assert sorted(ksbcheck.__all__) == sorted(HOMES)


@pytest.mark.parametrize(("name", "home"), HOMES.items())
def test_a_public_name_is_that_of_its_home_whenever_it_is_asked_for(name: str, home: str) -> None:
    first = getattr(ksbcheck, name)
    original = getattr(import_module(home), name)
    assert first is original
    assert getattr(ksbcheck, name) is original
    assert (original.__module__, original.__name__) == (home, name)


@pytest.mark.parametrize("before", ["", *(f"import {home}" for home in sorted({*HOMES.values(), "ksbcheck.cli.app"}))])
def test_every_public_name_resolves_in_a_new_process(before: str) -> None:
    homes = "{name: getattr(ksbcheck, name).__module__ for name in ksbcheck.__all__}"
    code = f"{before}\nimport ksbcheck, json\nprint(json.dumps({homes}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert json.loads(done.stdout) == HOMES


def test_star_import_gives_the_public_names_and_no_others() -> None:
    names: dict[str, object] = {}
    exec("from ksbcheck import *", names)
    assert set(names) - {"__builtins__"} == set(HOMES)


def test_an_unknown_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match=re.escape("module 'ksbcheck' has no attribute 'load_portfolios'")):
        ksbcheck.load_portfolios  # noqa: B018
    assert not hasattr(ksbcheck, "__path_to_nowhere__")


def test_an_unknown_name_cannot_be_imported() -> None:
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        exec("from ksbcheck import nothing", {})


def test_dir_lists_the_public_names() -> None:
    assert set(HOMES) <= set(dir(ksbcheck))


def test_the_version_is_a_release() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", ksbcheck.__version__)


def test_the_example_in_the_docstring_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = {name: getattr(ksbcheck, name) for name in ksbcheck.__all__}
    example = doctest.DocTestParser().get_doctest(ksbcheck.__doc__ or "", names, "ksbcheck", None, None)
    said: list[str] = []
    result = doctest.DocTestRunner().run(example, out=said.append)
    assert (result.failed, result.attempted >= 3) == (0, True), "".join(said)


def test_the_api_tells_what_is_missing() -> None:
    portfolio = ksbcheck.load_portfolio(UNFINISHED)
    report = ksbcheck.check(portfolio, ksbcheck.load_standard("ST0792"), option="film", min_evidence=2)
    assert isinstance(portfolio, ksbcheck.PortfolioFile)
    assert isinstance(report, ksbcheck.Report)
    assert isinstance(report.standard, ksbcheck.Standard)
    assert report.coverage.total.required == 79
    assert {gap.ksb.code for gap in report.coverage.gaps} >= {"K15", "K1"}


def test_the_api_tells_where_many_stand() -> None:
    paths = sorted((ROOT / "examples").glob("*.yaml"))
    with ThreadPoolExecutor(2) as executor:
        rows = list(ksbcheck.check_many(paths, today=date(2025, 1, 15), executor=executor, workers=2))
    assert all(isinstance(row, ksbcheck.Row) for row in rows)
    assert [row.path for row in rows] == [str(path) for path in paths]
    unfinished = rows[paths.index(UNFINISHED)]
    report = ksbcheck.check(ksbcheck.load_portfolio(UNFINISHED), ksbcheck.load_standard("ST0792"))
    assert (unfinished.required, unfinished.covered) == (71, report.coverage.total.covered)
    broken = rows[paths.index(ROOT / "examples" / "broken.yaml")]
    assert (broken.problem or "").startswith(f"{broken.path}:11:5: KSB006 ")


def test_the_api_raises_its_own_error_for_a_file_that_cannot_be_used() -> None:
    with pytest.raises(ksbcheck.UnusableFileError) as caught:
        ksbcheck.load_portfolio(ROOT / "examples" / "broken.yaml")
    assert {found.path for found in caught.value.diagnostics} == {str(ROOT / "examples" / "broken.yaml")}
