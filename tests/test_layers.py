"""Imports run downwards only, and only the command line talks to the process it runs in."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ksbcheck

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(ksbcheck.__file__).parent
EXAMPLES = Path(__file__).parent.parent / "examples"

# Lowest first. A module imports from lower rows only; those of one row do not know each other. A package's row holds
# for all of its modules that have no row of their own, and these may import each other.
LAYERS = (
    ("codes", "diagnostic", "inside", "percentage", "printable", "programme", "share", "version"),
    ("suggest",),
    ("source",),
    ("yaml_nodes", "yaml_syntax"),
    ("decoding", "toml_places", "yaml_lines", "yaml_spans"),
    ("yaml_events",),
    ("yaml_edit",),
    ("yaml_file", "yaml_comment_out", "toml_file"),
    ("shape", "scalars"),
    ("standards", "portfolios", "config"),
    ("portfolios.starter",),
    ("load",),
    ("coverage", "migration"),
    ("change",),
    ("rules", "waivers"),
    ("configured",),
    ("schema",),
    ("report",),
    ("cohort", "gate", "summary"),
    ("reporters",),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
LEVELS = {name: level for level, row in enumerate(LAYERS) for name in row}
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}

# What belongs to the process, the clock or the terminal.
FORBIDDEN = (
    *(f"builtins.{name}" for name in ("print", "input", "exit", "quit", "breakpoint", "SystemExit")),
    *(f"sys.{name}" for name in ("exit", "argv", "stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")),
    *("os.environ", "os.environb", "os.getenv", "os.putenv", "os._exit", "os.abort", "os.get_terminal_size"),
    *("os.isatty", "shutil.get_terminal_size", "locale", "getpass", "logging", "warnings"),
    *("datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today", "time"),
)
OUTSIDE_CLI = [name for name in MODULES if name.partition(".")[0] not in {"cli", "__main__"}]


def row_of(module: str) -> str:
    """The name of the row that holds for a module: its own, or else its package's."""
    return module if module in LEVELS else module.partition(".")[0]


def imports(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Each import in a module, wherever it stands: what is imported, the name it is given, what that name means."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                yield alias.name, alias.asname or first, alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            for alias in node.names:
                imported = f"{node.module}.{alias.name}"
                yield imported, alias.asname or alias.name, imported


def own_imports(tree: ast.AST) -> set[str]:
    """The modules of ours that a module imports, named as in ``MODULES``."""
    found = set()
    for imported, *_ in imports(tree):
        if imported == "ksbcheck" or imported.startswith("ksbcheck."):
            name = imported.removeprefix("ksbcheck").removeprefix(".")
            found.add(next(known for known in (name, name.rpartition(".")[0], "__init__") if known in MODULES))
    return found


def dotted(node: ast.AST, names: dict[str, str]) -> str:
    """The full name that a chain of attributes stands for, '' if it does not start with a name."""
    if isinstance(node, ast.Name):
        return names.get(node.id, f"builtins.{node.id}")
    if isinstance(node, ast.Attribute):
        start = dotted(node.value, names)
        return start and f"{start}.{node.attr}"
    return ""


def reaches_outside(tree: ast.AST) -> set[str]:
    """What of ``FORBIDDEN`` a module uses or imports."""
    names = {given: meaning for _, given, meaning in imports(tree)}
    used = {dotted(node, names) for node in ast.walk(tree)} | {imported for imported, *_ in imports(tree)}
    return {bad for bad in FORBIDDEN for name in used if f"{name}.".startswith(f"{bad}.")}


def modules_after(code: str, *names: str) -> set[str]:
    """The modules with one of ``names`` that a new process has imported after running ``code``."""
    report = "print(file=sys.stderr); json.dump(sorted(sys.modules), sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, json\n{code}\n{report}"], capture_output=True, text=True, check=True
    )
    loaded: list[str] = json.loads(done.stderr.splitlines()[-1])
    return {module for module in loaded for name in names if f"{module}.".startswith(f"{name}.")}


def test_every_module_has_a_layer_and_every_layer_a_module() -> None:
    rows = {row_of(name) for name in MODULES}
    assert rows == set(LEVELS)


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_downwards(module: str) -> None:
    own = row_of(module)
    upwards = {
        imported
        for imported in own_imports(TREES[module])
        if row_of(imported) != own and LEVELS[row_of(imported)] >= LEVELS[own]
    }
    assert upwards == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("rules.") and name != "rules.rule"])
def test_rules_do_not_import_each_other(module: str) -> None:
    assert {name for name in own_imports(TREES[module]) if row_of(name) == "rules"} == {"rules.rule"}


def test_what_rules_are_made_of_knows_no_rule() -> None:
    assert {name for name in own_imports(TREES["rules.rule"]) if row_of(name) == "rules"} == set()


@pytest.mark.parametrize("module", OUTSIDE_CLI)
def test_only_the_command_line_reaches_outside(module: str) -> None:
    assert reaches_outside(TREES[module]) == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("print(1)", "builtins.print"),
        ("def f():\n    return input()", "builtins.input"),
        ("raise SystemExit", "builtins.SystemExit"),
        ("import sys\nsys.exit(1)", "sys.exit"),
        ("import sys as s\ns.stdout.write('')", "sys.stdout"),
        ("from sys import argv", "sys.argv"),
        ("import os\nos.environ.get('A')", "os.environ"),
        ("import os.path\nos.getenv('A')", "os.getenv"),
        ("from os import environ as e", "os.environ"),
        ("import datetime\ndatetime.datetime.now()", "datetime.datetime.now"),
        ("from datetime import date as d\nd.today()", "datetime.date.today"),
        ("from time import time", "time"),
        ("import shutil\nshutil.get_terminal_size()", "shutil.get_terminal_size"),
    ],
    ids=lambda value: value.replace("\n", "; "),
)
def test_reaching_outside_is_seen(code: str, found: str) -> None:
    assert reaches_outside(ast.parse(code)) == {found}


@pytest.mark.parametrize("code", ["from datetime import date\ndate(2024, 1, 1)", "import os\nos.open", "a.b().print"])
def test_other_uses_are_not_reaching_outside(code: str) -> None:
    assert reaches_outside(ast.parse(code)) == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import ksbcheck", {"__init__"}),
        ("from ksbcheck import __version__", {"__init__"}),
        ("def f():\n    import ksbcheck.rules.rule", {"rules.rule"}),
        ("if TYPE_CHECKING:\n    from ksbcheck.rules import rule", {"rules.rule"}),
        ("from ksbcheck.rules import RULES", {"rules"}),
        ("from ksbchecker import x\nimport os", set()),
    ],
    ids=lambda value: value.replace("\n", "; ") if isinstance(value, str) else "",
)
def test_own_imports_are_seen_at_any_level(code: str, found: set[str]) -> None:
    assert own_imports(ast.parse(code)) == found


def test_importing_the_package_and_the_commands_imports_nothing_heavy() -> None:
    code = "import ksbcheck, ksbcheck.cli.app"
    heavy = ("rich", "pydantic", "yaml", "platformdirs", "jinja2", "xlsxwriter", "ksbcheck.shape", "ksbcheck.reporters")
    assert modules_after(code, *heavy) == set()


@pytest.mark.parametrize(("color", "rich"), [("auto", False), ("never", False), ("always", True)])
def test_a_report_without_colours_does_without_rich(color: str, rich: bool) -> None:
    arguments = ["gaps", str(EXAMPLES / "minimal.yaml"), "--option", "post", "--color", color]
    code = f"from ksbcheck.cli.entry import run; assert run({arguments}) == 1"
    assert bool(modules_after(code, "rich")) is rich


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], set()),
        (["-f", "markdown"], set()),
        (["-f", "csv"], {"ksbcheck.gate", "ksbcheck.reporters.csv"}),
        (["-f", "github"], {"ksbcheck.gate", "ksbcheck.reporters.github"}),
        (["--report", f"json={os.devnull}"], {"ksbcheck.cli.reports"}),
    ],
    ids=lambda value: " ".join(sorted(value)) if isinstance(value, set) else " ".join(value),
)
def test_a_format_is_imported_only_where_it_is_asked_for(options: list[str], found: set[str]) -> None:
    arguments = ["gaps", str(EXAMPLES / "minimal.yaml"), "--option", "post", *options]
    code = f"from ksbcheck.cli.entry import run; assert run({arguments}) == 1"
    formats = {f"ksbcheck.reporters.{name}" for name in ("csv", "junit", "sarif", "github")}
    asked_for = {"xml.etree.ElementTree", "ksbcheck.gate", "ksbcheck.cli.reports", *formats}
    assert modules_after(code, *asked_for) & asked_for == found
