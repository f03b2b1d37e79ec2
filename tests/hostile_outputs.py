"""Every output there is of files in which one text stands wherever a file, or the command line, can bring one."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from cohort_outputs import made, usable

from ksbcheck import check, load_portfolio
from ksbcheck.change import Before, Change, Pieces
from ksbcheck.cli import screen
from ksbcheck.cli.settings import Color
from ksbcheck.cohort.model import Row
from ksbcheck.config.model import Config
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.gate import Gate, Outcome
from ksbcheck.migration import migrate
from ksbcheck.reporters import (
    GATE_REPORTERS,
    REPORTERS,
    SUMMARY_REPORTERS,
    ksb_page,
    migration_text,
    standard_page,
    text,
)
from ksbcheck.reporters.cohort import COHORT_REPORTERS
from ksbcheck.reporters.diff import DIFF_REPORTERS
from ksbcheck.reporters.layout import plain
from ksbcheck.source import Source
from ksbcheck.standards.compare import compare
from ksbcheck.standards.listing import Listed
from ksbcheck.standards.read import read_standard
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ksbcheck import Report, Standard
    from ksbcheck.gate import Gate as Run

TODAY = date(2025, 3, 10)
LONG = "Plan, run and review the work of a team so that all of it is done in time and as agreed"
OTHER = "Cook whatever guests may order"
_WIDTH = 120
_ROOMY = 3_000
"""A cohort's columns cut what is too wide for them."""


class Placed(NamedTuple):
    """A text as a file brings it; as a path, which the command line has made printable; and as a claim's code."""

    text: str
    path: str
    code: str


def outputs(placed: Placed) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """Yield command, format and what makes the output."""
    report = _report(placed)
    run, summary = _run(report, placed), summarise(report, TODAY)
    for form, of_report in REPORTERS.items():
        yield "gaps", form, partial(of_report, report, _WIDTH)
    yield "gaps", "coloured text", lambda: "".join(screen.painted(text.lay_out(report, _WIDTH), Color.ALWAYS))
    for form, of_run in GATE_REPORTERS.items():
        yield "check", form, partial(of_run, run, _WIDTH)
    for form, of_summary in SUMMARY_REPORTERS.items():
        yield "summary", form, partial(of_summary, summary, _WIDTH)
    for form in COHORT_REPORTERS:
        yield "cohort", form, partial(_cohort, form, report.standard, placed)
    comparison = compare(_standard(placed), _newer(placed))
    for form, of_comparison in DIFF_REPORTERS.items():
        yield "standard diff", form, partial(of_comparison, comparison, _WIDTH)
    yield "standard show", "text", lambda: plain(standard_page.lay_out(report.standard, _WIDTH))
    yield "standard list", "text", lambda: plain(standard_page.lay_out_list(_listed(placed), _WIDTH))
    yield "explain", "text", lambda: plain(ksb_page.lay_out(report.standard, report.standard.ksbs["K1"], _WIDTH))
    yield "migrate", "text", lambda: _migrated(placed)


def _source(path: str, content: dict[str, Any]) -> Source:
    r"""Return a file in YAML in which every unusual character is an escape such as ``\u202e``."""
    written = json.dumps(content, ensure_ascii=False, indent=1)  # so that no text moves another
    return Source(path, re.sub("[^\n -~]", lambda match: f"\\U{ord(match[0]):08x}", written).encode())


def _standard(placed: Placed, **fields: Any) -> Standard:
    it = placed.text
    content = {
        "reference": "ST0001",
        "version": "1.0",
        "title": it,
        "status": it,
        "route": it,
        "notices": [it],
        "overview": it,
        "job_titles": [it, it],
        "employers": [it, it],
        "options": [{"key": "a", "title": it, "summary": it}, {"key": "b", "title": OTHER}],
        "knowledge": {"K1": it, "K2": it, "K3": it, "K4": LONG},
        "duties": [
            {"number": 1, "options": ["a"], "text": it, "ksbs": ["K1", "K2", "K3"]},
            {"number": 2, "options": ["b"], "text": LONG, "ksbs": ["K4"]},
        ],
        "assessment_outcomes": [{"code": "AO1", "title": it, "text": it, "ksbs": ["K1"]}],
        "qualifications": [{"title": it, "text": it}],
        "version_log": [{"version": it, "change": it}],
        # Addresses of the web are links on pages, which is meant.
        "source": {"publisher": it, "url": f"at {it}", "read_from": it},
        "licence": {"name": it, "url": f"at {it}", "attribution": it},
        "warnings": [{"code": "KSB332", "place": it, "message": it}],
    }
    return read_standard(_source("standard.yaml", {**content, **fields}))


def _newer(placed: Placed) -> Standard:
    return _standard(
        placed,
        version="1.1",
        options=[{"key": "c", "title": placed.text}, {"key": "b", "title": OTHER}],
        knowledge={"K1": LONG, "K2": placed.text, "K3": f"{LONG} by everybody", "K4": OTHER},
        duties=[{"number": 1, "options": ["c"], "text": f"{LONG} by all", "ksbs": ["K1", "K2", "K3", "K4"]}],
    )


def _portfolio(placed: Placed) -> Source:
    it = placed.text
    fields = {"title": it, "type": it, "notes": it, "files": [it, it]}
    evidence = [
        {"id": it, "ksbs": {"K1": it, f"{placed.code} of no standard": it}, "status": "accepted", **fields},
        {"id": "E2", "ksbs": {"K1": it, "K2": it}, "date": "2024-06-01", **fields},
        {"id": it, "ksbs": {"K2": None, "K4": it}, "status": "draft", **fields},
        {"id": "E4", "ksbs": [], **fields},
    ]
    said = dict.fromkeys(("english", "maths", "qualifications", "employer_statement"), f"yes ({placed.path}")
    who = {"name": it, "start_date": "2024-01-15", "planned_gateway": "2025-07-15"}
    return _source(
        placed.path,
        {"standard": "ST0001", "option": "a", "apprentice": who, "gateway": said, "evidence": evidence},
    )


def _report(placed: Placed) -> Report:
    # Not what depends on what a text says.
    config = {
        "ignore": ["KSB217", "KSB218"],
        "waivers": [{"code": code, "reason": placed.path} for code in ("KSB102", "KSB205")],
        "policy": {"min_evidence": 2, "types": ["observation"], "locators": True, "max_ksbs_per_piece": 1},
    }
    report = check(
        load_portfolio(_portfolio(placed)),
        _standard(placed),
        config=Config.model_validate(config),
        today=TODAY,
        every_rule=True,
    )
    return report._replace(config_path=placed.path)


def _run(report: Report, placed: Placed) -> Run:
    it = placed.path
    found = Diagnostic("KSB203", Severity.ERROR, f"told of '{it}'", it, 3, 1, "K1", it)
    change = Change(
        Before(it, moved_from=it),
        ("K1",),
        ("K2",),
        (),
        Pieces((it,), (it,), ((it, it),)),
        (found,),
        (found,),
    )
    unusable = Diagnostic("KSB002", Severity.ERROR, f"it is '{it}'", it, 1, 1)
    elsewhere = Diagnostic("KSB305", Severity.ERROR, it, it)
    outcomes = (Outcome(it, report, report.diagnostics), Outcome(it, None, (unusable, elsewhere)))
    changed = Outcome(f"{it}.yaml", report._replace(change=change), report.diagnostics)
    return Gate((*outcomes, changed), (found._replace(code="KSB901", severity=Severity.WARNING),))


def _cohort(form: str, standard: Standard, placed: Placed) -> str | bytes:
    it = placed.path
    rows = [
        usable(it, name=it, standard="ST0001 v1.0", option="a", gaps=("K1", "K2"), open_duties=(1,), today=TODAY),
        Row(it, f"{it}:1:2: KSB002 {it}", 3),
    ]
    parts = list(made(form, rows, width=_ROOMY, only=lambda _: True, interrupted=False, standard=lambda: standard))
    return "".join(part for part in parts if isinstance(part, str)) or b"".join(
        part for part in parts if isinstance(part, bytes)
    )


def _listed(placed: Placed) -> list[Listed]:
    it = placed.path
    return [
        Listed("ST0001 v1.0", it, _standard(placed)),
        Listed("ST0001 v1.0", it, hidden_by=it),
        Listed("", it, problem=it),
    ]


def _migrated(placed: Placed) -> str:
    source = _portfolio(placed)
    comparison = compare(_standard(placed), _newer(placed))
    migration = migrate(load_portfolio(source), source, comparison, option="c")
    return plain(migration_text.lay_out(migration, _WIDTH, f"Written to {placed.path}.", f"ksbcheck {placed.path}"))
