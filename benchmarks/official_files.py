"""What becomes of every official file in a folder: a table, and whether anything was lost without a word.

    python benchmarks/official_files.py FOLDER

Each file is imported, or refused with a reason. What was imported is counted anew, in the official JSON and in the
YAML, each with a reader that is not ksbcheck's own: KSBs, duties, options, and each list of KSBs and options that a
duty or row names. Where a count differs, a recorded warning is to say why, at that place; so it is for whatever
``ksbcheck standard validate`` finds in the YAML. Exits with 1 if it does not, or if anything went wrong in between.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.source import Source, read_source
from ksbcheck.standards.official import import_official
from ksbcheck.standards.read import inspect_standard

if TYPE_CHECKING:
    from collections.abc import Iterator

# The lists of KSBs: the field of an apprenticeship standard, that of a foundation apprenticeship, ours, and duties'.
_KINDS = (
    ("knowledges", "technicalKnowledges", "knowledge", "mappedKnowledge"),
    ("skills", "technicalSkills", "skills", "mappedSkills"),
    ("behaviours", None, "behaviours", "mappedBehaviour"),
    (None, "employabilitySkillsAndBehaviours", "employability", None),
)
_PREFIXES = {"knowledge": "K", "skills": "S", "behaviours": "B"}
_ROWS = "optionsUnstructuredKsbMapping"


class Outcome(NamedTuple):
    """What became of one file."""

    name: str
    result: str
    counts: str = ""
    warnings: str = ""
    problems: tuple[str, ...] = ()


def outcome(path: Path) -> Outcome:
    """Import one file and count what is in it."""
    try:
        imported = import_official(read_source(path, path.name))
    except UnusableFileError as error:
        first = error.diagnostics[0]
        return Outcome(path.name, f"refused, {first.code}", warnings=first.message)
    except Exception as error:  # noqa: BLE001 - a crash is what this looks for
        return Outcome(path.name, "CRASHED", problems=(repr(error)[:200],))
    official = json.loads(path.read_text(encoding="utf-8-sig"), strict=False)
    ours = yaml.load(imported.text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - texts only
    warnings = Counter(warning["code"] for warning in ours.get("warnings", ()))
    told = ", ".join(f"{code} x{count}" if count > 1 else code for code, count in sorted(warnings.items()))
    problems = (*_differences(official, ours), *_unexplained(imported.text, ours))
    return Outcome(path.name, "imported", _counts(ours), told, problems)


def _counts(ours: dict[str, Any]) -> str:
    kinds = "+".join(str(len(ours.get(field, ()))) for _, _, field, _ in _KINDS[:3])
    eb = f"+{len(ours['employability'])}" if "employability" in ours else ""
    named = sum(len(entry.get("ksbs", ())) for field in ("duties", "ksb_lists") for entry in ours.get(field, ()))
    return (
        f"{kinds}{eb} KSBs, {len(ours.get('duties', ()))} duties, {len(ours.get('options', ()))} options, {named} named"
    )


def _differences(official: dict[str, Any], ours: dict[str, Any]) -> Iterator[str]:
    """Yield every difference in number that no warning explains."""
    places = [warning.get("place", "") for warning in ours.get("warnings", ())]

    def differ(what: str, theirs: int, own: int, *explained: str) -> Iterator[str]:
        if theirs != own and not any(place.startswith(explained) for place in places if explained):
            yield f"{what}: {theirs} in the JSON, {own} in the YAML"

    for field, foundation_field, own_field, _ in _KINDS:
        theirs = [official.get(name) or [] for name in (field, foundation_field) if name]
        yield from differ(own_field, max(map(len, theirs)), len(ours.get(own_field, ())))
    duties, options = official.get("duties") or [], official.get("options") or []
    yield from differ("duties", len(duties), len(ours.get("duties", ())))
    yield from differ("options", len(options), len(ours.get("options", ())), "/options")
    for index, (duty, own) in enumerate(zip(duties, ours.get("duties", ()), strict=False)):
        yield from _entry_differences(f"/duties/{index}", duty, own, differ)
        pointer = f"/duties/{index}/mappedOptions"
        yield from differ(pointer, len(duty.get("mappedOptions") or []), len(own.get("options", ())), pointer)
    rows = [(index, row) for index, row in enumerate(official.get(_ROWS) or []) if _named(row)]
    lists = ours.get("ksb_lists", [])
    if len(rows) != len(lists):
        yield from differ("rows", len(rows), len(lists), f"/{_ROWS}")
    else:
        for (index, row), own in zip(rows, lists, strict=True):
            yield from _entry_differences(f"/{_ROWS}/{index}", row, own, differ)


def _named(row: dict[str, Any]) -> int:
    return sum(len(row.get(field) or []) for *_, field in _KINDS if field)


def _entry_differences(pointer: str, theirs: dict[str, Any], own: dict[str, Any], differ: Any) -> Iterator[str]:
    for *_, own_field, field in _KINDS:
        if field:
            codes = [code for code in own.get("ksbs", ()) if code.startswith(_PREFIXES[own_field])]
            place = f"{pointer}/{field}"
            yield from differ(place, len(theirs.get(field) or []), len(codes), place)


def _unexplained(text: str, ours: dict[str, Any]) -> Iterator[str]:
    """Yield what ``validate`` finds that no warning of the same code has said."""
    recorded = Counter(warning["code"] for warning in ours.get("warnings", ()))
    found = Counter(fault.code for fault in inspect_standard(Source("yaml", text.encode())).faults)
    for code, count in (found - recorded).items():
        yield f"validate finds {count} {code} more than there are warnings"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    paths = sorted(parser.parse_args().folder.glob("*.json"))
    start = time.perf_counter()
    outcomes = [outcome(path) for path in paths]
    seconds = time.perf_counter() - start
    for found in outcomes:
        print(f"{found.name:<20} {found.result:<17} {found.counts}{'; ' if found.counts else ''}{found.warnings}")
        for problem in found.problems:
            print(f"{'':<20} !! {problem}")
    results = Counter(found.result for found in outcomes)
    print(
        f"\n{len(outcomes)} files in {seconds:.1f} s: "
        + ", ".join(f"{n} {what}" for what, n in sorted(results.items()))
    )
    lossy = sum(bool(found.problems) for found in outcomes)
    print(f"{results['CRASHED']} crashes, {lossy} files with something lost without a word")
    return 1 if lossy or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main())
