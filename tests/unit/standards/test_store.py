from __future__ import annotations

import os
from pathlib import Path

import pytest

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.standards import store as module
from ksbcheck.standards.find import StandardName
from ksbcheck.standards.read import read_standard
from ksbcheck.standards.store import Entry, Place, Store, UnknownStandardError, bundled, near

needs_symlinks = pytest.mark.skipif(os.name == "nt", reason="making a symlink takes rights on Windows")


def put(folder: Path, name: str, reference: str = "ST0001", version: str = "1.0") -> Path:
    """Write a standard into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"reference: {reference}\nversion: '{version}'\ntitle: Tester\nknowledge: {{K1: Tools}}\n")
    return path


def found(text: str, *folders: Path) -> str:
    """Return the path, from the folder that the test runs in, of the standard that is found in ``folders``."""
    return store(*folders).find(text).path.as_posix()


def store(*folders: Path) -> Store:
    return Store(tuple(Place(folder, folder.name) for folder in folders))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


ONE, TWO = Path("one"), Path("two")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "standard_st0001_v1_0.yaml",
            "ST0001 v1.0.yaml",
            "st0001_v1_0.yml",
            "ST0001-1.0.YAML",
            "STANDARD_ST0001_v1.yaml",
        ),
        *("tester.yaml", "standard_st0001.yaml", "ST0001 (copy).yml"),
    ],
)
@pytest.mark.parametrize("text", ["ST0001", "st0001 v1.0", "ST0001 v1"])
def test_a_file_is_recognised_by_its_name_or_else_by_its_content(name: str, text: str) -> None:
    put(ONE, name)
    assert found(text, ONE) == f"one/{name}"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"reference: [\nversion", id="no YAML"),
        pytest.param(b"\xff reference version", id="not UTF-8"),
        pytest.param(b"reference: ST0001\nkind: x\n", id="no version"),
        pytest.param(b"reference:\nversion: '1.0'\n", id="no value"),
        pytest.param(b"reference: [ST0001]\nversion: '1.0'\n", id="a list"),
        pytest.param(b"- reference: ST0001\n  version: '1.0'\n", id="not at the top"),
        pytest.param(b"reference: a book\nversion: '1.0'\n", id="of something else"),
        pytest.param(b"", id="empty"),
    ],
)
def test_any_other_file_is_passed_over(content: bytes) -> None:
    put(ONE, "b.yaml")
    (ONE / "a.yaml").write_bytes(content)
    assert found("ST0001", ONE) == "one/b.yaml"


@pytest.mark.parametrize("name", ["ST0001 v2.json", "ST0001 v2.yaml.txt", "ST0001 v2"])
def test_a_file_with_another_ending_is_passed_over(name: str) -> None:
    put(ONE, name, version="2")
    put(ONE, "ST0001 v1.0.yaml")
    assert found("ST0001", ONE) == "one/ST0001 v1.0.yaml"


def test_a_file_whose_name_says_what_it_holds_is_not_opened_to_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    put(ONE, "ST0001 v1.0.yaml")
    put(ONE, "ST0001 v1.1.yaml")
    monkeypatch.setattr(module, "read_source", lambda *_: pytest.fail("a file was opened"))
    assert found("ST0001", ONE) == "one/ST0001 v1.1.yaml"


def test_of_very_many_files_only_the_first_are_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_LOOKED_INTO", 2)
    for number in range(1, 4):
        put(ONE, f"{number}.yaml", version=f"{number}.0")
    put(ONE, "ST0001 v1.5.yaml", version="1.5")
    assert found("ST0001", ONE) == "one/2.yaml"
    assert found("ST0001 v1.5", ONE) == "one/ST0001 v1.5.yaml"


def test_the_newest_is_that_of_all_places_in_the_order_of_numbers() -> None:
    put(ONE, "ST0001 v1.9.yaml", version="1.9")
    put(TWO, "ST0001 v1.10.yaml", version="1.10")
    put(TWO, "ST0002 v9.0.yaml", "ST0002", "9.0")
    assert found("ST0001", ONE, TWO) == "two/ST0001 v1.10.yaml"
    assert found("ST0001 v1.9", ONE, TWO) == "one/ST0001 v1.9.yaml"


@pytest.mark.parametrize("text", ["ST0001", "ST0001 v1", "ST0001 v1.0"])
def test_of_one_version_the_nearest_is_found(text: str) -> None:
    put(ONE, "ST0001 v1.yaml")
    put(TWO, "ST0001 v1.0.yaml")
    assert found(text, ONE, TWO) == "one/ST0001 v1.yaml"
    assert found(text, TWO, ONE) == "two/ST0001 v1.0.yaml"


@pytest.mark.parametrize("text", ["ST0001", "ST0001 v1.0"])
def test_of_one_version_in_one_folder_the_first_by_name_is_found(text: str) -> None:
    for name in ("c.yaml", "b.yaml", "standard_st0001_v1_0.yaml"):
        put(ONE, name)
    assert found(text, ONE) == "one/b.yaml"


def test_a_place_need_not_be_there() -> None:
    put(TWO, "ST0001 v1.yaml")
    Path("file").touch()
    assert found("ST0001", ONE, Path("file"), TWO) == "two/ST0001 v1.yaml"


# --- what a file is opened as


@pytest.mark.parametrize("name", ["ST0001 v1.0.yaml", "ST0001 v1.yaml", "tester.yaml"])
def test_a_file_that_holds_what_its_name_says_is_opened(name: str) -> None:
    path = put(ONE, name)
    source = store(ONE).find("ST0001").open()
    assert (source.name, source.data) == (str(path), path.read_bytes())


@pytest.mark.parametrize(
    ("reference", "version"), [("ST0001", "1.2"), ("ST0002", "1.1")], ids=["another version", "another standard"]
)
def test_a_file_whose_name_belies_what_it_holds_is_refused(reference: str, version: str) -> None:
    path = put(ONE, "ST0001 v1.1.yaml", reference, version)
    with pytest.raises(UnusableFileError) as refused:
        read_standard(store(ONE).find("ST0001").open())
    assert str(refused.value) == f"{path}: KSB306 is named as ST0001 v1.1 but holds {reference} v{version}"


def test_a_file_that_is_no_standard_is_left_to_the_reader() -> None:
    put(ONE, "ST0001 v1.1.yaml").write_text("title: Tester\n")
    assert store(ONE).find("ST0001").open().data == b"title: Tester\n"


def test_a_file_that_neither_says_nor_can_be_read_is_an_entry_without_a_name() -> None:
    path = put(ONE, "a.yaml")
    path.write_text("reference: [\nversion")
    place = Place(ONE, "one")
    entry = Entry(None, path, place)
    assert list(Store((place,)).entries()) == [entry]
    with pytest.raises(UnusableFileError, match="KSB002"):
        read_standard(entry.open())


# --- the places


def test_near_are_the_folders_standards_of_a_folder_and_its_parents(tmp_path: Path) -> None:
    put(tmp_path / "b" / "c" / "standards", "ST0001 v1.yaml")
    put(tmp_path / "b" / "standards", "ST0001 v1.yaml")
    put(tmp_path / "b" / "standards", "ST0001 v3.yaml")
    put(tmp_path / "standards", "ST0001 v2.yaml")
    put(tmp_path / "b" / "c" / "d" / "standards", "ST0001 v4.yaml")
    nearby = Store(near(Path("b/c")))
    paths = [entry.path.as_posix() for entry in nearby.entries() if entry.path.resolve().is_relative_to(tmp_path)]
    assert paths == [
        "b/c/standards/ST0001 v1.yaml",
        "b/standards/ST0001 v1.yaml",
        "b/standards/ST0001 v3.yaml",
        "standards/ST0001 v2.yaml",
    ]
    assert nearby.find("ST0001 v1").shown == "b/c/standards/ST0001 v1.yaml"


def test_near_is_as_a_person_would_type_it(monkeypatch: pytest.MonkeyPatch) -> None:
    put(Path("b/standards"), "ST0001 v1.yaml")
    monkeypatch.chdir("b/standards")
    assert [place.folder.as_posix() for place in near(Path())][:3] == ["standards", ".", "../../standards"]
    assert Store(near(Path())).find("ST0001").path == Path("ST0001 v1.yaml")


def test_near_without_a_way_from_the_working_folder_is_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("os.path.relpath", refuse)
    assert near(tmp_path)[0].folder == tmp_path.resolve() / "standards"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a working folder from going")
def test_nothing_is_near_a_working_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert near(Path()) == ()


@needs_symlinks
@pytest.mark.parametrize("file", ["standards/ST0001 v1.yaml", "standards/tester.yaml"])
@pytest.mark.parametrize("there", [True, False], ids=["there", "not there"])
def test_near_a_link_that_leads_outside_is_passed_over(tmp_path: Path, file: str, there: bool) -> None:
    target = tmp_path / "secret.yaml"
    if there:
        put(tmp_path, target.name)
    portfolio = tmp_path / "portfolio"
    (portfolio / "standards").mkdir(parents=True)
    (portfolio / file).symlink_to(target)
    assert list(Store(near(portfolio)[:1]).entries()) == []


@needs_symlinks
def test_near_a_folder_that_is_a_link_to_outside_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "ST0001 v1.yaml")
    (tmp_path / "portfolio").mkdir()
    (tmp_path / "portfolio" / "standards").symlink_to(tmp_path / "elsewhere")
    assert list(Store(near(tmp_path / "portfolio")[:1]).entries()) == []


@needs_symlinks
def test_a_link_that_stays_inside_is_followed_and_elsewhere_any(tmp_path: Path) -> None:
    put(tmp_path, "shared.yaml")
    put(tmp_path / "portfolio", "tester.yaml")
    folder = tmp_path / "portfolio" / "standards"
    folder.mkdir()
    (folder / "ST0001 v1.yaml").symlink_to("../tester.yaml")
    (folder / "ST0001 v2.yaml").symlink_to("../../shared.yaml")
    (near_by,) = Store(near(tmp_path / "portfolio")[:1]).entries()
    assert near_by.path.name == "ST0001 v1.yaml"
    assert len(list(store(folder).entries())) == 2


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        pytest.param(["package/data/", "pyproject.toml", "data/"], "package/data", id="packaged first"),
        pytest.param(["package/data/", "data/"], "package/data", id="installed"),
        pytest.param(["pyproject.toml", "data/"], "data", id="checkout"),
        pytest.param(["data/"], "package/data", id="a stranger's data beside an incomplete installation"),
    ],
)
def test_bundled_are_the_packages_or_a_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: list[str], expected: str
) -> None:
    for name in present:
        if name.endswith("/"):
            (tmp_path / name).mkdir(parents=True)
        else:
            (tmp_path / name).touch()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "package" / "standards" / "store.py"))
    assert bundled() == Place(tmp_path / expected, "ksbcheck", bundled=True)


def test_st0792_is_bundled() -> None:
    (entry,) = Store((bundled(),)).entries()
    assert entry.name == StandardName("ST0792", "1.1")
    assert entry.shown == "standard_st0792_v1_1.yaml in ksbcheck"


# --- what is not there

WAY = "import it: ksbcheck standard import https://skillsengland.education.gov.uk/api/apprenticeshipstandards/ST9999"
NO_NAME = (
    "is no standard's name, such as ST0792; there is ST0001 v1.9, ST0001 v1.10, ST0002 v1.0; --standard also takes"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "ST9999",
            f"there is no standard 'ST9999' here; there is ST0001 v1.9, ST0001 v1.10, ST0002 v1.0; {WAY}",
            id="reference",
        ),
        pytest.param(
            "st0001 1.1",
            "there is no standard 'ST0001 v1.1' here; there is ST0001 v1.9, ST0001 v1.10; "
            f"{WAY.replace('ST9999', 'ST0001')}",
            id="version",
        ),
        pytest.param(
            "FA0001",
            "there is no standard 'FA0001' here; there is ST0001 v1.9, ST0001 v1.10, ST0002 v1.0; "
            "import it: ksbcheck standard import FILE",
            id="foundation",
        ),
        pytest.param("tester", f"'tester' {NO_NAME} a file, and ksbcheck standard import FILE adds one", id="no name"),
        pytest.param(
            "x" * 100, f"'{'x' * 59}…' {NO_NAME} a file, and ksbcheck standard import FILE adds one", id="long"
        ),
    ],
)
def test_what_is_not_there_is_told_with_what_there_is(text: str, message: str) -> None:
    put(ONE, "ST0001 v1.10.yaml", version="1.10")
    put(ONE, "ST0001 v1.9.yaml", version="1.9")
    put(TWO, "ST0001 v1.9.yaml", version="1.9")
    put(TWO, "tester.yaml", "ST0002")
    (TWO / "broken.yaml").write_text("reference: [\nversion")
    with pytest.raises(UnknownStandardError) as refused:
        store(ONE, TWO).find(text)
    assert str(refused.value) == message


def test_of_many_the_likest_are_told_and_how_many_more() -> None:
    for number in range(100, 130):
        put(ONE, f"ST0{number} v1.yaml")
    with pytest.raises(UnknownStandardError) as refused:
        found("ST0291", ONE)
    told = str(refused.value).split("; ")[1]
    names = told.removeprefix("there is ").removesuffix(" and 20 more").split(", ")
    assert len(names) == 10
    assert names == sorted(names)
    assert "ST0129 v1" in told
    assert told.endswith(" and 20 more")


def test_where_there_is_nothing_nothing_is_told() -> None:
    with pytest.raises(UnknownStandardError) as refused:
        found("ST9999", ONE)
    assert str(refused.value) == f"there is no standard 'ST9999' here; {WAY}"
