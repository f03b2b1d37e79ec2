"""Small official files, as the public body's JSON has them, and what their import finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml
from conftest import source

from ksbcheck.standards.official import import_official

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ksbcheck import Standard
    from ksbcheck.standards.official import Imported

Json = dict[str, Any]
LISTS = {"k": "mappedKnowledge", "s": "mappedSkills", "b": "mappedBehaviour"}


def knowledge(*texts: str) -> list[Json]:
    return [{"knowledgeId": f"k{number}", "detail": text} for number, text in enumerate(texts, 1)]


def skills(*texts: str) -> list[Json]:
    return [{"skillId": f"s{number}", "detail": text} for number, text in enumerate(texts, 1)]


def behaviours(*texts: str) -> list[Json]:
    return [{"behaviourId": f"b{number}", "detail": text} for number, text in enumerate(texts, 1)]


def options(*titles: str) -> list[Json]:
    return [{"optionId": f"o{number}", "title": title} for number, title in enumerate(titles, 1)]


def named(ids: Iterable[str]) -> Json:
    """Return the lists of a duty or row; the first letter of an id is its kind."""
    lists: dict[str, list[str]] = {field: [] for field in LISTS.values()}
    for name in ids:
        lists[LISTS[name[0]]].append(name)
    return lists


def duty(*ids: str, of: Sequence[str] = (), **fields: Any) -> Json:
    """Return a duty of the options ``of``, a core duty without any."""
    return {
        "dutyDetail": "Test the tools.",
        "isThisACoreDuty": 0 if of else 1,
        "mappedOptions": list(of),
        **named(ids),
        **fields,
    }


def row(title: str, *ids: str, **fields: Any) -> Json:
    return {"coreOrOptionTitle": title, **named(ids), **fields}


def official(**fields: Any) -> Json:
    """Return a sound file of four KSBs and one duty, with ``fields`` added or put in their place."""
    return {
        "referenceNumber": "ST0001",
        "title": "Tester",
        "version": "1.0",
        "knowledges": knowledge("How tools work.", "Why tools fail."),
        "behaviours": behaviours("Take care."),
        "skills": skills("Use tools."),
        "duties": [duty("k1", "k2", "s1", "b1")],
        "options": [],
        "optionsUnstructuredKsbMapping": [],
        **fields,
    }


def with_options(**fields: Any) -> Json:
    """Return a sound file with two options: K2 is the left one's, K3 the right one's, all else is core."""
    tools = knowledge("How tools work.", "What is left.", "What is right.")
    duties = [duty("k1", "s1", "b1"), duty("k2", of=["o1"]), duty("k3", of=["o2"])]
    return official(**{"knowledges": tools, "options": options("Left hand", "Right hand"), "duties": duties, **fields})


def with_rows(*rows: Json, **fields: Any) -> Json:
    """Return a file with the same options as ``with_options``, of which no duty tells anything."""
    return with_options(**{"duties": [], "optionsUnstructuredKsbMapping": list(rows), **fields})


def foundation(plan: str = "<tr><td>AO1: Tools</td><td>K1 S1 EB1</td></tr>", **fields: Any) -> Json:
    """Return a sound file of a foundation apprenticeship."""
    return {
        "referenceNumber": "FA0001",
        "title": "Tester",
        "version": "1.0",
        "technicalKnowledges": [{"id": "1", "detail": "How tools work.*"}],
        "technicalSkills": [{"id": "2", "detail": "Use tools."}],
        "employabilitySkillsAndBehaviours": [{"id": "3", "detail": "Come in time."}],
        "assessmentDetails": plan,
        **fields,
    }


def raw(file: Json) -> str:
    """Return the file's text, with a line for each of its fields."""
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in file.items())
    return f"{{\n{lines}\n}}"


def read(file: Json, name: str = "official.json", title: str | None = None) -> Imported:
    return import_official(source(raw(file), name), title)


def standard(file: Json) -> Standard:
    return read(file).standard


def place_of(marked: str, text: str) -> tuple[int, int]:
    """Return line and column of ``marked`` in ``text``; ``^`` stands before the character that is meant."""
    before, _, after = marked.rpartition("^")
    assert text.count(before + after) == 1, f"not just once: {before + after}"
    at = text.find(before + after) + len(before)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def defects(file: Json, *marked: str) -> list[tuple[str, str, str | None]]:
    """Import a file; return the code, message and pointer of each defect, which stand where ``marked`` are."""
    text = raw(file)
    imported = import_official(source(text, "official.json"))
    warnings = yaml.load(imported.text, yaml.BaseLoader).get("warnings", [])
    found = [(warning["code"], warning["message"], warning.get("place")) for warning in warnings]
    assert [(defect.code, defect.message) for defect in imported.defects] == [defect[:2] for defect in found]
    assert [defect.place for defect in imported.defects] == [
        "official.json:{}:{}".format(*place_of(mark, text)) for mark in marked
    ]
    assert {defect.severity for defect in imported.defects} <= {"warning"}
    return found
