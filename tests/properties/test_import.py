"""Any JSON, any texts: what is imported is found again."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import reduce
from typing import TYPE_CHECKING, Any

import yaml
from conftest import source
from hypothesis import given, settings
from hypothesis import strategies as st
from publishing import Json, duty, official, raw, row

from ksbcheck import UnusableFileError
from ksbcheck.printable import printable
from ksbcheck.standards.model import Standard
from ksbcheck.standards.official import import_official
from ksbcheck.standards.official.json_file import JsonFile
from ksbcheck.standards.official.prose import plain, table_rows, without_entities
from ksbcheck.standards.read import inspect_standard
from ksbcheck.standards.scope import scope_of
from ksbcheck.standards.write import standard_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

usual = settings(max_examples=100)

HOSTILE = [
    *"aé🎬 \t\n\r:#-|>'\"\\{}[],&*!%@`?~=\x00\x1b\x85\xa0\u2028\ufeff\ufffe",
    ": ",
    " #",
    "- ",
    "---",
    "...",
    "null",
]
hostile = st.lists(st.sampled_from(HOSTILE), max_size=12).map("".join)
texts = hostile | st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.just("long words " * 30)
keys = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True) | st.sampled_from(
    ["null", "no", "2024", "1e3"]
)


# --- places in JSON

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
layouts = st.sampled_from(
    [
        {},
        {"indent": 2},
        {"indent": "\t", "ensure_ascii": False},
        {"separators": (",", ":")},
        {"separators": (" ,\r\n", "\n: ")},
    ]
)


def ways(value: Any) -> Iterator[tuple[str | int, ...]]:
    yield ()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        yield from ((step, *way) for way in ways(inner))


@usual
@given(values, layouts, st.sampled_from(["", " ", "\n\n\t"]))
def test_what_stands_at_the_place_of_a_value_is_the_value(value: Any, layout: dict[str, Any], before: str) -> None:
    text = before + json.dumps(value, **layout)
    file = JsonFile("file", text)
    assert file.value == value
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    for way in ways(value):
        line, column = file.position(way)
        rest = "".join([lines[line - 1][column - 1 :], *lines[line:]])
        found, _ = json.JSONDecoder().raw_decode(rest)
        assert found == reduce(lambda inner, step: inner[step], way, value)


# --- the writer


def dictionaries(prefix: str) -> st.SearchStrategy[dict[str, str]]:
    return st.lists(texts, max_size=3).map(lambda found: {f"{prefix}{n}": text for n, text in enumerate(found, 1)})


def said(text: str) -> bool:
    return bool(text.strip()) and bool(printable(text).strip())


somethings = texts.filter(said)
maybes = st.none() | somethings
codes = st.lists(st.sampled_from(["K1", "S2", "B1"]), max_size=3)
entries = st.fixed_dictionaries({"options": st.lists(keys, max_size=2), "ksbs": codes})
duties = st.fixed_dictionaries(
    {
        "number": st.integers(1, 99),
        "text": texts,
        "criteria": maybes,
        "options": st.lists(keys, max_size=2),
        "ksbs": codes,
    }
)
standards = st.fixed_dictionaries(
    {
        "reference": st.just("ST0001"),
        "version": st.sampled_from(["1", "1.0", "10.2"]),
        "title": somethings,
        "level": st.none() | st.integers(0, 10**9 - 1),
        "date_updated": st.none() | st.dates(),
        "notices": st.lists(somethings, max_size=3),
        "overview": maybes,
        "options": st.lists(st.fixed_dictionaries({"key": keys, "title": somethings, "summary": maybes}), max_size=3),
        "duties": st.lists(duties, max_size=3),
        "ksb_lists": st.lists(entries, max_size=2),
        "knowledge": dictionaries("K"),
        "skills": dictionaries("S"),
        "employability": dictionaries("EB"),
        "source": st.none() | st.fixed_dictionaries({"publisher": somethings, "read_from": maybes}),
        "licence": st.none() | st.fixed_dictionaries({"name": somethings, "url": maybes}),
    }
)


def readable(value: Any) -> Any:
    """Return what the reader makes of hidden characters: text."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: readable(inner) for name, inner in value.items()}
    return [readable(inner) for inner in value] if isinstance(value, list | tuple) else value


def without_nothing(value: Any) -> Any:
    """Return a value without all that is not written, and with numbers and days as texts."""
    if isinstance(value, dict):
        pairs = ((name, without_nothing(inner)) for name, inner in value.items())
        return {name: inner for name, inner in pairs if inner not in (None, [], {})}
    if isinstance(value, list | tuple):
        return [without_nothing(inner) for inner in value]
    return value if value is None else str(value)


@usual
@given(standards)
def test_what_is_written_is_read_back(fields: dict[str, Any]) -> None:
    standard = Standard.model_validate(readable(fields))
    text = standard_yaml(standard)
    assert inspect_standard(source(text)).standard == standard
    assert standard_yaml(standard) == text


@usual
@given(standards)
def test_another_reader_finds_every_character(fields: dict[str, Any]) -> None:
    standard = Standard.model_validate(fields)
    found = yaml.load(standard_yaml(standard), yaml.BaseLoader)
    assert found == without_nothing(standard.model_dump())


# --- the import


@usual
@given(st.lists(texts, min_size=1, max_size=4))
def test_texts_are_those_of_the_json(details: list[str]) -> None:
    """Behind a letter and a full stop, a text has no code or white space in front and no white space at its end."""
    tools = [{"knowledgeId": f"k{n}", "detail": f"X{text}."} for n, text in enumerate(details, 1)]
    imported = import_official(source(json.dumps(official(knowledges=tools, duties=[]))))
    assert list(imported.standard.knowledge.values()) == [printable(f"X{without_entities(text)}.") for text in details]


ids = st.sampled_from(["k1", "k2", "k3", "s1", "s2", "b1", "k9"])
of = st.lists(st.sampled_from(["o1", "o2", "o9"]), max_size=2, unique=True)


@st.composite
def mapped(draw: st.DrawFn) -> Json:
    def some() -> list[str]:
        return draw(st.lists(ids, max_size=4))

    return official(
        knowledges=[{"knowledgeId": draw(st.sampled_from(["k1", "k2", "k3"])), "detail": f"K {n}."} for n in range(3)],
        skills=[{"skillId": f"s{n}", "detail": f"S {n}."} for n in (1, 2)],
        options=[{"optionId": f"o{n}", "title": f"{n} Hand"} for n in (1, 2)],
        duties=[
            duty(*some(), of=draw(of), isThisACoreDuty=draw(st.sampled_from([0, 1])))
            for _ in range(draw(st.integers(0, 4)))
        ],
        optionsUnstructuredKsbMapping=[
            row(draw(st.sampled_from(["Core", "1 HAND", "2-hand", "Feet"])), *some())
            for _ in range(draw(st.integers(0, 3)))
        ],
    )


def needed(file: Json) -> dict[str, set[str]]:
    """Return what each option needs, by set arithmetic over the JSON alone."""
    codes, everything = defaultdict(set), set()
    for prefix, field in (("K", "knowledge"), ("S", "skill"), ("B", "behaviour")):
        for number, entry in enumerate(file[f"{field}s"], 1):
            codes[entry[f"{field}Id"]].add(f"{prefix}{number}")
            everything.add(f"{prefix}{number}")

    def of_entry(entry: Json) -> set[str]:
        names = [*entry["mappedKnowledge"], *entry["mappedSkills"], *entry["mappedBehaviour"]]
        return {code for name in names for code in codes[name]}

    whose = {"1 HAND": {"o1"}, "2-hand": {"o2"}, "Core": set[str]()}
    lists = [
        (set() if entry["isThisACoreDuty"] else {*entry["mappedOptions"]} - {"o9"}, of_entry(entry))
        for entry in file["duties"]
    ]
    rows = file["optionsUnstructuredKsbMapping"]
    if not any(options and what for options, what in lists):
        titled = [entry for entry in rows if entry["coreOrOptionTitle"] in whose]
        others = [(whose[entry["coreOrOptionTitle"]], of_entry(entry)) for entry in titled]
        if not any(options and what for options, what in others):
            return {"o1": everything, "o2": everything}
        lists = others
    unnamed = everything.difference(*(what for _, what in lists))
    return {
        key: unnamed.union(*(what for options, what in lists if not options or key in options)) for key in ("o1", "o2")
    }


@settings(usual, max_examples=300)
@given(mapped())
def test_scopes_are_those_of_plain_set_arithmetic(file: Json) -> None:
    read = import_official(source(raw(file))).standard
    found = [set(scope_of(read, option).codes) for option in read.options]
    assert found == list(needed(file).values())


@usual
@given(values)
def test_any_field_may_hold_anything(value: Any) -> None:
    """A file is imported or refused, whatever is in it."""
    fields = [
        *official(),
        "level",
        "lastUpdated",
        "typicalJobTitles",
        "eQAProvider",
        "qualifications",
        "overviewOfRole",
    ]
    for field in fields:
        try:
            imported = import_official(source(json.dumps(official(**{field: value}))))
        except UnusableFileError as error:
            refused = {found.code for found in error.diagnostics}
        else:
            refused = set()
            assert inspect_standard(source(imported.text)).standard == imported.standard
            assert all(defect.line and defect.column for defect in imported.defects)
        assert refused <= {"KSB308", "KSB309"}


TAGS = [
    "<",
    ">",
    "</",
    "/>",
    "<p>",
    "<br>",
    "<tr>",
    "<td>",
    "</td>",
    "<td ",
    "<li>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
]
TAGS += ["<!", "<![", "<![if x]>", "]]>", "<?", "&", "&amp;", "&lt;", ";", "&#60;", "a", " ", "\n", '"', "'", "="]


@settings(usual, max_examples=300)
@given(st.lists(st.sampled_from(TAGS), max_size=15).map("".join))
def test_any_prose_is_read(text: str) -> None:
    lines = plain(text).split("\n")
    assert all(line == " ".join(line.split()) for line in lines)
    assert "\n\n\n" not in plain(text)
    assert all(cell == " ".join(cell.split()) for cells in table_rows(text) for cell in cells)


@usual
@given(st.text("ab 12.,;:()€", max_size=30))
def test_prose_without_marks_stays_but_for_white_space(text: str) -> None:
    assert plain(text) == " ".join(text.split())
