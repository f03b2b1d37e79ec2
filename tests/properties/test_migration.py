"""Migrations of portfolios in every form that YAML has for their claims, against PyYAML's own reading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import pytest
import yaml
from checking import small
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbcheck import UnusableFileError, yaml_spans
from ksbcheck.migration import migrate
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.source import Source
from ksbcheck.standards.compare import Comparison, KsbPair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ksbcheck import Standard

many = settings(max_examples=150)

CODES = [f"{kind}{number}" for kind in "KS" for number in range(1, 13)]
UNKNOWN = ["K99", "see plan"]
MARK = b"\xef\xbb\xbf"


def standard(version: str) -> Standard:
    knowledge, skills = (
        {code: f"{code} of {version}." for code in CODES if code.startswith(prefix)} for prefix in ("K", "S")
    )
    return small(version=version, knowledge=knowledge, skills=skills)


OLD, NEW = standard("1.0"), standard("1.1")

# A portfolio with most forms of claims in it, and what is put in and taken out of it.
FORMS = """\
standard: ST0001 v1.0   # a comment
evidence:
- id: E01
  title: >
    Call sheets
  ksbs:
    K1: p. 2
    S2:
    ? 'k3'
    : |
      a

      # b
    K4: x
     y
- {id: E02, title: "Say", ksbs: [K3, 'S1',  # c
   K2, ], date: 2024-03-02}
- id: x
  title: t
  ksbs:
  - K1 # a
  # b
  - "S4"
- id: y
  title: t
  ksbs: {K1: 'a
    b', S3 , ? K5 : c}
"""
PIECES = [
    *" \t\n'\",[]{}~",
    "\n  ",
    "\n    ",
    "# q\n",
    " # z",
    "- ",
    "? ",
    ": ",
    "|\n",
    ">\n",
    "\r",
    "\r\n",
    "\x85",
    "\u2028",
]


class Written(NamedTuple):
    """A portfolio's file, and the comments in it."""

    data: bytes
    comments: tuple[str, ...]


@st.composite
def maps(draw: st.DrawFn) -> dict[str, tuple[str, float]]:
    """What becomes of some of the old codes, within their kind: the new code, and how alike they are."""
    found = {}
    for prefix in "KS":
        codes = [code for code in CODES if code.startswith(prefix)]
        for old, new in zip(codes, draw(st.permutations(codes)), strict=True):
            likeness = draw(st.sampled_from([None, 0.8, 0.95, 1.0, 1.0]))
            if likeness:
                found[old] = (new, likeness)
    return found


def comparison(found: dict[str, tuple[str, float]], old: Standard = OLD, new: Standard = NEW) -> Comparison:
    pairs = [
        KsbPair(ksb, new.ksbs[found[code][0]], found[code][1]) if code in found else KsbPair(ksb, None, 0)
        for code, ksb in old.ksbs.items()
    ]
    known = {code for code, _ in found.values()}
    pairs += [KsbPair(None, ksb, 0) for code, ksb in new.ksbs.items() if code not in known]
    return Comparison(old, new, tuple(pairs), (), ())


class _Writer:
    """Writes a portfolio as people do who know all of YAML."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.comments: list[str] = []
        self.lines: list[str] = []

    def pick(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def comment(self) -> str:
        """A comment behind something, or nothing."""
        if self.draw(st.booleans()):
            return ""
        self.comments.append(f"# c{len(self.comments)};")
        return self.pick(" ", "   ") + self.comments[-1]

    def between(self, indent: str) -> None:
        """Perhaps a line that says nothing, or a comment of its own."""
        if self.draw(st.integers(0, 3)) == 0:
            self.lines.append(self.pick("", indent) + self.comment().strip())

    def code(self, code: str) -> str:
        code = self.draw(st.sampled_from([code, code, code.lower()]))
        return self.pick(code, code, f"'{code}'", f'"{code}"')

    def locator(self, indent: str, *, flow: bool) -> str:
        """What stands behind the colon; further lines of it say 'loc', too."""
        choices = ["", "", " loc", " 'loc: # 1'", ' "loc, 2"', " ~", f" loc\n{indent}  loc b", f" 'loc\n{indent}  loc'"]
        if not flow:
            choices += [
                f" 'loc\n\n{indent}  loc'",
                f" |{self.pick('', '+', '-')}\n{indent}  loc\n\n{indent}   # loc\n",
                f" >\n{indent}   loc",
            ]
        return self.pick(*choices)

    def claims(self, codes: list[str], indent: str) -> None:
        """Write the field ``ksbs`` of a piece whose fields stand at ``indent``."""
        form = self.pick("mapping", "mapping", "list", "flat list", "flow list", "long flow list", "flow mapping")
        if not codes:
            self.lines.append(f"{indent}ksbs: []{self.comment()}")
        elif form == "mapping":
            self.lines.append(f"{indent}{self.pick('ksbs:', '? ksbs' + chr(10) + indent + ':')}{self.comment()}")
            self.block(codes, indent + self.pick(" ", "  ", "    "), "mapping")
        elif form.endswith("flow list") or form == "flow mapping":
            self.lines.append(f"{indent}ksbs:{self.flow(codes, indent, form)}{self.comment()}")
        else:
            self.lines.append(f"{indent}ksbs:{self.comment()}")
            self.block(codes, indent if form == "flat list" else indent + "  ", "list")
        self.between(indent)

    def block(self, codes: list[str], indent: str, form: str) -> None:
        for code in codes:
            self.between(indent)
            if form == "list":
                dash = self.pick("- ", "-   ", f"-\n{indent}  ")
                self.lines.append(f"{indent}{dash}{self.code(code)}{self.comment()}")
                continue
            locator = self.locator(indent, flow=False)
            start = self.pick("{}:", "{}:", "{}  :", "? {}\n" + indent + ":").format(self.code(code))
            ends_line = locator[:2] not in {" |", " >"}
            self.lines.append(f"{indent}{start}{locator}{self.comment() if ends_line else ''}")

    def flow(self, codes: list[str], indent: str, form: str) -> str:
        is_mapping = form == "flow mapping"
        parts = []
        for number, code in enumerate(codes):
            entry = self.code(code)
            if is_mapping:
                entry = (
                    self.pick("", "", "? ")
                    + entry
                    + self.pick(": ", " : ")
                    + self.locator(indent, flow=True).lstrip(" ")
                )
            comma = self.pick(",", " ,", f"\n{indent} ,") if number + 1 < len(codes) else self.pick("", "", ",")
            gap = self.pick(" ", " ", "  ", "\n" + indent + "   ")
            if form == "long flow list" and self.draw(st.booleans()):
                gap = f"{self.comment()}\n{indent}   {self.comment().strip()}\n{indent}  "
            parts.append(entry + comma + gap)
        inner = self.pick("", " ") + "".join(parts)
        inner = inner if inner.rstrip().endswith(":") else inner.rstrip(" ")
        return f" {{{inner}}}" if is_mapping else f" [{inner}]"

    def piece(self, number: int, codes: list[str]) -> None:
        self.between("")
        if self.draw(st.integers(0, 4)) == 0:
            form = self.pick("flow list", "flow mapping", "long flow list")
            flow = self.flow(codes, "    ", form)
            end = self.pick("", ", notes: n", ', notes: "n\n     n"')
            self.lines.append(f"  - {{id: E{number}, title: t, ksbs:{flow}{end}}}{self.comment()}")
            return
        self.lines.append(f"  - id: E{number}{self.comment()}")
        fields: list[Callable[[], None]] = [
            lambda: self.lines.append(f"    title:   t{self.comment()}"),
            lambda: self.claims(codes, "    "),
            lambda: self.lines.append("    notes: |\n      n\n       # n\n"),
        ]
        for field in self.draw(st.permutations(fields)):
            field()

    def portfolio(self, pieces: list[list[str]]) -> Written:
        name = self.pick(
            "ST0001 v1.0", "'ST0001 v1.0'", '"st0001 1.0"', "ST0001", ">-\n  ST0001\n  v1.0", "ST0001\n  v1.0"
        )
        self.lines.append(f"standard:   {name}")
        self.between("")
        self.lines.append(f"evidence:{self.comment()}")
        for number, codes in enumerate(pieces):
            self.piece(number, codes)
        self.between("")
        text = "\n".join(self.lines) + self.pick("\n", "\n", "", "\n\n")
        text = text.replace("\n", self.pick("\n", "\n", "\r\n"))
        return Written((MARK if self.draw(st.booleans()) else b"") + text.encode(), tuple(self.comments))


@st.composite
def portfolios(draw: st.DrawFn) -> Written:
    codes = st.lists(st.sampled_from(CODES + UNKNOWN), max_size=6, unique=True)
    return _Writer(draw).portfolio(draw(st.lists(codes, min_size=1, max_size=3)))


@st.composite
def edited(draw: st.DrawFn) -> bytes:
    """A portfolio that a person has typed into; not every one can still be read."""
    text = FORMS
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(text))), draw(st.sampled_from([0, 0, 0, 1, 3]))
        text = text[:at] + draw(st.sampled_from(PIECES)) + text[at + length :]
    return text.encode()


def read(data: bytes) -> Any:
    return yaml.load(data, yaml.BaseLoader)


def claims(piece: Any) -> list[tuple[str, str | None]]:
    """The claims of a piece as PyYAML reads them, codes in capitals."""
    ksbs = piece["ksbs"]
    pairs = ksbs.items() if isinstance(ksbs, dict) else [(code, "") for code in ksbs]
    return [(code.strip().upper(), locator) for code, locator in pairs]


def carried(data: bytes, made: Comparison, *, accept_likely: bool = False) -> bytes:
    source = Source("p.yaml", data)
    return migrate(read_portfolio(source), source, made, accept_likely=accept_likely).text.encode()


def untouched(data: bytes) -> Iterator[bytes]:
    """The lines of an original on which no claim and no name of the standard stands."""
    for line in re.split(rb"(?<=\n)", data.removeprefix(MARK)):
        if not re.search(rb"(?i)\b[KS]\d|loc|see plan|ksbs|standard|ST0001|v1\.0|^\s*[-:,\]}]", line):
            yield line


@pytest.mark.parametrize("parser", ["CBaseLoader", "BaseLoader"])
@given(portfolios(), maps(), st.booleans())
@many
def test_claims_are_carried_over_and_nothing_else_changes(
    parser: str, written: Written, found: dict[str, tuple[str, float]], accept_likely: bool
) -> None:
    with patch.object(yaml_spans, "_Parser", getattr(yaml, parser, yaml.BaseLoader)):
        new = carried(written.data, comparison(found), accept_likely=accept_likely)
    before, after = read(written.data), read(new)
    lowest = 0.75 if accept_likely else 0.9
    sure = {old: code for old, (code, likeness) in found.items() if likeness >= lowest}
    for old_piece, new_piece in zip(before["evidence"], after["evidence"], strict=True):
        expected = [(sure[code], locator) for code, locator in claims(old_piece) if code in sure]
        assert claims(new_piece) == expected
        assert {**old_piece, "ksbs": 0} == {**new_piece, "ksbs": 0}
    assert after["standard"] == NEW.name

    assert [new.count(comment.encode()) for comment in written.comments] == [1] * len(written.comments)
    lines = iter(re.split(rb"(?<=\n)", new.removeprefix(MARK)))
    for line in untouched(written.data):
        assert line.rstrip(b"\r\n") in (other.rstrip(b"\r\n") for other in lines)
    assert new.startswith(MARK) == written.data.startswith(MARK)
    assert new.endswith(b"\n") == written.data.endswith(b"\n")
    assert (b"\r\n" in new) == (b"\r\n" in written.data)
    assert new.count(b"\n") - new.count(b"\r\n") == (0 if b"\r\n" in new else new.count(b"\n"))


@given(portfolios(), maps())
@many
def test_a_claim_that_is_not_carried_over_stays_as_a_comment(
    written: Written, found: dict[str, tuple[str, float]]
) -> None:
    new = carried(written.data, comparison(found)).decode()
    notes = re.findall(r"\(ST0001 v1\.0; (gone|no such KSB|likely [KS]\d+)\)", new)
    waiting = [code for piece in read(written.data)["evidence"] for code, _ in claims(piece)]
    waiting = [code for code in waiting if code not in found or found[code][1] < 0.9]
    assert bool(notes) == bool(waiting)
    remarks = "\n".join(re.findall("#.*", new)).upper()
    for code in waiting:
        assert re.search(rf"\b{code}\b", remarks)


@given(portfolios(), maps())
@many
def test_carrying_it_over_to_the_same_standard_changes_nothing(
    written: Written, found: dict[str, tuple[str, float]]
) -> None:
    new = carried(written.data, comparison(found))
    same = {code: (code, 1.0) for code in NEW.ksbs}
    assert carried(new, comparison(same, NEW, NEW)) == new


@given(edited(), maps(), st.booleans())
@settings(many, max_examples=500)
def test_whatever_can_be_read_can_be_carried_over(
    data: bytes, found: dict[str, tuple[str, float]], accept_likely: bool
) -> None:
    try:
        read_portfolio(Source("p.yaml", data))
    except UnusableFileError:
        return
    # The migration reads the new file back itself, and raises if it does not say what it is to say.
    carried(data, comparison(found), accept_likely=accept_likely)


def test_the_portfolio_that_is_edited_is_valid() -> None:
    assert len(read_portfolio(Source("p.yaml", FORMS.encode())).portfolio.evidence) == 4
