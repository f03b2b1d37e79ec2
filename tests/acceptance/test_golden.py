"""The whole output of commands, against golden files.

After a change that is meant to show, `pytest tests/acceptance --regenerate` writes the files anew; read what `git diff`
says of them. Colours stand in them as ␛[...m.
"""

from __future__ import annotations

import shlex
from difflib import unified_diff
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    import subprocess

    from acceptance.conftest import Ksbcheck

ROOT = Path(__file__).parent.parent.parent
GOLDEN = Path(__file__).parent / "golden"
FILES = "tests/acceptance/files"
EXAMPLES = {
    "complete_film": "examples/complete_film.yaml",
    "minimal": "examples/minimal.yaml --option post",
    "mistakes": "examples/mistakes.yaml",
    "unfinished_post": "examples/unfinished_post.yaml",
}
FORMS = {"color": "--color always", "json": "-f json", "markdown": "-f markdown"}


class Case(NamedTuple):
    """Command lines, run one after the other: from the repository's root, or in a folder of their own."""

    lines: tuple[str, ...]
    columns: int = 80
    own_folder: bool = False
    files: tuple[str, ...] = ()
    """Those of ``FILES`` to copy into the folder of their own."""


def _cases() -> dict[str, Case]:
    cases = {}
    for name, example in EXAMPLES.items():
        for columns in (60, 80, 140):
            cases[f"gaps_{name}_{columns}_columns"] = Case((f"gaps {example}",), columns)
        for name_of, options in FORMS.items():
            cases[f"gaps_{name}_{name_of}"] = Case((f"gaps {example} {options}",))
    both = "check examples/mistakes.yaml examples/broken.yaml --today 2026-01-01"
    for form in ("csv", "junit", "sarif", "github"):
        cases[f"gaps_mistakes_{form}"] = Case((f"gaps {EXAMPLES['mistakes']} -f {form}",))
        cases[f"check_mistakes_{form}"] = Case((f"{both} -f {form}",))
    versions = f"standard diff {FILES}/original_standard.yaml {FILES}/revised_standard.yaml"
    for columns in (60, 140):
        cases[f"standard_diff_{columns}_columns"] = Case((versions,), columns)
    for name_of, options in FORMS.items():
        cases[f"standard_diff_{name_of}"] = Case((f"{versions} {options}",))
    for page in (
        "",
        "gaps",
        "summary",
        "explain",
        "init",
        "migrate",
        "standard",
        "standard list",
        "standard show",
        "standard validate",
        "standard import",
        "standard diff",
        "schema",
    ):
        cases[f"help {page}".strip().replace(" ", "_")] = Case((f"{page} --help".strip(),))
    lines = {
        "gaps_svg": "gaps examples/complete_film.yaml -f svg",
        "gaps_min_evidence": "gaps examples/unfinished_post.yaml --min-evidence 2",
        "gaps_other_option": "gaps examples/unfinished_post.yaml --option film --min-evidence 2 -f markdown",
        "gaps_option_by_part_of_title": "gaps examples/minimal.yaml --option 'vfx and' --fail-under 9.8%",
        "gaps_option_missing": "gaps examples/minimal.yaml",
        "gaps_option_wrong": "gaps examples/minimal.yaml --option radiography",
        "gaps_option_not_only_one": "gaps examples/minimal.yaml --option production",
        "gaps_standard_wrong": "gaps examples/minimal.yaml --option post --standard ST9999",
        "gaps_standard_no_name": "gaps examples/minimal.yaml --option post --standard media",
        "gaps_standard_unsound": f"gaps examples/minimal.yaml --standard {FILES}/unsound_standard.yaml",
        "gaps_file_unknown": "gaps examples/unfinished.yaml",
        "gaps_file_is_a_folder": "gaps examples",
        "gaps_file_no_portfolio": "gaps data/standard_st0792_v1_1.yaml",
        "gaps_broken": "gaps examples/broken.yaml",
        "gaps_no_file": "gaps",
        "gaps_min_evidence_0": "gaps examples/minimal.yaml --min-evidence 0",
        "gaps_fail_under_101": "gaps examples/minimal.yaml --fail-under 101",
        "gaps_report_format_unknown": "gaps examples/minimal.yaml --option post --report juint=report.xml",
        "gaps_format_unknown": "gaps examples/minimal.yaml --format pdf",
        "explain_one_option": "explain K39",
        "explain_both_options": "explain K34",
        "explain_core": "explain k13",
        "explain_unknown": "explain K99",
        "explain_rule": "explain KSB206",
        "explain_rule_of_check_only": "explain ksb208",
        "explain_finding_of_no_rule": "explain KSB003",
        "explain_rule_unknown": "explain KSB260",
        "explain_rule_mistyped": "explain KBS206",
        "standard_list": "standard list",
        "standard_show": "standard show",
        "standard_show_json": "standard show -f json",
        "standard_show_yaml": "standard show -f yaml",
        "standard_show_unknown": "standard show ST9999",
        "standard_validate_sound": "standard validate data/standard_st0792_v1_1.yaml",
        "standard_validate_unsound": f"standard validate {FILES}/unsound_standard.yaml",
        "standard_validate_misshapen": f"standard validate {FILES}/misshapen_standard.yaml",
        "standard_diff_rewritten": f"standard diff ST0792 {FILES}/revised_standard.yaml",
        "standard_diff_nothing_changed": "standard diff ST0792 'st0792 1.1'",
        "standard_diff_unsound": f"standard diff {FILES}/unsound_standard.yaml {FILES}/misshapen_standard.yaml",
        "standard_import_refused": f"standard import {FILES}/official_prose.json",
        "standard_import_no_standard": "standard import README.md",
        "standard_import_no_https": "standard import http://127.0.0.1/ST0116",
        "gaps_standard_official_json": f"gaps examples/minimal.yaml --standard {FILES}/official.json",
        "standard_nothing": "standard",
        "version": "--version",
        "nothing": "",
        "unknown_command": "gap examples/minimal.yaml",
        "unknown_option": "gaps examples/minimal.yaml --opton post",
    }
    cases.update({name: Case((line,)) for name, line in lines.items()})
    cases["init"] = Case(("init --option post", "gaps portfolio.yaml", "init --option film"), own_folder=True)
    cases["standard_diff_output"] = Case(
        ("standard diff ST0792 ST0792 -f markdown -o changes.md", "standard diff ST0792 ST0792 -o -"), own_folder=True
    )
    cases["standard_import"] = Case(
        (
            "standard import official.json -o new.yaml",
            "standard import official.json -o new.yaml",
            "standard import official.json -o new.yaml --title 'Boat restorer'",
            "standard validate new.yaml",
            "standard show new.yaml",
            "explain K3 --standard new.yaml",
        ),
        own_folder=True,
        files=("official.json",),
    )
    cases.update(_migrations())
    cases.update(_summaries())
    cases["init_no_schema"] = Case(("init --option film --no-schema",), own_folder=True)
    cases["init_option_missing"] = Case(("init mine.yaml",), own_folder=True)
    return cases


def _migrations() -> dict[str, Case]:
    files = ("original_standard.yaml", "revised_standard.yaml", "portfolio_to_migrate.yaml")
    line = "migrate portfolio_to_migrate.yaml --standard original_standard.yaml --to revised_standard.yaml"
    lines = {
        "migrate": (line, line, f"{line} --accept-likely"),
        "migrate_in_place": (f"{line} --in-place --accept-likely --exit-zero",),
        "migrate_output": (f"{line} -o new.yaml --option 'powered tools'", f"{line} -o portfolio_to_migrate.yaml"),
        "migrate_color": (f"{line} --color always",),
        "migrate_already": ("migrate portfolio_to_migrate.yaml --standard ST0792 --to ST0792",),
        "migrate_option_unclear": (line.replace("revised_standard.yaml", "ST0792"),),
        "migrate_standard_unknown": ("migrate portfolio_to_migrate.yaml --to ST0792",),
        "migrate_to_unknown": (line.replace("revised_standard.yaml", "ST9999"),),
        "migrate_to_missing": ("migrate portfolio_to_migrate.yaml",),
        "migrate_stdin": ("migrate - --to ST0792",),
        "migrate_in_place_and_output": (f"{line} --in-place -o new.yaml",),
        "migrate_rewritten": (line.replace("revised_standard.yaml", "ST0792 --option post"),),
    }
    cases = {name: Case(lines_of, own_folder=True, files=files) for name, lines_of in lines.items()}
    for columns in (60, 140):
        cases[f"migrate_{columns}_columns"] = Case((line,), columns, own_folder=True, files=files)
    return cases


def _summaries() -> dict[str, Case]:
    cases = {}
    for name in ("complete_film", "unfinished_post"):
        line = f"summary {EXAMPLES[name]} --today 2025-03-10"
        for columns in (60, 80, 140):
            cases[f"summary_{name}_{columns}_columns"] = Case((line,), columns)
        for name_of, options in FORMS.items():
            cases[f"summary_{name}_{name_of}"] = Case((f"{line} {options}",))
    lines = {
        "summary_no_file": "summary",
        "summary_format_unknown": "summary examples/minimal.yaml --option post --format pdf",
        "summary_output_ending_unknown": "summary examples/minimal.yaml --option post -o summary.pdf",
        "summary_output_without_ending": "summary examples/minimal.yaml --option post -o summary",
        "summary_option_missing": "summary examples/minimal.yaml",
        "summary_broken": "summary examples/broken.yaml",
    }
    cases.update({name: Case((line,)) for name, line in lines.items()})
    files = ("original_standard.yaml", "portfolio_to_migrate.yaml")
    line = "summary portfolio_to_migrate.yaml --standard original_standard.yaml --today 2025-03-10"
    # The ending says the format, in any case.
    outputs = (f"{line} -o summary.MD", f"{line} -o summary.txt")
    cases["summary_output"] = Case(outputs, own_folder=True, files=files)
    return cases


CASES = _cases()


@pytest.mark.parametrize("name", CASES)
def test_output_is_the_golden_file_s(name: str, ksbcheck: Ksbcheck, regenerate: bool, tmp_path: Path) -> None:
    case = CASES[name]
    folder = tmp_path if case.own_folder else ROOT
    copied = {folder / file: (ROOT / FILES / file).read_bytes() for file in case.files}
    for path, content in copied.items():
        path.write_bytes(content)
    runs = [(line, ksbcheck(*shlex.split(line), columns=case.columns, folder=folder)) for line in case.lines]
    seen = "\n".join(_readable(line, case.columns, run) for line, run in runs)
    if case.own_folder:
        seen += "".join(
            f"\n--- {path.name} ---\n{path.read_text('utf-8')}"
            for path in sorted(tmp_path.iterdir())
            if path.read_bytes() != copied.get(path)
        )
    golden = GOLDEN / f"{name}.txt"
    if regenerate:
        golden.write_text(seen, encoding="utf-8", newline="\n")
        return
    expected = golden.read_text(encoding="utf-8")
    package = "rich" if name == "gaps_svg" else "typer" if "Usage: ksbcheck" in expected else None
    if package and seen != expected and version(package) != _locked(package):
        pytest.skip(f"the golden file is in the words of {package} {_locked(package)}; here is {version(package)}")
    assert seen == expected, _difference(expected, seen)


def test_every_golden_file_has_its_case(regenerate: bool) -> None:
    stale = [path for path in GOLDEN.iterdir() if path.stem not in CASES]
    if regenerate:
        for path in stale:
            path.unlink()
    else:
        assert stale == []


@pytest.mark.parametrize("name", ["complete_film", "unfinished_post"])
def test_standard_input_gives_what_the_file_gives(name: str, ksbcheck: Ksbcheck) -> None:
    path = f"examples/{name}.yaml"
    from_file = ksbcheck("gaps", path, "-f", "json")
    from_stdin = ksbcheck("gaps", "-", "-f", "json", stdin=(ROOT / path).read_bytes())
    assert from_stdin.stdout == from_file.stdout.replace(path.encode(), b"<stdin>")
    assert (from_stdin.returncode, from_stdin.stderr) == (from_file.returncode, from_file.stderr)


def test_the_same_input_gives_the_same_bytes(ksbcheck: Ksbcheck) -> None:
    line = ("gaps", "examples/complete_film.yaml", "-f", "svg")
    assert ksbcheck(*line).stdout == ksbcheck(*line).stdout


def _difference(expected: str, seen: str) -> str:
    lines = unified_diff(expected.splitlines(), seen.splitlines(), "golden file", "output", n=1, lineterm="")
    return "\n".join(lines)


def _readable(line: str, columns: int, run: subprocess.CompletedProcess[bytes]) -> str:
    streams = {"standard output": run.stdout, "standard error": run.stderr}
    shown = "".join(f"--- {name} ---\n{_text(data)}" for name, data in streams.items() if data)
    return f"$ COLUMNS={columns} ksbcheck {line}".rstrip() + f"\nexit code {run.returncode}\n{shown}"


def _text(data: bytes) -> str:
    text = data.decode().replace("\r\n", "\n").replace("\x1b", "␛")
    return text if text.endswith("\n") else f"{text}\n(no newline at the end)\n"


def _locked(package: str) -> str:
    """The version of a package that the project is developed with."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return next(line.partition("==")[2] for line in lock.splitlines() if line.startswith(f"{package}=="))
