"""The codes of findings, and the pages of the manual that list them."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from ksbcheck.codes import MEANINGS
from ksbcheck.rules import RULES

ROOT = Path(__file__).parent.parent.parent
CODES = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
# The code, and the cells behind it: the severity, if the table has one, and the meaning.
ROWS = {match[1]: match[2].split(" | ") for match in re.finditer(r"^\| (KSB[0-9]{3}) \| (.+) \|$", CODES, re.MULTILINE)}


def test_a_code_is_a_rule_s_or_has_a_meaning() -> None:
    assert not RULES.keys() & MEANINGS.keys()
    assert list(MEANINGS) == sorted(MEANINGS)


def test_the_list_has_every_code_once() -> None:
    assert len(ROWS) == len(re.findall(r"^\| KSB", CODES, re.MULTILINE))
    assert ROWS.keys() == RULES.keys() | MEANINGS.keys()


def test_the_list_has_the_meanings() -> None:
    assert {code: ROWS[code][-1] for code in MEANINGS} == MEANINGS


def test_the_list_has_the_severities_of_the_rules() -> None:
    assert {code: ROWS[code][0] for code in RULES} == {code: str(rule.severity) for code, rule in RULES.items()}


def test_every_code_in_the_program_is_known() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "ksbcheck").rglob("*.py")]
    used = {code for source in sources for code in re.findall(r"\bKSB[0-9]{3}\b", source)}
    assert used == RULES.keys() | MEANINGS.keys()


def test_the_manual_is_what_the_docstrings_say() -> None:
    """Run `python docs/rules.py` if this fails."""
    manual = runpy.run_path(str(ROOT / "docs" / "rules.py"))["manual"]
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == manual()


def test_writing_the_manual(tmp_path: Path) -> None:
    script = tmp_path / "rules.py"
    script.write_bytes((ROOT / "docs" / "rules.py").read_bytes())
    runpy.run_path(str(script), run_name="__main__")
    assert (tmp_path / "rules.md").read_bytes() == (ROOT / "docs" / "rules.md").read_bytes()
