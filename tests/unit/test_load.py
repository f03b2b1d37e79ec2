from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, source

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError
from ksbcheck.load import load_portfolio, load_standard, standard_of, standard_source

if TYPE_CHECKING:
    from conftest import Write

FILE = ROOT / "data" / "standard_st0792_v1_1.yaml"
PORTFOLIO = "standard: ST0792 v1.1\nevidence:\n  - {id: E01, title: Call sheets, ksbs: [K1]}\n"
STANDARD = "reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: Tools}\n"


@pytest.mark.parametrize("kind", [str, Path])
def test_a_portfolio_is_loaded_from_a_path(write: Write, kind: type[str | Path]) -> None:
    path = write(PORTFOLIO)
    file = load_portfolio(kind(path))
    assert file.portfolio.evidence[0].id == "E01"
    assert (file.path, file.folder) == (str(path), path.parent)


def test_a_portfolio_is_loaded_from_a_source() -> None:
    file = load_portfolio(source(PORTFOLIO, "standard input"))
    assert file.portfolio.evidence[0].id == "E01"
    assert (file.path, file.folder) == ("standard input", None)


@pytest.mark.parametrize("name", ["ST0792", "st0792 v1.1", "ST0792 1.1", str(FILE), FILE])
def test_a_standard_is_loaded_by_name_or_path(name: str | Path) -> None:
    assert load_standard(name).name == "ST0792 v1.1"


def test_a_standard_with_errors_is_refused(write: Write) -> None:
    path = write(STANDARD.replace("Tools", "."), "standard.yaml")
    with pytest.raises(UnusableFileError) as refused:
        load_standard(path)
    assert str(refused.value) == f"{path}:4:17: KSB317 K1 has no text"


@pytest.mark.parametrize("name", ["standard.yaml", "./standard", "folder/ST0792", "ST0001 v2.yaml"])
def test_a_folder_or_an_ending_makes_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path(name).write_text(STANDARD, encoding="utf-8")
    assert load_standard(name).name == "ST0001 v1.0"


@pytest.mark.parametrize("name", ["ST0792", "ST0792 v1.1"])
def test_a_name_is_no_path_even_where_a_file_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(STANDARD, encoding="utf-8")
    assert load_standard(name).name == "ST0792 v1.1"
    assert load_standard(Path(name)).name == "ST0001 v1.0"


THERE_IS = "there is ST0792 v1.1; --standard also takes a file"


@pytest.mark.parametrize(
    ("name", "shown", "problem"),
    [
        pytest.param("ST9999", "ST9999", "there is no standard 'ST9999' here", id="reference"),
        pytest.param("ST0792 v9.9", "ST0792 v9.9", "there is no standard 'ST0792 v9.9' here", id="version"),
        pytest.param("editing", "editing", "'editing' is no standard's name, such as ST0792", id="no name"),
        pytest.param("", "", "'' is no standard's name, such as ST0792", id="empty"),
        pytest.param(
            "x" * 99, "x" * 59 + "…", f"'{'x' * 59}…' is no standard's name, such as ST0792", id="no name, shortened"
        ),
    ],
)
def test_an_unknown_name_is_told_with_those_there_are(name: str, shown: str, problem: str) -> None:
    with pytest.raises(UnusableFileError) as refused:
        standard_source(name)
    assert refused.value.diagnostics == (
        Diagnostic("KSB305", Severity.ERROR, f"{problem}; {THERE_IS}", shown, None, None, None),
    )


def test_a_path_that_is_not_there_is_told_as_a_file() -> None:
    with pytest.raises(UnusableFileError, match=r"^missing\.yaml: KSB001 there is no such file"):
        load_standard("missing.yaml")


@pytest.mark.parametrize("name", ["ST0792", "st0792_v1_1"])
def test_the_standard_of_a_portfolio_is_found_by_the_name_in_it(name: str) -> None:
    file = load_portfolio(source(PORTFOLIO.replace("ST0792 v1.1", name)))
    assert standard_of(file).name == "ST0792 v1.1"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("ST9999", "there is no standard 'ST9999' here", id="unknown"),
        pytest.param("standard.yaml", "'standard.yaml' is no standard's name, such as ST0792", id="path"),
        pytest.param("./ST0792", "'./ST0792' is no standard's name, such as ST0792", id="folder"),
    ],
)
def test_anything_else_in_a_portfolio_is_told_at_its_place_and_never_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(STANDARD, encoding="utf-8")
    file = load_portfolio(source(f"# mine\n{PORTFOLIO.replace('ST0792 v1.1', name)}"))
    with pytest.raises(UnusableFileError) as refused:
        standard_of(file)
    assert refused.value.diagnostics == (
        Diagnostic("KSB305", Severity.ERROR, f"{problem}; {THERE_IS}", "portfolio.yaml", 2, 11, None),
    )
