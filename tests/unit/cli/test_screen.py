"""Where output goes, in which encoding, and when it is coloured."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ksbcheck import UnusableFileError
from ksbcheck.cli import screen
from ksbcheck.cli.entry import run
from ksbcheck.cli.settings import Color
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.reporters.layout import Span, plain

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent.parent
UNFINISHED = str(ROOT / "examples" / "unfinished_post.yaml")
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
VARIABLES = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES", "PYTHONIOENCODING", "PYTHONUTF8")

posix = pytest.mark.skipif(os.name == "nt", reason="needs pseudo-terminals")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def output(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], io.BytesIO]:
    """Makes standard output one of an encoding, and gives what is written to it."""

    def output(encoding: str) -> io.BytesIO:
        buffer = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding=encoding, newline="\n"))
        return buffer

    return output


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "variables", "colored"),
    [
        (Color.AUTO, {}, True),
        (Color.AUTO, {"TERM": "xterm"}, True),
        (Color.AUTO, {"TERM": "dumb"}, False),
        (Color.AUTO, {"NO_COLOR": "1"}, False),
        (Color.AUTO, {"NO_COLOR": ""}, True),
        (Color.AUTO, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (Color.AUTO, {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        (Color.ALWAYS, {"NO_COLOR": "1", "TERM": "dumb"}, True),
        (Color.NEVER, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_when_a_terminal_is_coloured(
    color: Color, variables: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert screen._colored(color) is colored


@pytest.mark.parametrize(
    ("color", "variables", "colored"),
    [
        (Color.AUTO, {}, False),
        (Color.AUTO, {"TERM": "xterm"}, False),
        (Color.AUTO, {"FORCE_COLOR": ""}, False),
        (Color.AUTO, {"FORCE_COLOR": "1"}, True),
        (Color.AUTO, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (Color.ALWAYS, {}, True),
        (Color.NEVER, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_when_a_pipe_is_coloured(
    color: Color,
    variables: dict[str, str],
    colored: bool,
    monkeypatch: pytest.MonkeyPatch,
    output: Callable[[str], io.BytesIO],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    written = output("utf-8")
    screen.show([(Span("S5", "code"), Span(" met")), (), (Span("gap", "bad"),)], color)
    expected = "\x1b[36mS5\x1b[0m met\n\n\x1b[31mgap\x1b[0m\n" if colored else "S5 met\n\ngap\n"
    assert written.getvalue().decode() == expected


@pytest.mark.parametrize(
    ("style", "painted"),
    [
        ("", "x"),
        ("strong", "\x1b[1mx\x1b[0m"),
        ("faint", "\x1b[2mx\x1b[0m"),
        ("good", "\x1b[32mx\x1b[0m"),
        ("bad", "\x1b[31mx\x1b[0m"),
        ("warn", "\x1b[33mx\x1b[0m"),
        ("code", "\x1b[36mx\x1b[0m"),
    ],
)
def test_each_style_has_a_colour_of_every_terminal(style: str, painted: str) -> None:
    assert screen._painted([(Span("x", style),)]) == f"{painted}\n"


def test_nothing_in_a_text_is_markup(output: Callable[[str], io.BytesIO]) -> None:
    text = "[red]x[/red] :smile: https://example.org [link=x]y[/link]"
    written = output("utf-8")
    screen.show([(Span(text),)], Color.ALWAYS)
    assert written.getvalue().decode() == f"{text}\n"


@pytest.mark.parametrize(
    "arguments", [["gaps", UNFINISHED], ["explain", "K34"], ["standard", "list"], ["standard", "show"]], ids=" ".join
)
def test_colours_add_nothing_but_colours(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run([*arguments, "--color", "always"])
    colored = capsys.readouterr().out
    run([*arguments, "--color", "never"])
    bare = capsys.readouterr().out
    assert "\x1b[" in colored
    assert [line.rstrip() for line in ESCAPES.sub("", colored).splitlines()] == bare.splitlines()
    assert "\x1b" not in bare


SIGNS = "█▒░ · … ‘a’ “b” – — é £ € 日\n"
AS_ASCII = "#=. - ... 'a' \"b\" - - "


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", SIGNS.encode()),
        ("UTF8", SIGNS.encode()),
        ("utf_8", SIGNS.encode()),
        ("ascii", (AS_ASCII + "\\xe9 \\xa3 \\u20ac \\u65e5\n").encode("ascii")),
        ("latin-1", (AS_ASCII + "é £ \\u20ac \\u65e5\n").encode("latin-1")),
        ("cp1252", (AS_ASCII + "é £ € \\u65e5\n").encode("cp1252")),
    ],
)
def test_every_encoding_gets_what_it_can_hold(
    encoding: str, written: bytes, output: Callable[[str], io.BytesIO]
) -> None:
    buffer = output(encoding)
    screen.emit(SIGNS)
    assert buffer.getvalue() == written


def test_a_stream_that_does_not_tell_its_encoding_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    assert stream.encoding is None
    screen.emit(SIGNS)
    assert stream.getvalue().isascii()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize("arguments", [["gaps", UNFINISHED], ["standard", "show"]], ids=" ".join)
def test_reports_come_through_in_every_encoding(
    arguments: list[str],
    encoding: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    output: Callable[[str], io.BytesIO],
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run(arguments)
    in_utf_8 = capsys.readouterr().out.splitlines()
    written = output(encoding)
    run(arguments)
    lines = written.getvalue().decode(encoding).splitlines()
    # The layout stays: only a sign that is written out makes a line longer.
    assert [len(line) for line in lines if "\\x" not in line] == [
        len(line) for line, other in zip(in_utf_8, lines, strict=True) if "\\x" not in other
    ]
    assert not {"?", "\N{REPLACEMENT CHARACTER}"} & set("".join(lines))


def test_a_process_with_an_ascii_terminal_says_it_all() -> None:
    done = in_process(["gaps", UNFINISHED], PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.isascii()
    assert b"47 of 71" in done.stdout
    assert b"####" in done.stdout


@pytest.mark.parametrize(("columns", "width"), [("97", 97), ("", 80), ("wide", 80), ("0", 80)])
def test_the_width_is_that_of_columns_or_80(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "__stdout__", None)  # no terminal to ask
    assert screen.width() == width


def test_what_is_told_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    screen.tell("wrote portfolio.yaml")
    assert capsys.readouterr() == ("", "wrote portfolio.yaml\n")


@pytest.mark.parametrize(("omitted", "last"), [(0, ""), (3, "... and 3 more\n")])
def test_complaints_are_one_line_each(omitted: int, last: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        Diagnostic("KSB001", Severity.ERROR, "of\nseveral  lines", "a.yaml"),
        Diagnostic("KSB010", Severity.ERROR, "::error::x", "b.yaml", 2, 3),
    ]
    screen.complain(UnusableFileError(found, omitted))
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"a.yaml: KSB001 of several lines\nb.yaml:2:3: KSB010 : :error: :x\n{last}"


@posix
@pytest.mark.parametrize("content", ["first", b"first", b"PK" * 100_000], ids=["text", "bytes", "many bytes"])
def test_a_pipe_that_is_closed_takes_whatever_comes(content: str | bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with suppress(BrokenPipeError), os.fdopen(writing, "w", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        for _ in range(3):
            assert not screen.emit(content)


@posix
@pytest.mark.parametrize("content", ["first", b"first"], ids=["text", "bytes"])
def test_whoever_prints_learns_if_somebody_reads(content: str | bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with suppress(BrokenPipeError), os.fdopen(writing, "w", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert screen.emit(content)
        assert os.read(reading, 100) == b"first"
        os.close(reading)
        assert not screen.emit(content)


@pytest.mark.parametrize("color", [Color.ALWAYS, Color.NEVER])
def test_line_by_line_is_the_same_as_all_at_once(color: Color, output: Callable[[str], io.BytesIO]) -> None:
    lines = [(Span("S5", "code"), Span(" met  ")), (), (Span("gap", "bad"),)]
    written = output("utf-8")
    screen.show(lines, color)
    painted = list(screen.painted(lines, color))
    assert len(painted) == len(lines)
    assert "".join(painted) == written.getvalue().decode()


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_bytes_come_through_as_they_are_after_what_was_written_before(
    encoding: str, output: Callable[[str], io.BytesIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = output(encoding)
    monkeypatch.setattr(os, "linesep", "\r\n")
    screen.emit("first\n")
    screen.emit(b"\x00\xff\r\n\n")
    assert buffer.getvalue() == b"first\n\x00\xff\r\n\n"


def test_a_terminal_gets_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(UnusableFileError, match="<stdout>: KSB001 is a terminal, and this is not a text"):
        screen.emit(b"PK")
    assert terminal.getvalue() == ""


@posix
def test_a_real_terminal_gets_no_workbook() -> None:
    import pty

    master, slave = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "ksbcheck", "summary", UNFINISHED, "-f", "xlsx"],
        stdout=slave,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(slave)
    assert _read(master) == b""
    os.close(master)
    assert done.returncode == 2
    assert done.stderr == b"<stdout>: KSB001 is a terminal, and this is not a text; write it to a file with -o\n"


@pytest.mark.parametrize(
    ("color", "variables", "colored"),
    [
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_a_real_pipe(color: str, variables: dict[str, str], colored: bool) -> None:
    done = in_process(["explain", "K1", "--color", color], **variables)
    assert (b"\x1b[" in done.stdout) is colored


@posix
@pytest.mark.parametrize(
    ("color", "variables", "colored"),
    [
        ("auto", {"TERM": "xterm-256color"}, True),
        ("auto", {"TERM": "dumb"}, False),
        ("auto", {"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ("always", {"TERM": "dumb", "NO_COLOR": "1"}, True),
        ("never", {"TERM": "xterm-256color", "FORCE_COLOR": "1"}, False),
    ],
)
def test_a_real_terminal(color: str, variables: dict[str, str], colored: bool) -> None:
    shown = on_a_terminal(["explain", "K1", "--color", color], 80, **variables)
    assert ("\x1b[" in shown) is colored
    assert ESCAPES.sub("", shown).startswith("K1  knowledge of ST0792 v1.1 Media production co-ordinator")


@posix
@pytest.mark.parametrize("columns", [50, 100])
def test_a_real_terminal_is_filled_and_never_overfilled(columns: int) -> None:
    lines = on_a_terminal(["gaps", UNFINISHED], columns, TERM="dumb").splitlines()
    assert columns - 2 <= max(map(len, lines)) <= columns


def in_process(arguments: list[str], **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return subprocess.run(
        [sys.executable, "-m", "ksbcheck", *arguments],
        capture_output=True,
        env={**environment, **variables},
        check=False,
    )


def on_a_terminal(arguments: list[str], columns: int, **variables: str) -> str:
    """Run a command whose standard output is a terminal of some columns, and return what it shows."""
    import fcntl
    import pty
    import struct
    import termios

    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "ksbcheck", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=subprocess.PIPE,
        env={**environment, **variables, "PYTHONIOENCODING": "utf-8"},
    ) as process:
        os.close(slave)
        shown = b"".join(iter(lambda: _read(master), b""))
        assert process.stderr is not None
        assert process.stderr.read() == b""
    os.close(master)
    return shown.decode().replace("\r\n", "\n")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 4096)
    except OSError:  # on Linux the end of a terminal is an error
        return b""


def test_plain_is_what_show_prints_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [(Span("K1  ", "code"),), ()]
    screen.show(lines, Color.NEVER)
    assert capsys.readouterr().out == plain(lines) == "K1\n\n"


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("utf-8", b"\xef\xbb\xbfa,\xc3\xa9\r\n"), ("latin-1", b"a,\xe9\r\n"), ("ascii", b"a,\\xe9\r\n")],
)
def test_what_marks_a_file_as_unicode_is_not_for_other_encodings(
    encoding: str, written: bytes, output: Callable[[str], io.BytesIO]
) -> None:
    buffer = output(encoding)
    screen.emit("\ufeffa,é\r\n")
    assert buffer.getvalue() == written


def test_line_ends_are_doubled_by_no_system(
    output: Callable[[str], io.BytesIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = output("utf-8")
    monkeypatch.setattr(os, "linesep", "\r\n")
    screen.emit("a\r\nb\n")
    assert buffer.getvalue() == b"a\nb\n"
