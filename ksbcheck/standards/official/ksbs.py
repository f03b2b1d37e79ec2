"""The KSBs of an official file: a code for each, its text, and the ids that other parts of the file name it by."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.standards.ksb import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ksbcheck.standards.official.fields import Fields

# "K1: ", "K1. ", "(K1) ", "K01 - " and "K1 Tools" start with codes; "B2B", "K1-type", "K1.2" and "S3 storage" do not.
_CODE = re.compile(
    r"(?P<bracket>\()?(?P<kind>K|S|EB|B)0*(?P<number>[0-9]{1,4})\b(?(bracket)\))"
    r"(?:\s*[:.](?![0-9])\s*|\s+[-\u2013]\s+|\s+(?-i:(?=[A-Z]))|(?<=\))\s+|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]{1,3}[.):]\s")


class KsbSource(NamedTuple):
    """Where a file has the KSBs of a kind: the list, the field with an item's id, and the field of duties for them."""

    kind: Kind
    key: str
    id_key: str
    named_by: str


SOURCES = (
    KsbSource(Kind.KNOWLEDGE, "knowledges", "knowledgeId", "mappedKnowledge"),
    KsbSource(Kind.SKILL, "skills", "skillId", "mappedSkills"),
    KsbSource(Kind.BEHAVIOUR, "behaviours", "behaviourId", "mappedBehaviour"),
)
"""The lists of an apprenticeship standard, in the order of the public page."""


class KsbTable(NamedTuple):
    """The KSBs of one kind: texts by code, in the file's order, and codes by id. An id can belong to several."""

    source: KsbSource
    texts: dict[str, str]
    codes: dict[str, tuple[str, ...]]


def read_ksbs(file: Fields, source: KsbSource) -> KsbTable:
    """Read one kind. A KSB's code is its place in the list.

    Defects: KSB317 (no text), KSB322 (an id that several have), KSB323 (no id), KSB325 (a text that several have),
    KSB332 (a code or number in front of the text that is not its own).
    """
    texts: dict[str, str] = {}
    codes: dict[str, tuple[str, ...]] = {}
    first: dict[str, str] = {}
    for index, entry in file.objects(source.key):
        code = f"{source.kind.prefix}{index + 1}"
        texts[code] = _text(entry, code)
        name = entry.text(source.id_key)
        if not name:
            entry.note("KSB323", f"{code} has no id; nothing can name it", source.id_key)
        elif name in codes:
            known = " and ".join(codes[name])
            entry.note("KSB322", f"{code} has the id of {known}; what names it names them all", source.id_key)
            codes[name] += (code,)
        else:
            codes[name] = (code,)
        folded = " ".join(texts[code].casefold().split())
        if folded and folded in first:
            entry.note("KSB325", f"{code} has the same text as {first[folded]}", "detail")
        first.setdefault(folded, code)
    return KsbTable(source, texts, codes)


def named_codes(entry: Fields, tables: Sequence[KsbTable]) -> list[str]:
    """Return the codes that the lists of ids in ``entry`` name, kind by kind in the lists' order, each once.

    Defects: KSB321 (an id that no KSB has, or one of another kind), KSB323 (an empty id), KSB324 (named twice).
    """
    named = chain.from_iterable(_named(entry, own, tables) for own in tables)
    return list(dict.fromkeys(named))


def _named(entry: Fields, own: KsbTable, tables: Iterable[KsbTable]) -> Iterator[str]:
    key = own.source.named_by
    seen: set[str] = set()
    for index, name in entry.texts(key):
        codes = own.codes.get(name, ())
        if not name:
            entry.note("KSB323", "an empty id names no KSB; left out", key, index)
        elif not codes:
            codes = tuple(code for table in tables for code in table.codes.get(name, ()))
            what = f"the id of {' and '.join(codes)}, of another kind; taken all the same" if codes else None
            entry.note("KSB321", what or f"no KSB has the id {name[:60]}; left out", key, index)
        elif name in seen:
            entry.note("KSB324", f"{' and '.join(codes)} is named twice; counted once", key, index)
        seen.add(name)
        yield from codes


def _text(entry: Fields, code: str) -> str:
    """Return the text, without its own code in front; a code that is not its own belongs to the text."""
    text = entry.text("detail")
    front = _CODE.match(text)
    if front and f"{front['kind'].upper()}{int(front['number'])}" == code:
        text, front = text[front.end() :].strip(), None
    front = front or _NUMBER.match(text)
    if front:
        entry.note("KSB332", f"the text of {code} starts with '{front[0].strip()}'; left as it is", "detail")
    if not text.strip(" ."):
        entry.note("KSB317", f"{code} has no text", "detail")
    return text
