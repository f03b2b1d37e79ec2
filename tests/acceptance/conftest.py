"""Runs the installed command as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parent.parent.parent
# What changes the output of a command line tool. Each test says what it wants.
VARIABLES = ("COLUMNS", "FORCE_COLOR", "KSBCHECK_DEBUG", "LINES", "NO_COLOR", "PYTHONIOENCODING", "PYTHONPATH", "TERM")


class Ksbcheck(Protocol):
    """Runs one command line, by default from the repository's root."""

    def __call__(
        self, *arguments: str, columns: int = 80, folder: Path = ROOT, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate", action="store_true", help="write the golden files of tests/acceptance instead of comparing them"
    )


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    # The option is unknown where pytest finds this file only while it collects.
    return bool(request.config.getoption("--regenerate", default=False))


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The variables of every run, the same wherever the tests run."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**kept, "PYTHONUTF8": "1", "COLUMNS": "80"}


@pytest.fixture(scope="session")
def command() -> list[str]:
    """The script that the installation made, or else the module."""
    script = Path(sys.executable).with_name("ksbcheck.exe" if os.name == "nt" else "ksbcheck")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "ksbcheck"]


@pytest.fixture(scope="session")
def ksbcheck(command: list[str], environment: dict[str, str]) -> Ksbcheck:
    def ksbcheck(
        *arguments: str, columns: int = 80, folder: Path = ROOT, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            cwd=folder,
            env={**environment, "COLUMNS": str(columns)},
            check=False,
        )

    return ksbcheck
