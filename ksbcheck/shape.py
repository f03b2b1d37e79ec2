"""From a YAML document to a pydantic model, with every error of shape told at its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from ksbcheck.diagnostic import UnusableFileError, in_file_order
from ksbcheck.printable import shortened
from ksbcheck.suggest import did_you_mean
from ksbcheck.yaml_nodes import Scalar

if TYPE_CHECKING:
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.yaml_nodes import Document, Loc, Node

MOST_SHOWN = 100
"""The most findings of one file that are told; more help nobody."""


class Model(BaseModel):
    """The base of all that is read from files: frozen, and a field it does not know is an error."""

    # Deferred: a model that stands in another is only built as a part of it.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


M = TypeVar("M", bound=Model)

# Pydantic's types of errors for values that are not what the model has lists and mappings for.
_FIELDS_EXPECTED = frozenset({"model_type", "dict_type"})
_LIST_EXPECTED = frozenset({"tuple_type"})


def build(document: Document, model: type[M], *, despite_faults: bool = False) -> M:
    """Return the document as ``model``; one that has faults only if asked for, as far as it could be read.

    Raises UnusableFileError with the document's own faults and all errors of shape, in the file's order:
    KSB005 (unknown field), KSB006 (missing field), KSB007 (a value that does not fit).
    """
    try:
        built = model.model_validate(document.data())
    except ValidationError as error:
        # The input is left out: it is not to be trusted, and can be large.
        errors: Any = error.errors(include_url=False, include_input=False)
    else:
        if despite_faults or not document.faults:
            return built
        errors = []
    placed = [(_node(document, error), error) for error in errors]
    misfits = [(node, error) for node, error in placed if node.at not in document.excused]
    misfits.sort(key=lambda pair: pair[0].at)
    found = document.faults + [_told(document, model, node, error) for node, error in misfits[:MOST_SHOWN]]
    found.sort(key=in_file_order)
    total = len(document.faults) + len(misfits)
    raise UnusableFileError(found[:MOST_SHOWN], omitted=max(0, total - MOST_SHOWN))


def _node(document: Document, error: Any) -> Any:
    loc: Loc = error["loc"]
    if error["type"] == "missing":
        return document.find(loc[:-1])
    return document.find_key(loc) if error["type"] == "extra_forbidden" else document.find(loc)


def _told(document: Document, model: type[Model], node: Node, error: Any) -> Diagnostic:
    loc: Loc = error["loc"]
    kind: str = error["type"]
    if kind == "missing":
        return document.fault("KSB006", f"the field '{loc[-1]}' is missing", node.at)
    if kind == "extra_forbidden":
        name = shortened(str(loc[-1]))
        known = did_you_mean(name, _fields(model, loc[:-1]))
        return document.fault("KSB005", f"there is no field '{name}' here{known}", node.at)
    return document.fault("KSB007", f"{_name(loc)} {_misfit(node, error)}", node.at)


def _misfit(node: Node, error: Any) -> str:
    """Return what does not fit."""
    kind: str = error["type"]
    if kind in _FIELDS_EXPECTED:
        return "is to have fields, each on a line of its own: 'name: value'"
    if kind in _LIST_EXPECTED:
        return "is to be a list: '[a, b]', or lines that start with '- '"
    if not isinstance(node, Scalar):
        return "is to be a text"
    if node.text is None or not node.text.strip():
        return "is empty"
    return _choices(node.text, error["ctx"]["expected"]) if kind == "literal_error" else str(error["msg"])


def _choices(text: str, expected: str) -> str:
    """Return which values there are; ``expected`` is pydantic's list of them: ``'a', 'b' or 'c'``."""
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    written = shortened(text)
    return f"is '{written}', which is none of {', '.join(choices)}{did_you_mean(written, choices)}"


def _name(loc: Loc) -> str:
    """Return how a person would name the value: the field, or which item of it."""
    # The code of a claim is itself what the file has in its list.
    loc = loc[:-1] if loc[-1:] == ("code",) else loc
    names = [step for step in loc if isinstance(step, str)]
    if not names:
        return "the file"
    name = f"'{shortened(names[-1])}'"
    return f"item {loc[-1] + 1} of {name}" if isinstance(loc[-1], int) else name


def _fields(model: type[Model], loc: Loc) -> list[str]:
    """Return the names of the fields that the model has at ``loc``."""
    inner: Any = model
    for step in loc:
        if isinstance(step, str):
            field = {field.alias or name: field for name, field in inner.model_fields.items()}[step]
            inner = _inner_model(field.annotation)
    return [field.alias or name for name, field in inner.model_fields.items()]


def _inner_model(annotation: Any) -> Any:
    """Return the model inside an annotation such as ``tuple[Evidence, ...]`` or ``Apprentice | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner_model(part))), None)
