"""A standard as YAML, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from checking import small
from conftest import ROOT, source

from ksbcheck.standards.model import KsbList, Standard
from ksbcheck.standards.read import read_standard
from ksbcheck.standards.write import standard_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

BUNDLED = ROOT / "data" / "standard_st0792_v1_1.yaml"


def test_the_bundled_file_is_what_is_written_of_it(st0792: Standard) -> None:
    assert standard_yaml(st0792).encode() == BUNDLED.read_bytes()


def test_the_smallest_standard() -> None:
    assert standard_yaml(small()) == (
        "# ST0001 v1.0; see `source` and `licence` below.\n"
        "# Texts are the official ones, unaltered; keys and codes are ksbcheck's.\n"
        "\n"
        "reference: ST0001\n"
        "version: '1.0'\n"
        "title: Tester\n"
        "\n"
        "knowledge:\n"
        "  K1: How to test.\n"
    )


def test_all_of_a_standard() -> None:
    standard = small(
        level=0,
        typical_duration_months=18,
        maximum_funding_pounds=8000,
        date_updated="2024-09-02",
        notices=["Old."],
        review="after: all",
        overview="One.\n\nTwo: # three",
        options=[{"key": "null", "title": "Null"}, {"key": "b", "title": "B", "summary": "Two\nlines"}],
        duties=[
            {"number": 1, "text": "Plan\n\nit", "criteria": "-", "options": ["null", "b"], "ksbs": ["K1"]},
            {"number": 2, "text": "", "ksbs": []},
        ],
        ksb_lists=[{"ksbs": ["K1"]}, {"options": ["b"]}, {}],
        unassigned=["S1"],
        assessment_outcomes=[{"code": "AO1", "title": "Tools", "ksbs": ["K1"]}],
        skills={"S1": ""},
        qualifications=[{"title": "English", "text": "1\n2"}, {"title": "Maths"}],
        employers=["A", "B"],
        version_log=[{"version": "1.0", "earliest_start": "2024-01-01"}],
        source={"read_from": "a\nfile"},
        licence={"name": "Open\nlicence"},
        warnings=[{"code": "KSB312", "place": "/a/0", "message": "m"}],
    )
    text = standard_yaml(standard)
    assert read_standard(source(text)) == standard
    assert (
        text
        == """\
# ST0001 v1.0, read from a file; see `source` and `licence` below.
# Contains public sector information licensed under the Open licence.
# Texts are the official ones, unaltered; keys and codes are ksbcheck's.

reference: ST0001
version: '1.0'
title: Tester
level: 0
typical_duration_months: 18          # to gateway; this does not include the end-point assessment
maximum_funding_pounds: 8000
date_updated: 2024-09-02
notices:
  - Old.
review: 'after: all'

overview: |-
  One.

  Two: # three

options:
  - key: 'null'
    title: 'Null'
  - key: b
    title: B
    summary: |-
      Two
      lines

# A duty without `options` is core.
duties:
  - number: 1
    options: ['null', b]
    text: |-
      Plan

      it
    criteria: '-'
    ksbs: [K1]
  - number: 2
    text: ''

# The KSBs of the core, and those of each option.
ksb_lists:
  - ksbs: [K1]
  - options: [b]
  - {}

# No duty and no list names these; they are required of everybody.
unassigned: [S1]

assessment_outcomes:
  - code: AO1
    title: Tools
    ksbs: [K1]

knowledge:
  K1: How to test.

skills:
  S1: ''

qualifications:
  - title: English
    text: |-
      1
      2
  - title: Maths

# As their publisher lists them, between commas.
employers:
  - A
  - B

version_log:
  - version: '1.0'
    earliest_start: 2024-01-01

source:
  read_from: |-
    a
    file

licence:
  name: |-
    Open
    licence

# What is wrong with the official file, and what was made of it; `place` is where in it.
warnings:
  - code: KSB312
    place: /a/0
    message: m
"""
    )


TEXTS = [
    *(
        "",
        " ",
        "null",
        "~",
        "yes",
        "1.0",
        "0x1f",
        "1e3",
        "2024-01-01",
        "=",
        "<<",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "a:",
        "-",
    ),
    *("'", '"', "''", 'it\'s "so"', "|", ">", "&a", "*a", "!a", "%a", "@a", "`a", "{a}", "[a]", "a, b", "? a", "---"),
    *("...", "a\nb", "a\n\nb", "a\n b", " a\nb", "\na\nb", "a\n...", "a\n---\nb", "a\n# b", "etc...", "a\netc..."),
    *("a\n ...", "|\n|", "a\tb", "a\n\tb", "é 漢字 🎬", "a\N{NO-BREAK SPACE}b", "a\N{SOFT HYPHEN}b", "x" * 2000, "\\n"),
    *("word " * 400 + "end", "a\\", "a\n" * 50 + "b", "a  b", "a\n  \nb", "क्\N{ZERO WIDTH JOINER}ष", "C:\\x"),
    *("a\n\n\n\nb", "\\x1b"),
]


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_read_back(text: str) -> None:
    """The text of a KSB, a duty and, as far as it is one, an overview and a title are read by two readers."""
    others: dict[str, Any] = {"overview": text, "title": text} if text.strip() else {}
    standard = Standard(
        **{"title": "Tester", **others},
        reference="ST0001",
        version="1.0",
        knowledge={"K1": text, "K2": "Last."},
        duties=[{"number": 1, "text": text, "ksbs": ["K1"]}],
    )
    written = standard_yaml(standard)
    assert read_standard(source(written)) == standard
    plain = yaml.load(written, yaml.BaseLoader)
    assert (plain["knowledge"]["K1"], plain["duties"][0]["text"]) == (text, text)


@pytest.mark.parametrize(
    "text", ["a\n", "a\n\n", "a\nb\n", "\n", "\n\n", "a\r\nb", "a\rb", "a\x85b", "a\u2028b", "a\x00b"]
)
def test_other_line_ends_and_those_at_the_end_are_kept_for_any_reader(text: str) -> None:
    standard = Standard(reference="ST0001", version="1.0", title="Tester", knowledge={"K1": text, "K2": "Last."})
    assert yaml.safe_load(standard_yaml(standard))["knowledge"] == {"K1": text, "K2": "Last."}


@pytest.mark.parametrize(
    "text", ["a\n::error::b", "::::stop\n:::x", "##[set-env name=a]b", "\\##vso[task.x]y", "a\n##[b"]
)
def test_no_line_is_a_command_of_a_ci_service(text: str) -> None:
    """GitHub's runner looks for ``::`` where a line starts, behind spaces too, and for ``##[`` anywhere in it."""
    standard = Standard(reference="ST0001", version="1.0", title=text, knowledge={"K1": text, "K2": text})
    written = standard_yaml(standard)
    assert not re.search(r"^\s*::|##\w*\[", written, re.MULTILINE)
    assert read_standard(source(written)) == standard
    assert yaml.safe_load(written)["knowledge"]["K2"] == text


@pytest.mark.parametrize("key", ["null", "true", "no", "on", "y", "2024", "1e3", "2024-01-01", "0x1f", "a-b"])
def test_keys_of_options_are_texts_for_any_reader(key: str) -> None:
    standard = small(
        options=[{"key": key, "title": "One"}, {"key": "b", "title": "Two"}],
        duties=[{"number": 1, "text": "Test.", "options": ["b", key], "ksbs": ["K1"]}],
    )
    plain = yaml.safe_load(standard_yaml(standard))
    assert plain["options"][0]["key"] == key
    assert plain["duties"][0]["options"] == ["b", key]


@pytest.mark.parametrize("code", ["K\n5", "K\n\n5", "K: 5", "K #5", "- K5", "{K5", "K5\n", "::K5", "null"])
def test_codes_that_are_none_are_written_as_they_are(code: str) -> None:
    standard = Standard.model_construct(
        **{**vars(small()), "knowledge": {"K1": "One.", code: "Two."}, "unassigned": (code,)}
    )
    plain = yaml.safe_load(standard_yaml(standard))
    assert (plain["knowledge"], plain["unassigned"]) == ({"K1": "One.", code: "Two."}, [code])


def test_every_field_is_written() -> None:
    written = standard_yaml(small(ksb_lists=[{"ksbs": ["K1"]}]))
    assert KsbList(ksbs=("K1",)) in read_standard(source(written)).ksb_lists
    fields: Iterable[str] = Standard.model_fields
    assert [line.partition(":")[0] for line in written.splitlines() if line[:1].isalpha()] == [
        name for name in fields if name in {"reference", "version", "title", "ksb_lists", "knowledge"}
    ]
