from __future__ import annotations

import pytest
from conftest import source

from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.standards.read import inspect_standard, read_standard

HEAD = 'reference: ST0001\nversion: 1.10\ntitle: "Tester: no"\n'
SOUND = HEAD + "knowledge: {K1: yes}\nduties: [{number: 1, text: 2024-01-01, ksbs: [K1]}]\n"
WARNED = HEAD + "knowledge: {K2: Tools}\n"
FAULTY = HEAD + "knowledge: {K2: Tools, K3: ''}\nskills: {K4: Testing}\n"


def test_texts_stay_as_they_were_written() -> None:
    read = read_standard(source(SOUND))
    assert (read.version, read.title) == ("1.10", "Tester: no")
    assert (read.ksbs["K1"].text, read.duties[0].text) == ("yes", "2024-01-01")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param(SOUND, [], id="sound"),
        pytest.param(WARNED, ["KSB314"], id="warning"),
        pytest.param(FAULTY, ["KSB314", "KSB317", "KSB318"], id="errors"),
    ],
)
def test_inspecting_returns_the_standard_and_all_its_faults(text: str, codes: list[str]) -> None:
    file = inspect_standard(source(text))
    assert file.standard.name == "ST0001 v1.10"
    assert [fault.code for fault in file.faults] == codes


def test_what_is_beyond_the_yaml_that_is_read_is_told_among_the_faults() -> None:
    file = inspect_standard(source(f"{HEAD}knowledge: {{K2: &a Tools, K2: Twice, K3: '.'}}\n"))
    found = [(fault.line, fault.column, fault.code) for fault in file.faults]
    assert found == [(4, 13, "KSB314"), (4, 17, "KSB003"), (4, 27, "KSB004"), (4, 42, "KSB317")]
    assert list(file.standard.knowledge) == ["K2", "K3"]


def test_reading_passes_over_warnings() -> None:
    assert read_standard(source(WARNED)) == inspect_standard(source(WARNED)).standard


def test_reading_refuses_errors_and_tells_only_them() -> None:
    with pytest.raises(UnusableFileError) as refused:
        read_standard(source(FAULTY, "standard.yaml"))
    assert str(refused.value).splitlines() == [
        "standard.yaml:5:10: KSB318 'K4' is no code of this kind; write S and a number",
    ]


SHAPES = {
    "empty": ("", ":1:1: KSB001 the file is empty"),
    "syntax": (
        "knowledge: {K1: a\n",
        ":1:12: KSB002 not valid YAML: what starts with '{' is not closed; ',' or '}' is missing",
    ),
    "unknown field": (f"{HEAD}levels: 4\n", ":4:1: KSB005 there is no field 'levels' here; did you mean 'level'?"),
    "missing field": ("reference: ST0001\nversion: '1'\n", ":1:1: KSB006 the field 'title' is missing"),
    "list": ("- K1\n", ":1:1: KSB007 the file is to have fields, each on a line of its own: 'name: value'"),
    "reference": (
        HEAD.replace("ST0001", "st0001"),
        ":1:12: KSB007 'reference' is to be two capital letters and four digits, as in ST0792",
    ),
    "version": (
        HEAD.replace("1.10", "v2"),
        ":2:10: KSB007 'version' is to be numbers with dots between them, as in 1.1",
    ),
    "option key": (
        f"{HEAD}options: [{{key: one, title: A}}, {{title: B, key: Two}}]\n",
        ":4:49: KSB007 'key' is to be lower-case letters, digits and hyphens",
    ),
    "number": (f"{HEAD}level: four\n", ":4:8: KSB007 'level' is to be a whole number"),
    "text for a list": (
        f"{HEAD}duties:\n- number: 1\n  ksbs: K1\n  text: Test\n",
        ":6:9: KSB007 'ksbs' is to be a list: '[a, b]', or lines that start with '- '",
    ),
    "list for KSBs": (
        f"{HEAD}knowledge: [Tools]\n",
        ":4:12: KSB007 'knowledge' is to have fields, each on a line of its own: 'name: value'",
    ),
}


@pytest.mark.parametrize(("text", "found"), SHAPES.values(), ids=SHAPES)
def test_what_has_no_standards_shape_is_refused_at_its_place(text: str, found: str) -> None:
    with pytest.raises(UnusableFileError) as refused:
        inspect_standard(source(text, "standard.yaml"))
    assert str(refused.value) == f"standard.yaml{found}"
