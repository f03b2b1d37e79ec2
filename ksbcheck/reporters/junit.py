"""A run as test results: a suite for each portfolio, a case for each KSB in scope and each rule with findings.

There is no standard of the format. This keeps to what Ant began with and Jenkins, GitLab and others read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ksbcheck.diagnostic import Severity
from ksbcheck.printable import one_line, printable, shortened
from ksbcheck.reporters.gate_findings import GAPS, Told, reason, told_of
from ksbcheck.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.coverage import KsbCoverage
    from ksbcheck.gate import Gate, Outcome
    from ksbcheck.report import Report

_RESULTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(gate: Gate) -> str:
    """Return the run as XML in ASCII: the same run gives the same bytes everywhere, and takes no time."""
    suites = [_suite(outcome, asks_for_gaps=gate.asks_for_gaps) for outcome in gate.outcomes]
    if gate.config_faults:
        suites.append(_suite_of("configuration", _rules(map(Told, gate.config_faults), "configuration")))
    root = _counted("testsuites", "ksbcheck", suites)
    ET.indent(root)
    text = ET.tostring(root, encoding="us-ascii").decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(outcome: Outcome, *, asks_for_gaps: bool) -> ET.Element:
    path, report, told = outcome.path, outcome.report, told_of(outcome)
    if report is None:
        return _suite_of(path, [_case(path, "can be used", _result("error", told))])
    gaps = {entry.found.ksb: entry for entry in told if entry.found.code in GAPS}
    rest = [entry for entry in told if entry.found.code not in GAPS]
    ksbs = [_ksb(entry, report, gaps.get(entry.ksb.code), fails=asks_for_gaps) for entry in report.coverage.ksbs]
    return _suite_of(path, [*ksbs, *_rules(rest, f"{path}.rules")], _properties(report))


def _suite_of(name: str, cases: Iterable[ET.Element], properties: ET.Element | None = None) -> ET.Element:
    suite = _counted("testsuite", name, cases)
    if properties is not None:
        suite.insert(0, properties)
    return suite


def _counted(tag: str, name: str, parts: Iterable[ET.Element]) -> ET.Element:
    """Return an element with cases or suites in it, and how many of the cases came out how."""
    element = ET.Element(tag, {"name": _text(name)})
    element.extend(parts)
    element.set("tests", str(sum(1 for _ in element.iter("testcase"))))
    for count, result in _RESULTS.items():
        element.set(count, str(sum(1 for _ in element.iter(result))))
    element.set("time", "0")
    return element


def _properties(report: Report) -> ET.Element:
    share, option = report.coverage.total, report.scope.option
    values = {
        "standard": report.standard.name,
        "option": option.key if option else "",
        "required": str(share.required),
        "covered": str(share.covered),
        "percent": f"{share.percent:.1f}",
    }
    if report.change:
        from ksbcheck.reporters.change_line import line_of  # only where it was asked for

        values["change"] = line_of(report.change)
    properties = ET.Element("properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", {"name": name, "value": _text(value)})
    return properties


def _ksb(entry: KsbCoverage, report: Report, told: Told | None, *, fails: bool) -> ET.Element:
    # Viewers tell cases apart by class and name alone, and take what stands before the last dot for a package.
    option = report.scope.option
    standard = report.standard.name.replace(" ", "_").replace(".", "_")
    classname = ".".join((report.path, standard, option.key) if option else (report.path, standard))
    name = f"{entry.ksb.code} {shortened(entry.ksb.text)}"
    return _case(classname, name, _gap(entry, told, fails=fails) if entry.is_gap else None)


def _gap(entry: KsbCoverage, told: Told | None, *, fails: bool) -> ET.Element:
    if told:
        result = _result("failure" if fails and not told.waiver else None, [told])
    else:  # a rule that was not asked, or one that was asked and had more findings than a report holds
        message = f"{entry.ksb.code} has {entry.pieces} of {entry.needed} pieces of evidence"
        result = _element("failure" if fails else "skipped", message, "KSB102" if entry.is_thin else "KSB101")
    duties = f"\nDuties: {', '.join(map(str, entry.duties))}" if entry.duties else ""
    result.text = f"{_text(entry.ksb.text)}{duties}"
    return result


def _rules(told: Iterable[Told], classname: str) -> Iterator[ET.Element]:
    """Yield a case for each rule that found something."""
    by_code: dict[str, list[Told]] = {}
    for entry in told:
        by_code.setdefault(entry.found.code, []).append(entry)
    for code, entries in sorted(by_code.items()):
        name = f"{code} {RULES[code].name.replace('_', ' ')}" if code in RULES else code
        yield _case(classname, name, _result(None, entries))


def _case(classname: str, name: str, result: ET.Element | None) -> ET.Element:
    case = ET.Element("testcase", {"classname": _text(classname), "name": _text(name), "time": "0"})
    if result is not None:
        case.append(result)
    return case


def _result(tag: str | None, told: list[Told]) -> ET.Element:
    """Return what became of a case: a failure for errors that are not waived; what does not fail is skipped."""
    failing = [entry for entry in told if entry.found.severity is Severity.ERROR and not entry.waiver]
    first = (failing or told)[0]
    message = _line(first, place=False) + (f" (and {len(told) - 1} more)" if len(told) > 1 else "")
    element = _element(tag or ("failure" if failing else "skipped"), message, first.found.code)
    element.text = "\n".join(map(_line, told))
    return element


def _element(tag: str, message: str, code: str) -> ET.Element:
    # Not every reader knows types of what is skipped.
    return ET.Element(tag, {"message": message} | ({} if tag == "skipped" else {"type": code}))


def _line(told: Told, *, place: bool = True) -> str:
    found, waiver = told
    text = f"{found.place} {found.code} {found.message}" if place else found.message
    return _text(f"waived ({reason(waiver)}): {text}" if waiver else text)


def _text(text: str) -> str:
    """Return a text on one line, without what XML cannot hold; the library escapes the rest."""
    return one_line(printable(text))
