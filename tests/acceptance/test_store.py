"""Where the command looks for standards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acceptance.conftest import Ksbcheck

ROOT = Path(__file__).parent.parent.parent
BUNDLED = ROOT / "data" / "standard_st0792_v1_1.yaml"
PORTFOLIO = "standard: {}\noption: post\nevidence: []\n"


class Run(Protocol):
    """Runs one command line in the test's folder; returns exit code, standard output and standard error."""

    def __call__(
        self, *arguments: str, columns: int = 80, stdin: str = "", variables: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]: ...


@pytest.fixture
def run(command: list[str], environment: dict[str, str], tmp_path: Path) -> Run:
    def run(
        *arguments: str, columns: int = 80, stdin: str = "", variables: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        done = subprocess.run(
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**environment, "COLUMNS": str(columns), **(variables or {})},
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def put(path: Path, version: str, title: str = "Tester", reference: str = "ST0001") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"reference: {reference}\nversion: '{version}'\ntitle: {title}\nknowledge: {{K1: Tools}}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the user's folder is another variable's")
def test_the_nearest_of_a_version_is_used(tmp_path: Path, run: Run) -> None:
    variables = {
        "XDG_DATA_HOME": str(tmp_path / "user"),
        "KSBCHECK_STANDARDS": os.pathsep.join(("first", str(tmp_path / "second"))),
    }
    places = [
        tmp_path / "apprentices" / "standards",
        tmp_path / "standards",
        tmp_path / "first",
        tmp_path / "second",
        tmp_path / "user" / "ksbcheck" / "standards",
    ]
    portfolio = tmp_path / "apprentices" / "p.yaml"
    for number, place in enumerate(places):
        put(place / "standard_st0001_v1_0.yaml", "1.0", title=f"Place {number}")
    portfolio.write_text(PORTFOLIO.format("ST0001"))
    for number, place in enumerate(places):
        code, output, errors = run("gaps", "apprentices/p.yaml", "--option", "", variables=variables)
        assert (code, errors) == (1, "")
        assert f"Place {number}" in output.splitlines()[0]
        (place / "standard_st0001_v1_0.yaml").unlink()
    code, output, errors = run("gaps", "apprentices/p.yaml", variables=variables)
    assert (code, output) == (2, "")
    assert errors == (
        "apprentices/p.yaml:1:11: KSB305 there is no standard 'ST0001' here; there is ST0792 v1.1; import it: "
        "ksbcheck standard import https://skillsengland.education.gov.uk/api/apprenticeshipstandards/ST0001\n"
    )


@pytest.mark.parametrize("columns", [60, 140])
def test_the_list_tells_where_each_standard_is(tmp_path: Path, run: Run, columns: int) -> None:
    put(tmp_path / "standards" / "tester.yaml", "1.0")
    put(tmp_path / "ours" / "ST0001 v1.yaml", "1")
    put(tmp_path / "ours" / "ST0002 v1.0.yaml", "2.0", reference="ST0002")
    (tmp_path / "ours" / "broken.yml").write_text("reference: [\nversion")
    code, output, errors = run("standard", "list", columns=columns, variables={"KSBCHECK_STANDARDS": "ours"})
    assert (code, errors) == (0, "")
    assert max(map(len, output.splitlines())) <= columns
    told = " ".join(output.split())
    assert told.startswith(
        "ST0001 v1.0 Tester (status not known; 1 KSB, 0 duties) standards/tester.yaml "
        "ST0001 v1 ours/ST0001 v1.yaml: not used, as standards/tester.yaml comes first "
        "ST0002 v1.0 cannot be used: ours/ST0002 v1.0.yaml: KSB306 is named as ST0002 v1.0 but holds ST0002 v2.0 "
        "ST0792 v1.1 Media production co-ordinator"
    )
    assert " bundled cannot be used: ours/broken.yml:1:12: KSB002 not valid YAML" in told


def test_a_portfolio_with_a_standard_of_its_own_in_place_of_the_bundled_one_is_told(tmp_path: Path, run: Run) -> None:
    own = tmp_path / "standards" / BUNDLED.name
    own.parent.mkdir()
    text = BUNDLED.read_text(encoding="utf-8")
    own.write_text(text.replace("level: 4", "level: 5"), encoding="utf-8")
    (tmp_path / "p.yaml").write_text(PORTFOLIO.format("ST0792"))
    note = (
        f"note p.yaml:1:11 KSB307 this is against standards/{BUNDLED.name}, which differs from the ST0792 v1.1 that "
        "ksbcheck brings"
    )
    code, output, _ = run("gaps", "p.yaml")
    assert code == 1
    assert note in " ".join(output.split())
    own.write_text(text, encoding="utf-8")
    assert "KSB307" not in run("gaps", "p.yaml")[1]


def test_a_portfolio_on_standard_input_is_taken_to_be_in_the_working_folder(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "standards" / "tester.yaml", "1.0")
    for name in ("ST0001", "standards/tester.yaml"):
        code, output, errors = run("gaps", "-", stdin=PORTFOLIO.format(name).replace("option: post\n", ""))
        assert (code, errors) == (1, "")
        assert "Tester" in output
        assert "KSB304" not in output


def test_other_commands_look_near_the_working_folder(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "standards" / "tester.yaml", "1.0")
    for line in (
        ("explain", "K1", "--standard", "ST0001"),
        ("standard", "show", "ST0001"),
        ("standard", "validate", "st0001"),
        ("init", "--standard", "ST0001"),
        ("gaps", "portfolio.yaml", "--exit-zero"),
    ):
        assert run(*line)[0] == 0


def test_an_official_file_is_to_be_imported_first(tmp_path: Path, run: Run) -> None:
    (tmp_path / "ST0001.json").write_text('{"referenceNumber": "ST0001"}')
    message = "ST0001.json: KSB001 an official standard as published; import it first: ksbcheck standard import FILE\n"
    assert run("standard", "show", "ST0001.json") == (2, "", message)


def test_the_bundled_standard_is_found_anywhere(tmp_path: Path, ksbcheck: Ksbcheck) -> None:
    done = ksbcheck("standard", "validate", "ST0792", folder=tmp_path)
    assert (done.returncode, done.stderr.decode().partition(":")[0]) == (0, "ST0792 v1.1")
