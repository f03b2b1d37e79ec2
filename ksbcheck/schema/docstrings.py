"""What the models' source says of their fields: the docstrings below them."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING

from ksbcheck.shape import Model

if TYPE_CHECKING:
    from collections.abc import Iterator


def summary_of(model: type[Model]) -> str:
    """Return the first paragraph of a model's docstring."""
    return _flowing(inspect.cleandoc(model.__doc__ or "").partition("\n\n")[0])


def docstrings_of(model: type[Model]) -> dict[str, str]:
    """Return the docstrings of a model's fields by their names; none where its source is not installed."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, Model):
            found.update(_own(base))
    return found


def _own(model: type[Model]) -> Iterator[tuple[str, str]]:
    try:
        source = inspect.getsource(model)
    except OSError:
        return
    (definition,) = ast.parse(dedent(source)).body
    assert isinstance(definition, ast.ClassDef)
    for field, following in pairwise(definition.body):
        match field, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, _flowing(text)


def _flowing(text: str) -> str:
    """Return a paragraph as one line, with code marked as in Markdown."""
    return " ".join(text.split()).replace("``", "`")
