"""What many tests need."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

from ksbcheck import load_standard
from ksbcheck.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ksbcheck import Standard

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
FOR_TESTS = ("KSBCHECK_CHROMIUM", "KSBCHECK_REQUIRE_BROWSER", "KSBCHECK_REQUIRE_OFFICE")
"""Where the browser is, and what is to be there: without these, tests that need what is not there are skipped."""

# A run says of the code what any other run says of it, on however busy a machine. New examples are looked for by a
# command of their own: CONTRIBUTING.md.
settings.register_profile("new-examples", deadline=None, print_blob=True)
settings.register_profile("same-examples", deadline=None, derandomize=True)
settings.load_profile("same-examples")


@pytest.fixture(scope="session", autouse=True)
def _no_standards_of_the_users(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the standards, the options and the results that the person at this machine has out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("user")))
        for name in [name for name in os.environ if name.startswith("KSBCHECK_") and name not in FOR_TESTS]:
            patch.delenv(name)
        patch.setenv("KSBCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("PYTHONUNBUFFERED", raising=False)  # which few users have, and which hides what is written late
        yield


class Write(Protocol):
    """Writes a file into the test's own folder and returns its path."""

    def __call__(self, content: str | bytes, name: str = "portfolio.yaml") -> Path: ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes, name: str = "portfolio.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture(scope="session")
def st0792() -> Standard:
    return load_standard("ST0792 v1.1")


@pytest.fixture(scope="session")
def page() -> str:
    """The standard's official page, which is not part of the project."""
    path = SHARED / "seed" / "st0792_v1_1_page.txt"
    if not path.is_file():
        pytest.skip("the official page of ST0792 v1.1 is not beside this checkout")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def official_files() -> list[Path]:
    """Official standards as JSON, which are not part of the project."""
    paths = sorted((SHARED / "standards").glob("*.json"))
    if not paths:
        pytest.skip("no official files beside this checkout")
    return paths


def source(text: str | bytes, name: str = "portfolio.yaml") -> Source:
    """Return text as a file without a place on disk."""
    return Source(name, text.encode() if isinstance(text, str) else text)
