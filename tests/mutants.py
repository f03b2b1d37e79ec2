"""Changes the code in small ways, one at a time, and tells which of the changes no test notices.

    python tests/mutants.py GROUP [--folder FOLDER] [MUTANT ...]

``mutation/groups.toml`` says what belongs to a group, and which tests are to notice; ``mutation/survivors.toml`` lists
the changes that none can notice, each with its reason. Prints how many changes of each module are noticed, and each
other that is not listed as a difference; exits with 1 if there is one. Wants ``pip install -e '.[mutation]'``.

All is done in a copy of the project, in ``FOLDER`` if one is given; what is known there is not found out again, but for
the mutants that are named (``ksbcheck.share.*``). A group takes some minutes, on one core.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
MUTATION = Path(__file__).parent / "mutation"
SETTINGS = """\
[mutmut]
source_paths = ksbcheck
only_mutate =
{modules}
also_copy =
    data
    examples
    docs
pytest_add_cli_args =
    -p
    no:cacheprovider
    -p
    mutation.quickly
pytest_add_cli_args_test_selection =
{tests}
timeout_multiplier = 4
use_git_change_detection = false
"""
NOTICED = {"killed", "timeout", "segfault", "suspicious"}
"""The last is what mutmut calls it where a signal ended the tests."""


class Mutant(NamedTuple):
    """A change of a module; ``was`` and ``now`` are the lines that differ, without their indentation."""

    name: str
    module: str
    status: str
    was: str
    now: str


def main() -> int:
    groups = tomllib.loads((MUTATION / "groups.toml").read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("group", choices=groups)
    parser.add_argument("mutants", metavar="MUTANT", nargs="*")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory() as temporary:
        prepare(asked.folder or Path(temporary), **groups[asked.group])
        return told(mutate(asked.mutants))


def prepare(folder: Path, modules: list[str], tests: list[str]) -> None:
    """Make a copy of the project that is set up for a group, and go there."""
    for name in ("ksbcheck", "tests", "data", "examples", "docs"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    settings = SETTINGS.format(
        modules="\n".join(f"    ksbcheck/{name}.py" for name in modules),
        tests="\n".join(f"    tests/{name}" for name in tests),
    )
    (folder / "setup.cfg").write_text(settings, encoding="utf-8")
    os.chdir(folder)


def mutate(names: list[str]) -> list[Mutant]:
    """Return all mutants of the project that is here, and whether they were noticed."""
    # It reads the settings that are here as soon as it is imported.
    from mutation.decorated import mutate_decorated
    from mutmut import __main__ as mutmut  # type: ignore[import-not-found, unused-ignore]
    from mutmut.mutation.diff_apply import get_diff_for_mutant  # type: ignore[import-not-found, unused-ignore]
    from mutmut.stats import status_by_exit_code  # type: ignore[import-not-found, unused-ignore]

    mutate_decorated()
    mutmut._run(names, max_children=1)
    found = []
    for data, name, _ in mutmut.collect_source_file_mutation_data(mutant_names=())[0]:
        status = status_by_exit_code[data.exit_code_by_key[name]]
        lines = [] if status in NOTICED else get_diff_for_mutant(name, path=data.path).splitlines()[2:]
        was, now = ("\n".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
        found.append(Mutant(name, str(data.path), status, was, now))
    return found


def told(mutants: list[Mutant]) -> int:
    """Print what became of the mutants, and return how the process is to end."""
    survivors = tomllib.loads((MUTATION / "survivors.toml").read_text(encoding="utf-8"))["survivor"]
    listed = {(entry["module"], entry["was"], now) for entry in survivors for now in entry["now"]}
    missed = [mutant for mutant in mutants if mutant.status not in NOTICED]
    new = [mutant for mutant in missed if (mutant.module, mutant.was, mutant.now) not in listed]
    for mutant in new:
        tell(f"{mutant.name}: {mutant.status}\n- {mutant.was}\n+ {mutant.now}\n")
    made, left = Counter(mutant.module for mutant in mutants), Counter(mutant.module for mutant in missed)
    for module, count in [*made.items(), ("all", len(mutants))]:
        killed = count - (len(missed) if module == "all" else left[module])
        tell(f"{module:40} {killed:5} of {count:5} noticed, {100 * killed / count:5.1f} %")
    tell(f"{sum(mutant.status == 'timeout' for mutant in mutants)} of them since the tests did not end in time")
    tell(f"{len(missed) - len(new)} of the others are listed as such that cannot be noticed, {len(new)} are not")
    return 1 if new else 0


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
