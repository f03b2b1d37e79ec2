"""Exit codes, whatever happens; what is said goes to standard error."""

from __future__ import annotations

import errno
import gc
import importlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
import yaml

import ksbcheck.__main__
import ksbcheck.cli
from ksbcheck.cli import app as commands
from ksbcheck.cli.entry import main, run

if TYPE_CHECKING:
    from conftest import Write

EXAMPLES = Path(__file__).parent.parent.parent.parent / "examples"
COMPLETE, UNFINISHED, MINIMAL, BROKEN, MISTAKES = (
    str(EXAMPLES / f"{name}.yaml") for name in ("complete_film", "unfinished_post", "minimal", "broken", "mistakes")
)
UNSOUND = "reference: ST9998\nversion: '1.0'\ntitle: Test\nknowledge:\n  K1: One.\n  K3: Three.\n"
COMMAND = [sys.executable, "-m", "ksbcheck"]
FULL = b"<stdout>: KSB001 cannot be written: No space left on device\n"
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and pipes")


@pytest.fixture
def unsound(write: Write) -> str:
    return str(write(UNSOUND, "standard.yaml"))


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, ["gaps", COMPLETE]),
        (0, ["gaps", UNFINISHED, "--exit-zero"]),
        (0, ["gaps", UNFINISHED, "--fail-under", "66"]),
        (0, ["explain", "K13"]),
        (0, ["standard", "list"]),
        (0, ["standard", "show"]),
        (0, ["standard", "validate", "ST0792"]),
        (0, ["--version"]),
        (0, ["--help"]),
        (0, ["-h"]),
        (1, ["gaps", UNFINISHED]),
        (1, ["gaps", UNFINISHED, "--fail-under", "67"]),
        (1, ["gaps", COMPLETE, "--min-evidence", "2"]),
        (1, ["gaps", UNFINISHED, "--quiet"]),
        (1, ["gaps", MISTAKES]),
        (2, []),
        (2, ["standard"]),
        (2, ["gap"]),
        (2, ["gaps"]),
        (2, ["gaps", COMPLETE, UNFINISHED]),
        (2, ["gaps", UNFINISHED, "--colour"]),
        (2, ["gaps", UNFINISHED, "--format", "xml"]),
        (2, ["gaps", "no-such-file.yaml"]),
        (2, ["gaps", BROKEN]),
        (2, ["gaps", BROKEN, "--exit-zero"]),
        (2, ["gaps", MINIMAL]),
        (2, ["gaps", MINIMAL, "--option", "radiography"]),
        (2, ["gaps", UNFINISHED, "--standard", "ST9999"]),
        (2, ["explain", "K99"]),
        (2, ["standard", "show", "ST9999"]),
        (2, ["standard", "validate", MINIMAL]),
        (2, ["init", COMPLETE, "--option", "post"]),
    ],
    ids=lambda value: " ".join(map(os.path.basename, value)) or "nothing" if isinstance(value, list) else str(value),
)
def test_exit_code(code: int, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == code
    out, err = capsys.readouterr()
    assert "a fault in ksbcheck itself" not in err
    if code == 2:
        assert (out, bool(err)) == ("", True)
    elif "validate" not in arguments:
        assert err == ""


@pytest.mark.parametrize(("options", "code"), [([], 1), (["--exit-zero"], 0)], ids=["", "--exit-zero"])
def test_a_standard_with_findings(
    unsound: str, options: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["standard", "validate", unsound, *options]) == code
    out, err = capsys.readouterr()
    assert out.startswith(f"{unsound}:")
    assert "K2" in out
    assert err == "ST9998 v1.0: 2 KSBs, 0 duties, 0 options; 1 warning\n"


@pytest.mark.parametrize("arguments", [["gaps", UNFINISHED, "-q"], ["gaps", COMPLETE, "--quiet"]])
def test_quiet_prints_nothing(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run(arguments)
    assert capsys.readouterr() == ("", "")


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--version"])
    assert capsys.readouterr() == (f"ksbcheck {ksbcheck.__version__}\n", "")


def test_all_that_is_wrong_with_a_file_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    run(["gaps", BROKEN])
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 8
    assert all(line.startswith(f"{BROKEN}:") for line in err.splitlines())


def test_more_findings_than_anybody_reads_are_counted(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("standard: ST0792\nevidence: []\n" + "".join(f"unknown{n}: 1\n" for n in range(200)))
    assert run(["gaps", str(path)]) == 2
    *told, last = capsys.readouterr().err.splitlines()
    assert last == f"... and {200 - len(told)} more"


def test_the_commands_are_listed_in_the_order_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    table = capsys.readouterr().out.partition("\nCommands:\n")[2]
    assert re.findall(r"^  (\w+)", table, re.MULTILINE)[: len(commands.COMMANDS)] == list(commands.COMMANDS)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(*_: object, **__: object) -> None:
        raise ZeroDivisionError("something\nof several lines")

    monkeypatch.setattr("ksbcheck.cli.holding.check", check)


@pytest.mark.usefixtures("failing")
def test_a_fault_of_ours_is_one_line_and_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("KSBCHECK_DEBUG", raising=False)
    assert run(["gaps", COMPLETE]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "ksbcheck: a fault in ksbcheck itself (ZeroDivisionError); "
        "run again with KSBCHECK_DEBUG=1 and report what it prints\n"
    )


@pytest.mark.usefixtures("failing")
def test_a_fault_of_ours_has_a_traceback_if_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KSBCHECK_DEBUG", "1")
    assert run(["gaps", COMPLETE]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Traceback (most recent call last):\n")
    assert "ZeroDivisionError: something\nof several lines\n" in err
    assert err.splitlines()[-1].startswith("ksbcheck: a fault in ksbcheck itself (ZeroDivisionError)")


def test_a_fault_while_a_command_is_imported_is_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ksbcheck.cli.app", None)
    assert run(["--help"]) == 3
    assert "(ModuleNotFoundError)" in capsys.readouterr().err


def test_an_interrupt_is_130_and_silent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def check(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ksbcheck.cli.holding.check", check)
    assert run(["gaps", COMPLETE]) == 130
    out, err = capsys.readouterr()
    assert (out, err.strip()) == ("", "")


def test_an_interrupt_before_the_commands_are_there_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def app(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "app", app)
    assert run([]) == 130


@pytest.mark.parametrize("told", ["__cause__", "__context__"])
def test_an_error_in_the_course_of_an_interrupt_is_an_interrupt(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def app(*_: object, **__: object) -> None:
        error = RuntimeError()
        setattr(error, told, KeyboardInterrupt())
        raise error

    monkeypatch.setattr(commands, "app", app)
    assert run([]) == 130


def test_an_interrupt_behind_several_errors_is_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    def app(*_: object, **__: object) -> None:
        between, last = ImportError(), SystemError()
        between.__cause__, last.__context__ = KeyboardInterrupt(), between
        raise last

    monkeypatch.setattr(commands, "app", app)
    assert run([]) == 130


class Panic(BaseException):
    """What a library in Rust raises, which is no Exception."""


@pytest.mark.parametrize("kind", [MemoryError, RecursionError, Panic, GeneratorExit, AssertionError])
def test_whatever_is_raised_is_a_fault_of_ours(
    kind: type[BaseException], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def app(*_: object, **__: object) -> None:
        raise kind

    monkeypatch.setattr(commands, "app", app)
    assert run([]) == 3
    told = f"ksbcheck: a fault in ksbcheck itself ({kind.__name__}); "
    assert capsys.readouterr() == ("", f"{told}run again with KSBCHECK_DEBUG=1 and report what it prints\n")


def test_a_fault_that_cannot_be_told_is_3_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere:
        def write(self, _: str) -> None:
            raise MemoryError

    def app(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(commands, "app", app)
    monkeypatch.setattr(sys, "stderr", Nowhere())
    assert run([]) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["\x1b[31m\u202e"],
        ["gaps", COMPLETE, "\x1b]0;x\a\u202e"],
        ["gaps", COMPLETE, "--\x9b31m\u2028"],
        ["gaps", COMPLETE, "-f", "\x1b[31m\n::error::x"],
        ["standard", "show", "--color", "a\n##[error]x"],
        ["gaps", COMPLETE, "a\n::error::x", "\udcff"],
    ],
)
def test_nothing_on_the_command_line_steers_a_terminal_or_a_ci_service(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: ksbcheck")
    assert all(line.isprintable() for line in err.splitlines())
    assert not re.search(r"^\s*::|##\[", err, re.MULTILINE)


@posix
def test_ctrl_c_while_waiting_for_standard_input_is_130() -> None:
    # The parent's end of the pipe stays open, so that the process waits for more.
    with subprocess.Popen(
        [sys.executable, "-c", _WAITING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"reading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


# The command line itself, with word given once it reads.
_WAITING = """
import io, os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)

class Announced(io.FileIO):
    def readinto(self, buffer):
        os.write(1, b"reading\\n")
        return super().readinto(buffer)

sys.stdin = io.TextIOWrapper(io.BufferedReader(Announced(0)))
sys.argv = ["ksbcheck", "gaps", "-"]
from ksbcheck.cli import main
main()
"""


def into_a_closed_pipe(stream: Literal["stdout", "stderr"], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command with nobody at the other end of one of its streams."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        return subprocess.run(
            [*COMMAND, *arguments],
            stdout=pipe if stream == "stdout" else subprocess.PIPE,
            stderr=pipe if stream == "stderr" else subprocess.PIPE,
            check=False,
        )


@posix
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["standard", "show"], 0),
        (["standard", "show", "-f", "json"], 0),
        (["gaps", UNFINISHED], 1),
        (["--help"], 0),
        (["--version"], 0),
    ],
    ids=lambda value: " ".join(map(os.path.basename, value)) if isinstance(value, list) else str(value),
)
def test_a_closed_pipe_is_quiet(arguments: list[str], code: int) -> None:
    done = into_a_closed_pipe("stdout", *arguments)
    assert (done.returncode, done.stderr) == (code, b"")


@posix
@pytest.mark.parametrize("arguments", [["gaps", "nowhere.yaml"], ["gap"]], ids=" ".join)
def test_a_closed_standard_error_is_quiet(arguments: list[str]) -> None:
    done = into_a_closed_pipe("stderr", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")


@posix
def test_a_report_cut_by_head_is_quiet() -> None:
    with subprocess.Popen([*COMMAND, "standard", "show"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        head = subprocess.run(["head", "-1"], stdin=process.stdout, capture_output=True, check=True)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
    assert head.stdout == b"ST0792 v1.1  Media production co-ordinator\n"


@posix
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("gaps nowhere.yaml 2>&-", 2),
        ("gap 2>&-", 2),
        (f"gaps '{UNFINISHED}' >&-", 1),
        (f"gaps '{UNFINISHED}' >&- 2>&- <&-", 1),
        ("gaps - <&-", 2),
    ],
    ids=["standard error", "standard error, usage", "standard output", "all", "standard input"],
)
def test_a_stream_that_is_not_there_is_no_fault_of_ours(line: str, code: int) -> None:
    done = in_the_shell(line)
    assert done.returncode == code
    assert b"a fault in ksbcheck itself" not in done.stdout + done.stderr


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"gaps '{UNFINISHED}' >/dev/full", FULL),
        (f"gaps '{UNFINISHED}' >/dev/full 2>&1", b""),
        ("--version >/dev/full", FULL),
        ("--help >/dev/full", FULL),
        ("--help 1</dev/null", FULL.replace(b"No space left on device", b"Bad file descriptor")),
        ("gaps nowhere.yaml 2>/dev/full", b""),
        ("gap 2>/dev/full", b""),
    ],
    ids=["report", "report and complaint", "version", "help", "help to what is only read", "complaint", "usage"],
)
def test_a_full_disk_behind_a_stream_is_2_and_one_line(line: str, told: bytes) -> None:
    for unbuffered in ("", "1"):
        done = in_the_shell(line, PYTHONUNBUFFERED=unbuffered)
        assert (done.returncode, done.stdout, done.stderr) == (2, b"", told)


def in_the_shell(line: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = ["sh", "-c", f'"$0" -m ksbcheck {line}', sys.executable]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, check=False)


@pytest.mark.parametrize(("arguments", "code"), [(["gaps", COMPLETE, "-q"], 0), (["gaps", UNFINISHED, "-q"], 1)])
def test_main_prepares_the_process_and_exits_with_the_code_of_its_arguments(
    arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    monkeypatch.setattr(sys, "argv", ["ksbcheck", *arguments])
    monkeypatch.setattr(gc, "disable", lambda: steps.append("disable"))
    monkeypatch.setattr(gc, "freeze", lambda: steps.append("freeze"))
    monkeypatch.setattr(sys.modules[main.__module__], "skip_plugin_search", lambda: steps.append("skip"))
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == code
    assert steps == ["disable", "skip", "freeze"]


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have become of Ctrl-C, in place of what does in the process of the tests."""
    handlers: list[Any] = [signal.default_int_handler]
    monkeypatch.setattr(signal, "getsignal", lambda _: handlers[-1])
    monkeypatch.setattr(signal, "signal", lambda _, handler: handlers.append(handler))
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(sys, "argv", ["ksbcheck", "--version"])
    return handlers


def test_once_all_is_done_an_interrupt_ends_the_process(handlers: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    monkeypatch.setattr(os, "_exit", left.append)
    with pytest.raises(SystemExit):
        main()
    handlers[-1](signal.SIGINT, None)
    assert (len(handlers), left) == (2, [130])


def test_an_interrupt_that_is_ignored_stays_so(handlers: list[Any]) -> None:
    handlers.append(signal.SIG_IGN)
    with pytest.raises(SystemExit):
        main()
    assert handlers[1:] == [signal.SIG_IGN]


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("place", ["skip_plugin_search", "_open_streams", "run", "_end_when_interrupted"])
def test_an_interrupt_anywhere_in_main_is_130(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[main.__module__], place, interrupt)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_the_package_s_main_is_the_command_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave() -> None:
        raise SystemExit(7)

    monkeypatch.setattr(sys.modules[main.__module__], "main", leave)
    with pytest.raises(SystemExit) as left:
        ksbcheck.cli.main()
    assert left.value.code == 7


def test_an_interrupt_while_main_is_imported_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        find_spec = interrupt

    monkeypatch.delattr(ksbcheck.cli, "entry")
    monkeypatch.delitem(sys.modules, "ksbcheck.cli.entry")
    monkeypatch.setattr(sys, "meta_path", [Finder()])
    with pytest.raises(SystemExit) as left:
        ksbcheck.cli.main()
    assert left.value.code == 130


def test_importing_dunder_main_runs_nothing() -> None:
    module = importlib.reload(ksbcheck.__main__)
    assert vars(module)["main"] is ksbcheck.cli.main


def test_an_error_of_the_system_elsewhere_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("ksbcheck.cli.app.app", forbidden)
    assert run(["--help"]) == 3
    assert "a fault in ksbcheck itself (PermissionError)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "offered"), [("ksbcheck ", "gaps"), ("ksbcheck st", "standard"), ("ksbcheck nowhere --", "")]
)
def test_commands_are_completed(typed: str, offered: str) -> None:
    words = typed.split(" ")
    environment = {
        **os.environ,
        "_KSBCHECK_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run([*COMMAND], env=environment, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert offered in done.stdout.split() or not offered


def test_a_standard_is_shown_as_its_file_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["standard", "show", "-f", "yaml"]) == 0
    file = EXAMPLES.parent / "data" / "standard_st0792_v1_1.yaml"
    assert capsys.readouterr().out == file.read_text(encoding="utf-8")
    assert run(["standard", "show", "-f", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    written = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert {key: shown[key] for key in ("reference", "version", "knowledge", "skills", "behaviours")} == {
        key: written[key] for key in ("reference", "version", "knowledge", "skills", "behaviours")
    }
    assert [duty["ksbs"] for duty in shown["duties"]] == [duty["ksbs"] for duty in written["duties"]]
