"""Evidence files are looked for and never opened, and what is outside the portfolio's folder makes no difference."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs FIFOs and links")

OUTSIDE = [
    *(
        "/outside/x",
        "../outside/x",
        "a/../../outside/x",
        "..",
        "a/../../portfolio/in.pdf",
        "C:\\x",
        "C:x",
        "\\\\host\\x",
    ),
    *("//host/x", "http://host/x", "file:///outside/x", "link/x", "inner/link/x", "link", "chain/x", "..\\outside\\x"),
    *("link/../x", "dangling", "a/" * 30 + "../" * 32 + "outside/x"),
]
INSIDE = [
    "in.pdf",
    "fifo",
    "huge",
    "closed",
    "inner/in.pdf",
    "a" * 300,
    "a\\0b",
    "b/" * 3000,
    "in.pdf/x",
    "round/in.pdf",
]
# Tells every file that is opened, by what Python itself says of it.
TOLD = """
import os, sys
told = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND)

def tell(event, arguments):
    if event in ("open", "os.listdir", "os.scandir"):
        os.write(told, os.fsencode(str(arguments[0])) + b"\\n")

sys.addaudithook(tell)
from ksbcheck.cli import main
main()
"""
COMMANDS = ["check portfolio.yaml -f json", "summary portfolio.yaml -f html", "cohort portfolio.yaml -f json"]


def layout(base: Path) -> Path:
    """Return the folder of a portfolio whose evidence is inside, outside, and nowhere."""
    folder = base / "portfolio"
    (folder / "inner").mkdir(parents=True)
    (base / "outside").mkdir()
    for name in ("in.pdf", "inner/in.pdf", "closed"):
        (folder / name).write_bytes(b"%PDF")
    (folder / "closed").chmod(0)
    os.mkfifo(folder / "fifo")
    with (folder / "huge").open("wb") as huge:
        huge.truncate(1 << 40)
    (folder / "link").symlink_to("../outside")
    (folder / "inner" / "link").symlink_to(base / "outside")
    (folder / "chain").symlink_to("inner/link")
    (folder / "dangling").symlink_to("../outside/x")
    (folder / "round").symlink_to("../portfolio")
    names = [*OUTSIDE, *INSIDE]
    pieces = [{"id": f"E{n}", "title": "x", "ksbs": ["K1"], "files": [name]} for n, name in enumerate(names)]
    text = json.dumps({"standard": "ST0792", "option": "post", "evidence": pieces}).replace("a\\\\0b", "a\\0b")
    (folder / "portfolio.yaml").write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, line: str, opened: Path, cache: Path) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", TOLD, str(opened), *line.split(), "--today", "2025-01-01"],
        cwd=folder,
        env={**os.environ, "KSBCHECK_CACHE_DIR": str(cache)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in {0, 1}
    assert done.stderr == b""
    return done.stdout


@pytest.mark.parametrize("line", COMMANDS)
def test_no_evidence_file_is_opened_and_outside_files_make_no_difference(line: str, tmp_path: Path) -> None:
    folder, opened, cache = layout(tmp_path), tmp_path / "opened", tmp_path / "cache"
    without = run(folder, line, opened, cache)
    (tmp_path / "outside" / "x").write_bytes(b"secret")
    (tmp_path / "outside" / "in.pdf").write_bytes(b"secret")
    assert run(folder, line, opened, cache) == without  # also from rows that were kept
    (tmp_path / "outside" / "x").unlink()
    (tmp_path / "outside" / "x").mkdir()
    assert run(folder, line, opened, tmp_path / "another") == without
    told = opened.read_text(encoding="utf-8", errors="replace").splitlines()
    assert "portfolio.yaml" in told
    names = {"in.pdf", "fifo", "huge", "closed", "link", "chain", "dangling", "round", "outside", "inner", "x"}
    assert not [path for path in told if names & set(Path(path).parts[-2:])]


def test_each_path_outside_is_told_and_no_path_inside_is(tmp_path: Path) -> None:
    folder = layout(tmp_path)
    report = json.loads(run(folder, COMMANDS[0], tmp_path / "opened", tmp_path / "cache"))
    found = report["portfolios"][0]["diagnostics"] if "portfolios" in report else report["diagnostics"]
    outside = {
        entry["line"] and entry["column"] for entry in found if "not inside the portfolio's folder" in entry["message"]
    }
    assert len(outside) == len(OUTSIDE)
