"""A standard as YAML that a person can read and correct: the encoding of ``data/``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from ksbcheck.printable import not_a_command, one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.shape import Model
    from ksbcheck.standards.model import Standard

# Values that are on a line with their field, and the comments that explain some of them.
_FACTS = (
    *("reference", "version", "title", "status", "level", "route", "lars_code", "typical_duration_months"),
    *("maximum_funding_pounds", "eqa_provider", "date_updated", "notices", "review"),
)
_REMARKS = {"typical_duration_months": "to gateway; this does not include the end-point assessment"}
_COMMENTS = {
    "duties": "A duty without `options` is core.",
    "ksb_lists": "The KSBs of the core, and those of each option.",
    "unassigned": "No duty and no list names these; they are required of everybody.",
    "employers": "As their publisher lists them, between commas.",
    "warnings": "What is wrong with the official file, and what was made of it; `place` is where in it.",
}
_REMARK_COLUMN = 36
_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]|\n$")
# PyYAML breaks no line before this.
_NO_WRAPPING = 10**9


def standard_yaml(standard: Standard) -> str:
    """Return the standard as YAML. The same standard always gives the same text."""
    blocks = [_block(name, _plain(getattr(standard, name))) for name in type(standard).model_fields]
    facts = "".join(text for name, text in zip(type(standard).model_fields, blocks, strict=True) if name in _FACTS)
    others = [text for name, text in zip(type(standard).model_fields, blocks, strict=True) if name not in _FACTS]
    return "\n".join(filter(None, ("\n".join(_header(standard)) + "\n", facts, *others)))


def _header(standard: Standard) -> Iterator[str]:
    origin, licence = standard.source, standard.licence
    read_from = origin.read_from if origin else None
    where = f", read from {_comment(read_from)}" if read_from else ""
    yield f"# {standard.name}{where}; see `source` and `licence` below."
    if licence:
        yield f"# Contains public sector information licensed under the {_comment(licence.name)}."
    yield "# Texts are the official ones, unaltered; keys and codes are ksbcheck's."


def _comment(text: str) -> str:
    return one_line(printable(text))


def _block(name: str, value: Any) -> str:
    """Return a field with all that it holds, or nothing for an empty one."""
    if value in (None, [], {}):
        return ""
    comment = f"# {_COMMENTS[name]}\n" if name in _COMMENTS else ""
    lines = list(_field(name, value, ""))
    if name in _REMARKS:
        lines[0] = f"{lines[0]:<{_REMARK_COLUMN}} # {_REMARKS[name]}"
    return comment + "".join(f"{line}\n" for line in lines)


def _field(name: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"{indent}{name}:"
        yield from _fields(value, indent + "  ")
    elif isinstance(value, list) and name in {"ksbs", "options", "unassigned"} and _are_names(value):
        yield f"{indent}{name}: [{', '.join(map(_name, value))}]"
    elif isinstance(value, list):
        yield f"{indent}{name}:"
        for item in value:
            yield from _item(item, indent + "  ")
    else:
        first, *more = _scalar(value)
        yield f"{indent}{name}: {first}"
        yield from (f"{indent}{line}" if line else "" for line in more)


def _fields(values: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in values.items():
        if value not in (None, [], {}):
            yield from _field(_name(name), value, indent)


def _item(item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, dict):
        first, *more = _fields(item, indent + "  ") if any(item.values()) else ("{}",)
        yield f"{indent}- {first.strip()}"
        yield from more
    else:
        first, *more = _scalar(item)
        yield f"{indent}- {first}"
        yield from (f"{indent}{line}" if line else "" for line in more)


def _are_names(values: Iterable[Any]) -> bool:
    """Whether these are codes and keys, which stand together on a line."""
    return all(isinstance(value, str) for value in values)


def _scalar(value: Any, several_lines: str = "|") -> list[str]:
    r"""Return the lines of one value: texts as PyYAML writes them, those of several lines as a block.

    Other line ends than ``\n``, and those that end a text, are only kept in quotes. In quotes, too, what a CI service
    takes for a command of its own can be written as it does not, and be read as the same.
    """
    if not isinstance(value, str):
        return [str(value)]
    command = value != not_a_command(value)
    style = '"' if command or _OTHER_LINE_ENDS.search(value) else several_lines if "\n" in value else None
    written = str(yaml.dump(value, default_style=style, allow_unicode=True, width=_NO_WRAPPING))
    if command:
        written = written.replace("::", r":\x3a").replace("##", r"#\x23")
    return written.removesuffix("\n").removesuffix("\n...").split("\n")


@cache
def _name(code_or_key: str) -> str:
    """Return a name as it stands on a line with others: ``null`` and ``2024`` are options' keys only in quotes."""
    (written,) = _scalar(code_or_key, several_lines='"')
    return written


def _plain(value: Any) -> Any:
    """Return models as dicts of their fields in order, tuples as lists."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "model_dump"):
        return _of_model(value)
    return value


def _of_model(value: Model) -> dict[str, Any]:
    """Return the fields of a model as people look for them: what it is called first, its KSBs last."""
    names = sorted(type(value).model_fields, key=lambda name: (name != "number", name == "ksbs"))
    return {name: _plain(getattr(value, name)) for name in names}
