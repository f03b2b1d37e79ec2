"""``ksbcheck check`` and the configuration that it and ``gaps`` go by: who wins, what fails, what is told."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ksbcheck.cli import configuration
from ksbcheck.cli.entry import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Write

    from ksbcheck.config.read import ConfigFile

STANDARD = "reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: How to test., K2: Why., K3: When.}\n"
HALF = "standard: ST0001\nevidence:\n- {id: E1, title: t, ksbs: [K1], files: [there.txt]}\n"
BROKEN = "standard: ST0001\nevidence:\n- {id: E1, title: t, ksbs: [K1], files: [nowhere.txt]}\n"


@pytest.fixture(autouse=True)
def folder(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: the root of a repository, with a standard and two portfolios."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "standards").mkdir()
    monkeypatch.chdir(tmp_path)
    write(STANDARD, "standards/standard_st0001_v1_0.yaml")
    write("evidence", "there.txt")
    write(HALF, "half.yaml")
    write(BROKEN, "broken.yaml")
    return tmp_path


@pytest.fixture
def checked(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs a command as JSON and returns what it prints."""

    def checked(*arguments: str, command: str = "check", code: int | None = None) -> Any:
        returned = run([command, *arguments, "-f", "json"])
        assert code in (None, returned)
        return json.loads(capsys.readouterr().out)

    return checked


def codes(report: Any, severity: str | None = None) -> list[str]:
    return [found["code"] for found in report["diagnostics"] if severity in (None, found["severity"])]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["half.yaml"], 0),
        (["broken.yaml"], 1),
        (["broken.yaml", "--exit-zero"], 0),
        (["half.yaml", "broken.yaml"], 1),
        (["half.yaml", "nowhere.yaml"], 2),
        (["nowhere.yaml", "broken.yaml", "--exit-zero"], 2),
        (["half.yaml", "--fail-under", "33.3"], 0),
        (["half.yaml", "--fail-under", "33.4"], 1),
        (["half.yaml", "--fail-under", "33.4", "--exit-zero"], 0),
        (["half.yaml", "--on-track"], 1),
        (["broken.yaml", "--no-regress"], 2),
        (["half.yaml", "--min-evidence", "2", "--fail-under", "1"], 1),
        (["broken.yaml", "--ignore", "ksb206"], 0),
        (["broken.yaml", "--select", "KSB1", "--select", "KSB206"], 1),
        (["broken.yaml", "--select", "KSB1"], 0),
        (["half.yaml", "--select", "KSB8"], 2),
        (["half.yaml", "--ignore", ""], 2),
        (["half.yaml", "--standard", "ST9999"], 2),
        (["half.yaml", "--config", "nowhere.toml"], 2),
        (["half.yaml", "--policy", "nowhere.toml"], 2),
        ([], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert run(["check", *arguments]) == code


def test_one_that_cannot_be_used_does_not_keep_the_others_from_being_checked(
    checked: Callable[..., Any], write: Write
) -> None:
    write("standard: [", "misshapen.yaml")
    told = checked("half.yaml", "misshapen.yaml", "nowhere.yaml", "broken.yaml", code=2)
    assert [report["portfolio"]["path"] for report in told["reports"]] == ["half.yaml", "broken.yaml"]
    assert "KSB206" in codes(told["reports"][1])
    assert [(one["path"], one["diagnostics"][0]["code"]) for one in told["unusable"]] == [
        ("misshapen.yaml", "KSB002"),
        ("nowhere.yaml", "KSB001"),
    ]


def test_two_hundred_portfolios_are_one_process_and_each_is_told(checked: Callable[..., Any], write: Write) -> None:
    write("policy.min_evidence = 1\n", ".ksbcheck.toml")
    names = [f"p{number:03}.yaml" for number in range(200)]
    for name in names:
        write(HALF if name != "p111.yaml" else "standard: ST0001\n", name)
    start = time.perf_counter()
    told = checked(*names, code=2)
    assert time.perf_counter() - start < 30
    assert [report["portfolio"]["path"] for report in told["reports"]] == [n for n in names if n != "p111.yaml"]
    assert {report["coverage"]["covered"] for report in told["reports"]} == {1}
    assert [one["path"] for one in told["unusable"]] == ["p111.yaml"]


def test_a_configuration_is_read_once_for_all(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    read: list[Path | None] = []
    original = configuration._config_file

    def counting(path: Path | None) -> ConfigFile:
        read.append(path)
        return original(path)

    monkeypatch.setattr(configuration, "_config_file", counting)
    write("", ".ksbcheck.toml")
    run(["check", "half.yaml", "half.yaml", "broken.yaml"])
    assert len(read) == 1


def test_quiet_is_the_exit_code_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "broken.yaml", "-q"]) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_output_goes_to_the_file(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "broken.yaml", "-f", form, "-o", "out", "-q"]) == 1
    assert capsys.readouterr() == ("", "")
    run(["check", "broken.yaml", "-f", form])
    assert Path("out").read_text(encoding="utf-8") == capsys.readouterr().out


def test_standard_input_has_the_configuration_of_the_working_folder(
    checked: Callable[..., Any], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("policy.min_evidence = 2\n", ".ksbcheck.toml")
    with Path("half.yaml").open("rb") as file:
        monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": file}))
        told = checked("-", "--standard", "ST0001")
    assert told["configuration_file"] == ".ksbcheck.toml"
    assert told["ksbs"][0]["thin"] is True


# Who wins: the command line over the environment over the file.


@pytest.mark.parametrize("command", ["gaps", "check"])
@pytest.mark.parametrize(
    ("line", "variable", "file", "needed"),
    [
        (None, None, None, 1),
        (None, None, 2, 2),
        (None, 3, None, 3),
        (None, 3, 2, 3),
        (4, None, 2, 4),
        (4, 3, None, 4),
        (4, 3, 2, 4),
        (1, 3, 2, 1),
        (None, "", 2, 2),
    ],
)
def test_the_command_line_wins_over_the_environment_over_the_file(  # noqa: PLR0917
    command: str,
    line: int | None,
    variable: int | str | None,
    file: int | None,
    needed: int,
    checked: Callable[..., Any],
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(
        HALF.replace("K1", "K1, K2") + "- {id: E2, title: t, ksbs: [K1]}\n- {id: E3, title: t, ksbs: [K1]}\n",
        "half.yaml",
    )
    if file is not None:
        write(f"policy.min_evidence = {file}\n", ".ksbcheck.toml")
    if variable is not None:
        monkeypatch.setenv("KSBCHECK_MIN_EVIDENCE", str(variable))
    told = checked("half.yaml", *(["--min-evidence", str(line)] if line else []), command=command)
    covered = {1: 2, 2: 1, 3: 1, 4: 0}[needed]
    assert told["coverage"]["covered"] == covered
    assert [ksb["pieces"] for ksb in told["ksbs"]] == [3, 1, 0]


@pytest.mark.parametrize("command", ["gaps", "check"])
@pytest.mark.parametrize(
    ("line", "variable", "file", "code"),
    [
        (None, None, "30", 0),
        (None, None, "34", 1),
        (None, None, "0", 0),
        (None, "34", "30", 1),
        (None, "30", "34", 0),
        ("30", "34", "34", 0),
        ("34", "30", "30", 1),
        ("0", "34", "34", 0),
    ],
)
def test_thresholds(  # noqa: PLR0917
    command: str,
    line: str | None,
    variable: str | None,
    file: str,
    code: int,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(f"policy.fail_under = {file}\n", ".ksbcheck.toml")
    if variable is not None:
        monkeypatch.setenv("KSBCHECK_FAIL_UNDER", variable)
    assert run([command, "half.yaml", "-q", *(["--fail-under", line] if line else [])]) == code


@pytest.mark.parametrize("command", ["gaps", "check"])
def test_the_option_and_the_standard_from_the_environment(
    command: str, checked: Callable[..., Any], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("option = 'film'\n", ".ksbcheck.toml")
    monkeypatch.setenv("KSBCHECK_STANDARD", "ST0792")
    told = checked("half.yaml", command=command)
    assert (told["standard"]["reference"], told["option"]["key"]) == ("ST0792", "film")
    monkeypatch.setenv("KSBCHECK_OPTION", "post")
    assert checked("half.yaml", command=command)["option"]["key"] == "post"
    assert checked("half.yaml", "--option", "film", command=command)["option"]["key"] == "film"
    monkeypatch.delenv("KSBCHECK_OPTION")
    assert checked("half.yaml", "--standard", "ST0001", command=command)["standard"]["reference"] == "ST0001"


def test_an_option_of_the_file_that_the_standard_has_not(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    write("option = 'radiography'\n", ".ksbcheck.toml")
    assert run(["gaps", "half.yaml", "--standard", "ST0792"]) == 2
    assert capsys.readouterr().err.startswith("the configuration's option: KSB301 'radiography' is not an option of ")


def test_a_portfolio_s_own_option_wins_over_the_file_s(checked: Callable[..., Any], write: Write) -> None:
    write("option = 'film'\n", ".ksbcheck.toml")
    write("standard: ST0792\noption: post\nevidence: []\n", "own.yaml")
    assert checked("own.yaml")["option"]["key"] == "post"


@pytest.mark.parametrize("command", ["gaps", "check"])
def test_the_configuration_and_the_policy_from_the_environment(
    command: str, checked: Callable[..., Any], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("policy.min_evidence = 2\n", ".ksbcheck.toml")
    write("policy.min_evidence = 3\n", "other.toml")
    write("min_evidence = 1\n", "policy.toml")
    monkeypatch.setenv("KSBCHECK_CONFIG", "other.toml")
    told = checked("half.yaml", command=command)
    assert (told["configuration_file"], told["coverage"]["covered"]) == ("other.toml", 0)
    monkeypatch.setenv("KSBCHECK_POLICY", "policy.toml")
    told = checked("half.yaml", command=command)
    assert (told["configuration_file"], told["coverage"]["covered"]) == ("other.toml", 1)
    assert checked("half.yaml", "--config", ".ksbcheck.toml", command=command)["configuration_file"] == ".ksbcheck.toml"


def test_a_policy_needs_no_configuration(checked: Callable[..., Any], write: Write) -> None:
    write("min_evidence = 2\nfail_under = 0\n", "policy.toml")
    told = checked("half.yaml", "--policy", "policy.toml", command="gaps", code=0)
    assert (told["configuration_file"], told["coverage"]["covered"]) == (None, 0)


@pytest.mark.parametrize("command", ["gaps", "check"])
@pytest.mark.parametrize("option", ["--config", "--policy"])
def test_what_the_command_line_names_is_to_be_sound(
    command: str, option: str, capsys: pytest.CaptureFixture[str], write: Write, tmp_path: Path
) -> None:
    write("optin = 1\n", "wrong.toml")
    assert run([command, "half.yaml", option, str(tmp_path / "wrong.toml")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("wrong.toml:1:1: KSB005 there is no field 'optin' here")


def test_a_broken_configuration_is_told_for_each_of_its_portfolios(
    checked: Callable[..., Any], write: Write, folder: Path
) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "standards").symlink_to(folder / "standards")
    write(HALF, "sub/p.yaml")
    write("[tool.ksbcheck\n", "sub/pyproject.toml")
    told = checked(str(folder / "half.yaml"), str(folder / "sub" / "p.yaml"), code=2)
    assert [report["portfolio"]["path"] for report in told["reports"]] == ["half.yaml"]
    (unusable,) = told["unusable"]
    assert unusable["path"] == "sub/p.yaml"
    assert [(found["path"], found["line"], found["code"]) for found in unusable["diagnostics"]] == [
        ("sub/pyproject.toml", 1, "KSB002")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select = ['KSB1', 'KSB8']", "1:19: KSB007 there is no rule KSB8"),
        ("ignore = ['KSB0']", "1:11: KSB007 there is no rule KSB0"),
        ("severity.KSB299 = 'note'", "1:10: KSB007 there is no rule KSB299"),
        ("waivers = [{code = 'KSB299', reason = 'r'}]", "1:13: KSB007 there is no rule KSB299"),
    ],
)
def test_rules_that_there_are_not(text: str, message: str, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write(text, ".ksbcheck.toml")
    assert run(["gaps", "half.yaml"]) == 2
    assert capsys.readouterr().err.startswith(f".ksbcheck.toml:{message}")


@pytest.mark.parametrize("text", ["select = ['KSB901']", "ignore = ['KSB', 'KSB9']", "severity.KSB902 = 'note'"])
def test_rules_that_there_are(text: str, write: Write) -> None:
    write(text, ".ksbcheck.toml")
    assert run(["check", "half.yaml", "-q"]) == 0


# Selecting, severities and waivers.


def test_severity_makes_a_note_fail(checked: Callable[..., Any], write: Write) -> None:
    write("severity.KSB101 = 'error'\nseverity.KSB206 = 'note'\n", ".ksbcheck.toml")
    assert codes(checked("half.yaml", code=1), "error") == ["KSB101", "KSB101"]
    assert codes(checked("broken.yaml"), "note") == ["KSB206"]


def test_the_file_selects_and_the_command_line_in_its_place(checked: Callable[..., Any], write: Write) -> None:
    write("select = ['KSB2']\nignore = ['KSB206']\n", ".ksbcheck.toml")
    assert "KSB101" not in codes(checked("broken.yaml", code=0))
    assert set(codes(checked("broken.yaml", "--select", "KSB1"))) == {"KSB101"}
    # What the file ignores stays ignored.
    assert codes(checked("broken.yaml", "--select", "KSB206", code=0)) == []


ALL_OFF = {
    "ignored": "ignore = ['KSB']\n",
    "not selected": "select = ['KSB2']\n",
    "harmless": "[severity]\nKSB104 = 'note'\nKSB105 = 'note'\n",
    "ignored one by one": "ignore = ['KSB104', 'KSB105', 'KSB10']\n",
    "other thresholds": "[policy]\nfail_under = 0\ntolerance = 100\non_track = false\n",
}


@pytest.mark.parametrize("text", ALL_OFF.values(), ids=ALL_OFF)
@pytest.mark.parametrize("asked", [["--fail-under", "50"], ["--on-track", "--tolerance", "0"], ["--policy", "p.toml"]])
def test_no_file_takes_back_what_the_command_line_asks_for(text: str, asked: list[str], write: Write) -> None:
    write("fail_under = 50\n", "p.toml")
    write(text, ".ksbcheck.toml")
    assert run(["check", "half.yaml", "-q"]) == 0
    assert run(["check", "half.yaml", "-q", *asked]) == 1


def test_what_else_a_file_ignores_stays_ignored(checked: Callable[..., Any], write: Write) -> None:
    write("ignore = ['KSB']\n", ".ksbcheck.toml")
    assert codes(checked("broken.yaml", "--fail-under", "50", code=1)) == ["KSB104"]


WAIVERS = """\
[[waivers]]
code = "KSB206"
reason = "on paper"
evidence = "E1"
expires = 2025-03-10
[[waivers]]
code = "KSB101"
reason = "by interview"
ksb = "K2"
"""


def test_what_is_waived_does_not_fail_and_is_told(checked: Callable[..., Any], write: Write) -> None:
    write(WAIVERS, ".ksbcheck.toml")
    told = checked("broken.yaml", "--today", "2025-03-10", code=0)
    assert [(found["code"], found["ksb"], found["reason"], found["expires"]) for found in told["waived"]] == [
        ("KSB101", "K2", "by interview", None),
        ("KSB206", None, "on paper", "2025-03-10"),
    ]
    assert "KSB206" not in codes(told)
    assert told["configuration"] == []


def test_a_waived_gap_is_a_gap(checked: Callable[..., Any], write: Write) -> None:
    write(WAIVERS, ".ksbcheck.toml")
    told = checked("half.yaml", "--fail-under", "60", code=1)
    assert told["gaps"] == ["K2", "K3"]
    assert told["coverage"]["covered"] == 1
    assert [found["ksb"] for found in told["diagnostics"] if found["code"] == "KSB101"] == ["K3"]


def test_the_day_after_the_last_it_has_expired(checked: Callable[..., Any], write: Write) -> None:
    write(WAIVERS, ".ksbcheck.toml")
    told = checked("broken.yaml", "--today", "2025-03-11", code=1)
    assert "KSB206" in codes(told)
    assert [(found["code"], found["line"], found["evidence"]) for found in told["configuration"]] == [
        ("KSB902", 2, "E1")
    ]


def test_a_waiver_is_of_use_if_any_portfolio_needs_it(checked: Callable[..., Any], write: Write) -> None:
    write(WAIVERS.replace("2025-03-10", "2999-01-01"), ".ksbcheck.toml")
    told = checked("half.yaml", code=0)
    assert [(found["code"], found["line"]) for found in told["configuration"]] == [("KSB901", 2)]
    for order in (["half.yaml", "broken.yaml"], ["broken.yaml", "half.yaml"]):
        assert checked(*order, code=0)["configuration"] == []


def test_what_cannot_be_used_may_need_it(checked: Callable[..., Any], write: Write) -> None:
    write(WAIVERS.replace("2025-03-10", "2999-01-01"), ".ksbcheck.toml")
    assert checked("half.yaml", "nowhere.yaml", code=2)["configuration"] == []


def test_an_error_about_a_waiver_fails(checked: Callable[..., Any], write: Write) -> None:
    write(WAIVERS.replace("2025-03-10", "2999-01-01") + "[severity]\nKSB901 = 'error'\n", ".ksbcheck.toml")
    checked("half.yaml", code=1)
    assert checked("half.yaml", "--ignore", "KSB901", code=0)["configuration"] == []


def test_each_folder_has_its_own(checked: Callable[..., Any], write: Write, folder: Path) -> None:
    (folder / "sub").mkdir()
    write(HALF, "sub/p.yaml")
    write("evidence", "sub/there.txt")
    write(WAIVERS.replace("2025-03-10", "2999-01-01"), "sub/.ksbcheck.toml")
    told = checked("broken.yaml", "sub/p.yaml", code=1)
    assert [report["configuration_file"] for report in told["reports"]] == [None, "sub/.ksbcheck.toml"]
    assert [found["path"] for found in told["configuration"]] == ["sub/.ksbcheck.toml"]


# ``gaps`` goes by it, too.


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_gaps_tells_what_is_waived_and_by_which_configuration(
    form: str, capsys: pytest.CaptureFixture[str], write: Write
) -> None:
    write(WAIVERS.replace("2025-03-10", "2999-01-01"), ".ksbcheck.toml")
    run(["gaps", "broken.yaml", "-f", form])
    out = " ".join(capsys.readouterr().out.split())
    assert "onfiguration" in out
    assert "broken.yaml KSB101 K2 has no evidence yet (by interview)" in out
    assert "KSB206 'nowhere.txt' is not there (on paper, until 2999-01-01)" in out


def test_what_has_expired_waives_nothing_in_gaps(checked: Callable[..., Any], write: Write) -> None:
    write(WAIVERS, ".ksbcheck.toml")
    told = checked("broken.yaml", command="gaps", code=1)
    assert [found["code"] for found in told["waived"]] == ["KSB101"]
    assert "KSB206" in codes(told)
    assert "configuration" not in told


def test_gaps_asks_only_what_is_selected(checked: Callable[..., Any], write: Write) -> None:
    write("ignore = ['KSB206']\n", ".ksbcheck.toml")
    assert codes(checked("broken.yaml", command="gaps", code=1)) == ["KSB101", "KSB101"]


def test_without_a_configuration_nothing_is_read_of_it(
    checked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configuration, "_config_file", None)
    assert checked("half.yaml", command="gaps", code=1)["configuration_file"] is None
