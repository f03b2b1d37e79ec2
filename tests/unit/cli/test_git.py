"""What git is asked, and what it is kept from."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from repositories import SETTINGS, Repository, needs_git

from ksbcheck.cli import git
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.source import LARGEST

needs_posix = pytest.mark.skipif(os.name == "nt", reason="a script that git would run")

pytestmark = needs_git


@pytest.fixture(autouse=True)
def _no_settings_of_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(Path(os.path.realpath(tmp_path)) / "repository")


def read(repository: Repository, name: str = "portfolio.yaml", revision: str = "HEAD") -> git.Blob | None:
    return git.Repository(str(repository.folder), revision).read(str(repository.folder / name))


def refusal(repository: Repository, revision: str) -> str:
    with pytest.raises(git.GitError) as raised:
        git.Repository(str(repository.folder), revision)
    return str(raised.value)


def test_a_file_is_read_as_it_was(repository: Repository) -> None:
    first = repository.commit("one\r\n")
    repository.commit("two\n")
    repository.write("three\n")
    assert read(repository) == ("portfolio.yaml", b"two\n", False)
    for revision in ("HEAD~1", "HEAD^", first, first[:10], "main~1", "@~1"):
        assert read(repository, revision=revision) == ("portfolio.yaml", b"one\r\n", False)


@pytest.mark.parametrize(
    "name",
    [
        "a folder/a portfolio.yaml",
        "Prüfung/Mappe ü.yaml",
        "日本/語.yaml",
        "*.yaml",
        "[a].yaml",
        ":(top)x.yaml",
        "-p.yaml",
        '"q".yaml',
        "new\nline.yaml",
        "tab\t.yaml",
    ],
)
def test_any_path_is_a_path(repository: Repository, name: str) -> None:
    if os.name == "nt" and set(name) & set('*:"\n\t'):
        pytest.skip("no name on Windows")
    repository.commit("other\n", "x.yaml")
    repository.commit("this\n", name)
    assert read(repository, name) == (name, b"this\n", False)


def test_a_root_whose_name_ends_in_a_line_end(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("no name on Windows")
    repository = Repository(Path(os.path.realpath(tmp_path)) / "root\n")
    repository.commit("one\n")
    assert read(repository) == ("portfolio.yaml", b"one\n", False)


def test_a_file_that_was_not_there(repository: Repository) -> None:
    repository.commit("one\n", "other.yaml")
    repository.write("two\n")
    assert read(repository) is None


@pytest.mark.parametrize("staged", [True, False], ids=["staged", "committed"])
def test_a_file_that_was_moved(repository: Repository, staged: bool) -> None:
    lines = "".join(f"line {number}\n" for number in range(20))
    start = repository.commit(lines, "old/a b.yaml")
    (repository.folder / "new").mkdir()
    repository.git("mv", "old/a b.yaml", "new/ü.yaml")
    repository.write(lines + "one more\n", "new/ü.yaml")
    repository.git("add", "--all")
    if not staged:
        repository.commit()
    assert read(repository, "new/ü.yaml", start) == ("old/a b.yaml", lines.encode(), True)


def test_of_several_files_that_were_moved_each_finds_its_own(repository: Repository) -> None:
    texts = [f"{letter} {number}\n" * 20 for number, letter in enumerate("abc")]
    for number, text in enumerate(texts):
        repository.write(text, f"{number}.yaml")
    repository.commit()
    (repository.folder / "new").mkdir()
    for number in range(3):
        repository.git("mv", f"{number}.yaml", f"new/{number}.yaml")
    for number, text in enumerate(texts):
        assert read(repository, f"new/{number}.yaml") == (f"{number}.yaml", text.encode(), True)


def test_what_was_no_file_was_not_there(repository: Repository) -> None:
    repository.commit("in a folder\n", "portfolio.yaml/a.yaml")
    assert read(repository) is None
    if os.name != "nt":
        (repository.folder / "link.yaml").symlink_to("portfolio.yaml/a.yaml")
        repository.commit()
        assert read(repository, "link.yaml") is None


def test_a_file_that_was_too_large(repository: Repository) -> None:
    repository.commit(b"#" * (LARGEST + 1))
    with pytest.raises(UnusableFileError, match="larger than 1 MiB"):
        read(repository)
    repository.commit(b"#" * LARGEST)
    assert read(repository) == ("portfolio.yaml", b"#" * LARGEST, False)


@pytest.mark.parametrize(
    "revision",
    [
        "HEAD~5",
        "no-such",
        "",
        "-",
        "--upload-pack=touch x",
        "--help",
        "^HEAD",
        "HEAD..HEAD",
        "HEAD:portfolio.yaml",
        "a b",
    ],
)
def test_what_is_no_revision(repository: Repository, revision: str) -> None:
    repository.commit("one\n")
    assert refusal(repository, revision) == f"git knows no revision '{revision}' here"
    assert not (repository.folder / "x").exists()


def test_nothing_was_committed_yet(repository: Repository) -> None:
    assert refusal(repository, "HEAD") == "git knows no revision 'HEAD' here"


def test_a_text_that_no_argument_can_be(repository: Repository) -> None:
    assert refusal(repository, "a\0b").startswith("git cannot be run: ")


def test_a_branch_that_is_only_the_remote_s(repository: Repository, tmp_path: Path) -> None:
    repository.commit("one\n")
    clone = Repository(tmp_path / "clone")
    clone.git("fetch", "-q", str(repository.folder), "main:refs/remotes/origin/main")
    assert refusal(clone, "main") == "git knows no revision 'main' here; did you mean 'origin/main'?"
    clone.write("two\n")
    assert read(clone, revision="origin/main") == ("portfolio.yaml", b"one\n", False)


def test_a_clone_that_lacks_the_history(repository: Repository, tmp_path: Path) -> None:
    for text in ("one\n", "two\n"):
        repository.commit(text)
    clone = Repository(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth=1", repository.folder.as_uri(), "main")
    clone.git("checkout", "-q", "FETCH_HEAD")
    assert refusal(clone, "HEAD~1") == (
        "git knows no revision 'HEAD~1' here; this clone is shallow: fetch more history "
        "(actions/checkout with fetch-depth: 0)"
    )


def test_a_worktree(repository: Repository, tmp_path: Path) -> None:
    repository.commit("one\n")
    repository.git("worktree", "add", "-q", str(tmp_path / "tree"))
    tree = Path(os.path.realpath(tmp_path)) / "tree"
    assert git.Repository(str(tree), "HEAD").read(str(tree / "portfolio.yaml")) == ("portfolio.yaml", b"one\n", False)


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(git.GitError, match=r"^is in no git repository that can be used \(not a git repository"):
        git.root_of(str(tmp_path))


def test_a_bare_repository_has_no_portfolios(tmp_path: Path, repository: Repository) -> None:
    repository.git("init", "-q", "--bare", str(tmp_path / "bare"))
    with pytest.raises(git.GitError, match=r"^is in no git repository that can be used"):
        git.root_of(str(tmp_path / "bare"))


def test_variables_of_a_hook_are_not_followed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository(tmp_path / "other")
    other.commit("other\n")
    repository.commit("one\n")
    for name, value in {
        "GIT_DIR": str(other.folder / ".git"),
        "GIT_WORK_TREE": str(other.folder),
        "GIT_INDEX_FILE": str(other.folder / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(other.folder / ".git" / "objects"),
        "GIT_TRACE": "1",
    }.items():
        monkeypatch.setenv(name, value)
    assert read(repository) == ("portfolio.yaml", b"one\n", False)


@needs_posix
def test_nothing_that_a_stranger_s_configuration_names_runs(repository: Repository) -> None:
    script, trace = repository.folder / "script.sh", repository.folder / "ran"
    script.write_text(f'#!/bin/sh\necho "$0 $@" >> "{trace}"\n')
    script.chmod(0o755)
    (repository.folder / ".gitattributes").write_text("*.yaml filter=x diff=x\n")
    start = repository.commit("one\n" * 20)
    repository.git("mv", "portfolio.yaml", "moved.yaml")
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "diff.external",
        "diff.x.command",
        "diff.x.textconv",
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
        "alias.rev-parse",
        "alias.ls-tree",
        "pager.ls-tree",
        "credential.helper",
    ):
        repository.git("config", name, str(script))
    hooks = repository.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (hooks / hook).symlink_to(script)
    assert read(repository, "moved.yaml", start) == ("portfolio.yaml", b"one\n" * 20, True)
    assert not trace.exists()


@needs_posix
def test_what_is_missing_is_not_fetched(repository: Repository) -> None:
    script, trace = repository.folder / "script.sh", repository.folder / "ran"
    script.write_text(f'#!/bin/sh\necho "$0 $@" >> "{trace}"\n')
    script.chmod(0o755)
    repository.commit("one\n")
    blob = repository.git("rev-parse", "HEAD:portfolio.yaml")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{script} %S",
        "remote.origin.uploadpack": str(script),
        "protocol.ext.allow": "always",
        "protocol.allow": "always",
    }.items():
        repository.git("config", name, value)
    with pytest.raises(git.GitError, match=r"^this clone lacks the content of 'portfolio\.yaml'; fetch it first$"):
        read(repository)
    assert not trace.exists()


def test_a_commit_whose_files_are_missing(repository: Repository) -> None:
    repository.commit("one\n")
    tree = repository.git("rev-parse", "HEAD^{tree}")
    (repository.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(git.GitError, match=r"^git ls-tree failed \("):
        read(repository)


def test_git_is_not_installed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert refusal(repository, "HEAD") == "git is not installed, or not in PATH"


@needs_posix
def test_a_git_in_the_working_folder_is_not_run(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\ntouch ran\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    assert refusal(repository, "HEAD") == "git is not installed, or not in PATH"
    assert not (tmp_path / "ran").exists()


@needs_posix
def test_a_git_that_fails(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "git"
    monkeypatch.setenv("PATH", str(tmp_path))
    fake.write_text("#!/bin/sh\nexit 3\n")
    fake.chmod(0o755)
    assert refusal(repository, "HEAD") == "is in no git repository that can be used (exit code 3)"
    fake.write_text("no program\n")
    assert refusal(repository, "HEAD").startswith("git cannot be run: ")


@needs_posix
def test_a_git_that_gives_no_answer(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "git"
    fake.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(git, "TIMEOUT", 0.2)
    assert refusal(repository, "HEAD") == "git rev-parse gave no answer in 0.2 seconds"
