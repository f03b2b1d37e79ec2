"""Portfolios behind URLs, in a store in memory."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fsspec  # type: ignore[import-untyped]
import pytest

from ksbcheck import check_many
from ksbcheck.cohort.remote import source_at
from ksbcheck.source import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Write

TODAY = date(2025, 1, 15)
TEXT = """\
standard: ST0792 v1.1
option: post
evidence:
- {id: E1, title: A piece, status: accepted, ksbs: [K1], files: [gone.pdf]}
"""


@pytest.fixture
def store() -> Iterator[Any]:
    store = fsspec.filesystem("memory")
    yield store
    store.store.clear()


def problem(url: str) -> str:
    (row,) = check_many([url], today=TODAY)
    assert row.problem is not None
    return row.problem


def test_a_url_is_a_portfolio_like_any_other(store: Any, write: Write) -> None:
    store.pipe("/bucket/portfolio.yaml", TEXT.encode())
    remote, local = check_many(["memory://bucket/portfolio.yaml", write(TEXT)], today=TODAY)
    assert remote.path == "memory://bucket/portfolio.yaml"
    assert (remote.covered, remote.accepted) == (local.covered, local.accepted) == (1, 1)
    assert remote.gaps == local.gaps
    # Only beside a file is evidence looked for, and there it is missing.
    assert remote.errors + remote.warnings == local.errors + local.warnings - 1


def test_no_more_is_read_than_tells_that_it_is_too_large(store: Any) -> None:
    store.pipe("/large", b"x" * (LARGEST + 1_000))
    assert len(source_at("memory://large", "x").data) == LARGEST + 1
    assert problem("memory://large").startswith(f"memory://large:1:{LARGEST + 1}: KSB001 ")


def test_a_fault_in_it_is_told_at_its_line(store: Any) -> None:
    store.pipe("/p", TEXT.replace("title", "titel").encode())
    assert problem("memory://p").startswith("memory://p:4:")


@pytest.mark.usefixtures("store")
def test_what_cannot_be_opened() -> None:
    assert problem("memory://gone") == "memory://gone: KSB001 cannot be read: FileNotFoundError: /gone"
    assert problem("nothing://x").startswith("nothing://x: KSB001 cannot be read: ValueError: Protocol not known")
    missing = Path("gone").absolute().as_uri()
    assert problem(missing) == f"{missing}: KSB001 cannot be read: No such file or directory"


def test_what_a_store_says_is_shown_harmlessly(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("\x1b[31m::error::" + "x" * 1_000)

    monkeypatch.setattr(fsspec, "open", refuse)
    told = problem("s3://b/\x1b")
    assert told.startswith(r"s3://b/\x1b: KSB001 cannot be read: RuntimeError: \x1b[31m")
    assert len(told) < 150


def test_without_fsspec_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert problem("s3://bucket/p.yaml") == (
        "s3://bucket/p.yaml: KSB001 a URL is opened with fsspec, which is not installed: pip install 'ksbcheck[remote]'"
    )
    (row,) = check_many([write(TEXT)], today=TODAY)
    assert row.covered == 1
