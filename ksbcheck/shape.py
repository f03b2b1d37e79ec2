"""From a YAML document to a pydantic model, with every error of shape told at its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from ksbcheck.diagnostic import MOST_TOLD, UnusableFileError, in_file_order
from ksbcheck.printable import shortened
from ksbcheck.suggest import did_you_mean
from ksbcheck.yaml_nodes import Scalar

if TYPE_CHECKING:
    from ksbcheck.diagnostic import Diagnostic
    from ksbcheck.yaml_nodes import Document, Loc


class Place(NamedTuple):
    """The value at ``loc`` in a file, or the key that names it."""

    loc: Loc
    is_key: bool = False


class Model(BaseModel):
    """The base of all that is read from files: frozen, and a field it does not know is an error."""

    # Deferred: a model that stands in another is only built as a part of it.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __copy__(self) -> Self:
        """Copy the fields, and nothing that was worked out of them: a copy may be given others."""
        return _only_fields(super().__copy__())

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """As ``__copy__``."""
        return _only_fields(super().__deepcopy__(memo))

    def __getstate__(self) -> dict[Any, Any]:
        """As ``__copy__``, to be pickled."""
        fields = type(self).model_fields
        return super().__getstate__() | {"__dict__": {name: value for name, value in self if name in fields}}

    @classmethod
    def place_of(cls, loc: Loc) -> Place:
        """Return where the file has what the model has at ``loc``; another place where the two differ in shape."""
        return Place(loc)


M = TypeVar("M", bound=Model)


def _only_fields(copied: M) -> M:
    for name in vars(copied).keys() - type(copied).model_fields:
        del vars(copied)[name]
    return copied


# Pydantic's types of errors for values that are not what the model has lists and mappings for.
_FIELDS_EXPECTED = frozenset({"model_type", "dict_type"})
_LIST_EXPECTED = frozenset({"tuple_type"})
# What it ends the way to a key of a mapping with, where the key itself does not fit.
_OF_KEY = "[key]"


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
    misfits = [_Misfit(document, model, error) for error in errors]
    misfits = [misfit for misfit in misfits if misfit.node.at not in document.excused]
    misfits.sort(key=lambda misfit: misfit.node.at)
    found = document.faults + [misfit.told() for misfit in misfits[:MOST_TOLD]]
    raise UnusableFileError(sorted(found, key=in_file_order), omitted=max(0, len(misfits) - MOST_TOLD))


class _Misfit:
    """One of pydantic's errors, and the node of the file that it is about."""

    def __init__(self, document: Document, model: type[Model], error: Any) -> None:
        self.document = document
        self.model = model
        self.kind: str = error["type"]
        self.error = error
        self.loc, is_key = model.place_of(error["loc"])
        is_key = is_key or self.kind == "extra_forbidden"
        if self.kind != "extra_forbidden" and self.loc[-1:] == (_OF_KEY,):
            self.loc, is_key = self.loc[:-1], True
        # The way to a missing field ends at what lacks it.
        self.node: Any = document.find_key(self.loc) if is_key else document.find(self.loc)

    def told(self) -> Diagnostic:
        if self.kind == "missing":
            return self.document.fault("KSB006", f"the field '{self.loc[-1]}' is missing", self.node.at)
        if self.kind == "extra_forbidden":
            name = shortened(str(self.loc[-1]))
            known = did_you_mean(name, _fields(self.model, self.loc[:-1]))
            return self.document.fault("KSB005", f"there is no field '{name}' here{known}", self.node.at)
        return self.document.fault("KSB007", f"{self._name()} {self._problem()}", self.node.at)

    def _name(self) -> str:
        """Return how a person would name the value: the field, the key, or which item of a list."""
        names = [step for step in self.loc if isinstance(step, str)]
        if not names:
            return "the file"
        name, last = f"'{shortened(names[-1])}'", self.loc[-1]
        if isinstance(last, str):
            return name
        key = self.document.find_key(self.loc)
        if isinstance(key, Scalar) and key is not self.node:
            return f"'{shortened(str(key.text))}' under {name}"
        return f"item {last + 1} of {name}"

    def _problem(self) -> str:
        if self.kind in _FIELDS_EXPECTED:
            return self.document.fields_hint
        if self.kind in _LIST_EXPECTED:
            return self.document.list_hint
        if not isinstance(self.node, Scalar):
            return str(self.error["msg"]) if self.kind == "misfit" else "is to be a text"
        text = self.node.text
        if text is None or not text.strip():
            return "is empty"
        if self.kind == "string_too_long":
            return f"has more than {self.error['ctx']['max_length']} characters, which is the most that is read here"
        return _choices(text, self.error["ctx"]["expected"]) if self.kind == "literal_error" else str(self.error["msg"])


def _choices(text: str, expected: str) -> str:
    """Return which values there are; ``expected`` is pydantic's list of them: ``'a', 'b' or 'c'``."""
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    written = shortened(text)
    return f"is '{written}', which is none of {', '.join(choices)}{did_you_mean(written, choices)}"


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
