"""Portfolios that are broken, or meant to break ksbcheck, given to the real command in a process with little memory.

Each is accepted, or refused with exit code 2 and at least one line that says where and why. None is a fault of
ksbcheck, takes much memory, steers a terminal or a CI service, or leaves a file behind.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hostile import MIB, Job, check_findings, check_run, run_all

from ksbcheck.portfolios.model import LONGEST_ID, LONGEST_TITLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile import Content, Outcome, Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited and measured as Linux does it")


class Case(NamedTuple):
    """``line`` is that of the first finding, where a refusal is about one."""

    name: str
    content: Content
    line: int | None
    outcome: Outcome


GOOD = """\
standard: ST0792 v1.1
option: post
apprentice:
  name: A. N. Apprentice
  start_date: 2024-01-15
evidence:
  - id: E01
    title: Call sheets
    ksbs: [K1]
"""
HEAD = "standard: ST0792 v1.1\noption: post\n"
KSBS = HEAD + "evidence:\n- id: a\n  title: b\n  ksbs:\n"
MANY_CLAIMS = "- {{id: a{}, title: b, status: draft, ksbs: [" + ", ".join(f"K{n}" for n in range(1, 71)) + "]}}\n"

FIRST_WRONG = 5
WRONG_DATES = [
    f"date: {text}"
    for text in [
        *("2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "0000-01-01", "10000-01-01", "20240302", "2024"),
        *("1709337600", "0", "-1", "2024-03", "2024-3-2", "24-03-02", "02/03/2024", "2 March 2024", "2024-W09-6"),
        *("2024-03-02T10:00:00Z", "2024-03-02 10:00", "'2024-03-02 '", "today", "yes", ".inf", "２０２４-０３-０２"),
        *("[2024-03-02]", "{year: 2024}", "''"),
    ]
]
WRONG_FIELDS = [
    *("id: [E01]", "id: ''", "id:", "title: {a: b}", "title:", "title: ' '", "type: [a]", "notes: {a: b}", "date: [a]"),
    *("status: Accepted", "status: true", "status: [draft]", "files: a.pdf", "files: {a: b}", "nots: x"),
    *("files: [[a]]", "files: [~]", "files: ['']", "ksbs: K1", "ksbs:", "ksbs: [[K1]]", "ksbs: [{K1: p}]", "ksbs: [~]"),
    *("ksbs: ['']", "ksbs: {K1: [p]}", "ksbs: {K1: {p: 2}}", "ksbs: {'': p}", "ksbs: {[K1]: p}", "ksbs: {~: p}"),
]
ODD_FIELDS = [
    *("ksbs: []", "ksbs: {}", "ksbs: [K1, k1]", "ksbs: [K0, K999, X1, K1 K2, K-1]", "ksbs: {K1: , S2: no}"),
    *(
        "files: []",
        "files: [../x, /etc/passwd, portfolio.yaml, ., .., ~x]",
        "files: [http://x/y, con, 'a?b', \"a\\0b\"]",
    ),
    *("notes:", "type:", "date:"),
]
# What YAML 1.1 takes for numbers, booleans, dates and more.
GUESSED = [
    *("no", "on", "y", "true", "1.10", "012", "0o14", "0x1F", "1_000", "1:30", "1e3", ".inf", "-.INF", ".nan", "="),
    *("2024-03-02", "2001-12-14t21:59:43.10-05:00", "Null", "-1", "+1", "-x", "'~'", "'null'", "'<<'"),
]
# What terminals, CI services, markup languages and shells take for theirs.
COMMANDS = [
    *("::error::pwned", ":::error:::pwned", "##[error]pwned", "[bold red]x[/]", "[/]", ":smile:", "<script>x</script>"),
    *("{{ 7*7 }}", "${HOME}", "$(touch pwned)", "%s%n", "{0}", "=1+1", "| a | b |", "`x`", "../../x", "--option", "-"),
]


def title(text: str) -> str:
    """Put a title in line 8."""
    return GOOD.replace("Call sheets", text)


def piece(field: str, *more: str) -> str:
    """Put a field of a piece in line 5."""
    others = {"id": "id: E01", "title": "title: Call sheets", "ksbs": "ksbs: [K1]"}
    others.pop(field.partition(":")[0], None)
    return f"{HEAD}evidence:\n  -\n" + "".join(f"    {line}\n" for line in (field, *more, *others.values()))


def wrong(fields: list[str]) -> str:
    """Put each field into a piece of its own, the first in line 5."""
    return piece(fields[0]) + "".join(piece(field).removeprefix(f"{HEAD}evidence:\n") for field in fields[1:])


def drafts(ids: list[str]) -> str:
    """Put ids where they are shown."""
    return f"{HEAD}evidence:\n" + "".join(f"- {{id: {text}, title: x, ksbs: [K1], status: draft}}\n" for text in ids)


def lines(first: str, line: Callable[[int], str], count: int) -> Callable[[], str]:
    return lambda: first + "".join(map(line, range(count)))


CASES = [
    # What is well.
    Case("good", GOOD, None, "accept"),
    Case("no pieces", HEAD + "evidence: []\n", None, "accept"),
    Case("JSON", json.dumps({"standard": "ST0792", "evidence": []}), None, "accept"),
    Case("one document, marked", f"%YAML 1.1\n---\n{GOOD}...\n", None, "accept"),
    Case("byte order mark", b"\xef\xbb\xbf" + GOOD.encode(), None, "accept"),
    Case("CRLF", GOOD.replace("\n", "\r\n"), None, "accept"),
    Case("CR", GOOD.replace("\n", "\r"), None, "accept"),
    Case("no line break at the end", GOOD.rstrip("\n"), None, "accept"),
    Case("trailing spaces", GOOD.replace("\n", "   \n"), None, "accept"),
    Case("an unused %TAG", f"%TAG ! tag:x,2000:\n---\n{GOOD}", None, "either"),
    # Nothing, or nothing of a portfolio.
    Case("empty", "", 1, "reject"),
    Case("line breaks", "\n\r\n\n", 1, "reject"),
    Case("comments", "# one\n# two\n", 1, "reject"),
    Case("---", "---\n", 1, "reject"),
    Case("--- and ...", "---\n...\n", 1, "reject"),
    Case("null", "null\n", 1, "reject"),
    Case("~", "~", 1, "reject"),
    Case("only a byte order mark", b"\xef\xbb\xbf", 1, "reject"),
    Case("a text", "portfolio\n", 1, "reject"),
    Case("an empty text", "\n''\n", 2, "reject"),
    Case("a number", "42\n", 1, "reject"),
    Case("a list", "- a\n- b\n", 1, "reject"),
    Case("an empty list", "[]", 1, "reject"),
    Case("an empty mapping", "{}", 1, "reject"),
    Case("a table", "id;title;ksbs\nE01;Call sheets;K1\n", 1, "reject"),
    Case("HTML", "<!doctype html>\n<p>Portfolio</p>\n", 1, "reject"),
    Case("INI", "[portfolio]\nstandard = ST0792\n", 2, "reject"),
    Case("a ZIP file", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xb5\xd0", 1, "reject"),
    Case("a PDF file", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 2, "reject"),
    # Encodings.
    Case("UTF-16 LE", ("\ufeff" + GOOD).encode("utf-16-le"), 1, "reject"),
    Case("UTF-16 BE", ("\ufeff" + GOOD).encode("utf-16-be"), 1, "reject"),
    Case("UTF-32 LE", ("\ufeff" + GOOD).encode("utf-32-le"), 1, "reject"),
    Case("UTF-32 BE", ("\ufeff" + GOOD).encode("utf-32-be"), 1, "reject"),
    Case("UTF-16 without a mark", GOOD.encode("utf-16-le"), 1, "reject"),
    Case("UTF-32 without a mark", GOOD.encode("utf-32-be"), 1, "reject"),
    Case("Latin-1", title("Café").encode("latin-1"), 8, "reject"),
    Case("Windows-1252", title("“Café”").encode("cp1252"), 8, "reject"),
    Case("a surrogate as bytes", title("x").encode().replace(b" x", b" \xed\xa0\x80"), 8, "reject"),
    Case("an overlong slash", title("x").encode().replace(b" x", b" \xc0\xaf"), 8, "reject"),
    Case("beyond Unicode as bytes", title("x").encode().replace(b" x", b" \xf4\x90\x80\x80"), 8, "reject"),
    Case("cut off in a character", GOOD.encode() + "# é".encode()[:-1], 10, "reject"),
    Case("two byte order marks", b"\xef\xbb\xbf" * 2 + GOOD.encode() + b"nmae: x\n", 1, "reject"),
    Case("a byte order mark inside", GOOD + "\ufeffnmae: x\n", 10, "reject"),
    # Characters.
    Case("NUL", title("a\0b"), 8, "reject"),
    Case("escape sequence", title("\x1b[31mred"), 8, "reject"),
    Case("backspaces", title("abc\b\b\bxyz"), 8, "reject"),
    Case("delete", title("a\x7fb"), 8, "reject"),
    Case("C1 control", title("a\x9b31mb"), 8, "reject"),
    Case("no character", title("a\ufffeb"), 8, "reject"),
    Case("control character in a comment", GOOD + "# \x07\n", 10, "reject"),
    Case("next line (U+0085)", title("a\x85b"), 9, "reject"),
    Case("line separator (U+2028)", title("a\u2028b"), 9, "reject"),
    Case("control characters, escaped", piece(r'notes: "\0\a\b\t\n\v\f\r\e\x7f\x9b"'), None, "accept"),
    Case("terminal commands, escaped", piece(r'id: "\e]0;title\a\e[2J\x9b31m"', "status: draft"), None, "accept"),
    Case("a lone surrogate, escaped", title(r'"\ud800"'), 8, "reject"),
    Case("a pair of surrogates, escaped", title(r'"\ud83d\ude00"'), 8, "reject"),
    Case("beyond Unicode, escaped", title(r'"\U00110000"'), 8, "reject"),
    Case("bidirectional overrides", title("a\u202eb\u2066c\u2069"), None, "accept"),
    Case("bidirectional override in an id", piece("id: \u202eE01", "status: draft"), None, "accept"),
    Case("bidirectional override in an unknown field", piece("\u202enotes: x"), 5, "reject"),
    Case("zero width space in a field", piece("no\u200btes: x"), 5, "reject"),
    Case("no-break spaces for indentation", GOOD.replace("    title", "\xa0   title"), 8, "reject"),
    Case("emoji", title("👩\u200d🎬 🎬"), None, "accept"),
    Case("combining characters", title("Z" + "\u0301" * 5000), None, "accept"),
    # Syntax.
    Case("text with a colon", title("Brief: call sheets"), 8, "reject"),
    Case("text that ends with a colon", title("Call sheets:"), 8, "reject"),
    Case("no space after the colon", GOOD.replace("title: ", "title:"), 9, "reject"),
    Case("no colon", GOOD.replace("title: ", "title "), 9, "reject"),
    Case("tab before a field", GOOD.replace("    title", "\ttitle"), 8, "reject"),
    Case("tab before a list", GOOD.replace("  - id", "\t- id"), 7, "reject"),
    Case("a field too far left", GOOD.replace("    title", "   title"), 8, "reject"),
    Case("a field too far right", GOOD.replace("    title", "      title"), 8, "reject"),
    Case("a list behind its name", GOOD.replace("evidence:\n  - id", "evidence: - id"), 6, "reject"),
    Case("a dash without a space", GOOD.replace("- id", "-id"), 8, "reject"),
    Case("unclosed double quote", title('"Call sheets'), 8, "reject"),
    Case("unclosed single quote", title("'Call sheets"), 8, "reject"),
    Case("text behind a quote", title('"Call" sheets'), 8, "reject"),
    Case("apostrophe in single quotes", title("'It's call sheets'"), 8, "reject"),
    Case("typographic quotes", title("“Call sheets”: all"), 8, "reject"),
    Case("unclosed list", GOOD.replace("[K1]", "[K1, K2"), 9, "reject"),
    Case("unclosed list with more below", GOOD.replace("[K1]", "[K1, K2") + "    notes: x\n", 10, "reject"),
    Case("unopened list", title("Call sheets]"), None, "accept"),
    Case("list that starts with ]", GOOD.replace("[K1]", "]"), 9, "reject"),
    Case("unclosed braces", GOOD.replace("[K1]", "{K1: p. 2"), 9, "reject"),
    Case("brackets that cross", GOOD.replace("[K1]", "[{K1]}"), 9, "reject"),
    Case("two commas", GOOD.replace("[K1]", "[K1,, K2]"), 9, "reject"),
    Case("unknown escape", title(r'"C:\portfolio"'), 8, "reject"),
    Case("escape cut short", title(r'"\x4"'), 8, "reject"),
    Case("at sign", title("@home"), 8, "reject"),
    Case("backtick", title("`x`"), 8, "reject"),
    Case("percent sign", title("%x"), 8, "reject"),
    Case("comma", title(", x"), 8, "reject"),
    Case("question mark", title("? x"), 8, "reject"),
    Case("ampersand", title("& sons"), 8, "reject"),
    Case("star", title("* x"), 8, "reject"),
    Case("bar with a text", title("| x"), 8, "reject"),
    Case("block text with a wrong indicator", title(">0\n      x"), 8, "reject"),
    Case("nothing but a comment", title("#1 of 3"), 8, "reject"),
    Case("key without a name", GOOD + ": x\n", 10, "reject"),
    Case("text after the end", f"{GOOD}...\nnotes\n", 11, "reject"),
    Case("merge conflict", f"<<<<<<< HEAD\n{GOOD}=======\n{GOOD}>>>>>>> theirs\n", 2, "reject"),
    Case("unknown directive", f"%FOO bar\n---\n{GOOD}", 1, "reject"),
    Case("YAML of the future", f"%YAML 2.0\n---\n{GOOD}", 1, "reject"),
    Case("directive without a document", f"%YAML 1.1\n{GOOD}", 2, "reject"),
    # YAML beyond the subset.
    Case("anchor", title("&a Call sheets"), 8, "reject"),
    Case("alias", title("*a"), 8, "reject"),
    Case("anchor and alias", GOOD.replace("A. N.", "&a A. N.") + "    notes: *a\n", 4, "reject"),
    Case("alias to itself", GOOD.replace("  - id", "  &a\n  - *a\n  - id"), 7, "reject"),
    Case("merge key", GOOD.replace("    title", "    <<: {notes: x}\n    title"), 8, "reject"),
    Case("merge key with an alias", GOOD + "<<: *a\n", 10, "reject"),
    Case("local tag", title("!t Call sheets"), 8, "reject"),
    Case("!important", title("!important"), 8, "reject"),
    Case("!!str", title("!!str 1"), 8, "reject"),
    Case("!!binary", title("!!binary aGk="), 8, "reject"),
    Case("!!timestamp", piece("date: !!timestamp 2024-03-02"), 5, "reject"),
    Case("!!set", GOOD.replace("[K1]", "!!set {K1}"), 9, "reject"),
    Case("!!python/object/apply", title("!!python/object/apply:os.system ['touch pwned']"), 8, "reject"),
    Case("!!python/object/new", title("!!python/object/new:subprocess.Popen [[touch, pwned]]"), 8, "reject"),
    Case("!!python/name", title("!!python/name:os.system"), 8, "reject"),
    Case("verbatim tag", title("!<tag:yaml.org,2002:python/module:os> ''"), 8, "reject"),
    Case("tag with a prefix that is not there", title("!x!y z"), 8, "reject"),
    Case("list for a key", GOOD + "? [a, b]\n: c\n", 10, "reject"),
    Case("mapping for a key", GOOD + "{a: b}: c\n", 10, "reject"),
    Case("null for a key", GOOD + "~: c\n", 10, "reject"),
    Case("key without a value", GOOD + "? notes\n", 10, "reject"),
    Case("two documents", f"{GOOD}---\n{GOOD}", 10, "reject"),
    Case("two documents, the first empty", f"---\n---\n{GOOD}", 2, "reject"),
    Case("field twice", GOOD + "option: film\n", 10, "reject"),
    Case("field twice, differently written", GOOD + "'option': film\n", 10, "reject"),
    Case("field of a piece twice", piece("notes: x", "notes: y"), 6, "reject"),
    Case("KSB twice in a mapping", GOOD.replace("[K1]", "{K1: p. 1, K1: p. 2}"), 9, "reject"),
    Case("KSB twice in different cases", GOOD.replace("[K1]", "{K1: p. 1, k1: p. 2}"), None, "accept"),
    Case(
        "billion laughs",
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
            for before, name in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        1,
        "reject",
    ),
    Case("quadratic blow-up", lambda: f"a: &a {'x' * 50_000}\nb: [{', '.join(['*a'] * 50_000)}]\n", 1, "reject"),
    # Depth.
    Case("list 19 deep", "[" * 19 + "]" * 19, 1, "reject"),
    Case("list 20 deep", "[" * 20 + "]" * 20, 1, "reject"),
    Case("list 21 deep", "[" * 21 + "]" * 21, 1, "reject"),
    Case("list 10,000 deep", "[" * 10_000 + "]" * 10_000, 1, "reject"),
    Case("notes 17 deep", piece("notes: " + "[" * 17 + "]" * 17), 5, "reject"),
    Case("notes 18 deep", piece("notes: " + "[" * 18 + "]" * 18), 5, "reject"),
    Case("mapping 10,000 deep", "{a: " * 10_000 + "}" * 10_000, 1, "reject"),
    Case("block list 20 deep", "- " * 20 + "a\n", 1, "reject"),
    Case("block list 10,000 deep", "- " * 10_000 + "a\n", 1, "reject"),
    Case("block mapping 20 deep", lines("", lambda n: " " * n + "a:\n", 20), 1, "reject"),
    Case("block mapping 1,000 deep", lines("", lambda n: " " * n + "a:\n", 1000), 21, "reject"),
    Case("keys 10,000 deep", "? " * 10_000 + "a\n", 1, "reject"),
    # Size.
    Case("over 1 MiB", lambda: GOOD + "#" * MIB, 10, "reject"),
    Case("1 MiB exactly", lambda: GOOD + "#" * (MIB - len(GOOD)), None, "accept"),
    Case("1 MiB of #", lambda: "#" * MIB, 1, "reject"),
    Case("1 MiB of comments", lambda: "#\n" * (MIB // 2), 1, "reject"),
    Case("1 MiB of line breaks", lambda: "\n" * MIB, 1, "reject"),
    Case("1 MiB of spaces", lambda: " " * MIB, 1, "reject"),
    Case("1 MiB of tabs", lambda: "\t" * MIB, 1, "reject"),
    Case("1 MiB of [", lambda: "[" * MIB, 1, "reject"),
    Case("1 MiB of {", lambda: "{" * MIB, 1, "reject"),
    Case("1 MiB of a:", lambda: ("a: " * MIB)[:MIB], 1, "reject"),
    Case("1 MiB of -", lambda: "- " * (MIB // 2), 1, "reject"),
    Case("1 MiB of ?", lambda: "? " * (MIB // 2), 1, "reject"),
    Case("1 MiB of double quotes", lambda: '"' * MIB, 1, "reject"),
    Case("1 MiB of single quotes", lambda: "'" * MIB, 1, "reject"),
    Case("1 MiB of &a", lambda: ("&a " * MIB)[:MIB], 1, "reject"),
    Case("1 MiB of *a", lambda: ("*a " * MIB)[:MIB], 1, "reject"),
    Case("1 MiB of !", lambda: "!" * MIB, 1, "reject"),
    Case("1 MiB of %", lambda: "%" * MIB, 1, "reject"),
    Case("1 MiB of |", lambda: "|" * MIB, 1, "reject"),
    Case("1 MiB of NUL", lambda: "\0" * MIB, 1, "reject"),
    Case("1 MiB of 0xff", lambda: b"\xff" * MIB, 1, "reject"),
    Case("1 MiB of U+FFFF", lambda: "\uffff" * (MIB // 3), 1, "reject"),
    Case("an unclosed quote of 1 MiB", lambda: '"' + "\n" * (MIB - 1), 1, "reject"),
    Case("100,000 items", "- a\n" * 100_000, 100_000, "reject"),
    Case("100,000 items in a flow list", lambda: f"[{'a,' * 100_000}]", 1, "reject"),
    Case("99,000 items", "- a\n" * 99_000, 1, "reject"),
    Case("99,000 anchors", "- &a b\n" * 99_000, 1, "reject"),
    Case("120,000 anchors", "- &a b\n" * 120_000, 1, "reject"),
    Case("120,000 aliases", "- *a\n" * 120_000, 1, "reject"),
    Case("100,000 unknown fields", lines(GOOD, lambda n: f"f{n}: 1\n", 80_000), 49_999, "reject"),
    Case("many unknown fields", lines(HEAD, lambda n: f"f{n}: 1\n", 30_000), 1, "reject"),
    Case("many unknown fields of a piece", lines(GOOD, lambda n: f"    f{n}: 1\n", 30_000), 10, "reject"),
    Case("49,000 times the same field", "a: 1\n" * 49_000, 1, "reject"),
    Case("100,000 empty pieces", HEAD + "evidence:\n" + "- {}\n" * 100_000, 99_997, "reject"),
    Case("90,000 empty pieces", HEAD + "evidence:\n" + "- {}\n" * 90_000, 4, "reject"),
    Case("90,000 pieces that are nothing", HEAD + "evidence:\n" + "-\n" * 90_000, 4, "reject"),
    Case("2,000 drafts", HEAD + "evidence:\n" + "- {id: a, title: b, ksbs: []}\n" * 2_000, None, "accept"),
    Case("12,000 drafts", HEAD + "evidence:\n" + "- {id: a, title: b, ksbs: []}\n" * 12_000, 4, "reject"),
    Case("2,000 KSBs that are not there", lines(KSBS, lambda n: f"  - K{n + 100}\n", 2_000), None, "accept"),
    Case("30,000 KSBs that are not there", lines(KSBS, lambda n: f"  - K{n + 100}\n", 30_000), 7, "reject"),
    Case("30,000 KSBs with locators", lines(KSBS, lambda n: f"    K{n}: p. 2\n", 30_000), 7, "reject"),
    Case("2,000 times the same KSB", GOOD.replace("[K1]", f"[{'K1,' * 2_000}]"), None, "accept"),
    Case(
        "2,000 files that are not there", lines(f"{GOOD}    files:\n", lambda n: f"    - f{n}\n", 2_000), None, "accept"
    ),
    Case("30,000 files", lines(f"{GOOD}    files:\n", lambda n: f"    - f{n}\n", 30_000), 11, "reject"),
    Case(
        "700 pieces with 70 claims each",
        lines(f"{HEAD}evidence:\n", MANY_CLAIMS.format, 700),
        None,
        "accept",
    ),
    Case("a key of 1,000 characters", GOOD + "k" * 1000 + ": x\n", 10, "reject"),
    Case("a key of 1 MiB", lambda: "k" * (MIB - 10) + ": x\n", 1, "reject"),
    Case("a quoted key of 1 MiB", lambda: f'? "{"k" * (MIB - 100)}"\n: x\n', 1, "reject"),
    Case("a title of 1 MiB", lambda: title("x" * (MIB - 1000)), 8, "reject"),
    Case("a title as long as it may be", lambda: title("x" * LONGEST_TITLE), None, "accept"),
    Case("a title of 1 MiB of hidden characters", lambda: title("\u202e" * (MIB // 3 - 1000)), 8, "reject"),
    Case("a title of hidden characters", lambda: title("\u202e" * (LONGEST_TITLE // len(r"\u202e"))), None, "accept"),
    Case("a name of 1 MiB", lambda: GOOD.replace("A. N. ", "x" * (MIB - 1000)), None, "accept"),
    Case("an id of 1 MiB", lambda: piece("id: " + "x" * (MIB - 1000), "status: draft"), 5, "reject"),
    Case("an id as long as it may be", lambda: piece("id: " + "x" * LONGEST_ID, "status: draft"), None, "accept"),
    Case("a status of 1 MiB", lambda: piece("status: " + "x" * (MIB - 1000)), 5, "reject"),
    Case("a date of 1 MiB", lambda: piece("date: " + "9" * (MIB - 1000)), 5, "reject"),
    Case("a KSB number of 1 MiB", lambda: GOOD.replace("K1", "K" + "9" * (MIB - 1000)), None, "accept"),
    Case("an anchor of 1 MiB", lambda: title("&" + "a" * (MIB - 1000) + " x"), 8, "reject"),
    Case("a standard of 1 MiB", lambda: GOOD.replace("ST0792 v1.1", "x" * (MIB - 1000)), 1, "reject"),
    Case("a version of 1 MiB", lambda: GOOD.replace("v1.1", "v" + "1" * (MIB - 1000)), 1, "reject"),
    Case("a standard with 50,000 spaces", lambda: GOOD.replace(" v1.1", " " * 50_000 + "x"), 1, "reject"),
    # Dates.
    Case("dates that are none", wrong(WRONG_DATES), FIRST_WRONG, "reject"),
    Case("start date that never was", GOOD.replace("2024-01-15", "2024-01-32"), 5, "reject"),
    Case("planned gateway in words", GOOD.replace("evidence:", "  planned_gateway: soon\nevidence:"), 6, "reject"),
    # Fields.
    Case("no standard", GOOD.replace("standard: ST0792 v1.1\n", ""), 1, "reject"),
    Case("no evidence", HEAD, 1, "reject"),
    Case("no id", GOOD.replace("id: E01\n    ", ""), 7, "reject"),
    Case("no title", GOOD.replace("    title: Call sheets\n", ""), 7, "reject"),
    Case("no ksbs", GOOD.replace("    ksbs: [K1]\n", ""), 7, "reject"),
    Case("unknown field", GOOD + "notes: x\n", 10, "reject"),
    Case("unknown field of the apprentice", GOOD.replace("  name", "  nmae"), 4, "reject"),
    Case("unknown field of a piece", GOOD.replace("    title", "    titel"), 7, "reject"),
    Case("field in capitals", GOOD.replace("option", "Option"), 2, "reject"),
    Case("piece's fields at the top", "standard: ST0792\nid: E01\ntitle: x\nksbs: [K1]\n", 1, "reject"),
    Case("standard: a list", GOOD.replace("ST0792 v1.1", "[ST0792]"), 1, "reject"),
    Case("standard: empty", GOOD.replace(" ST0792 v1.1", ""), 1, "reject"),
    Case("standard: unknown", GOOD.replace("ST0792", "ST9999"), 1, "reject"),
    Case("standard: another version", GOOD.replace("v1.1", "v9.9"), 1, "reject"),
    Case("standard: a path", GOOD.replace("ST0792 v1.1", "../../etc/passwd"), 1, "reject"),
    Case("standard: a number", GOOD.replace("ST0792 v1.1", "792"), 1, "reject"),
    Case("option: a list", GOOD.replace("post", "[post]"), 2, "reject"),
    Case("option: unknown", GOOD.replace("post", "sound"), None, "accept"),
    Case("option: empty", GOOD.replace(" post", ""), None, "accept"),
    Case("apprentice: a text", HEAD + "apprentice: me\nevidence: []\n", 3, "reject"),
    Case("apprentice: a list", HEAD + "apprentice: [me]\nevidence: []\n", 3, "reject"),
    Case("apprentice: name: a list", GOOD.replace("A. N. Apprentice", "[A]"), 4, "reject"),
    Case("evidence: empty", HEAD + "evidence:\n", 3, "reject"),
    Case("evidence: a text", HEAD + "evidence: E01\n", 3, "reject"),
    Case("evidence: a mapping", HEAD + "evidence:\n  E01: {title: x}\n", 4, "reject"),
    Case("evidence: texts", HEAD + "evidence: [E01, E02]\n", 3, "reject"),
    Case("evidence: lists", HEAD + "evidence: [[]]\n", 3, "reject"),
    Case("evidence: nothing", HEAD + "evidence:\n  -\n", 4, "reject"),
    Case("fields that do not fit", wrong(WRONG_FIELDS), FIRST_WRONG, "reject"),
    Case("fields that are odd", wrong(ODD_FIELDS), None, "accept"),
    # Texts that are something else to others.
    Case("what YAML 1.1 guesses at", drafts(GUESSED), None, "accept"),
    Case("what others take for commands", drafts([f"'{text}'" for text in COMMANDS]), None, "accept"),
    Case(
        "a command as a name",
        GOOD.replace("A. N. Apprentice", '"::error::x\\n::error::y\\n##[error]z"'),
        None,
        "accept",
    ),
    Case("a command as a field", GOOD + '"\\n::error::x": y\n', 10, "reject"),
    Case("a command as a standard", GOOD.replace("ST0792 v1.1", '"\\n::error::x"'), 1, "reject"),
    Case("a command as a status", piece('status: "\\n::error::x"'), 5, "reject"),
    Case("a command as an option", GOOD.replace("post", '"\\n::error::x"'), None, "accept"),
]
BY_NAME = {case.name: case for case in CASES}

# Whose texts are beyond ASCII, or shown as they are.
ENCODED = [
    *(
        "good",
        "Latin-1",
        "typographic quotes",
        "emoji",
        "combining characters",
        "no character",
        "dates that are none",
    ),
    *("bidirectional override in an id", "bidirectional override in an unknown field", "terminal commands, escaped"),
    "what others take for commands",
]
LOCALES = {
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Windows-1252": {"PYTHONIOENCODING": "cp1252"},
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    return run_all(tmp_path_factory.mktemp("hostile"), {case.name: job(case) for case in CASES})


@pytest.fixture(scope="module")
def encoded_runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    jobs = {f"{name} {locale}": job(BY_NAME[name], env) for locale, env in LOCALES.items() for name in ENCODED}
    return run_all(tmp_path_factory.mktemp("encoded"), jobs)


def job(case: Case, environment: dict[str, str] | None = None) -> Job:
    """Return what is run for a case."""
    return Job(["gaps", "portfolio.yaml", "--option", "post"], {"portfolio.yaml": case.content}, environment or {})


def check(case: Case, run: Run, encoding: str = "utf-8") -> None:
    check_run(run, case.outcome, encoding)
    if run.status == 2:
        assert run.out == b""
        check_findings(run.err.decode(encoding).splitlines(), "portfolio.yaml", case.line)
    else:
        assert run.err == b""


@pytest.mark.parametrize("name", BY_NAME)
def test_a_hostile_portfolio_is_read_or_refused(name: str, runs: dict[str, Run]) -> None:
    check(BY_NAME[name], runs[name])


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ENCODED)
def test_a_hostile_portfolio_is_told_in_other_encodings_too(
    name: str, locale: str, encoded_runs: dict[str, Run], runs: dict[str, Run]
) -> None:
    run = encoded_runs[f"{name} {locale}"]
    check(BY_NAME[name], run, "cp1252" if locale == "Windows-1252" else "ascii")
    assert run.status == runs[name].status


@pytest.mark.parametrize(
    ("name", "fields"), [("dates that are none", WRONG_DATES), ("fields that do not fit", WRONG_FIELDS)]
)
def test_each_field_that_does_not_fit_is_told_on_its_line(name: str, fields: list[str], runs: dict[str, Run]) -> None:
    content = wrong(fields).splitlines()
    places = [number for number, line in enumerate(content) if line == "  -"]
    told = [int(line.split(":")[1]) for line in runs[name].err.decode().splitlines()]
    assert told == [place + 2 for place in places]
    assert [content[line - 1].strip() for line in told] == fields


def test_texts_stay_as_they_are_written(runs: dict[str, Run]) -> None:
    out = " ".join(runs["what YAML 1.1 guesses at"].out.decode().split())
    ids = ", ".join(text.strip("'") for text in GUESSED)
    assert f"planned in {ids} " in out


def test_each_case_has_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(CASES)
