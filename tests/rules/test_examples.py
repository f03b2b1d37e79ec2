"""The good and bad example files of every rule.

The folder ``KSB206`` has those of the rule KSB206: in ``good*.yaml`` it finds nothing, in ``bad*.yaml`` exactly what
comments mark: ``# KSB206`` at the end of each line of a finding, and ``# finds: 2`` on a line of its own for findings
without a line. What would be said on the command line stands in such comments, too: ``# today: 2025-01-15``,
``# option: post``, ``# standard: ST0001``, ``# against: earlier.yaml``. A ``policy.toml`` in the folder is its
``--policy``, and a ``.ksbcheck.toml`` is found as it always is. The folder ``standards`` has small standards for them.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ksbcheck.change import Before, Then
from ksbcheck.config.find import find_config
from ksbcheck.config.model import Config
from ksbcheck.config.read import read_config, read_policy
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.load import load_portfolio, standard_for
from ksbcheck.report import check
from ksbcheck.rules import RULES
from ksbcheck.source import read_source

FOLDER = Path(__file__).parent
FILES = sorted([*FOLDER.glob("KSB*/good*.yaml"), *FOLDER.glob("KSB*/bad*.yaml")])


def _said(text: str, name: str) -> str | None:
    match = re.search(rf"^# {name}: (.+)$", text, re.MULTILINE)
    return match[1] if match else None


def _marked(text: str, code: str) -> Counter[int | None]:
    """Return the lines that comments mark, and None as often as findings without a line are announced."""
    marked: Counter[int | None] = Counter({None: int(_said(text, "finds") or 0)})
    for number, line in enumerate(text.splitlines(), start=1):
        marked[number] += len(re.findall(rf"\b{code}\b", line.partition(" # ")[2]))
    return +marked


def _config(folder: Path) -> Config:
    found = find_config(folder)
    config = read_config(found).config if found else Config()
    policy = folder / "policy.toml"
    return config.model_copy(update={"policy": read_policy(read_source(policy))}) if policy.is_file() else config


def _before(path: Path) -> Before:
    try:
        return Before(path.name, file=load_portfolio(path))
    except UnusableFileError as error:
        return Before(path.name, Then.UNREADABLE, fault=error.diagnostics[0].message)


def _found(path: Path, text: str) -> Counter[int | None]:
    """Return the lines on which the rule of the file's folder finds something."""
    file = load_portfolio(path)
    standard, origin = standard_for(file, _said(text, "standard"))
    today, against = _said(text, "today"), _said(text, "against")
    report = check(
        file,
        standard,
        option=_said(text, "option"),
        origin=origin,
        config=_config(path.parent),
        today=date.fromisoformat(today) if today else None,
        every_rule=True,
        before=_before(path.parent / against) if against else None,
    )
    return Counter(found.line for found in report.diagnostics if found.code == path.parent.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_rule_finds_what_the_comments_mark(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    marked = _marked(text, path.parent.name)
    assert bool(marked) is path.name.startswith("bad")
    assert _found(path, text) == marked


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_good_and_bad_files(code: str) -> None:
    names = {path.stem[:3] for path in FILES if path.parent.name == code}
    assert names == {"goo", "bad"}


def test_every_folder_is_a_rule_s() -> None:
    assert {path.name for path in FOLDER.glob("KSB*")} == set(RULES)
