"""KSB206."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from checking import found, small

from ksbcheck import load_portfolio
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.report import check
from ksbcheck.source import Source

if TYPE_CHECKING:
    from pathlib import Path

OUTSIDE = "is not inside the portfolio's folder; evidence is to be handed on with the portfolio"
ABSENT = "is not there"
FOLDER = "is a folder; name the files in it"

needs_symlinks = pytest.mark.skipif(os.name == "nt", reason="making a symlink takes rights on Windows")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portfolio's folder, with a file and a folder in it, and a secret beside it."""
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "portfolio"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "e1.txt").write_text("evidence")
    return folder


def _portfolio(name: str) -> str:
    return f"""\
standard: ST0001
evidence:
  - id: E1
    title: Piece
    ksbs: [K1]
    files: [{json.dumps(name)}]
"""


def _problem(name: str, folder: Path) -> str | None:
    """Return what is said of the file ``name``, without the name."""
    diagnostics = found("KSB206", _portfolio(name), of=small(), folder=folder)
    if not diagnostics:
        return None
    (diagnostic,) = diagnostics
    shown, _, problem = diagnostic.message.rpartition("' ")
    assert diagnostic == Diagnostic("KSB206", Severity.ERROR, diagnostic.message, "portfolio.yaml", 6, 13)
    assert shown == f"'{name}" if len(name) <= 60 else f"'{name[:59]}…"
    return problem


@pytest.mark.parametrize("name", ["evidence/e1.txt", "./evidence/e1.txt", "evidence//e1.txt"])
def test_file_that_is_there(name: str, folder: Path) -> None:
    assert _problem(name, folder) is None


def test_name_with_two_dots_in_it_is_a_name(folder: Path) -> None:
    (folder / "a..b").write_text("evidence")
    assert _problem("a..b", folder) is None


@pytest.mark.parametrize(
    "name",
    ["e1.txt", "evidence/e1.txt/more", "~/e1.txt", "%TEMP%", "$HOME"],
    ids=["no file", "below a file", "home", "variable", "shell variable"],
)
def test_file_that_is_not_there(name: str, folder: Path) -> None:
    assert _problem(name, folder) == ABSENT


@pytest.mark.parametrize("name", ["evidence", "."])
def test_folder_in_place_of_a_file(name: str, folder: Path) -> None:
    assert _problem(name, folder) == FOLDER


OUTSIDERS = {
    "absolute": "/secret.txt",
    "above": "../secret.txt",
    "above in the middle": "evidence/../../secret.txt",
    "above and back": "../portfolio/evidence/e1.txt",
    "above within the folder": "evidence/../evidence/e1.txt",
    "Windows' above": "..\\secret.txt",
    "drive": "C:\\secret.txt",
    "drive without a root": "C:secret.txt",
    "Windows' root": "\\secret.txt",
    "share": "\\\\server\\share\\secret.txt",
    "share with slashes": "//server/share/secret.txt",
    "file URL": "file:///secret.txt",
    "web address": "https://example.com/secret.txt",
}


@pytest.mark.parametrize("name", OUTSIDERS.values(), ids=OUTSIDERS)
def test_path_that_leads_outside_is_not_looked_at(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    for function in ("stat", "lstat", "readlink"):
        _spy(monkeypatch, function, looked_at)
    assert _problem(name, folder) == OUTSIDE
    assert not [path for path in looked_at if "secret" in path or "e1.txt" in path]


def _spy(monkeypatch: pytest.MonkeyPatch, function: str, looked_at: list[str]) -> None:
    real = getattr(os, function)

    def spy(path: Any, *args: Any, **kwargs: Any) -> Any:
        looked_at.append(str(path))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, function, spy)


@pytest.mark.parametrize("name", ["../secret.txt", "../none.txt", "{above}/secret.txt", "{above}/none.txt"])
def test_answer_is_the_same_whether_or_not_there_is_such_a_file_outside(name: str, folder: Path) -> None:
    assert _problem(name.format(above=folder.parent), folder) == OUTSIDE


@needs_symlinks
@pytest.mark.parametrize("target", ["secret.txt", "none.txt"], ids=["to a file", "to nothing"])
def test_symlink_that_leads_outside(target: str, folder: Path) -> None:
    (folder / "link").symlink_to(folder.parent / target)
    assert _problem("link", folder) == OUTSIDE


@needs_symlinks
@pytest.mark.parametrize("name", ["link/secret.txt", "link/none.txt", "link"])
def test_symlinked_folder_that_leads_outside(name: str, folder: Path) -> None:
    (folder / "link").symlink_to("..")
    assert _problem(name, folder) == OUTSIDE


@needs_symlinks
def test_sibling_whose_name_starts_alike_is_outside(folder: Path) -> None:
    sibling = folder.with_name("portfolio-other")
    sibling.mkdir()
    (folder / "link").symlink_to(sibling)
    assert _problem("link/e1.txt", folder) == OUTSIDE


@needs_symlinks
@pytest.mark.parametrize(
    ("target", "problem"),
    [("evidence/e1.txt", None), ("none.txt", ABSENT), ("link", ABSENT), ("evidence", FOLDER)],
    ids=["to a file", "to nothing", "to itself", "to a folder"],
)
def test_symlink_that_stays_inside(target: str, problem: str | None, folder: Path) -> None:
    (folder / "link").symlink_to(target)
    assert _problem("link", folder) == problem


@needs_symlinks
def test_the_folder_itself_may_be_reached_by_a_symlink(folder: Path) -> None:
    link = folder.with_name("link")
    link.symlink_to(folder)
    assert _problem("evidence/e1.txt", link) is None


def test_name_longer_than_any_file_has(folder: Path) -> None:
    assert _problem("x" * 5000, folder) == ABSENT


def test_name_with_a_nul_is_the_name_of_no_file(folder: Path) -> None:
    file = load_portfolio(Source("portfolio.yaml", _portfolio("e1.txt").encode(), folder))
    (piece,) = file.portfolio.evidence
    evidence = (piece.model_copy(update={"files": ("a\0b",)}),)
    file = file._replace(portfolio=file.portfolio.model_copy(update={"evidence": evidence}))
    assert [found.message for found in check(file, small()).problems] == [r"'a\x00b' is not there"]


def test_each_file_is_told_at_its_own_place(folder: Path) -> None:
    text = """\
standard: ST0001
evidence:
  - {id: E1, title: Piece, ksbs: [K1], files: [evidence/e1.txt, a.txt, b.txt]}
  - id: E2
    title: Piece
    ksbs: [K1]
    files:
      - b.txt
      - ../c.txt
"""
    assert [
        (found.line, found.column, found.message) for found in found("KSB206", text, of=small(), folder=folder)
    ] == [
        (3, 65, "'a.txt' is not there"),
        (3, 72, "'b.txt' is not there"),
        (8, 9, "'b.txt' is not there"),
        (9, 9, f"'../c.txt' {OUTSIDE}"),
    ]


def test_without_a_folder_no_file_is_missing() -> None:
    assert found("KSB206", _portfolio("/secret.txt"), of=small()) == []


def test_content_is_never_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    standard = small()

    def refuse(*_args: Any, **_kwargs: Any) -> Any:
        pytest.fail("a file was opened")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("io.open", refuse)
    monkeypatch.setattr(os, "open", refuse)
    assert found("KSB206", _portfolio("evidence/e1.txt"), of=standard, folder=folder) == []
