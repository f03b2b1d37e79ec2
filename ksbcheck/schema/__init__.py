"""JSON Schemas of the files that people write, for editors: completion, hover texts, and faults while they type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ksbcheck.schema.derive import file_schema

if TYPE_CHECKING:
    from ksbcheck.schema.derive import Schema
    from ksbcheck.standards.model import Standard
    from ksbcheck.standards.scope import Scope


def portfolio_schema(standard: Standard | None = None, scope: Scope | None = None) -> Schema:
    """Return the schema of a portfolio: any, or one for a standard, of which it then knows the KSBs in ``scope``."""
    from ksbcheck.portfolios.model import Portfolio
    from ksbcheck.schema.claims import any_claims, choices_of, claims_in

    schema = file_schema(Portfolio, "A portfolio")
    piece = schema["properties"]["evidence"]["items"]["properties"]
    described = {"description": piece["ksbs"]["description"]}
    if standard is None or scope is None:
        piece["ksbs"] = {**described, **any_claims()}
        return schema
    piece["ksbs"] = {**described, **claims_in(standard, scope)}
    schema["properties"].update(choices_of(standard, schema["properties"]))
    option = f", {scope.option.title}" if scope.option else ""
    schema["title"] = f"A portfolio for {standard.name}, {standard.title}{option}"
    if standard.licence and standard.licence.attribution:
        schema["$comment"] = standard.licence.attribution
    return schema


def standard_schema() -> Schema:
    """Return the schema of a standard. What only the whole tells is left to ``ksbcheck standard validate``."""
    from ksbcheck.schema.derive import schema_of
    from ksbcheck.standards.ksb import Kind
    from ksbcheck.standards.model import OptionKey, Standard

    schema = file_schema(Standard, "A standard")
    properties = schema["properties"]
    number = "[1-9][0-9]{0,3}"
    prefixes = "|".join(kind.prefix for kind in Kind)
    code = {"type": "string", "pattern": f"^(?:{prefixes}){number}$"}
    for field in ("duties", "ksb_lists", "assessment_outcomes"):
        fields = properties[field]["items"]["properties"]
        fields["ksbs"]["items"] = code
        if "options" in fields:
            fields["options"]["items"] = schema_of(OptionKey)
    properties["unassigned"]["items"] = code
    for kind in Kind:
        properties[kind.plural]["propertyNames"] = {"pattern": f"^{kind.prefix}{number}$"}
    schema["anyOf"] = [{"required": [kind.plural], "properties": {kind.plural: {"minProperties": 1}}} for kind in Kind]
    return schema


def config_schema() -> Schema:
    """Return the schema of a configuration, with the rules that there are."""
    from ksbcheck.config.model import THRESHOLDS, Config
    from ksbcheck.rules import RULES
    from ksbcheck.schema.derive import one_of

    schema = file_schema(Config, "How portfolios are checked: .ksbcheck.toml")
    properties = schema["properties"]
    rules = {code: _first_line(rule.page) for code, rule in RULES.items()}
    for field in ("select", "ignore"):
        properties[field]["items"] = one_of(rules, properties[field]["items"])
    levels = properties["severity"]["additionalProperties"]
    properties["severity"]["properties"] = {code: {"description": meaning, **levels} for code, meaning in rules.items()}
    waiver = properties["waivers"]["items"]["properties"]
    described = {"description": waiver["code"].pop("description")}
    waivable = {code: meaning for code, meaning in rules.items() if code not in THRESHOLDS}
    waiver["code"] = {**described, **one_of(waivable, waiver["code"]), "not": {"enum": sorted(THRESHOLDS)}}
    return schema


def policy_schema() -> Schema:
    """Return the schema of a policy's own file."""
    from ksbcheck.config.policy import Policy

    return file_schema(Policy, "A policy: what is asked of a portfolio")


def schema_text(schema: Schema) -> str:
    """Return a schema as the text of its file; the same schema gives the same bytes."""
    return json.dumps(schema, indent=2) + "\n"


def _first_line(page: str) -> str:
    return page.strip().partition("\n")[0]
