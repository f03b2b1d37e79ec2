from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ksbcheck.standards import find
from ksbcheck.standards.find import StandardName, UnknownStandardError, bundled_standards, find_standard, parse_name

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ST0792", "ST0792"),
        ("st0792", "ST0792"),
        (" ST0792\n", "ST0792"),
        ("ST0792 v1.1", "ST0792 v1.1"),
        ("ST0792 V1.1", "ST0792 v1.1"),
        ("ST0792 1.1", "ST0792 v1.1"),
        ("ST0792v1.1", "ST0792 v1.1"),
        ("ST0792 v 1.1", "ST0792 v1.1"),
        ("ST0792-1.1", "ST0792 v1.1"),
        ("ST0792-v1.1", "ST0792 v1.1"),
        ("ST0792_1.1", "ST0792 v1.1"),
        ("st0792_v1_1", "ST0792 v1.1"),
        ("ST0792 v1.10", "ST0792 v1.10"),
        ("ST0701 v1", "ST0701 v1"),
        ("fa0001 v1.0", "FA0001 v1.0"),
    ],
)
def test_a_name_is_read_in_the_ways_people_write_it(text: str, name: str) -> None:
    assert str(parse_name(text)) == name


@pytest.mark.parametrize(
    "text", ["", "ST", "ST079", "792", "X0792", "ST0792 v", "ST0792 v1.", "ST0792 v1..1", "ST0792 new", "ST0792.yaml"]
)
def test_anything_else_is_no_name(text: str) -> None:
    assert parse_name(text) is None


def test_a_text_of_more_than_60_characters_is_no_name() -> None:
    assert parse_name(f"ST0792{' ' * 53}1") == StandardName("ST0792", "1")
    assert parse_name(f"ST0792{' ' * 54}1") is None


@pytest.mark.parametrize(
    ("name", "reference", "version", "names"),
    [
        (StandardName("ST0792"), "ST0792", "1.1", True),
        (StandardName("ST0792", "1.1"), "ST0792", "1.1", True),
        (StandardName("ST0792", "1.1"), "ST0792", "1.10", False),
        (StandardName("ST0792"), "ST0793", "1.1", False),
        (StandardName("ST0792", "1.1"), "ST0793", "1.1", False),
    ],
)
def test_a_name_without_a_version_is_one_of_all_versions(
    name: StandardName, reference: str, version: str, names: bool
) -> None:
    assert name.names(reference, version) is names


def test_st0792_is_bundled() -> None:
    assert str(next(iter(bundled_standards()))) == "ST0792 v1.1"
    assert find_standard("ST0792").data == find_standard("ST0792 v1.1").data


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for the bundled standards with files that hold their own names."""
    for name in ("st0002_v1_9", "st0002_v1_10", "st0002_v1_2", "st0001_v2_0", "fa0001_v1", "st0003"):
        (tmp_path / f"standard_{name}.yaml").write_text(name, encoding="utf-8")
    for other in ("standard_notes.yaml", "standard_st0002_v9_9.json", "policy_st0002_v9_9.yaml", "LICENSE"):
        (tmp_path / other).write_text("no standard", encoding="utf-8")
    monkeypatch.setattr(find, "data_folder", lambda: tmp_path)
    return tmp_path


def test_bundled_standards_are_sorted_by_reference_and_version(folder: Path) -> None:
    bundled = bundled_standards()
    names = ["FA0001 v1", "ST0001 v2.0", "ST0002 v1.2", "ST0002 v1.9", "ST0002 v1.10", "ST0003"]
    assert [str(name) for name in bundled] == names
    assert bundled[StandardName("ST0002", "1.9")] == folder / "standard_st0002_v1_9.yaml"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("ST0002", b"st0002_v1_10", id="newest"),
        pytest.param("ST0002 v1.9", b"st0002_v1_9", id="version"),
        pytest.param("st0002_v1_2", b"st0002_v1_2", id="oldest, as a file's name"),
        pytest.param("ST0003", b"st0003", id="file without a version"),
    ],
)
def test_a_standard_is_found_by_name(text: str, found: bytes) -> None:
    assert find_standard(text).data == found


CHOICES = (
    "there is FA0001 v1, ST0001 v2.0, ST0002 v1.2, ST0002 v1.9, ST0002 v1.10, ST0003; --standard also takes a file"
)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("ST9999", "there is no standard 'ST9999' here", id="reference"),
        pytest.param("st0002 1.1", "there is no standard 'ST0002 v1.1' here", id="version"),
        pytest.param("editing", "'editing' is no standard's name, such as ST0792", id="no name"),
        pytest.param("x" * 100, f"'{'x' * 59}…' is no standard's name, such as ST0792", id="long"),
    ],
)
def test_any_other_is_unknown_and_the_message_says_which_there_are(text: str, problem: str) -> None:
    with pytest.raises(UnknownStandardError) as refused:
        find_standard(text)
    assert str(refused.value) == f"{problem}; {CHOICES}"


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        pytest.param(["package/data/", "pyproject.toml", "data/"], "package/data", id="packaged first"),
        pytest.param(["package/data/", "data/"], "package/data", id="installed"),
        pytest.param(["pyproject.toml", "data/"], "data", id="checkout"),
        pytest.param(["data/"], "package/data", id="a stranger's data beside an incomplete installation"),
    ],
)
def test_data_folder_is_the_packages_or_a_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: list[str], expected: str
) -> None:
    for name in present:
        if name.endswith("/"):
            (tmp_path / name).mkdir(parents=True)
        else:
            (tmp_path / name).touch()
    monkeypatch.setattr(find, "__file__", str(tmp_path / "package" / "standards" / "find.py"))
    assert find.data_folder() == tmp_path / expected
