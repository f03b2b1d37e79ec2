"""The manual of the configuration says all that the models know, and the policies that it names can be used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli.entry import run
from ksbcheck.config.model import Config, Waiver
from ksbcheck.config.policy import Policy, Thresholds
from ksbcheck.config.read import read_config, read_policy
from ksbcheck.source import read_source

if TYPE_CHECKING:
    from conftest import Write

    from ksbcheck.shape import Model

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
POLICIES = sorted((ROOT / "examples" / "policies").iterdir())


def keys_under(heading: str) -> list[str]:
    """Return what the first column of the first table under a heading has."""
    section = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    (text,) = [part for part in section if part.startswith(f"{heading}\n")]
    return re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize(("heading", "model"), [("Keys", Config), ("Policies", Policy), ("Waivers", Waiver)])
def test_every_key_is_told_and_no_other(heading: str, model: type[Model]) -> None:
    assert sorted(keys_under(heading)) == sorted(model.model_fields)


def test_every_kind_is_told() -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith("| `fail_under_kind`")]
    assert set(re.findall("`([a-z]+)`", line)) - {"check"} == set(Thresholds.model_fields)


def test_the_example_is_sound(write: Write) -> None:
    (example,) = re.findall(r"^```toml\n# \.ksbcheck\.toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert read_config(write(example, ".ksbcheck.toml")).config.model_fields_set == set(tomllib.loads(example))


@pytest.mark.parametrize("variable", re.findall(r"`(KSBCHECK_[A-Z_]+)`", PAGE))
def test_every_variable_is_in_the_help(variable: str, capsys: pytest.CaptureFixture[str]) -> None:
    if variable in {"KSBCHECK_STANDARDS", "KSBCHECK_CACHE_DIR"}:  # places, and no options
        return
    for command in ("gaps", "check"):
        run([command, "--help"])
        assert variable in capsys.readouterr().out


def test_every_policy_is_told() -> None:
    assert sorted(set(re.findall(r"\(\.\./examples/policies/(\w+\.toml)\)", PAGE))) == [path.name for path in POLICIES]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name)
def test_each_policy_is_sound_and_says_how_to_use_it(path: Path) -> None:
    policy = read_policy(read_source(path))
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert policy.model_fields_set == set(written)
    assert f"# ksbcheck check portfolio.yaml --policy examples/policies/{path.name}\n" in path.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("referenced_portfolio", {"KSB209", "KSB210"}),
        ("written_accounts", {"KSB105", "KSB209", "KSB210"}),
        ("foundation_apprenticeship", {"KSB104", "KSB210"}),
    ],
)
def test_a_portfolio_that_has_just_begun_is_told_what_each_policy_asks(
    name: str, found: set[str], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    portfolio = write(
        "standard: ST0792\noption: post\napprentice: {start_date: 2024-01-15, planned_gateway: 2025-01-15}\n"
        "evidence: [{id: E1, title: Call sheets, type: work product, date: 2024-02-02, ksbs: [K1], files: [a.pdf]}]\n"
    )
    policy = f"{ROOT}/examples/policies/{name}.toml"
    arguments = ["check", str(portfolio), "--policy", policy, "--today", "2024-10-15", "--ignore", "KSB101"]
    run([*arguments, "--ignore", "KSB206"])
    assert set(re.findall("KSB[0-9]{3}", capsys.readouterr().out)) == found
