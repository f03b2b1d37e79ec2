"""Schemas take what the readers take, and nothing else, whatever stands in the fields."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import facts
import pytest
import yaml
from checking import st0792
from editing import is_read, loaded, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbcheck.config.model import Config
from ksbcheck.config.policy import Policy
from ksbcheck.portfolios.model import Portfolio
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.schema import config_schema, policy_schema, portfolio_schema, standard_schema
from ksbcheck.shape import build
from ksbcheck.source import Source
from ksbcheck.standards.read import read_standard
from ksbcheck.standards.scope import find_option, scope_of
from ksbcheck.yaml_file import read_document

if TYPE_CHECKING:
    from ksbcheck.shape import Model

many = settings(max_examples=100)
SCHEMAS: dict[type[Model], dict[str, Any]] = {
    Portfolio: portfolio_schema(),
    Config: config_schema(),
    Policy: policy_schema(),
}
STANDARD = standard_schema()

# What people put in a field, rightly or wrongly.
TEXTS = ["x", "", " ", "~", "null", "no", "true", "1", "0", "-1", "1.5", "80", "100.5", "97.5 %", "KSB1", "KSB206"]
TEXTS += ["yes", "No, not yet", "true;", "nope", "yes/no"]
TEXTS += ["K1", "k1", "accepted", "error", "2024-03-02", "2024-02-30", "2024-3-2", "999999999", "1000000000"]
scalars = st.sampled_from([*TEXTS, None, True, False, 0, 1, 7, -1, 1.5, 80, 101, 10**9])
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(TEXTS), inner, max_size=3),
    max_leaves=4,
)


def filled(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What fits a schema as far as its fields go, now and then with anything in them."""
    fields = schema.get("properties", {})
    if fields:
        needed = schema.get("required", ())
        inner: st.SearchStrategy[Any] = st.fixed_dictionaries(
            {name: filled(fields[name]) for name in needed},
            optional={name: filled(field) for name, field in fields.items() if name not in needed},
        )
    elif "items" in schema:
        inner = st.lists(filled(schema["items"]), max_size=2)
        if "object" in schema["type"]:
            inner |= st.dictionaries(st.sampled_from(["K1", "s2", "K99", " "]), scalars, max_size=3)
    else:
        inner = scalars
    return st.one_of(inner, inner, inner, inner, anything)


def as_file(data: Any) -> Source:
    """JSON is YAML, too; it keeps texts and what else there is apart."""
    return Source("file", json.dumps(data).encode())


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_what_is_read_validates_and_nothing_else(model: type[Model]) -> None:
    schema = SCHEMAS[model]
    outcomes = set()

    @given(filled(schema))
    @many
    def check(data: Any) -> None:
        expected = is_read(lambda file: build(read_document(file), model), as_file(data))
        assert (problems(schema, data) == []) is expected
        outcomes.add(expected)

    check()
    assert outcomes == {True, False}


@given(filled(STANDARD))
@many
def test_a_standard_that_is_read_validates(data: Any) -> None:
    if is_read(read_standard, as_file(data)):
        assert problems(STANDARD, data) == []


texts = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), min_size=1).filter(str.strip)
dates = st.dates().map(str)
pieces = st.fixed_dictionaries(
    {
        "id": texts,
        "title": texts,
        "ksbs": st.dictionaries(st.sampled_from([*facts.DIGESTS]), st.none() | texts)
        | st.lists(st.sampled_from(["K1", "k2", "S3", "b4"])),
    },
    optional={
        "date": dates | st.none(),
        "type": texts,
        "status": st.sampled_from(["planned", "draft", "submitted", "accepted", "referred", None]),
        "files": st.lists(texts) | st.none(),
        "notes": texts | st.none(),
    },
)
portfolios = st.fixed_dictionaries(
    {"standard": st.just("ST0792 v1.1"), "evidence": st.lists(pieces, max_size=3)},
    optional={
        "option": st.sampled_from(["film", "post", "vfx", None]),
        "apprentice": st.none()
        | st.fixed_dictionaries({}, optional={"name": texts, "start_date": dates, "planned_gateway": dates}),
        "gateway": st.none()
        | st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("english", "maths", "qualifications", "employer_statement"),
                st.none() | st.sampled_from(["yes", "No", "true"]) | texts.map(lambda text: f"yes, {text}"),
            ),
        ),
    },
)


@cache
def schema_for(option: str | None) -> dict[str, Any]:
    standard = st0792()
    return portfolio_schema(standard, scope_of(standard, find_option(standard, option) if option else None))


@given(portfolios, st.sampled_from([None, *facts.OPTIONS]))
@many
def test_portfolios_validate_as_they_are_written(data: Any, option: str | None) -> None:
    written = yaml.safe_dump(data, allow_unicode=True)
    assert read_portfolio(Source("portfolio.yaml", written.encode()))
    for read in loaded(written):
        assert problems(SCHEMAS[Portfolio], read) == problems(schema_for(option), read) == []
