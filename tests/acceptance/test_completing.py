"""What shells are told when somebody presses the Tab key, asked for as Typer's scripts for them do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import facts
import pytest

from ksbcheck.codes import MEANINGS
from ksbcheck.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent.parent
COMMANDS = ["gaps", "check", "summary", "cohort", "explain", "init", "migrate", "standard", "schema"]
CODES = list(facts.DIGESTS)
FINDINGS = sorted({*RULES, *MEANINGS})
# Everything that a shell or Rich could take for more than a text.
HOSTILE = r"""\";touch pwned;" $(touch pwned) `touch pwned` '; touch pwned; ' [/bold] :smile: %s <a> """ + "\u202e"


class Complete(Protocol):
    """Returns what is offered at the end of a command line; in bash's way, or in zsh's with what it means."""

    def __call__(self, line: str, shell: str = "bash") -> list[str]: ...


@pytest.fixture
def complete(command: list[str], environment: dict[str, str], tmp_path: Path) -> Complete:
    def complete(line: str, shell: str = "bash") -> list[str]:
        words = ["ksbcheck", *line.split(" ")]
        variables: Mapping[str, str] = {
            "bash": {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)},
            "zsh": {"_TYPER_COMPLETE_ARGS": f"ksbcheck {line}"},
        }[shell]
        done = subprocess.run(
            command,
            env={**environment, "_KSBCHECK_COMPLETE": f"complete_{shell}", **variables},
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines() if done.stdout.strip() else []

    return complete


def put(path: Path, version: str = "1.0", reference: str = "ST0001", title: str = "Tester") -> None:
    path.parent.mkdir(exist_ok=True)
    options = [{"key": "left", "title": title}, {"key": "right", "title": "Right"}]
    duties = [{"number": 1, "text": "Test", "ksbs": ["K1"], "options": ["left"]}]
    content = {"reference": reference, "version": version, "title": title, "options": options, "duties": duties}
    path.write_text(json.dumps({**content, "knowledge": {"K1": title, "K2": "More"}}), encoding="utf-8")


def test_commands_of_which_none_is_imported_are_completed(complete: Complete) -> None:
    assert complete("") == COMMANDS
    assert complete("sta") == ["standard"]
    assert complete("standard ") == ["list", "show", "validate", "import", "diff"]
    assert "--min-evidence" in complete("gaps --")


@pytest.mark.parametrize(
    "line", ["gaps --option ", "init --option ", "schema --option ", "check --option ", "gaps --option="]
)
def test_the_options_are_the_standard_s(complete: Complete, line: str) -> None:
    assert complete(line) == ["film", "post"]


def test_options_come_with_their_titles(complete: Complete) -> None:
    told = "\n".join(complete("gaps --option p", "zsh"))
    assert told == """_arguments '*: :(("post":"Post Production, VFX and Animation Production"))'"""


def test_options_are_those_of_the_portfolio_s_standard(complete: Complete, tmp_path: Path) -> None:
    put(tmp_path / "standards" / "tester.yaml")
    (tmp_path / "p.yaml").write_text("standard: ST0001\nevidence: []\n")
    for line in ("gaps p.yaml --option ", "check p.yaml other.yaml --option ", "migrate p.yaml --option "):
        assert complete(line) == ["left", "right"]
    assert complete("gaps p.yaml --standard ST0792 --option ") == ["film", "post"]
    assert complete("migrate p.yaml --to ST0792 --option ") == ["film", "post"]
    assert complete("gaps - --option ") == ["film", "post"]
    assert complete("gaps nowhere.yaml --option ") == ["film", "post"]


@pytest.mark.parametrize(
    "line",
    [
        "gaps --standard ",
        "init --standard ",
        "schema --standard ",
        "migrate p.yaml --to ",
        "standard show ",
        "standard validate ",
        "standard diff ",
        "standard diff ST0792 ",
    ],
)
def test_standards_are_completed_wherever_one_is_named(complete: Complete, line: str) -> None:
    assert complete(line) == ["ST0792"]


def test_standards_are_those_of_the_store(complete: Complete, tmp_path: Path) -> None:
    put(tmp_path / "standards" / "tester.yaml")
    put(tmp_path / "standards" / "tester_2.yaml", "1.10")
    put(tmp_path / "standards" / "tester_3.yaml", "1.9")
    (tmp_path / "standards" / "broken.yaml").write_text("reference: [\nversion")
    assert complete("gaps --standard ") == ["ST0001", "ST0001-v1.10", "ST0001-v1.9", "ST0001-v1.0", "ST0792"]
    assert complete("gaps --standard st0001-v1.9") == ["st0001-v1.9"]
    assert complete("gaps --standard ST5") == []


def test_a_version_that_is_offered_is_found(
    complete: Complete, tmp_path: Path, command: list[str], environment: dict[str, str]
) -> None:
    put(tmp_path / "standards" / "tester.yaml")
    put(tmp_path / "standards" / "tester_2.yaml", "1.10")
    for name in complete("explain --standard ST0001-v"):
        done = subprocess.run(
            [*command, "explain", "K1", "--standard", name], cwd=tmp_path, env=environment, check=False
        )
        assert done.returncode == 0


def test_codes_are_the_standard_s_and_those_of_findings(complete: Complete, tmp_path: Path) -> None:
    assert complete("explain ") == [*CODES, *FINDINGS]
    assert complete("explain K4") == ["K4", "K40", "K41", "K42", "K43"]
    assert complete("explain b") == [code.lower() for code in CODES if code.startswith("B")]
    assert complete("explain KSB9") == [code for code in FINDINGS if code.startswith("KSB9")]
    put(tmp_path / "standards" / "tester.yaml")
    assert complete("explain --standard ST0001 K") == ["K1", "K2", *FINDINGS]


def test_codes_come_with_their_texts(complete: Complete) -> None:
    (told,) = complete("explain K41", "zsh")
    assert told.startswith("""_arguments '*: :(("K41":\"""")
    assert facts.digest(told) != facts.DIGESTS["K41"]
    assert len(told) < 200


@pytest.mark.parametrize("line", ["explain --standard ST9999 ", "explain --standard x.yaml ", "gaps p.yaml --option "])
def test_where_anything_is_wrong_nothing_is_offered(complete: Complete, line: str, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("standard: ST0792\nevidence: [\n")
    (tmp_path / "x.yaml").write_bytes(b"\xff")
    assert complete(line) == []
    assert complete(line, "zsh") == ["_files"]


@pytest.mark.parametrize("line", ["explain --standard ST0001 K1", "gaps --standard ST0001 --option l"])
def test_a_stranger_s_texts_say_nothing_to_a_shell(complete: Complete, line: str, tmp_path: Path) -> None:
    put(tmp_path / "standards" / "tester.yaml", title=HOSTILE)
    (told,) = complete(line, "zsh")
    word, meaning = re.fullmatch(r"""_arguments '\*: :\(\("(\w+)":"([^"]*)"\)\)'""", told).groups()  # type: ignore[union-attr]
    assert word in {"K1", "left"}
    assert "touch pwned" in meaning
    assert not set('$`"<>[]\u202e') & set(meaning)
    # Typer's own way to write a colon.
    assert "\\" not in meaning.replace("\\\\:", "")


def test_a_code_that_is_no_word_is_not_offered(complete: Complete, tmp_path: Path) -> None:
    put(tmp_path / "standards" / "$(touch pwned) v1.yaml")
    (tmp_path / "p.yaml").write_text("standard: ST0792\nevidence: []\n")
    assert complete("gaps --standard ") == ["ST0001", "ST0792"]
    assert "pwned" in "".join(complete("gaps --standard ", "zsh"))
    assert not set("$`") & set("".join(complete("gaps --standard ", "zsh")))


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_itself_completes(command: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    if len(command) > 1:
        pytest.skip("needs the installed script")
    script = f"""
        eval "$(_KSBCHECK_COMPLETE=source_bash '{command[0]}')"
        complete -p ksbcheck
        COMP_WORDS=(ksbcheck init --option p) COMP_CWORD=3
        _ksbcheck_completion '{command[0]}'
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "-euc", script], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["complete -o default -F _ksbcheck_completion ksbcheck", "post"]
