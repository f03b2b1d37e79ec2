"""From a document to a model, and how each misfit is told."""

import copy
from functools import cached_property
from typing import Annotated, Literal

import pytest
from conftest import source
from pydantic import Field, ValidationError

from ksbcheck.diagnostic import MOST_TOLD, UnusableFileError
from ksbcheck.scalars import IsoDate, Text, WholeNumber, matching
from ksbcheck.shape import Model, build
from ksbcheck.yaml_file import read_document


class Tool(Model):
    name: Text
    level: Literal["basic", "good"] = "good"
    bought: IsoDate | None = None


class Owner(Model):
    name: Text | None = None
    tools: tuple[Tool, ...] = ()


class Workshop(Model):
    title: Text
    size: WholeNumber | None = None
    owner: Owner = Owner()
    hours: dict[str, str] = Field(default_factory=dict)
    names: Annotated[tuple[Text, ...], Field(alias="also called")] = ()


def workshop(text: str) -> Workshop:
    return build(read_document(source(text, "p")), Workshop)


def refusal(text: str) -> UnusableFileError:
    with pytest.raises(UnusableFileError) as caught:
        workshop(text)
    assert {found.severity for found in caught.value.diagnostics} == {"error"}
    return caught.value


def misfits(text: str) -> list[str]:
    error = refusal(text)
    assert error.omitted == 0
    return [str(found).removeprefix("p:") for found in error.diagnostics]


def test_a_document_that_fits_becomes_the_model() -> None:
    assert workshop(
        "title: ' Main '\nsize: 12\nowner:\n  tools:\n  - name: saw\n    level: basic\n    bought: 2024-03-02\n"
        "hours: {mon: 9-5}\nalso called: [a, b]\n"
    ).model_dump(mode="json") == {
        "title": "Main",
        "size": 12,
        "owner": {"name": None, "tools": [{"name": "saw", "level": "basic", "bought": "2024-03-02"}]},
        "hours": {"mon": "9-5"},
        "names": ["a", "b"],
    }


def test_a_model_stays_as_it_is() -> None:
    built = workshop("title: a")
    with pytest.raises(ValidationError):
        built.title = "b"  # type: ignore[misc]


class Counted(Model):
    tools: Owner = Owner()

    @cached_property
    def number(self) -> int:
        return len(self.tools.tools)


def test_a_copy_has_the_fields_and_nothing_that_was_worked_out_of_them() -> None:
    counted = Counted(tools=Owner(tools=(Tool(name="saw"),)))
    assert counted.number == 1
    for made in (copy.copy(counted), copy.deepcopy(counted)):
        assert made == counted
        assert vars(made).keys() == {"tools"}


def test_what_two_models_share_their_deep_copies_share() -> None:
    owner = Owner(name="Ann")
    one, two = copy.deepcopy([Counted(tools=owner), Counted(tools=owner)])
    assert one.tools is two.tools
    assert one.tools is not owner


Letter = Annotated[str, matching("[A-Z]", "is to be a capital letter")]


class Shelf(Model):
    kind: Literal["XL", "MAX"] = "XL"
    owner: None | Owner = None  # noqa: RUF036 - in this order, too
    odd: None | tuple[Tool, ...] = None  # noqa: RUF036
    rows: dict[Letter, Text] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: small", "1:7: KSB007 'kind' is 'small', which is none of XL, MAX"),
        ("owner: {nam: Ann}", "1:9: KSB005 there is no field 'nam' here; did you mean 'name'?"),
        ("rows:\n  A: saws\n  b: files", "3:3: KSB007 'b' is to be a capital letter"),
        ("rows: {A: saws, B: ''}", "1:20: KSB007 'B' is empty"),
        ("rows: {}\n'[key]': 1", "2:1: KSB005 there is no field '[key]' here"),
        ("odd: [{name: saw, levl: good}]", "1:19: KSB005 there is no field 'levl' here; did you mean 'level'?"),
    ],
)
def test_fields_of_every_kind_are_told_alike(text: str, message: str) -> None:
    with pytest.raises(UnusableFileError) as caught:
        build(read_document(source(text, "p")), Shelf)
    assert [str(found) for found in caught.value.diagnostics] == [f"p:{message}"]


FIELDS = "is to have fields, each on a line of its own: 'name: value'"
LIST = "is to be a list: '[a, b]', or lines that start with '- '"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # the root
        ("- title: a\n", f"1:1: KSB007 the file {FIELDS}"),
        ("a", f"1:1: KSB007 the file {FIELDS}"),
        # missing fields: where the mapping starts
        ("\nsize: 1\n", "2:1: KSB006 the field 'title' is missing"),
        ("title: a\nowner:\n  tools:\n  - level: good\n", "4:5: KSB006 the field 'name' is missing"),
        ("title: a\nowner: {tools: [{name: b}, {}]}\n", "2:28: KSB006 the field 'name' is missing"),
        # unknown fields: at the key
        ("title: a\ncolour: b\n", "2:1: KSB005 there is no field 'colour' here"),
        ("title: a\nSize: 1\n", "2:1: KSB005 there is no field 'Size' here; did you mean 'size'?"),
        ("title: a\nalso caled: [b]\n", "2:1: KSB005 there is no field 'also caled' here; did you mean 'also called'?"),
        ("title: a\nowner:\n  nam: b\n", "3:3: KSB005 there is no field 'nam' here; did you mean 'name'?"),
        (
            "title: a\nowner: {tools: [{name: b, lvel: good}]}\n",
            "2:27: KSB005 there is no field 'lvel' here; did you mean 'level'?",
        ),
        (f"title: a\n'{'x ' * 50}': b\n", f"2:1: KSB005 there is no field '{'x ' * 29}x…' here"),
        ("title: a\nnames: [b]\n", "2:1: KSB005 there is no field 'names' here"),
        # lists and mappings
        ("title: a\nowner: b\n", f"2:8: KSB007 'owner' {FIELDS}"),
        ("title: a\nowner:\n", f"2:7: KSB007 'owner' {FIELDS}"),
        ("title: a\nowner: [b]\n", f"2:8: KSB007 'owner' {FIELDS}"),
        ("title: a\nhours: b\n", f"2:8: KSB007 'hours' {FIELDS}"),
        ("title: a\nowner: {tools: [b]}\n", f"2:17: KSB007 item 1 of 'tools' {FIELDS}"),
        ("title: a\nalso called: b\n", f"2:14: KSB007 'also called' {LIST}"),
        ("title: a\nalso called:\n", f"2:13: KSB007 'also called' {LIST}"),
        ("title: a\nalso called: {b: c}\n", f"2:14: KSB007 'also called' {LIST}"),
        # texts
        ("title: [a]\n", "1:8: KSB007 'title' is to be a text"),
        ("title: {a: b}\n", "1:8: KSB007 'title' is to be a text"),
        ("title:\nsize: 1", "1:7: KSB007 'title' is empty"),
        ("title: ''\n", "1:8: KSB007 'title' is empty"),
        ("title: '  '\n", "1:8: KSB007 'title' is empty"),
        ("title: a\nhours: {mon: [9]}\n", "2:14: KSB007 'mon' is to be a text"),
        ("title: a\nhours:\n  mon:\n", "3:7: KSB007 'mon' is empty"),
        ("title: a\nalso called:\n- b\n-\n", "4:2: KSB007 item 2 of 'also called' is empty"),
        ("title: a\nalso called: [b, [c]]\n", "2:18: KSB007 item 2 of 'also called' is to be a text"),
        # other scalars
        ("title: a\nsize: big\n", "2:7: KSB007 'size' is to be a whole number"),
        ("title: a\nsize: ''\n", "2:7: KSB007 'size' is empty"),
        ("title: a\nowner: {tools: [{name: b, bought: c}]}\n", "2:35: KSB007 'bought' is to be a date like 2024-03-02"),
        (
            "title: a\nowner: {tools: [{name: b, level: goood}]}\n",
            "2:34: KSB007 'level' is 'goood', which is none of basic, good; did you mean 'good'?",
        ),
        (
            f"title: a\nowner: {{tools: [{{name: b, level: '{'x' * 99}'}}]}}\n",
            f"2:34: KSB007 'level' is '{'x' * 59}…', which is none of basic, good",
        ),
        ("title: a\nowner: {tools: [{name: b, level: }]}\n", "2:34: KSB007 'level' is empty"),
        ("title: a\nowner: {tools: [{name: b, level: [good]}]}\n", "2:34: KSB007 'level' is to be a text"),
    ],
)
def test_a_misfit_is_told_at_its_place(text: str, message: str) -> None:
    assert misfits(text) == [message]


def test_all_misfits_are_told_in_the_file_s_order() -> None:
    assert misfits("size: x\ncolour: b\nowner:\n  tools:\n  - bought: y\n    level: z\ntitle:\n") == [
        "1:7: KSB007 'size' is to be a whole number",
        "2:1: KSB005 there is no field 'colour' here",
        "5:5: KSB006 the field 'name' is missing",
        "5:13: KSB007 'bought' is to be a date like 2024-03-02",
        "6:12: KSB007 'level' is 'z', which is none of basic, good",
        "7:7: KSB007 'title' is empty",
    ]


def test_faults_of_the_document_are_told_among_the_misfits() -> None:
    found = misfits("size: x\ntitle: &t a\ncolour: c\nsize: 1\n")
    assert [line.split(" ")[:2] for line in found] == [
        ["1:7:", "KSB007"],
        ["2:8:", "KSB003"],
        ["3:1:", "KSB005"],
        ["4:1:", "KSB004"],
    ]


def test_findings_on_one_line_are_told_by_column() -> None:
    error = refusal("{size: x, title: &t a}\n")
    assert [(found.column, found.code) for found in error.diagnostics] == [(8, "KSB007"), (18, "KSB003")]
    assert str(error) == "\n".join(map(str, error.diagnostics))


def test_findings_at_one_place_are_told_by_code() -> None:
    assert misfits("colour: b\n") == [
        "1:1: KSB005 there is no field 'colour' here",
        "1:1: KSB006 the field 'title' is missing",
    ]


@pytest.mark.parametrize(
    "text",
    ["title: *t\n", "title: a\nowner: *o\n", "title: a\nowner: {tools: [*t]}\n", "<<: {title: a}\n", "*t : a\n"],
)
def test_what_a_fault_leaves_out_is_not_told_again(text: str) -> None:
    (message,) = misfits(text)
    assert " KSB003 " in message


def test_a_document_with_faults_is_refused_even_if_it_fits() -> None:
    assert misfits("title: !t a\n") == ["1:8: KSB003 YAML beyond what ksbcheck reads: a tag (!t); remove it"]


def test_the_most_that_help_are_told() -> None:
    assert len(misfits("title: a\n" + "".join(f"k{number}: x\n" for number in range(MOST_TOLD)))) == MOST_TOLD


def test_of_more_than_helps_the_first_in_the_file_are_told() -> None:
    error = refusal("title: a\n" + "".join(f"k{number}: x\n" for number in range(MOST_TOLD)) + "size: x\n")
    assert [found.line for found in error.diagnostics] == list(range(2, MOST_TOLD + 2))
    assert error.omitted == 1


@pytest.mark.parametrize(
    "more",
    [
        "".join(f"k{number}: x\n" for number in range(MOST_TOLD + 50)),
        "hours:\n" + "".join(f"  k{number}: &a x\n" for number in range(MOST_TOLD + 50)),
        "".join(f"k{number}: &a x\n" for number in range(MOST_TOLD // 2 + 25)),
    ],
    ids=["misfits", "faults", "both"],
)
def test_more_than_helps_is_counted(more: str) -> None:
    error = refusal("title: a\n" + more)
    assert len(error.diagnostics) == MOST_TOLD
    assert error.omitted == 50
    assert [found.line for found in error.diagnostics] == sorted(found.line or 0 for found in error.diagnostics)
    assert error.diagnostics[0].line in (2, 3)
