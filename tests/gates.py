"""Short ways to a run over many portfolios, and hostile texts to put into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checking import as_yaml, small

from ksbcheck import UnusableFileError, check, load_portfolio
from ksbcheck.config.model import Config
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.gate import Gate, Outcome
from ksbcheck.portfolios.model import LONGEST_ID, LONGEST_TITLE
from ksbcheck.printable import printable
from ksbcheck.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck import Report, Standard

HOSTILE = {
    "tag": "<script>alert(1)</script><br>",
    "end of CDATA": "]]> <![CDATA[ ]]&gt; <!-- x --> <?x?>",
    "entities": "&lt; &amp; &#65; &x; &#0;",
    "quotes": '" \' "" ``` `x`',
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+1-1",
    "minus": "-2+3",
    "at": "@SUM(1)",
    "wide formula": "＝1＋1",
    "formula behind a tab": "\t=1",
    "formula behind a line": "\r\n=1\n@x",
    "separators": "a,b;c\td|e",
    "GitHub command": "::error file=a,line=1::x",
    "GitHub command in a line of its own": "x\n::set-output name=a::b\r::stop-commands::y",
    "older command": "##[set-env name=a]b ##vso[task.x]y",
    "percent": "%0A%0D%3A%2C%25 50 %",
    "link": "[text](javascript:alert(1)) ![image](x.png) [1](2)",
    "placeholders": "{0} {1} {{x}} }{",
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "controls": "\x00\x01\x08\x0b\x0c\x7f\x85\x9b",
    "direction": "\u202egnp.exe \u2066x\u200f",
    "no characters": "\ufffe \uffff \ufeff",
    "line separators": "a\u2028b\u2029c",
    "beyond the first plane": "🎬 \U000e0041 \U0001fffe",
    "path": "../..//etc/passwd C:\\x?y#z",
    "backslashes": "\\ \\\\ \\n \\u0000",
    "long": "long " * 6_000,
    "one long word": "x" * 30_000,
}


def as_id(text: str, room: int = 0) -> str:
    """Return as much of a text as an id can be, with ``room`` for characters behind it."""
    return text if len(text) <= LONGEST_ID - room else text[: LONGEST_ID - room].strip()


def as_title(text: str) -> str:
    """Return as much of a text as the title of a piece can be."""
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE].strip()


def held(
    *evidence: dict[str, Any],
    of: Standard | None = None,
    option: str | None = None,
    path: str = "portfolio.yaml",
    config: dict[str, Any] | None = None,
    **fields: Any,
) -> Report:
    """Ask every rule of a portfolio, as ``ksbcheck check`` does, with a configuration."""
    standard = of or small()
    file = load_portfolio(Source(path, as_yaml({"standard": standard.name, "evidence": evidence, **fields})))
    return check(file, standard, option=option, config=Config.model_validate(config or {}), every_rule=True)


def gate(*reports: Report, faults: Iterable[Diagnostic] = (), asks_for_gaps: bool = False) -> Gate:
    outcomes = tuple(Outcome(report.path, report, report.diagnostics) for report in reports)
    return Gate(outcomes, tuple(faults), asks_for_gaps)


def unusable(content: str, path: str = "broken.yaml") -> Outcome:
    """Return what becomes of a file that cannot be used."""
    try:
        load_portfolio(Source(path, content.encode()))
    except UnusableFileError as error:
        return Outcome(path, None, error.diagnostics)
    raise AssertionError


def hostile_gate(text: str) -> Gate:
    """Return a run in which ``text`` is wherever a file or the command line may have put it."""
    shown = printable(text)
    standard = small(
        title=text,
        options=[{"key": "a", "title": text}],
        knowledge={"K1": text, "K2": text, "K3": text},
        duties=[{"number": 4, "options": ["a"], "text": text, "ksbs": ["K1", "K2", "K3"]}],
    )
    named = {"id": as_id(text), "title": as_title(text)}
    evidence: list[dict[str, Any]] = [
        {**named, "ksbs": {"K1": text, text[:200]: text}},
        {**named, "status": "draft", "ksbs": ["K1", "K2"]},
    ]
    waivers = [{"code": code, "reason": shown} for code in ("KSB101", "KSB203")]
    config = {"waivers": waivers, "policy": {"min_evidence": 2}}
    report = held(*evidence, of=standard, option="a", path=shown, config=config, apprentice={"name": text})
    fault = Diagnostic("KSB901", Severity.WARNING, f"unused: {shown}", shown, 3, 1)
    missing = Diagnostic("KSB001", Severity.ERROR, f"not there: {shown}", shown)
    outcomes = (*gate(report).outcomes, Outcome(shown, None, (missing,)))
    return Gate(outcomes, (fault,))
