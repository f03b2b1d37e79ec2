"""The claims of a piece of evidence, as an editor is to help with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.portfolios.model import Claim
from ksbcheck.scalars import MOST_ITEMS, Text
from ksbcheck.schema.derive import any_case, one_of, schema_of

if TYPE_CHECKING:
    from ksbcheck.schema.derive import Schema
    from ksbcheck.standards.model import Standard
    from ksbcheck.standards.scope import Scope


def any_claims() -> Schema:
    """Return the schema of a list of codes, or of a mapping from code to locator."""
    return _claims(schema_of(Text), {"propertyNames": {"pattern": r"\S"}, "additionalProperties": _locator()})


def claims_in(standard: Standard, scope: Scope) -> Schema:
    """Return the same for the codes of a standard.

    An editor offers those in ``scope`` and shows their texts. The standard's other codes, which are warned of when the
    portfolio is checked, pass with a word about it; any other code is an error there, and here.
    """
    texts = {code: standard.ksbs[code].text for code in scope.codes}
    others = [code for code in standard.ksbs if code not in texts]
    patterns: Schema = {any_case(scope.codes): {}}
    if others:
        option = scope.option.title if scope.option else ""
        patterns[any_case(others)] = {"description": f"Not in the scope of {option}: it does not count (KSB202)."}
    listed = ({"type": "string", "pattern": pattern, **told} for pattern, told in patterns.items())
    return _claims(
        one_of(texts, *listed),
        {
            "properties": {code: {"description": text, **_locator()} for code, text in texts.items()},
            "patternProperties": {pattern: {**told, **_locator()} for pattern, told in patterns.items()},
            "additionalProperties": False,
        },
    )


def choices_of(standard: Standard, properties: Schema) -> Schema:
    """Return the fields ``standard`` and ``option`` of a portfolio, with what to put there; any text passes."""
    options = {option.key: option.title for option in standard.options}
    known = {"standard": {standard.name: standard.title}, **({"option": options} if options else {})}
    return {
        name: {"description": properties[name].pop("description"), **one_of(choices, properties[name])}
        for name, choices in known.items()
    }


def _claims(code: Schema, fields: Schema) -> Schema:
    most = {"maxItems": MOST_ITEMS, "maxProperties": MOST_ITEMS}
    return {"type": ["object", "array"], "items": code, **fields, **most}


def _locator() -> Schema:
    return schema_of(Claim.__annotations__["locator"])
