"""Git repositories for tests, which know nothing of the settings of the person at this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": "2024-03-02T12:00:00Z",
    "GIT_COMMITTER_DATE": "2024-03-02T12:00:00Z",
}
PERSON = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "init.defaultBranch=main")


class Repository:
    """A repository in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q")

    def git(self, *arguments: str) -> str:
        variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", *PERSON, *arguments],
            cwd=self.folder,
            env={**variables, **SETTINGS, "HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, content: str | bytes, name: str = "portfolio.yaml") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def commit(self, content: str | bytes | None = None, name: str = "portfolio.yaml") -> str:
        """Commit a file, or else what has changed, and return the commit's number."""
        if content is not None:
            self.write(content, name)
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "A commit")
        return self.git("rev-parse", "HEAD")


def portfolio(*evidence: dict[str, Any], **fields: Any) -> str:
    """Return the text of a portfolio, a line for each piece."""
    head = {"standard": "ST0792 v1.1", "option": "post", **fields}
    lines = [f"{name}: {json.dumps(value)}" for name, value in head.items()]
    pieces = "".join(f"\n  - {json.dumps(piece)}" for piece in evidence) or " []"
    return "\n".join([*lines, f"evidence:{pieces}"]) + "\n"
