"""Where rows are kept, and what is said where they cannot be."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from ksbcheck.cli.keeping import cache_path, opened_cache


@pytest.mark.parametrize(
    ("variable", "expected"), [("some/folder", "some/folder"), ("", "the user's"), (None, "the user's")]
)
def test_the_file_is_in_the_users_folder_or_where_the_variable_says(
    variable: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def user_cache_path(name: str, *, appauthor: bool) -> Path:
        assert (name, appauthor) == ("ksbcheck", False)
        return Path("the user's")

    monkeypatch.setattr(platformdirs, "user_cache_path", user_cache_path)
    monkeypatch.delenv("KSBCHECK_CACHE_DIR")
    if variable is not None:
        monkeypatch.setenv("KSBCHECK_CACHE_DIR", variable)
    assert cache_path() == Path(expected) / "cohort.sqlite3"


def test_what_cannot_be_used_is_told_when_all_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KSBCHECK_CACHE_DIR", str(tmp_path))
    (tmp_path / "cohort.sqlite3").mkdir()
    with opened_cache() as cache:
        assert cache is not None
        cache.put([(b"a", b"b")])
        assert capsys.readouterr() == ("", "")
    told = f"{tmp_path / 'cohort.sqlite3'}: nothing is kept there for the next run: it is no file\n"
    assert capsys.readouterr() == ("", told)


def test_what_can_be_used_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KSBCHECK_CACHE_DIR", str(tmp_path / "a\x1b[1m"))
    for _ in range(2):
        with opened_cache() as cache:
            assert cache is not None
            cache.put([(b"a", b"b")])
            assert cache.get([b"a"]) == {b"a": b"b"}
    assert capsys.readouterr() == ("", "")


def test_a_python_without_sqlite_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KSBCHECK_CACHE_DIR", str(tmp_path))
    monkeypatch.setitem(sys.modules, "ksbcheck.cohort.cache", None)
    with opened_cache() as cache:
        assert cache is None
    assert capsys.readouterr().err.endswith("nothing is kept there for the next run: this Python has no SQLite\n")
    assert not list(tmp_path.iterdir())
