"""LibreOffice without a screen, which opens what ksbcheck writes as people's programs do."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Read at once: the tests run without the variables that are ksbcheck's.
REQUIRED = bool(os.environ.get("KSBCHECK_REQUIRE_OFFICE"))
_CSV = "Text - txt - csv (StarCalc)"
# Comma, double quotes, UTF-8, from the first line; no more quotes than needed; cells as they are shown; every sheet.
_OF_EVERY_SHEET = "44,34,76,1,,0,false,true,true,false,false,-1"
# The same and in English; numbers, days and formulas are looked for.
_WITH_FORMULAS = "44,34,76,1,,1033,false,true,false,false,0,true"
_PATIENCE = 120


class Office:
    """One LibreOffice with settings of its own, so that several may run at once."""

    def __init__(self, command: str, folder: Path) -> None:
        self._command = command
        self._folder = folder

    def sheets(self, workbook: Path) -> dict[str, list[list[str]]]:
        """Return the rows of each sheet, as LibreOffice shows their cells."""
        into = self._convert(workbook, f"csv:{_CSV}:{_OF_EVERY_SHEET}")
        found = {}
        for path in into.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as lines:
                found[path.stem.removeprefix(f"{workbook.stem}-")] = list(csv.reader(lines, strict=True))
        return found

    def pdf(self, workbook: Path) -> Path:
        """Print a workbook."""
        return self._convert(workbook, "pdf") / f"{workbook.stem}.pdf"

    def workbook(self, csv_file: Path) -> Path:
        """Open a CSV file as trustfully as LibreOffice can be told to, and save it as a workbook."""
        into = self._convert(csv_file, "xlsx", f"--infilter={_CSV}:{_WITH_FORMULAS}")
        return into / f"{csv_file.stem}.xlsx"

    def _convert(self, path: Path, to: str, *options: str) -> Path:
        into = path.parent / f"{path.stem}-{to.partition(':')[0]}"
        profile = f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"
        command = [self._command, profile, "--headless", "--norestore", *options]
        done = subprocess.run(
            [*command, "--convert-to", to, "--outdir", str(into), str(path)],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert list(into.iterdir()), done.stdout + done.stderr
        return into


def find_office(folder: Path) -> Office:
    """Return a LibreOffice whose settings are in ``folder``; skips, or fails where one is required."""
    command = shutil.which("soffice")
    if command is None:
        missing = "LibreOffice is not installed (soffice): apt-get install libreoffice-calc-nogui"
        (pytest.fail if REQUIRED else pytest.skip)(missing)
    return Office(command, folder)
