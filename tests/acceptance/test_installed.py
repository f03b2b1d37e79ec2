"""However ksbcheck gets to a user, it gives the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from acceptance.conftest import Ksbcheck

ROOT = Path(__file__).parent.parent.parent
REPORT = ("gaps", "examples/unfinished_post.yaml", "-f", "json")
SOURCES = {".py", ".html", ".css", ".js"}
STANDARD = "ksbcheck/data/standard_st0792_v1_1.yaml"


@pytest.fixture(scope="module")
def expected(ksbcheck: Ksbcheck) -> bytes:
    """What the installed command gives."""
    run = ksbcheck(*REPORT)
    assert (run.returncode, run.stderr) == (1, b"")
    return run.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples and nothing of the project's code."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree that is not installed."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("ksbcheck", "data", "examples"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    missing = [name for name in ("build", "hatchling") if find_spec(name) is None]
    if missing:
        pytest.skip(f"building the wheel needs {' and '.join(missing)}")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.iterdir()
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def unpacked(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    wheel.extractall(folder)
    return folder


def report(environment: dict[str, str], folder: Path, path: Path | None = None) -> tuple[bytes, Path]:
    """The report that ``python -m ksbcheck`` gives in ``folder``, and where its code is."""
    # What runs from a copy is not to be counted as covered.
    variables = {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}
    if path is not None:
        variables["PYTHONPATH"] = str(path)

    def python(*arguments: str) -> bytes:
        done = subprocess.run([sys.executable, *arguments], capture_output=True, cwd=folder, env=variables, check=False)
        assert done.stderr == b""
        return done.stdout

    home = python("-c", "import ksbcheck; print(ksbcheck.__path__[0])").decode().strip()
    return python("-m", "ksbcheck", *REPORT), Path(home).resolve().parent


def test_the_module_gives_what_the_script_gives(expected: bytes, environment: dict[str, str]) -> None:
    assert report(environment, ROOT) == (expected, ROOT.resolve())


def test_a_checkout_works_from_its_root(expected: bytes, environment: dict[str, str], checkout: Path) -> None:
    assert report(environment, checkout) == (expected, checkout.resolve())


def test_a_checkout_works_from_elsewhere(
    expected: bytes, environment: dict[str, str], checkout: Path, elsewhere: Path
) -> None:
    assert report(environment, elsewhere, checkout) == (expected, checkout.resolve())


def test_the_wheel_works(expected: bytes, environment: dict[str, str], unpacked: Path, elsewhere: Path) -> None:
    assert report(environment, elsewhere, unpacked) == (expected, unpacked.resolve())


def test_the_wheel_holds_the_package_its_data_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    package = {name for name in names if name.startswith("ksbcheck/")}
    source = {
        *(path.relative_to(ROOT).as_posix() for path in (ROOT / "ksbcheck").rglob("*") if path.suffix in SOURCES),
        "ksbcheck/py.typed",
        *(f"ksbcheck/data/{path.name}" for path in (ROOT / "data").iterdir()),
    }
    assert STANDARD in package
    assert package == source
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"ksbcheck"}


def test_the_wheel_s_data_is_the_checkout_s(wheel: zipfile.ZipFile) -> None:
    assert wheel.read(STANDARD) == (ROOT / "data" / Path(STANDARD).name).read_bytes()


def test_the_wheel_brings_both_licences_and_the_command(wheel: zipfile.ZipFile) -> None:
    (info,) = {name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/data/LICENSE"} <= set(wheel.namelist())
    assert "ksbcheck = ksbcheck.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()
