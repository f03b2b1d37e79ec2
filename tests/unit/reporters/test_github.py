"""Annotations for GitHub, read back as its runner reads a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from checking import piece, small
from gates import HOSTILE, gate, held, hostile_gate, unusable

from ksbcheck.change import Before, Change
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.printable import one_line, printable
from ksbcheck.reporters import GATE_REPORTERS, REPORTERS

if TYPE_CHECKING:
    from ksbcheck import Report
    from ksbcheck.gate import Gate


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def _command(line: str) -> Command | None:
    """Read one line as the runner does: up to the next two colons, then the rest."""
    if not line.startswith("::"):
        return None
    information, colons, message = line[2:].partition("::")
    assert colons
    name, _, written = information.partition(" ")
    properties = dict(pair.split("=", 1) for pair in written.split(","))
    return Command(name, {key: _unescaped(value) for key, value in properties.items()}, _unescaped(message))


def _unescaped(text: str) -> str:
    for sign, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(sign, character)
    return text


def _parse(made: str) -> tuple[list[Command], list[str]]:
    """Return the commands, and the other lines, which come after all of them."""
    assert made.endswith("\n")
    assert made.splitlines() == made.split("\n")[:-1]
    read = [(_command(line), line) for line in made.splitlines()]
    commands = [command for command, _ in read if command]
    assert all(command for command, _ in read[: len(commands)])
    return commands, [line for _, line in read[len(commands) :]]


def _of(made: Gate) -> tuple[list[Command], list[str]]:
    return _parse(GATE_REPORTERS["github"](made, 80))


def _report(path: str = "a.yaml", **config: object) -> Report:
    standard = small(knowledge={"K1": "Plan.", "K2": "Test.", "K3": "Read."})
    asked = {"select": ["KSB1", "KSB201", "KSB204"], "policy": {"min_evidence": 2}}
    return held(piece("E1", ["K1", "K8", "K8"]), of=standard, path=path, config={**asked, **config})


def test_whole_text() -> None:
    waivers = [{"code": "KSB204", "reason": "Later.", "expires": "2030-01-31"}]
    fault = Diagnostic("KSB901", Severity.WARNING, "of no use", ".ksbcheck.toml", 3, 1)
    assert (
        GATE_REPORTERS["github"](gate(_report(waivers=waivers), faults=[fault]), 80)
        == """\
::error file=a.yaml,line=1,col=114,title=KSB201::ST0001 v1.0 has no KSB 'K8', only K1 to K3
::error file=a.yaml,line=1,col=120,title=KSB201::ST0001 v1.0 has no KSB 'K8', only K1 to K3
::warning file=.ksbcheck.toml,line=3,col=1,title=KSB901::of no use
::notice file=a.yaml,title=0 of 3 KSBs covered (0.0 %25)::3 gaps: K1, K2, K3
waived a.yaml:1:120 KSB204 E1 claims K8 twice; it counts once (Later., until 2030-01-31)
1 portfolio · 2 errors · 1 warning · 3 notes · 1 waived
"""
    )


def test_the_most_serious_come_first_whatever_the_portfolio() -> None:
    broken = unusable("x")
    made = gate(_report("a.yaml"), _report("b.yaml"))
    commands, _ = _of(made._replace(outcomes=(*made.outcomes, broken)))
    assert [command.name for command in commands] == ["error"] * 5 + ["warning"] * 2 + ["notice"] * 2
    files = [command.properties["file"] for command in commands]
    assert files == ["a.yaml"] * 2 + ["b.yaml"] * 2 + ["broken.yaml", "a.yaml", "b.yaml", "a.yaml", "b.yaml"]


@pytest.mark.parametrize("count", [1, 70])
def test_gaps_are_one_notice_for_each_portfolio(count: int) -> None:
    standard = small(knowledge={f"K{number}": "Text." for number in range(1, count + 1)})
    made = REPORTERS["github"](held(of=standard), 80)
    commands, rest = _parse(made)
    (gaps,) = commands
    assert (gaps.name, gaps.properties["title"]) == ("notice", f"0 of {count} KSBs covered (0.0 %)")
    assert gaps.message.split(": ")[1].split(", ") == [f"K{number}" for number in range(1, count + 1)]
    assert rest == [f"1 portfolio · {count} note{'s' if count > 1 else ''}"]


def test_gaps_are_as_serious_as_was_asked_for() -> None:
    commands, _ = _of(gate(_report(severity={"KSB101": "error"})))
    assert next(command.message for command in commands if command.name == "error") == "3 gaps: K1, K2, K3"


def test_a_gap_that_is_waived_is_no_gap() -> None:
    commands, rest = _of(gate(_report(waivers=[{"code": "KSB101", "ksb": "K2", "reason": "Later."}])))
    assert commands[-1].message == "2 gaps: K1, K3"
    assert rest[0] == "waived a.yaml KSB101 K2 has no evidence yet (Later.)"


def test_without_findings_there_is_one_line() -> None:
    made = gate(held(piece("E1", ["K1"]), of=small(), config={"select": ["KSB1"]}))
    assert _of(made) == ([], ["1 portfolio · nothing wrong"])


def test_what_changed_is_a_plain_line() -> None:
    change = Change(Before("::error::x"), gained=("K1",))
    _, rest = _of(gate(_report()._replace(change=change)))
    assert rest[0].startswith("changed a.yaml since : :error: :x: gained 1 (K1) · lost 0")
    assert len(rest) == 2


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_starts_no_command_of_its_own(text: str) -> None:
    commands, rest = _of(hostile_gate(text))
    shown = one_line(printable(text))
    assert [command.name for command in commands] == ["error", "error", "warning", "notice"]
    assert {command.properties["file"] for command in commands} == {shown}
    assert {tuple(command.properties) for command in commands} <= {
        ("file", "line", "col", "title"),
        ("file", "title"),
    }
    assert commands[1].message == f"not there: {shown}"
    assert commands[2].message == f"unused: {shown}"
    assert len(rest) == 4
    assert not re.search(r"##\w*\[", "".join(rest))
    assert not [line for line in rest if line.lstrip().startswith("::")]


@pytest.mark.parametrize(
    ("path", "message", "line"),
    [
        ("a,b:c%.yaml", "50 %, a:b", "::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=KSB1::50 %25, a:b"),
        ("a.yaml", "%0A%25", "::error file=a.yaml,line=1,col=1,title=KSB1::%250A%2525"),
    ],
)
def test_signs_are_escaped_as_the_toolkit_does(path: str, message: str, line: str) -> None:
    fault = Diagnostic("KSB1", Severity.ERROR, message, path, 1, 1)
    assert GATE_REPORTERS["github"](gate(faults=[fault]), 80).splitlines()[0] == line


@pytest.mark.parametrize(
    ("missing", "thin", "shown"),
    [("note", "warning", "warning"), ("warning", "note", "warning"), ("error", "note", "error")],
)
def test_gaps_are_as_serious_as_the_most_serious(missing: str, thin: str, shown: str) -> None:
    commands, _ = _of(gate(_report(severity={"KSB101": missing, "KSB102": thin})))
    assert [command.name for command in commands if "KSBs covered" in command.properties["title"]] == [shown]
