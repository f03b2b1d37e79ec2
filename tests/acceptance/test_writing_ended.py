"""Commands that are ended while they write: every file is the old one or the new one, whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kills import COMMANDS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="ends processes as POSIX does it")

KILLS = Path(__file__).parent.parent / "kills.py"
FEW = 20
"""Ends of each command; ``python tests/kills.py`` makes a thousand."""


def ended(name: str, *options: str) -> dict[str, int]:
    """End a command a few times and return what was counted."""
    command = [sys.executable, str(KILLS), "--times", str(FEW), "--json", *options, name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert found["damages"] == []
    assert done.returncode == 0
    counts: dict[str, int] = found["counts"][name]
    return counts


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_killed_leaves_the_old_files_or_the_new(name: str) -> None:
    assert ended(name)["ends"] == FEW


@pytest.mark.parametrize("number", ["INT", "TERM"])
@pytest.mark.parametrize("name", ["init", "migrate --in-place"])
def test_a_command_that_is_asked_to_end_leaves_nothing_beside_them(name: str, number: str) -> None:
    counts = ended(name, "--signal", number)
    assert (counts["ends"], counts["temporary files left"]) == (FEW, 0)


def test_the_harness_sees_what_is_damaged(tmp_path: Path) -> None:
    """A command that writes straight into its file, which a kill may leave half written, or empty."""
    code = f"""
import os, sys, time
sys.path.insert(0, {str(KILLS.parent)!r})
import kills
from ksbcheck.cli import saving
def straight(path, content):
    os.open('.ksbcheck-', os.O_CREAT)
    os.unlink('.ksbcheck-')
    with open(path, 'wb', buffering=0) as file:
        for byte in content.encode():
            file.write(bytes([byte]))
saving.replace = straight
sys.argv = ['kills.py', '--times', '10', 'schema -o']
kills.main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "schema.json is (b'" in done.stdout, done.stderr
    assert done.returncode == 1
