from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, source

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError
from ksbcheck.load import Origin, load_portfolio, load_standard, standard_for, standard_of, standard_source
from ksbcheck.printable import shortened
from ksbcheck.source import Source, read_source
from ksbcheck.standards.published import API
from ksbcheck.standards.store import Place, Store, bundled

if TYPE_CHECKING:
    from conftest import Write

    from ksbcheck import PortfolioFile

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
    path = write(STANDARD.replace("Tools", "Tools, S1: Test"), "standard.yaml")
    with pytest.raises(UnusableFileError) as refused:
        load_standard(path)
    assert str(refused.value) == f"{path}:4:24: KSB318 'S1' is no code of this kind; write K and a number"


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


THERE_IS = "there is ST0792 v1.1"
IMPORT = f"{THERE_IS}; import it: ksbcheck standard import {API}"
NO_NAME = (
    f"is no standard's name, such as ST0792; {THERE_IS}; "
    "--standard also takes a file, and ksbcheck standard import FILE adds one"
)


@pytest.mark.parametrize(
    ("name", "shown", "problem"),
    [
        pytest.param("ST9999", "ST9999", f"there is no standard 'ST9999' here; {IMPORT}ST9999", id="reference"),
        pytest.param(
            "ST0792 v9.9", "ST0792 v9.9", f"there is no standard 'ST0792 v9.9' here; {IMPORT}ST0792", id="version"
        ),
        pytest.param("editing", "editing", f"'editing' {NO_NAME}", id="no name"),
        pytest.param("", "", f"'' {NO_NAME}", id="empty"),
        pytest.param("x" * 99, "x" * 59 + "…", f"'{'x' * 59}…' {NO_NAME}", id="no name, shortened"),
    ],
)
def test_an_unknown_name_is_told_with_those_there_are(name: str, shown: str, problem: str) -> None:
    with pytest.raises(UnusableFileError) as refused:
        standard_source(name)
    assert refused.value.diagnostics == (Diagnostic("KSB305", Severity.ERROR, problem, shown, None, None, None),)


def test_a_path_that_is_not_there_is_told_as_a_file() -> None:
    with pytest.raises(UnusableFileError, match=r"^missing\.yaml: KSB001 there is no such file"):
        load_standard("missing.yaml")


@pytest.mark.parametrize("name", ["ST0001", "ST0001 v1"])
def test_a_name_is_looked_for_in_the_store_that_is_given(write: Write, tmp_path: Path, name: str) -> None:
    path = write(STANDARD, "tester.yaml")
    store = Store((Place(tmp_path, "here"),))
    assert load_standard(name, store).title == "Tester"
    assert standard_source(name, store).name == str(path)


def test_an_official_file_is_to_be_imported_first(write: Write) -> None:
    path = write('{"referenceNumber": "ST0001", "version": 1.0}', "ST0001_1.0.json")
    with pytest.raises(UnusableFileError) as refused:
        load_standard(path)
    message = "an official standard as published; import it first: ksbcheck standard import FILE"
    assert str(refused.value) == f"{path}: KSB001 {message}"


# --- the standard of a portfolio


@pytest.mark.parametrize("name", ["ST0792", "st0792_v1_1"])
def test_the_standard_of_a_portfolio_is_found_by_the_name_in_it(name: str) -> None:
    assert standard_of(load_portfolio(source(PORTFOLIO.replace("ST0792 v1.1", name)))).name == "ST0792 v1.1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portfolio's folder with a standard in it, and a standard outside."""
    folder = tmp_path / "portfolio"
    (folder / "standards").mkdir(parents=True)
    (folder / "standards" / "ST0001 v1.yaml").write_text(STANDARD, encoding="utf-8")
    (folder / "own.yaml").write_text(STANDARD.replace("Tester", "Own"), encoding="utf-8")
    (tmp_path / "secret.yaml").write_text(STANDARD, encoding="utf-8")
    return folder


def _naming(name: str, folder: Path | None) -> PortfolioFile:
    text = f"# mine\n{PORTFOLIO.replace('ST0792 v1.1', json.dumps(name))}"
    return load_portfolio(Source("portfolio.yaml", text.encode(), folder))


def _refusal(file: PortfolioFile, store: Store | None = None) -> str:
    with pytest.raises(UnusableFileError) as refused:
        standard_of(file, store)
    (found,) = refused.value.diagnostics
    assert found == Diagnostic("KSB305", Severity.ERROR, found.message, "portfolio.yaml", 2, 11)
    return found.message


@pytest.mark.parametrize(
    ("name", "title"), [("ST0001", "Tester"), ("own.yaml", "Own"), ("standards/ST0001 v1.yaml", "Tester")]
)
def test_the_standard_of_a_portfolio_is_found_in_its_folder(folder: Path, name: str, title: str) -> None:
    assert standard_of(_naming(name, folder)).title == title


def test_the_standard_of_a_portfolio_is_looked_for_in_the_store_that_is_given(folder: Path) -> None:
    message = _refusal(_naming("ST0001", folder), Store((bundled(),)))
    assert message == f"there is no standard 'ST0001' here; {IMPORT}ST0001"


def test_an_unknown_name_in_a_portfolio_is_told_at_its_place() -> None:
    assert _refusal(_naming("ST9999", None)) == f"there is no standard 'ST9999' here; {IMPORT}ST9999"


@pytest.mark.parametrize("name", ["standard.yaml", "./ST0792"])
def test_without_a_folder_a_path_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(STANDARD, encoding="utf-8")
    assert _refusal(_naming(name, None)) == f"'{name}' {NO_NAME}"


def test_a_store_may_have_a_folder_for_portfolios_without_one(folder: Path) -> None:
    assert standard_of(_naming("own.yaml", None), Store((), folder)).title == "Own"


OUTSIDE = "is not inside the portfolio's folder; --standard takes a file anywhere"
ABSENT = "is not there; the path of a standard starts at the portfolio's folder"


@pytest.mark.parametrize(
    "name",
    [
        "{above}/secret.yaml",
        "{above}/none.yaml",
        "../secret.yaml",
        "../none.yaml",
        "x/../own.yml",
        "C:x.yaml",
        "..\\x",
        "link.yaml",
        "dead.yaml",
        "up/secret.yaml",
        "up/none.yaml",
    ],
)
def test_a_path_that_leads_outside_is_not_followed_whether_or_not_there_is_a_file(folder: Path, name: str) -> None:
    for link, target in {"link.yaml": "../secret.yaml", "dead.yaml": "../none.yaml", "up": ".."}.items():
        (folder / link).symlink_to(target)
    name = name.format(above=folder.parent)
    assert _refusal(_naming(name, folder)) == f"'{shortened(name)}' {OUTSIDE}"


@pytest.mark.parametrize(
    "name", ["none.yaml", "NONE.YML", "standards/none", "own.yaml/x", "x" * 5000 + ".yaml", "loop/x"]
)
def test_a_path_to_nothing_is_told_at_its_place(folder: Path, name: str) -> None:
    (folder / "loop").symlink_to("loop")
    assert _refusal(_naming(name, folder)) == f"'{shortened(name)}' {ABSENT}"


def test_a_name_that_no_file_can_have_is_told_as_not_there(folder: Path) -> None:
    file = _naming("x.yaml", folder)
    file = file._replace(portfolio=file.portfolio.model_copy(update={"standard": "a\0.yaml"}))
    assert _refusal(file) == f"'a\\x00.yaml' {ABSENT}"


@pytest.mark.parametrize("name", ["standards/", "./standards"])
def test_a_folder_is_told_as_such(folder: Path, name: str) -> None:
    with pytest.raises(UnusableFileError, match="standards: KSB001 a folder"):
        standard_of(_naming(name, folder))


# --- how a portfolio came by its standard


def _origin(file: PortfolioFile, asked: str | None = None, *places: Place) -> Origin:
    return standard_for(file, asked, Store((*places, bundled())) if places else None).origin


@pytest.mark.parametrize(("name", "path"), [("own.yaml", "own.yaml"), ("ST0001", "ST0001 v1.yaml")])
def test_what_is_read_in_a_portfolio_s_folder_is_named_by_it(
    folder: Path, name: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "standards")
    assert _origin(_naming(name, folder)) == Origin(path, named=True, differs=False)


@pytest.mark.parametrize(
    ("name", "path"),
    [("ST0001", "ST0001 v1.yaml in here"), ("{folder}/own.yaml", "own.yaml"), ("../own.yaml", "../own.yaml")],
)
def test_what_is_asked_for_is_not(folder: Path, name: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "standards")
    asked = name.format(folder=folder)
    assert _origin(_naming("ST0792", folder), asked, Place(Path(), "here")) == Origin(path, named=False, differs=False)


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [("", "", False), ("# ST0792", "# Our ST0792", False), ("\n", "\r\n", False), ("level: 4", "level: 5", True)],
)
def test_another_content_than_that_of_the_standard_that_ksbcheck_brings_is_known(
    folder: Path, old: str, new: str, differs: bool
) -> None:
    text = FILE.read_text(encoding="utf-8").replace(old, new, 1 if old == "level: 4" else -1)
    (folder / "own.yaml").write_bytes(text.encode())
    assert _origin(_naming("own.yaml", folder)) == Origin("own.yaml", named=True, differs=differs)


def test_the_standard_that_ksbcheck_brings_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def spy(path: Path) -> Source:
        read.append(path)
        return read_source(path)

    monkeypatch.setattr("ksbcheck.standards.store.read_source", spy)
    assert _origin(_naming("ST0792", None)) == Origin(f"{FILE.name} in ksbcheck", named=True, differs=False)
    assert len(read) == 1
