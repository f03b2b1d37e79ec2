"""Asking git what a file was at a revision.

The repository may be a stranger's, so nothing that its configuration names is to run. Only commands that look at
commits and at the index are asked: none looks at the working tree, runs a filter or a hook, or fetches what is missing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cached_property
from typing import NamedTuple

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import printable, shortened
from ksbcheck.source import LARGEST

TIMEOUT = 60
"""How many seconds git has for one answer."""

# What runs a program when the index is read, and where hooks are. A path is a path and no pattern.
_SAFE = ("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=", "-c", f"core.hooksPath={os.devnull}")
# Where the user's own settings are, such as which folders are safe. All else that starts with GIT_ may be about another
# repository: git sets it for the hooks that it runs.
_KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES")
# No transport is allowed: a repository can have git fetch what it lacks, and name a program to do so. No questions.
_QUIET = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """Why git does not tell, for a person."""


class Blob(NamedTuple):
    """A file at a revision: its path from the repository's root, its content, and whether it was moved since."""

    path: str
    data: bytes
    moved: bool


class _Entry(NamedTuple):
    object: str
    size: int


class Repository:
    """The repository around a folder, and a revision in it. Raises GitError where there is no such thing."""

    def __init__(self, folder: str, revision: str) -> None:
        self.root = root_of(folder)
        self.commit = self._commit(revision)
        if not self.commit:
            raise GitError(self._unknown(revision))

    def read(self, path: str) -> Blob | None:
        """Return what the file that is at ``path`` now was at the revision; if it was moved since, where it was then.

        ``path`` is free of links. None if there was no such file. Raises UnusableFileError where it was too large, and
        GitError where git does not have its content.
        """
        now = os.path.relpath(path, self.root).replace(os.sep, "/")
        then, entry = now, self._entry(now)
        if entry is None and now in self._moves:
            then = self._moves[now]
            entry = self._entry(then)
        if entry is None:
            return None
        if entry.size > LARGEST:
            raise unusable("KSB001", f"larger than {LARGEST // 2**20} MiB, which is the most that is read", then)
        return Blob(then, _told(self.root, "cat-file", "blob", entry.object), then != now)

    def _commit(self, revision: str) -> str:
        """Return the number of the commit that a revision means, or nothing."""
        arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        number = _ask(self.root, *arguments).stdout.decode("ascii", "replace").strip()
        return number if re.fullmatch("[0-9a-f]{40,64}", number) else ""

    def _unknown(self, revision: str) -> str:
        shown = shortened(revision)
        if _told(self.root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            advice = "; this clone is shallow: fetch more history (actions/checkout with fetch-depth: 0)"
        elif self._commit(f"origin/{revision}"):
            advice = f"; did you mean 'origin/{shown}'?"
        else:
            advice = ""
        return f"git knows no revision '{shown}' here{advice}"

    def _entry(self, path: str) -> _Entry | None:
        """Return the file at ``path`` in the commit. A link, a folder and another repository are no file."""
        listed = _told(self.root, "ls-tree", "-z", "-l", "--full-tree", self.commit, "--", path)
        found = re.fullmatch(rb"100[0-7]{3} blob ([0-9a-f]+) +([0-9]+|BAD)\t[^\0]+\0", listed)
        if found is None:
            return None
        if found[2] == b"BAD":
            raise GitError(f"this clone lacks the content of '{shortened(path)}'; fetch it first")
        return _Entry(found[1].decode(), int(found[2]))

    @cached_property
    def _moves(self) -> dict[str, str]:
        """Path in the index -> path in the commit, of the files that were moved in between."""
        moved = ("--cached", "-M", "--diff-filter=R", "--name-status", "-z", "--ignore-submodules=all")
        words = _told(self.root, "diff-index", *moved, self.commit).split(b"\0")
        return {os.fsdecode(now): os.fsdecode(then) for then, now in zip(words[1::3], words[2::3], strict=True)}


def root_of(folder: str) -> str:
    """Return the root of the repository around a folder, free of links. Raises GitError where there is none."""
    answer = _ask(folder, "rev-parse", "--show-toplevel")
    if answer.returncode:
        raise GitError(f"is in no git repository that can be used ({_complaint(answer)})")
    return os.path.realpath(os.fsdecode(answer.stdout.removesuffix(b"\n")))


def _told(folder: str, *arguments: str) -> bytes:
    """Return what git answers. Raises GitError if it fails."""
    answer = _ask(folder, *arguments)
    if answer.returncode:
        raise GitError(f"git {arguments[0]} failed ({_complaint(answer)})")
    return answer.stdout


def _complaint(answer: subprocess.CompletedProcess[bytes]) -> str:
    text = answer.stderr.decode("utf-8", "replace").strip()
    return shortened(text.removeprefix("fatal: "), 200) or f"exit code {answer.returncode}"


def _ask(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None or not os.path.isabs(git):  # noqa: PTH117 - one in the working folder is not the user's
        raise GitError("git is not installed, or not in PATH")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, and no shell
            [git, *_SAFE, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=folder,
            env={**kept, **_QUIET},
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} gave no answer in {TIMEOUT} seconds") from None
    except (OSError, ValueError) as error:
        raise GitError(f"git cannot be run: {printable(str(error))}") from None
