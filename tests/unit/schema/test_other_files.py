"""The schemas of standards, configurations and policies, and what all of them have."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import ROOT, source
from editing import is_read, loaded, problems
from jsonschema import Draft7Validator

from ksbcheck.config.model import Config
from ksbcheck.config.read import read_policy
from ksbcheck.rules import RULES
from ksbcheck.schema import config_schema, policy_schema, portfolio_schema, schema_text, standard_schema
from ksbcheck.schema import docstrings as docs
from ksbcheck.shape import Model, build
from ksbcheck.standards.read import read_standard
from ksbcheck.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ksbcheck.source import Source

SCHEMAS = {
    "portfolio": portfolio_schema,
    "standard": standard_schema,
    "config": config_schema,
    "policy": policy_schema,
}
STANDARD, CONFIG, POLICY = standard_schema(), config_schema(), policy_schema()
STANDARDS = [*(ROOT / "data").glob("*.yaml"), *(ROOT / "tests/acceptance/files").glob("*standard.yaml")]
POLICIES = sorted((ROOT / "examples" / "policies").glob("*.toml"))

SMALL = "reference: ST0001\nversion: '1.0'\ntitle: Tester\nknowledge: {K1: How}\n"
DUTY = "duties:\n- {number: 1, text: Test, ksbs: [K1]}\n"
REFUSED_STANDARDS = {
    "no reference": SMALL.replace("reference", "referense"),
    "a reference in lower case": SMALL.replace("ST0001", "st0001"),
    "a version in words": SMALL.replace("'1.0'", "one"),
    "no KSBs": SMALL.replace("{K1: How}", "{}"),
    "nothing of the kind": SMALL.replace("knowledge: {K1: How}", ""),
    "a code of another kind": SMALL.replace("K1", "S1"),
    "a code in lower case": SMALL.replace("K1", "k1"),
    "KSBs as a list": SMALL.replace("{K1: How}", "[How]"),
    "a KSB that is a list": SMALL.replace("How", "[How]"),
    "a level in words": f"{SMALL}level: four\n",
    "a level below 0": f"{SMALL}level: -4\n",
    "an option without title": f"{SMALL}options: [{{key: a}}]\n",
    "an option's key with capitals": f"{SMALL}options: [{{key: A, title: A}}]\n",
    "a duty's number in words": SMALL + DUTY.replace("1,", "one,"),
    "a duty without text": SMALL + DUTY.replace("text: Test, ", ""),
    "a duty with no code": SMALL + DUTY.replace("[K1]", "[Kone]"),
    "a date in words": f"{SMALL}date_updated: today\n",
}
READ_STANDARDS = {
    "the least": SMALL,
    "a version that is a number": SMALL.replace("'1.0'", "1.1"),
    "a duty": SMALL + DUTY,
    "a text that is nothing": SMALL.replace("How", ""),
    "a text that is a number": SMALL.replace("How", "2024"),
    "an option's key that is a number": f"{SMALL}options: [{{key: 3, title: 4}}]\n",
    "numbers": f"{SMALL}level: 4\nlars_code: '12'\nmaximum_funding_pounds: 10000\n",
    "nothing where that is allowed": f"{SMALL}status:\nlevel:\ndate_updated:\nsource:\nlicence: ~\n",
}

FULL = """
option = "post"
select = ["KSB1", "KSB206", "KSB2"]
ignore = ["KSB999"]
[severity]
KSB206 = "warning"
KSB998 = "note"
[policy]
min_evidence = 2
fail_under = 80.5
fail_under_kind = { knowledge = 90, skill = "97.5 %" }
min_pieces = 0
max_pieces = 20
types = ["work product", 7]
locators = true
files = "false"
earliest_date = 2024-01-02
latest_date = "2025-01-02"
tolerance = 10
[[waivers]]
code = "KSB206"
reason = "Kept by the employer"
ksb = "k1"
evidence = "E01"
expires = 2025-12-31
"""
REFUSED_CONFIGS = [
    'polcy = "x"',
    'select = "KSB1"',
    'select = ["206"]',
    'ignore = ["ksb1"]',
    'severity = { KSB206 = "fatal" }',
    'severity = { KSB2 = "note" }',
    "severity = { KSB206 = true }",
    "[policy]\nmin_evidences = 1",
    "[policy]\nmin_evidence = 0",
    "[policy]\nmin_evidence = 1.5",
    "[policy]\nmin_evidence = 9999999999",
    "[policy]\nmax_pieces = -1",
    "[policy]\nfail_under = 101",
    '[policy]\nfail_under = "all"',
    '[policy]\nfail_under = "100.1"',
    "[policy]\nfail_under_kind = 80",
    "[policy]\nfail_under_kind = { skills = 80 }",
    "[policy]\nlocators = 1",
    '[policy]\nlocators = "yes"',
    "[policy]\nearliest_date = 2024-01-02T10:00:00",
    "[[waivers]]\ncode = 'KSB206'",
    "[[waivers]]\ncode = 'KSB104'\nreason = 'x'",
    "select = []",
    "[[waivers]]\nreason = 'x'",
    "[[waivers]]\ncode = 'KSB2'\nreason = 'x'",
    "[[waivers]]\ncode = 'KSB206'\nreason = ' '",
    "[waivers]\ncode = 'KSB206'\nreason = 'x'",
]


def toml(text: str) -> Any:
    """Return what a TOML file holds as editors see it: dates are texts."""
    return _plain(tomllib.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read_config(file: Source) -> Config:
    return build(read_toml(file), Config)


def fields(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in schema.get("properties", {}).items():
        yield f"{path}{name}", field
        yield from fields(field, f"{path}{name}.")
        yield from fields(field.get("items", {}), f"{path}{name}[].")


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one_and_always_the_same(kind: str) -> None:
    schema = SCHEMAS[kind]()
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == Draft7Validator.META_SCHEMA["$schema"]
    assert schema["title"]
    assert schema["description"]
    assert schema_text(schema) == schema_text(SCHEMAS[kind]())
    assert schema_text(schema).isascii()


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_field_is_described(kind: str) -> None:
    described = dict(fields(SCHEMAS[kind]()))
    assert len(described) > 10
    assert [name for name, field in described.items() if not field.get("description", "").endswith((".", ".."))] == []


def test_without_their_source_models_have_schemas_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def getsource(_: object) -> str:
        raise OSError

    monkeypatch.setattr("inspect.getsource", getsource)
    schema = policy_schema()
    Draft7Validator.check_schema(schema)
    assert list(schema["properties"]) == list(POLICY["properties"])
    assert "description" not in schema["properties"]["files"]


def test_a_field_keeps_the_docstring_of_the_model_that_it_comes_from() -> None:
    class Base(Model):
        one: int
        """``One``,
        in words."""
        two: int
        """Two."""

    class Sub(Base):
        two: int
        """Another two."""
        three: int

    assert docs.docstrings_of(Sub) == {"one": "`One`, in words.", "two": "Another two."}
    assert docs.summary_of(Sub) == docs.summary_of(Base)


@pytest.mark.parametrize("path", STANDARDS, ids=lambda path: path.name)
def test_a_standard_that_is_read_validates(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = is_read(read_standard, source(text))
    for data in loaded(text):
        assert not expected or problems(STANDARD, data) == []
    if path.name.startswith("misshapen"):
        assert problems(STANDARD, yaml.safe_load(text))


@pytest.mark.parametrize("name", READ_STANDARDS)
def test_what_is_a_standard_validates(name: str) -> None:
    text = READ_STANDARDS[name]
    assert is_read(read_standard, source(text))
    for data in loaded(text):
        assert problems(STANDARD, data) == []


@pytest.mark.parametrize("name", REFUSED_STANDARDS)
def test_what_is_no_standard_does_not(name: str) -> None:
    text = REFUSED_STANDARDS[name]
    assert not is_read(read_standard, source(text))
    for data in loaded(text):
        assert problems(STANDARD, data)


@pytest.mark.parametrize("text", ["", FULL], ids=["empty", "full"])
def test_a_configuration_that_is_read_validates(text: str) -> None:
    assert is_read(read_config, source(text))
    assert problems(CONFIG, toml(text)) == []


@pytest.mark.parametrize("text", REFUSED_CONFIGS)
def test_a_configuration_that_is_refused_does_not(text: str) -> None:
    assert not is_read(read_config, source(text))
    assert problems(CONFIG, toml(text))


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name)
def test_the_example_policies_validate(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert is_read(read_policy, source(text))
    assert problems(POLICY, toml(text)) == []


def test_a_policy_is_the_table_of_a_configuration() -> None:
    assert CONFIG["properties"]["policy"]["properties"] == POLICY["properties"]
    assert problems(POLICY, toml(FULL)["policy"]) == []
    assert problems(POLICY, toml(FULL))


def test_the_rules_are_offered_with_what_they_look_for() -> None:
    waiver = CONFIG["properties"]["waivers"]["items"]["properties"]["code"]
    for choices, left_out in (
        (CONFIG["properties"]["select"]["items"], set()),
        (CONFIG["properties"]["ignore"]["items"], set()),
        (waiver, {"KSB104", "KSB105"}),
    ):
        offered = {one["const"]: one["description"] for one in choices["anyOf"] if "const" in one}
        assert list(offered) == [code for code in RULES if code not in left_out]
        assert all(RULES[code].page.strip().startswith(text) and text for code, text in offered.items())
    assert list(CONFIG["properties"]["severity"]["properties"]) == list(RULES)
