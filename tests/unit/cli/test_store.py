"""The places of the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ksbcheck.cli.store import store_near, user_folder
from ksbcheck.standards.store import Place, bundled, near


def test_places_are_near_then_listed_then_the_users_and_last_the_bundled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSBCHECK_STANDARDS", os.pathsep.join(("ours", "", "theirs")))
    listed = [Place(Path(name), "$KSBCHECK_STANDARDS") for name in ("ours", "theirs")]
    user = Place(user_folder(), "the user data folder")
    assert store_near(tmp_path).places == (*near(tmp_path), *listed, user, bundled())
    assert store_near(tmp_path).folder == tmp_path


@pytest.mark.parametrize("value", [None, ""])
def test_no_folders_need_be_listed(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is not None:
        monkeypatch.setenv("KSBCHECK_STANDARDS", value)
    assert "$KSBCHECK_STANDARDS" not in [place.name for place in store_near().places]


def test_the_working_folder_stands_for_one_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert store_near() == store_near(Path())
    assert store_near().places[0].folder == Path("standards")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder is another variable's")
def test_the_users_folder_is_that_of_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert user_folder() == tmp_path / "ksbcheck" / "standards"
    assert not user_folder().exists()
