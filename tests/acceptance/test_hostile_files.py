"""Hostile files of every other kind: standards, official JSON, pages, configurations, policies, lists of portfolios.

As with hostile portfolios, each is accepted, or refused at a line, by the real command in a process with little memory.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hostile import MIB, Job, check_findings, check_run, run_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hostile import Content, Outcome, Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited and measured as Linux does it")

FILES = Path(__file__).parent / "files"
OFFICIAL = (FILES / "official.json").read_text(encoding="utf-8")
STANDARD = (FILES / "original_standard.yaml").read_text(encoding="utf-8")
PAGE = "Reference: ST9999\nVersion: 1.0\nKSBs\nKnowledge\nK1: One.\nSkills\nS1: Two.\nBehaviours\nB1: Three.\n"
POLICY = "min_evidence = 1\n"
CONFIGURATION = 'select = ["KSB1"]\n'
PORTFOLIO = "standard: ST0792 v1.1\noption: post\nevidence:\n- {id: E01, title: Call sheets, ksbs: [K1]}\n"

COMMANDS = {
    "standard.yaml": "standard validate standard.yaml",
    "official.json": "standard import official.json -o -",
    "page.txt": "standard import page.txt --title Tester -o -",
    "config.toml": "check portfolio.yaml --config config.toml",
    "policy.toml": "gaps portfolio.yaml --policy policy.toml",
    "list.txt": "cohort @list.txt --no-cache",
}
GOOD = {
    "standard.yaml": STANDARD,
    "official.json": OFFICIAL,
    "page.txt": PAGE,
    "config.toml": CONFIGURATION,
    "policy.toml": POLICY,
    "list.txt": "portfolio.yaml\n",
}


class Case(NamedTuple):
    """A file of a kind; ``line`` is that of the first finding, where it is refused, None if any will do."""

    kind: str
    what: str
    content: Content
    outcome: Outcome
    line: int | None = None


def official(**fields: object) -> str:
    return json.dumps({**json.loads(OFFICIAL), **fields}, indent=1)


def cases() -> Iterator[Case]:
    """Yield what every kind of file is given, then what is hostile to one of them."""
    for kind, good in GOOD.items():
        yield Case(kind, "good", good, "accept")
        if kind == "list.txt":
            continue
        end = good.count("\n") + 1
        yield Case(kind, "a byte that is no UTF-8", good.encode() + b"\xff", "reject", end)
        yield Case(kind, "UTF-16", good.encode("utf-16"), "reject", 1)
        yield Case(kind, "UTF-32 without a mark", good.encode("utf-32-be"), "reject", 1)
        yield Case(kind, "half a surrogate pair", good.encode() + b"\xed\xa0\x80", "reject", end)
        yield Case(kind, "NUL", good + "\0", "either")
        yield Case(kind, "over 1 MiB", flood(" ", good, MIB + 1), "reject", end)
        for sign in FLOODS:
            yield Case(kind, f"1 MiB of {sign!r}", flood(sign), "either")
            yield Case(kind, f"good, and much of {sign!r}", flood(sign, good), "either")
    yield from OTHERS


FLOODS = ["[", '{"a":', '"', "a=[", " ", "9"]


def flood(sign: str, good: str = "", size: int = MIB) -> Callable[[], str]:
    return lambda: good + sign * ((size - len(good.encode())) // len(sign))


OTHERS = [
    Case("official.json", "a key twice", '{\n"a": 1,\n"a": 2}', "reject", 3),
    Case("official.json", "a key twice in an object within", '{"x": [\n{"b": 1,\n"b": 2}]}', "reject", 3),
    Case("official.json", "NaN", '{\n"level": NaN}', "reject", 2),
    Case("official.json", "minus infinity", "[1,\n\n-Infinity]", "reject", 3),
    Case("official.json", "a number too long for Python", '{\n"level": ' + "1" * 5000 + "}", "reject", 2),
    Case("official.json", "nested too deep", '{\n"a":\n' + "[" * 5000 + "]" * 5000 + "}", "reject", 3),
    Case("official.json", "nested deep in texts", official(title="[" * 5000), "accept"),
    Case("official.json", "no comma", '{\n"a": 1\n"b": 2}', "reject", 3),
    Case("official.json", "single quotes", "\n{'a': 1}", "reject", 2),
    Case("official.json", "no reference", "[1]", "reject", 1),
    Case("official.json", "a reference that steers a terminal", official(referenceNumber="\x1b[2J\u202e"), "reject", 2),
    Case("official.json", "texts that steer a terminal", official(title="\x1b[2J\u202e", status="&#x9b;2J"), "accept"),
    Case("official.json", "commands", official(title="\n::error::x", route="::error::x"), "accept"),
    Case("official.json", "half characters", official(title="\ud800", route="\udc00"), "accept"),
    Case("official.json", "a huge exponent", official(level="?").replace('"?"', "1e999"), "accept"),
    Case("official.json", "spaces in HTML", lambda: official(overviewOfRole="<p>a" + " " * 900_000 + "b"), "accept"),
    Case("official.json", "many < in HTML", lambda: official(overviewOfRole="<a " * 200_000), "accept"),
    Case("official.json", "many &", lambda: official(overviewOfRole="&amp;amp;" * 90_000), "accept"),
    Case(
        "official.json",
        "many options",
        lambda: official(options=[{"title": f"x {n}"} for n in range(15_000)]),
        "either",
    ),
    Case("official.json", "items of no use", lambda: official(knowledges=[7] * 200_000), "reject"),
    Case("official.json", "null for everything", json.dumps(dict.fromkeys(json.loads(OFFICIAL))), "reject"),
    Case("page.txt", "no version", PAGE.replace("Version: 1.0\n", ""), "reject", 1),
    Case("page.txt", "no KSBs", "KSBs\nReference: ST9999\nVersion: 1.0\n", "reject", 2),
    Case("page.txt", "a text", "Knowledge is power.\n", "reject", 1),
    Case("page.txt", "texts that steer a terminal", PAGE.replace("One", "\x1b[2J\u202e\x9b"), "accept"),
    Case("page.txt", "spaces", lambda: f"{PAGE}Review\na{' ' * 1_000_000}b\n", "accept"),
    Case("page.txt", "links", lambda: f"{PAGE}Review\n{'Back to Duty ' * 60_000}\n", "accept"),
    Case("page.txt", "links that do not end", lambda: f"{PAGE}Review\n{'Back to Duty ' * 60_000}x\n", "accept"),
    Case("page.txt", "a version with spaces", lambda: f"{PAGE}Version log\n1.0 a{' ' * 900_000}b\n", "accept"),
    Case("page.txt", "qualifications", lambda: f"{PAGE}Qualifications\nDegree\n" + "a.\n" * 100_000, "accept"),
    Case("page.txt", "KSBs without end", lambda: PAGE + "".join(f"K{n}: x\n" for n in range(2, 9000)), "either"),
    Case("standard.yaml", "an alias, which is told", f"{STANDARD}overview: *a\n", "accept"),
    Case("standard.yaml", "a tag", "!!python/object:os.system x\n", "reject", 1),
    Case("standard.yaml", "official JSON", OFFICIAL, "reject"),
    Case("standard.yaml", "a key twice, which is told", f"{STANDARD}title: x\n", "accept"),
    Case("standard.yaml", "commands", STANDARD.replace("K1: ", 'K1: "::error::x\\n##[error]y \\e[2J" #'), "either"),
    *(
        Case(kind, what, content, "reject", line)
        for kind in ("config.toml", "policy.toml")
        for what, content, line in [
            ("a number too long for Python", "a = 1\nb = " + "9" * 5000, 2),
            ("nested too deep", "\na = " + "[" * 5000 + "]" * 5000, 2),
            ("dotted too deep", ".".join("a" * 5000) + " = 1", 1),
            ("a key twice", "min_evidence = 1\n\nmin_evidence = 2\n", 3),
            ("a table twice", "[a]\n[a]\n", 2),
            ("a carriage return", "a = 1\rb = 2", 1),
            ("an unknown field that steers a terminal", '\n"\\u001b[2J\\n::error::x" = 1\n', 2),
            ("half a character", '\na = "\\ud800"', 2),
            ("a day that never was", "\n\nearliest_date = 2024-02-30\n", 3),
            ("a million tables", "[[a]]\n" * 170_000, None),
            ("many keys", "".join(f"a{number} = 1\n" for number in range(80_000)), None),
        ]
    ),
    Case("policy.toml", "spaces in a percentage", lambda: f'\nfail_under = "1{" " * 900_000}x"', "reject", 2),
    Case("policy.toml", "a percentage that is no number", "fail_under = nan\n", "reject", 1),
    Case("policy.toml", "infinity", "\nmin_evidence = inf\n", "reject", 2),
    Case("config.toml", "a policy outside", "\npolicy_file = '../../../../etc/passwd'\n", "reject", 2),
    Case("config.toml", "a policy that no file can have", 'policy_file = "a\\u0000b"\n', "reject", 1),
    Case("config.toml", "a device as policy", "policy_file = '/dev/zero'\n", "reject", 1),
    Case("config.toml", "rules that there are not", "select = [" + "'KSB999', " * 1999 + "]\n", "reject", 1),
    Case("config.toml", "a pattern as a rule", "ignore = ['.*']\n", "reject", 1),
    Case(
        "config.toml",
        "a waiver that steers a terminal",
        '[[waivers]]\ncode = "KSB206"\nreason = "\\u001b[2J"\n',
        "accept",
    ),
    Case("list.txt", "a byte that is no UTF-8", b"portfolio.yaml\n\xff\n", "reject"),
    Case("list.txt", "another list", "@list.txt\n", "reject"),
    Case("list.txt", "NUL", "a\0b\n", "reject"),
    Case("list.txt", "devices", "/dev/zero\n/dev/full\n/proc/kmsg\n", "reject"),
    Case("list.txt", "names that steer a terminal", "\x1b[2J\n::error::x\n##[error]x\n\u202e\n", "reject"),
    Case("list.txt", "a long line", lambda: "x" * 900_000, "reject"),
    Case("list.txt", "comments", lambda: "#\n" * 400_000 + "portfolio.yaml\n", "accept"),
    Case("list.txt", "empty", "", "either"),
]
CASES = {f"{case.kind}: {case.what}": case for case in cases()}
ELSEWHERE = {
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Windows-1252": {"PYTHONIOENCODING": "cp1252"},
}
TOLD_ELSEWHERE = [name for name in CASES if "steer" in name or "commands" in name or name.endswith("good")]


def job(case: Case, environment: dict[str, str] | None = None) -> Job:
    files: dict[str, Content] = {"portfolio.yaml": PORTFOLIO, case.kind: case.content}
    return Job(COMMANDS[case.kind].split(), files, environment or {})


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    return run_all(tmp_path_factory.mktemp("files"), {name: job(case) for name, case in CASES.items()})


@pytest.fixture(scope="module")
def runs_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    jobs = {f"{name} {place}": job(CASES[name], env) for place, env in ELSEWHERE.items() for name in TOLD_ELSEWHERE}
    return run_all(tmp_path_factory.mktemp("elsewhere"), jobs)


def check(case: Case, run: Run, encoding: str = "utf-8") -> None:
    check_run(run, case.outcome, encoding)
    found = run.err.decode(encoding).splitlines()
    if run.status != 2 or case.kind == "list.txt":
        return
    found = found or [
        line.split(": error: ")[0] for line in run.out.decode(encoding).splitlines() if ": error: " in line
    ]
    assert found
    if case.line is None:
        assert found[0].startswith(f"{case.kind}:")
    else:
        check_findings(found, case.kind, case.line)


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_read_or_refused(name: str, runs: dict[str, Run]) -> None:
    check(CASES[name], runs[name])


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.parametrize("name", TOLD_ELSEWHERE)
def test_a_hostile_file_is_told_in_other_encodings_too(
    name: str, place: str, runs: dict[str, Run], runs_elsewhere: dict[str, Run]
) -> None:
    run = runs_elsewhere[f"{name} {place}"]
    check(CASES[name], run, "cp1252" if place == "Windows-1252" else "ascii")
    assert run.status == runs[name].status


def test_each_case_has_a_name_of_its_own() -> None:
    assert len(CASES) == len(list(cases()))
