from __future__ import annotations

from pathlib import Path

import pytest

from ksbcheck.standards.listing import Listed, list_store
from ksbcheck.standards.store import Place, Store, bundled

HERE, THERE = Place(Path("here"), "here"), Place(Path("there"), "there")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for place in (HERE, THERE):
        place.folder.mkdir()


def put(path: str, version: str = "1.0", text: str = "Tools", reference: str = "ST0001") -> None:
    Path(path).write_text(f"reference: {reference}\nversion: '{version}'\ntitle: Tester\nknowledge: {{K1: '{text}'}}\n")


def listed(*places: Place) -> list[tuple[str, str, str, str, str]]:
    """Return the list, with the name of each standard in place of the standard."""
    return [
        (found.name, Path(found.where).as_posix(), found.standard.name if found.standard else "", *found[3:])
        for found in list_store(Store(places))
    ]


def test_all_places_are_listed_by_reference_version_and_place() -> None:
    put("here/ST0001 v1.10.yaml", "1.10")
    put("here/ST0001 v1.yaml")
    put("here/a.yaml", reference="ST0002")
    put("there/ST0001 v1.9.yaml", "1.9")
    put("there/ST0001 v1.0.yaml")
    assert listed(HERE, THERE) == [
        ("ST0001 v1", "here/ST0001 v1.yaml", "ST0001 v1.0", "", ""),
        ("ST0001 v1.0", "there/ST0001 v1.0.yaml", "", "", str(Path("here/ST0001 v1.yaml"))),
        ("ST0001 v1.9", "there/ST0001 v1.9.yaml", "ST0001 v1.9", "", ""),
        ("ST0001 v1.10", "here/ST0001 v1.10.yaml", "ST0001 v1.10", "", ""),
        ("ST0002 v1.0", "here/a.yaml", "ST0002 v1.0", "", ""),
    ]


def test_what_cannot_be_used_is_listed_with_the_reason() -> None:
    put("here/ST0001 v1.yaml", text=".", version="2")
    put("here/ST0001 v3.yaml", version="3")
    Path("here/ST0001 v3.yaml").write_text("title: Tester\n")
    Path("here/a.yaml").write_text("reference: [\nversion")
    problems = [
        (found.name, found.standard, found.problem.partition("yaml")[2]) for found in list_store(Store((HERE,)))
    ]
    assert problems == [
        ("ST0001 v1", None, ": KSB306 is named as ST0001 v1 but holds ST0001 v2"),
        ("ST0001 v3", None, ":1:1: KSB006 the field 'reference' is missing"),
        ("", None, ":1:12: KSB002 not valid YAML: the list that starts with '[' is not closed; ',' or ']' is missing"),
    ]


def test_what_ksbcheck_brings_is_bundled() -> None:
    assert [found._replace(standard=None) for found in list_store(Store((bundled(),)))] == [
        Listed("ST0792 v1.1", "bundled")
    ]
