"""The GitHub action's steps, run as a runner runs them, in a folder of a repository with portfolios."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None or os.name == "nt", reason="there is no bash here")

STANDARD = "reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: How to test., K2: Why to test.}\n"
HALF = "standard: ST0001\nevidence:\n- {id: E1, title: t, ksbs: [K1]}\n"
WRONG = "standard: ST0001\nevidence:\n- {id: E1, title: t, ksbs: [K9]}\n"


class Done(NamedTuple):
    """What a step left behind."""

    code: int
    printed: str
    summary: str
    outputs: dict[str, str]

    @property
    def sarif(self) -> Any:
        return json.loads(Path(self.outputs["sarif"]).read_text(encoding="utf-8"))

    @property
    def checked(self) -> list[str]:
        """The files with findings, in the order of the SARIF file."""
        places = [result["locations"][0]["physicalLocation"] for result in self.sarif["runs"][0]["results"]]
        return list(dict.fromkeys(place["artifactLocation"]["uri"] for place in places))


class Runner:
    """Runs steps in a folder, as a runner on Linux does."""

    def __init__(self, place: Path) -> None:
        self.workspace, self.temp = place / "workspace", place / "temp"
        self.workspace.mkdir()
        self.temp.mkdir()
        self.output, self.summary = place / "output", place / "summary"
        self.output.touch()
        self.summary.touch()

    def write(self, name: str, text: str = HALF) -> None:
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, step: dict[str, Any], **inputs: str) -> Done:
        """Run a step with these inputs, ``fail_under`` for ``fail-under``; others have their defaults."""
        given = {name: str(about.get("default", "")) for name, about in ACTION["inputs"].items()}
        given.update({name.replace("_", "-"): value for name, value in inputs.items()})
        values = {f"inputs.{name}": value for name, value in given.items()}
        values["steps.python.outputs.python-path"] = sys.executable
        variables = {name: _evaluated(text, values) for name, text in step["env"].items()}
        script = self.temp / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        assert step["shell"] == "bash"
        done = subprocess.run(
            [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))},
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "RUNNER_OS": "Linux",
                "RUNNER_TEMP": str(self.temp),
                **variables,
            },
            capture_output=True,
            check=False,
        )
        printed = done.stdout.decode() + done.stderr.decode()
        outputs = dict(line.split("=", 1) for line in self.output.read_text(encoding="utf-8").splitlines())
        return Done(done.returncode, printed, self.summary.read_text(encoding="utf-8"), outputs)


def _evaluated(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ ([a-z.-]+) \}\}", lambda match: values[match[1]], text)


def step(name: str) -> dict[str, Any]:
    return next(step for step in STEPS if step["name"] == name)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A runner on which this Python, with ksbcheck as it is tested here, is the one that was installed."""
    runner = Runner(tmp_path)
    python = runner.temp / "ksbcheck-venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    runner.write("standards/standard_st0001_v1_0.yaml", STANDARD)
    runner.write("portfolio.yaml")
    return runner


def check(runner: Runner, **inputs: str) -> Done:
    return runner.run(step("Check portfolios"), **inputs)


def test_no_input_becomes_a_part_of_a_script() -> None:
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 2
    assert not [script for script in scripts if "${{" in script]


def test_every_input_is_used_and_told() -> None:
    used = re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", json.dumps(STEPS))
    assert sorted(used) == sorted(ACTION["inputs"])
    page = (ROOT / "docs" / "github.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == [*ACTION["inputs"], *ACTION["outputs"]]


def test_other_actions_are_pinned_by_their_commits() -> None:
    pages = [(ROOT / name).read_text(encoding="utf-8") for name in ("action.yml", "docs/github.md")]
    used = [line for page in pages for line in re.findall(r"uses: (.*)", page) if "ksbcheck@" not in line]
    assert len(used) > 3
    assert not [line for line in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[0-9.]+", line)]


# What each action that the manual names needs; all others need nothing.
NEEDED = {
    "actions/checkout": [("contents", "read")],
    "github/codeql-action/upload-sarif": [("contents", "read"), ("security-events", "write")],
}


def _action(step: dict[str, Any]) -> str:
    return str(step.get("uses", "")).partition("@")[0]


def test_the_action_itself_uses_no_permission() -> None:
    assert {_action(step) for step in STEPS} - {""} == {"actions/setup-python"}
    assert not re.search(r"github\.token|secrets\.|GITHUB_TOKEN|permissions:", (ROOT / "action.yml").read_text("utf-8"))


def test_the_workflows_of_the_manual_ask_for_as_little_as_they_need() -> None:
    page = (ROOT / "docs" / "github.md").read_text(encoding="utf-8")
    written = re.findall(r"^```yaml\n(name:.*?)^```$", page, re.MULTILINE | re.DOTALL)
    workflows = list(map(yaml.safe_load, written))
    assert len(workflows) == 2
    for workflow in workflows:
        assert workflow["permissions"] == {"contents": "read"}
        for job in workflow["jobs"].values():
            asked = job.get("permissions", workflow["permissions"])
            assert asked == {name: level for used in job["steps"] for name, level in NEEDED.get(_action(used), ())}
            checkout = next(step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
            assert checkout["with"]["persist-credentials"] is False
            (used,) = [step for step in job["steps"] if "/ksbcheck@" in step.get("uses", "")]
            assert set(used["with"]) <= set(ACTION["inputs"])
            assert not [step for step in job["steps"] if "${{" in step.get("run", "")]


@needs_bash
def test_a_portfolio_that_is_fine(runner: Runner) -> None:
    done = check(runner)
    assert (done.code, done.outputs["exit-code"]) == (0, "0"), done.printed
    assert done.summary.startswith("# ST0001 v1.0 Tester\n")
    assert done.sarif["version"] == "2.1.0"
    assert "::notice file=portfolio.yaml" in done.printed


@needs_bash
def test_errors_are_annotated_and_fail(runner: Runner) -> None:
    runner.write("portfolio.yaml", WRONG)
    done = check(runner)
    assert (done.code, done.outputs["exit-code"]) == (1, "1")
    assert "::error file=portfolio.yaml,line=3" in done.printed
    assert "KSB201" in done.summary
    assert "KSB201" in [result["ruleId"] for result in done.sarif["runs"][0]["results"]]


@needs_bash
def test_the_summary_is_added_to(runner: Runner) -> None:
    runner.summary.write_text("before\n", encoding="utf-8")
    assert check(runner).summary.startswith("before\n# ST0001")


@needs_bash
def test_several_portfolios_by_name_and_pattern(runner: Runner) -> None:
    for name in ("a b.yaml", "cohort/1.yaml", "cohort/deep/2.yaml", "cohort/3.txt", "[x]*.yaml"):
        runner.write(name)
    done = check(runner, portfolios="portfolio.yaml\n\na b.yaml\ncohort/**/*.yaml\n[x]*.yaml\n")
    assert done.code == 0, done.printed
    names = ["portfolio.yaml", "a%20b.yaml", "cohort/1.yaml", "cohort/deep/2.yaml", "%5Bx%5D*.yaml"]
    assert [name.replace("%2A", "*") for name in done.checked] == names


@needs_bash
def test_a_pattern_that_nothing_fits_cannot_be_used(runner: Runner) -> None:
    done = check(runner, portfolios="nowhere/*.yaml")
    assert (done.code, done.outputs["exit-code"]) == (2, "2")
    assert "KSB001" in done.printed


@needs_bash
def test_no_portfolio_is_bad_usage(runner: Runner) -> None:
    done = check(runner, portfolios="\n")
    assert done.code == 2
    assert done.outputs == {"exit-code": "2"}
    assert done.summary == ""


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_under": "50"}, 0),
        ({"fail_under": "51"}, 1),
        ({"on_track": "true"}, 1),
        ({"on_track": "false"}, 0),
        ({"policy": "policy.toml"}, 1),
        ({"config": "config.toml"}, 1),
        ({"standard": "ST0792", "option": "Post Production"}, 0),
        ({"standard": "ST0792"}, 2),
        ({"args": "--select\nKSB1\n\n--fail-under=80"}, 1),
        ({"no_regress": "true"}, 2),
        ({"against": "./old.yaml", "no_regress": "true"}, 1),
        ({"against": "./old.yaml"}, 0),
    ],
    ids=str,
)
def test_inputs_are_what_they_are_on_the_command_line(runner: Runner, inputs: dict[str, str], code: int) -> None:
    runner.write("policy.toml", "fail_under = 51\n")
    runner.write("config.toml", "severity.KSB101 = 'error'\n")
    runner.write("old.yaml", HALF.replace("K1", "K1, K2"))
    done = check(runner, **inputs)
    assert done.code == code, done.printed


HOSTILE = {
    "command": "$(touch pwned)",
    "backticks": "`touch pwned`",
    "quotes": "'; touch pwned; '\"; touch pwned; \"",
    "lines": "a\ntouch pwned\n",
    "option": "--output=pwned",
    "short option": "-o",
    "end of options": "--",
    "standard input": "-",
    "expansion": "${IFS}$HOME${PATH}*",
    "backslashes": "\\ \\n \\\\",
    "pipe": "| touch pwned & touch pwned > pwned",
    "expression": "${{ github.token }}",
    "array": "a[$(touch pwned)]",
}


TEXTS = ("portfolios", "option", "standard", "fail_under", "against", "policy", "config")


@needs_bash
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("names", [*((name,) for name in TEXTS[:2]), TEXTS], ids="-".join)
def test_no_input_is_run_or_taken_for_an_option(runner: Runner, names: tuple[str, ...], value: str) -> None:
    before = sorted(runner.workspace.rglob("*"))
    done = check(runner, **dict.fromkeys(names, value))
    assert sorted(runner.workspace.rglob("*")) == before
    assert done.code == 2, done.printed
    assert done.outputs["exit-code"] == "2"


@needs_bash
@pytest.mark.parametrize("name", TEXTS)
def test_each_input_is_a_value_and_no_option(runner: Runner, name: str) -> None:
    done = check(runner, **{name: "--output=pwned"})
    assert done.code == 2, done.printed
    assert not (runner.workspace / "pwned").exists()


@needs_bash
@pytest.mark.parametrize("value", [HOSTILE["command"], HOSTILE["array"], HOSTILE["lines"], "TRUE", "yes"])
def test_a_flag_is_true_or_nothing(runner: Runner, value: str) -> None:
    before = sorted(runner.workspace.rglob("*"))
    assert check(runner, no_regress=value, on_track=value).code == 0
    assert sorted(runner.workspace.rglob("*")) == before


@needs_bash
@pytest.mark.parametrize("name", ["-o.yaml", "--config=x.yaml", "-", "$(touch pwned).yaml", "a\nb.yaml", "'\".yaml"])
def test_a_file_of_any_name_that_a_pattern_meets_is_a_portfolio(runner: Runner, name: str) -> None:
    runner.write("portfolio.yaml", "standard: [")
    runner.write(name)
    done = check(runner, portfolios="*", args="--standard=ST0001")
    # The folder of standards is no portfolio; each file is.
    assert "3 portfolios" in done.printed, done.printed
    assert len(done.checked) == 3
    assert not (runner.workspace / "pwned").exists()
    assert not [line for line in done.printed.splitlines() if line.startswith("b.yaml")]


@needs_bash
def test_nothing_is_imported_from_the_working_folder(runner: Runner) -> None:
    for name in ("ksbcheck", "typer", "yaml", "sitecustomize"):
        runner.write(f"{name}.py", "raise SystemExit('hijacked')\n")
    done = check(runner)
    assert done.code == 0, done.printed


@needs_bash
def test_the_action_installs_itself_and_runs(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    runner.write("standards/standard_st0001_v1_0.yaml", STANDARD)
    runner.write("portfolio.yaml")
    installed = runner.run(step("Install ksbcheck"))
    if installed.code and re.search("No matching distribution|Could not find a version|connection", installed.printed):
        pytest.skip(f"pip cannot install here: {installed.printed.strip().splitlines()[-1]}")
    assert installed.code == 0, installed.printed
    done = check(runner, fail_under="50")
    assert done.code == 0, done.printed
    assert done.summary.startswith("# ST0001 v1.0 Tester\n")
