"""The pre-commit hook, run by pre-commit in a repository of portfolios."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
PACKAGED = ("ksbcheck", "data", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
STANDARD = "reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: How to test., K2: Why to test.}\n"
HALF = "standard: ST0001\nevidence:\n- {id: E1, title: t, ksbs: [K1]}\n"
WRONG = "standard: ST0001\nevidence:\n- {id: E1, title: t, ksbs: [K9]}\n"
# Two portfolios; only the first needs the waiver.
WAIVER = "[[waivers]]\ncode = 'KSB201'\nreason = 'r'\n"
NO_INDEX = "No matching distribution|Could not find a version|NewConnectionError|Temporary failure in name resolution"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture(scope="module")
def hook_repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with what is published of this one, and its commit."""
    folder = tmp_path_factory.mktemp("hook")
    for name in PACKAGED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    return folder, git(folder, "rev-parse", "HEAD")


class Commit:
    """A repository of portfolios in which pre-commit runs over what is staged."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home
        git(folder, "init", "-q")

    def write(self, name: str, text: str = HALF) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        git(self.folder, "add", name)

    def run(self) -> tuple[int, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--verbose", "--color=never"],
            cwd=self.folder,
            env={**kept, "PRE_COMMIT_HOME": str(self.home), "PYTHONUTF8": "1"},
            capture_output=True,
            check=False,
        )
        printed = done.stdout.decode() + done.stderr.decode()
        if done.returncode not in (0, 1) and re.search(NO_INDEX, printed):
            pytest.skip("pip cannot install the hook here: there is no package index")
        return done.returncode, printed


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def commit(tmp_path: Path, home: Path, hook_repository: tuple[Path, str]) -> Commit:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    url, revision = hook_repository
    commit = Commit(tmp_path, home)
    hooks = {"repos": [{"repo": str(url), "rev": revision, "hooks": [{"id": HOOK["id"]}]}]}
    commit.write(".pre-commit-config.yaml", yaml.safe_dump(hooks))
    commit.write("standards/standard_st0001_v1_0.yaml", STANDARD)
    return commit


@pytest.mark.parametrize(
    ("path", "is_portfolio"),
    [
        ("portfolio.yaml", True),
        ("portfolio.yml", True),
        ("a/b/portfolio_st0792_v1_2.yaml", True),
        ("portfolios/name.yaml", True),
        ("cohort/portfolios/name.yml", True),
        ("portfolio", False),
        ("portfolio.json", False),
        ("my_portfolio.yaml", False),
        ("portfolios/standards/st0792.yaml", False),
        ("standards/standard_st0001_v1_0.yaml", False),
        (".github/workflows/portfolio.txt", False),
        (".pre-commit-config.yaml", False),
    ],
)
def test_which_files_are_portfolios(path: str, is_portfolio: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) is is_portfolio


def test_a_sound_portfolio_can_be_committed(commit: Commit) -> None:
    commit.write("portfolio.yaml")
    code, printed = commit.run()
    assert code == 0, printed
    assert "Passed" in printed
    assert "1 of 2 KSBs covered" in printed


def test_a_wrong_one_cannot_and_its_line_is_told(commit: Commit) -> None:
    commit.write("portfolios/one.yaml")
    commit.write("portfolios/two.yaml", WRONG)
    code, printed = commit.run()
    assert code == 1, printed
    assert "portfolios/two.yaml:3:29 KSB201" in printed
    assert "2 portfolios" in printed


def test_nothing_is_said_of_a_waiver_that_another_portfolio_needs(commit: Commit) -> None:
    commit.write(".ksbcheck.toml", WAIVER)
    commit.write("portfolio_other.yaml")
    code, printed = commit.run()
    assert code == 0, printed
    assert "KSB901" not in printed


def test_where_no_portfolio_is_committed_nothing_is_checked(commit: Commit) -> None:
    code, printed = commit.run()
    assert code == 0, printed
    assert "Skipped" in printed
