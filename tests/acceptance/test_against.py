"""``ksbcheck check --against``, with real repositories."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece
from repositories import SETTINGS, Repository, needs_git, portfolio

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = needs_git

E1, E2 = piece("E01", ["K1", "K2"]), piece("E02", ["K2", "K3"])
TODAY = ("--today", "2024-06-01")


class Check:
    """Runs ``ksbcheck check`` in a repository, or in another folder."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.command, self.folder = command, folder
        self.environment = {**environment, **SETTINGS, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "no data")}
        self.repository = Repository(folder / "repository")

    def run(
        self, *arguments: str, folder: Path | None = None, stdin: str = "", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, "check", *TODAY, *arguments],
            input=stdin,
            capture_output=True,
            cwd=folder or self.repository.folder,
            env={**self.environment, **variables},
            encoding="utf-8",
            check=False,
        )

    def json(self, *arguments: str, code: int = 0, **where: Any) -> dict[str, Any]:
        done = self.run(*arguments, "-f", "json", **where)
        assert (done.returncode, done.stderr) == (code, "")
        content: dict[str, Any] = json.loads(done.stdout)
        return content

    def change(self, *arguments: str, code: int = 0, **where: Any) -> dict[str, Any]:
        change: dict[str, Any] = self.json("portfolio.yaml", *arguments, code=code, **where)["change"]
        return change

    def refusal(self, *arguments: str, **where: Any) -> str:
        done = self.run(*arguments, **where)
        assert (done.returncode, done.stderr) == (2, "")
        assert "cannot be used" in done.stdout
        return " ".join(done.stdout.split())


@pytest.fixture
def check(command: list[str], environment: dict[str, str], tmp_path: Path) -> Check:
    kept = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    return Check(command, kept, Path(os.path.realpath(tmp_path)))


def ksbs(change: dict[str, Any]) -> tuple[str, str, str]:
    gained, lost, thinner = (" ".join(change[kind]) for kind in ("gained", "lost", "thinner"))
    return gained, lost, thinner


def findings(diagnostics: Iterable[dict[str, Any]], code: str) -> list[tuple[str, str]]:
    return [(found["severity"], found["ksb"]) for found in diagnostics if found["code"] == code]


@pytest.mark.parametrize(
    ("then", "now", "told", "pieces", "code"),
    [
        ([E1], [E1, E2], ("K3", "", ""), {"added": ["E02"]}, 0),
        ([E1, E2], [E1], ("", "K3", "K2"), {"removed": ["E02"]}, 1),
        ([E1], [{**E1, "id": "E09"}], ("", "", ""), {"renamed": [{"then": "E01", "now": "E09"}]}, 0),
        ([E1, E2], [E1, {**E2, "status": "draft"}], ("", "K3", "K2"), {}, 1),
        ([{**E1, "status": "accepted"}], [E1], ("", "", ""), {}, 0),
        ([E1], [{**E2, "id": "E01"}], ("K3", "K1", ""), {}, 1),
        ([E1], [E1], ("", "", ""), {}, 0),
    ],
    ids=["added", "removed", "renamed", "set back to draft", "no longer accepted", "other KSBs", "nothing"],
)
def test_a_change(
    check: Check,
    then: list[dict[str, Any]],
    now: list[dict[str, Any]],
    told: tuple[str, str, str],
    *,
    pieces: dict[str, Any],
    code: int,
) -> None:
    check.repository.commit(portfolio(*then))
    check.repository.commit(portfolio(*now))
    change = check.change("--against", "HEAD~1", "--no-regress", code=code)
    assert (ksbs(change), change["against"], change["then"], change["moved_from"]) == (told, "HEAD~1", "read", None)
    assert change["pieces"] == {"added": [], "removed": [], "renamed": [], **pieces}


def test_a_change_that_is_not_committed(check: Check) -> None:
    check.repository.commit(portfolio(E1, E2))
    check.repository.write(portfolio(E1))
    assert ksbs(check.change("--against", "HEAD", "--no-regress", code=1)) == ("", "K3", "K2")
    assert ksbs(check.change("--against", "HEAD", "--no-regress", "--exit-zero")) == ("", "K3", "K2")
    assert ksbs(check.change("--against", "HEAD")) == ("", "K3", "K2")
    check.repository.commit()
    assert ksbs(check.change("--against", "HEAD", "--no-regress")) == ("", "", "")


def test_what_is_told_of_a_change(check: Check) -> None:
    check.repository.commit(portfolio(E1, E2, piece("E03", ["K98", "K4"])))
    check.repository.write(portfolio({**E1, "ksbs": ["K2", "K99", "S2"]}, piece("E03", ["K4"])))
    done = check.run("portfolio.yaml", "--against", "HEAD", "--no-regress", COLUMNS="120")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[1] == (
        "  since HEAD: gained 1 (S2) · lost 2 (K1, K3) · thinner 1 (K2) · pieces: 1 removed · 1 finding new, 1 fixed"
    )
    assert lines[2:6] == [
        "  error   portfolio.yaml KSB106 K1 was covered in HEAD (E01) and is not any more",
        "  error   portfolio.yaml KSB106 K2 had 2 pieces in HEAD (E01, E02) and has 1 now",
        "  error   portfolio.yaml KSB106 K3 was covered in HEAD (E02) and is not any more",
        "  error   portfolio.yaml:4:79 KSB201 (new) ST0792 v1.1 has no KSB 'K99', only K1 to K43; did you mean 'K9'?",
    ]
    markdown = check.run("portfolio.yaml", "--against", "HEAD", "--no-regress", "-f", "markdown").stdout
    section = markdown.partition("## Since HEAD\n")[2].partition("\n## ")[0]
    assert section == (
        "\n| | | KSBs |\n|---|---:|---|\n| Lost | 2 | K1, K3 |\n| Thinner | 1 | K2 |\n| Gained | 1 | S2 |\n\n"
        "Pieces: 1 removed.\n1 finding new, 1 fixed.\n\n"
        "- new error: portfolio.yaml:4:79 KSB201 ST0792 v1.1 has no KSB 'K99', only K1 to K43; did you mean 'K9'?\n"
        "- fixed error: HEAD:portfolio.yaml:6:73 KSB201 ST0792 v1.1 has no KSB 'K98', only K1 to K43; "
        "did you mean 'K9'?\n"
    )


def test_no_regress_minds_losses_and_nothing_else(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    check.repository.write(portfolio(E1, piece("E02", ["K99"])))
    check.json("portfolio.yaml", "--against", "HEAD", code=1)
    report = check.json("portfolio.yaml", "--against", "HEAD", "--no-regress")
    assert [found["code"] for found in report["change"]["new"]] == ["KSB201"]


def test_losses_are_notes_unless_asked_for(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    check.repository.write(portfolio())
    told = check.json("portfolio.yaml", "--against", "HEAD")["diagnostics"]
    assert findings(told, "KSB106") == [("note", "K1"), ("note", "K2")]
    told = check.json("portfolio.yaml", "--against", "HEAD", "--no-regress", code=1)["diagnostics"]
    assert findings(told, "KSB106") == [("error", "K1"), ("error", "K2")]


def test_no_regress_is_asked_for_whatever_else_is_selected(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    check.repository.write(portfolio())
    check.json("portfolio.yaml", "--against", "HEAD", "--no-regress", "--select", "KSB2", code=1)
    check.repository.write('severity.KSB106 = "note"\nselect = ["KSB2"]\nignore = ["KSB106"]\n', ".ksbcheck.toml")
    check.json("portfolio.yaml", "--against", "HEAD", "--no-regress", code=1)


def test_a_waiver_of_a_loss_is_not_called_unused_where_nothing_is_compared(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    check.repository.write('[[waivers]]\ncode = "KSB106"\nksb = "K2"\nreason = "referred"\n', ".ksbcheck.toml")
    assert check.json("portfolio.yaml")["configuration"] == []
    told = check.json("portfolio.yaml", "--against", "HEAD")["configuration"]
    assert [found["code"] for found in told] == ["KSB901"]


def test_a_loss_that_is_waived_passes(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    check.repository.write(portfolio(piece("E01", ["K1"])))
    check.repository.write('[[waivers]]\ncode = "KSB106"\nksb = "K2"\nreason = "referred"\n', ".ksbcheck.toml")
    report = check.json("portfolio.yaml", "--against", "HEAD", "--no-regress")
    assert (report["change"]["lost"], [found["ksb"] for found in report["waived"]]) == (["K2"], ["K2"])
    assert report["configuration"] == []


def test_thresholds_still_count(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    check.json("portfolio.yaml", "--against", "HEAD", "--no-regress", "--fail-under", "2")
    check.json("portfolio.yaml", "--against", "HEAD", "--no-regress", "--fail-under", "50", code=1)


@pytest.mark.parametrize(
    ("now", "gateway", "code"),
    [([E1], "2030-01-01", 0), ([E1], "2024-07-01", 1), ([], "2030-01-01", 1), ([], "2024-07-01", 1)],
    ids=["both well", "behind", "lost", "both"],
)
def test_no_regress_and_on_track_together(check: Check, now: list[dict[str, Any]], gateway: str, code: int) -> None:
    dates = {"apprentice": {"start_date": "2024-01-01", "planned_gateway": gateway}}
    check.repository.commit(portfolio(E1, **dates))
    check.repository.write(portfolio(*now, **dates))
    asked = ("--against", "HEAD", "--no-regress", "--on-track", "--tolerance", "10")
    check.json("portfolio.yaml", *asked, code=code)
    check.json("portfolio.yaml", *asked, "--exit-zero")


def test_a_portfolio_that_did_not_exist(check: Check) -> None:
    check.repository.commit("other\n", "other.txt")
    check.repository.write(portfolio(E1, piece("E02", ["K99"])))
    change = check.change("--against", "HEAD", "--no-regress")
    assert (ksbs(change), change["then"]) == (("K1 K2", "", ""), "absent")
    assert change["pieces"]["added"] == ["E01", "E02"]
    assert [found["code"] for found in change["new"]] == ["KSB201"]
    done = check.run("portfolio.yaml", "--against", "HEAD")
    assert "  since HEAD, when there was none: gained 2 (K1, K2) · lost 0" in done.stdout


def test_a_portfolio_that_was_moved(check: Check) -> None:
    check.repository.commit(portfolio(E1, E2, piece("E03", ["K4"]), piece("E04", ["K5"])), "old/my portfolio.yaml")
    check.repository.git("mv", "old", "new")
    check.repository.write(portfolio(E1, piece("E03", ["K4"]), piece("E04", ["K5"])), "new/my portfolio.yaml")
    check.repository.commit()
    report = check.json("new/my portfolio.yaml", "--against", "HEAD~1", "--no-regress", code=1)
    assert ksbs(report["change"]) == ("", "K3", "K2")
    assert report["change"]["moved_from"] == "old/my portfolio.yaml"
    done = check.run("new/my portfolio.yaml", "--against", "HEAD~1")
    assert "  since HEAD~1, when it was old/my portfolio.yaml: gained 0 · lost 1 (K3)" in done.stdout


def test_a_portfolio_that_could_not_be_read_then(check: Check) -> None:
    check.repository.commit("standard: ST0792\nevidence: [\n")
    check.repository.write(portfolio(E1))
    report = check.json("portfolio.yaml", "--against", "HEAD", "--no-regress")
    assert ksbs(report["change"]) == ("", "", "")
    assert report["change"]["then"] == "unreadable"
    (note,) = [found for found in report["diagnostics"] if found["code"] == "KSB107"]
    assert note["severity"] == "note"
    assert "HEAD:portfolio.yaml:" in note["message"]
    done = check.run("portfolio.yaml", "--against", "HEAD")
    assert "  since HEAD: it could not be read then, so nothing is compared\n" in done.stdout
    markdown = check.run("portfolio.yaml", "--against", "HEAD", "-f", "markdown").stdout
    assert "\n## Since HEAD: it could not be read then, so nothing is compared\n\n## 69 gaps\n" in markdown


def test_a_portfolio_that_cannot_be_read_now(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    check.repository.write("standard: ST0792\nevidence: [\n")
    assert "KSB002" in check.refusal("portfolio.yaml", "--against", "HEAD", "--no-regress")


@pytest.mark.parametrize("revision", ["no-such", "HEAD~7", "--upload-pack=touch x", "--output=x", "0" * 40])
def test_what_is_no_revision(check: Check, revision: str) -> None:
    check.repository.commit(portfolio(E1))
    told = check.refusal("portfolio.yaml", "--against", revision)
    assert f"error portfolio.yaml KSB008 --against {revision}: git knows no revision '{revision}' here" in told
    assert not (check.repository.folder / "x").exists()


def test_a_file_never_stands_for_a_revision(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    check.repository.write(portfolio(), "base")
    told = check.refusal("portfolio.yaml", "--against", "base", "--no-regress")
    assert told.endswith("no revision 'base' here; for the file, write ./base 1 portfolio · 1 error · 1 cannot be used")
    assert ksbs(check.change("--against", "./base")) == ("K1 K2", "", "")
    check.repository.git("branch", "base")
    assert ksbs(check.change("--against", "base")) == ("", "", "")


def test_an_older_copy(check: Check) -> None:
    check.repository.write(portfolio(E1, E2, piece("E03", ["K98"])), "older copy.yaml")
    path = check.repository.write(portfolio(E1))
    for asked in ("older copy.yaml", "./older copy.yaml", str(path.with_name("older copy.yaml"))):
        change = check.change("--against", asked, "--no-regress", code=1)
        assert ksbs(change) == ("", "K3", "K2")
        assert change["against"].removeprefix("./") == "older copy.yaml"
        assert change["fixed"][0]["path"] == change["against"]
    done = check.run("-", "--against", "older copy.yaml", "--no-regress", stdin=portfolio(E1))
    assert (done.returncode, done.stderr) == (1, "")


def test_an_older_copy_that_cannot_be_used(check: Check) -> None:
    check.repository.write(portfolio(E1))
    check.repository.write("[", "broken.yaml")
    assert "broken.yaml:1:2 KSB002" in check.refusal("portfolio.yaml", "--against", "broken.yaml")
    assert "./no.yaml KSB001 there is no such file" in check.refusal("portfolio.yaml", "--against", "./no.yaml")


def test_one_file_is_the_older_copy_of_one_portfolio(check: Check) -> None:
    for name in ("a.yaml", "b.yaml"):
        check.repository.write(portfolio(E1), name)
    told = check.refusal("a.yaml", "b.yaml", "--against", "./a.yaml")
    assert told.count("KSB008 --against takes a file only where one portfolio is checked") == 2


def test_no_regress_needs_something_to_compare_with(check: Check) -> None:
    check.repository.write(portfolio(E1))
    done = check.run("portfolio.yaml", "--no-regress")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Invalid value for '--no-regress': it needs --against" in done.stderr


def test_several_portfolios_are_each_compared_with_their_own_past(check: Check, tmp_path: Path) -> None:
    other = Repository(Path(os.path.realpath(tmp_path)) / "other")
    other.commit(portfolio(E2))
    other.commit(portfolio(E1))
    check.repository.commit(portfolio(E1), "anna/portfolio.yaml")
    check.repository.commit(portfolio(E1, E2), "ben/portfolio.yaml")
    check.repository.write(portfolio(E1, E2), "anna/portfolio.yaml")
    check.repository.write(portfolio(E1), "ben/portfolio.yaml")
    check.repository.write(portfolio(E1), "new.yaml")
    check.repository.commit()
    paths = ["anna/portfolio.yaml", "ben/portfolio.yaml", "new.yaml", "../other/portfolio.yaml"]
    done = check.json(*paths, "--against", "HEAD~1", "--no-regress", code=1)
    told = {report["portfolio"]["path"]: ksbs(report["change"]) for report in done["reports"]}
    assert told == {
        "anna/portfolio.yaml": ("K3", "", ""),
        "ben/portfolio.yaml": ("", "K3", "K2"),
        "new.yaml": ("K1 K2", "", ""),
        "../other/portfolio.yaml": ("K1", "K3", ""),
    }


def test_a_portfolio_outside_of_any_repository(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    outside = check.folder / "outside.yaml"
    outside.write_text(portfolio(E1))
    told = check.refusal(
        "portfolio.yaml", str(outside), "--against", "HEAD", GIT_CEILING_DIRECTORIES=str(check.folder.parent)
    )
    # A long path is broken over lines.
    unbroken = told.replace(" ", "")
    assert f"error{outside}KSB008--againstHEAD:isinnogitrepositorythatcanbeused" in unbroken
    assert "since HEAD: gained 0" in told


def test_standard_input_has_no_past(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    told = check.refusal("-", "--against", "HEAD", stdin=portfolio(E1))
    assert "KSB008 --against HEAD: standard input is in no git repository" in told


def test_git_is_not_installed(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    told = check.refusal("portfolio.yaml", "--against", "HEAD", PATH=str(check.folder))
    assert "error portfolio.yaml KSB008 --against HEAD: git is not installed, or not in PATH" in told


def test_a_shallow_clone(check: Check, tmp_path: Path) -> None:
    for evidence in ([E1], [E2]):
        check.repository.commit(portfolio(*evidence))
    clone = Repository(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth=1", check.repository.folder.as_uri(), "main")
    clone.git("checkout", "-q", "FETCH_HEAD")
    told = check.refusal("portfolio.yaml", "--against", "HEAD~1", folder=clone.folder)
    assert "this clone is shallow: fetch more history (actions/checkout with fetch-depth: 0)" in told


@pytest.mark.parametrize("name", ["a folder/my portfolio.yaml", "Prüfung/Mappe ü.yaml", "日本/語.yaml"])
@pytest.mark.parametrize("folder", [".", "working folder", ".."], ids=["root", "another", "above"])
def test_any_path_from_any_working_folder(check: Check, name: str, folder: str) -> None:
    check.repository.commit(portfolio(E1, E2).replace("\n", "\r\n"), name)
    path = check.repository.write(portfolio(E1), name)
    working = check.repository.folder / folder
    working.mkdir(exist_ok=True)
    relative = os.path.relpath(path, working)
    report = check.json(relative, "--against", "HEAD", "--no-regress", code=1, folder=working)
    assert ksbs(report["change"]) == ("", "K3", "K2")
    assert report["portfolio"]["path"] == relative.replace(os.sep, "/")


def test_a_link_to_a_portfolio(check: Check) -> None:
    if os.name == "nt":
        pytest.skip("making a symlink takes rights on Windows")
    check.repository.commit(portfolio(E1, E2), "real/portfolio.yaml")
    check.repository.write(portfolio(E1), "real/portfolio.yaml")
    (check.repository.folder / "link.yaml").symlink_to("real/portfolio.yaml")
    report = check.json("link.yaml", "--against", "HEAD", "--no-regress", code=1)
    assert ksbs(report["change"]) == ("", "K3", "K2")


def test_a_worktree(check: Check) -> None:
    check.repository.commit(portfolio(E1, E2))
    check.repository.git("worktree", "add", "-q", "../tree")
    tree = check.folder / "tree"
    (tree / "portfolio.yaml").write_text(portfolio(E1))
    assert ksbs(check.change("--against", "HEAD", code=0, folder=tree)) == ("", "K3", "K2")


def test_hidden_characters_of_a_revision_are_written_out(check: Check) -> None:
    check.repository.commit(portfolio(E1))
    assert "no revision 'a\\x1b[31m' here" in check.refusal("portfolio.yaml", "--against", "a\x1b[31m")


def test_two_hundred_portfolios(check: Check) -> None:
    names = [f"cohort/{number:03}.yaml" for number in range(200)]
    for number, name in enumerate(names):
        check.repository.write(portfolio(E1, *([E2] if number % 2 else [])), name)
    check.repository.commit()
    for name in names:
        check.repository.write(portfolio(E1), name)
    done = check.json(*names, "--against", "HEAD", "--no-regress", code=1)
    assert [bool(report["change"]["lost"]) for report in done["reports"]] == [bool(n % 2) for n in range(200)]
