"""Summaries as web pages, read back, and what the example's file says by another reader."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from checking import report, st0792
from conftest import ROOT
from facts import scope
from webpage import read_page

from ksbcheck import check, load_portfolio
from ksbcheck.reporters import SUMMARY_REPORTERS
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from webpage import Element

    from ksbcheck.config.policy import Policy
    from ksbcheck.summary.model import Summary

TODAY = date(2025, 3, 10)
EXAMPLE = ROOT / "examples" / "unfinished_post.yaml"


def example(*, minimum: int = 1) -> Summary:
    file = load_portfolio(EXAMPLE)
    made = check(file, st0792(), min_evidence=minimum, today=TODAY, every_rule=True)
    return summarise(made, TODAY, folder=EXAMPLE.parent)._replace(evidence_folder=".")


def example_content() -> dict[str, Any]:
    """The example's file, read by another reader."""
    content: dict[str, Any] = yaml.load(EXAMPLE.read_text(encoding="utf-8"), yaml.BaseLoader)
    return content


def summary_of(*evidence: dict[str, Any], policy: Policy | None = None, **fields: Any) -> Summary:
    return summarise(report(*evidence, **fields), TODAY, policy=policy)


def rendered(made: Summary) -> str:
    html = SUMMARY_REPORTERS["html"](made, 80)
    assert isinstance(html, str)
    return html


def page_of(made: Summary) -> Element:
    return read_page(rendered(made))


def section_of(made: Summary, name: str) -> Element:
    return page_of(made).one("section", id=name)


@cache
def example_page() -> Element:
    return page_of(example())


def standings(minimum: int) -> dict[str, str]:
    """Return code -> how it stands, counted from the file itself."""
    by_code: dict[str, list[str]] = {code: [] for code in scope("post")}
    for entry in example_content()["evidence"]:
        for code in entry["ksbs"]:
            by_code[code].append(entry["status"])
    found = {}
    for code, statuses in by_code.items():
        accepted = statuses.count("accepted")
        counted = accepted + statuses.count("submitted")
        if counted >= minimum:
            found[code] = "accepted" if accepted >= minimum else "claimed"
        elif counted:
            found[code] = "thin"
        else:
            found[code] = "planned" if {"planned", "draft"} & set(statuses) else "missing"
    return found


def claim_text(entry: dict[str, Any], code: str) -> str:
    locator = entry["ksbs"][code]
    where = f", {locator}" if locator else ", no locator" if entry["status"] in {"accepted", "submitted"} else ""
    return f"{entry['id']} {entry['title']}{where} ({entry['status']})"
