"""Which duty, and which option, needs which KSBs: read from an official file, and never guessed.

Files say it in two ways. Duties name their KSBs and, unless they are core, their options. Older files without such
duties have a row for the core and one for each option, joined to the options by title. Where neither says anything,
the split is not published.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ksbcheck.printable import shortened
from ksbcheck.standards.official.ksbs import named_codes
from ksbcheck.standards.official.option_keys import option_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ksbcheck.standards.official.fields import Fields
    from ksbcheck.standards.official.ksbs import KsbTable

ROWS = "optionsUnstructuredKsbMapping"
"""The field with a row for the core and one for each option."""
BY_DUTIES, BY_ROWS, NOT_PUBLISHED = "duties", ROWS, "not published"
"""What an imported standard records of where its options' KSBs come from."""

_CORE = "core"


class Options(NamedTuple):
    """The options of a file: titles and places by key, in its order, and keys by id. An id can belong to several."""

    titles: dict[str, str]
    indexes: dict[str, int]
    keys: dict[str, tuple[str, ...]]


class Mapping(NamedTuple):
    """Duties and lists of KSBs, as the model of a standard has them, and where the options' KSBs come from."""

    duties: list[dict[str, Any]]
    ksb_lists: list[dict[str, Any]]
    unassigned: list[str]
    options_from: str | None


def read_options(file: Fields) -> Options:
    """Read the options. Defects: KSB323 (no id), KSB327 (an id or title that several have), KSB330 (no title)."""
    entries = []
    for index, entry in file.objects("options"):
        if title := entry.text("title"):
            entries.append((index, entry, title))
        else:
            entry.note("KSB330", "an option has no title; left out", "title")
    titles: dict[str, str] = {}
    indexes: dict[str, int] = {}
    keys: dict[str, tuple[str, ...]] = {}
    for (index, entry, title), key in zip(entries, option_keys([title for *_, title in entries]), strict=True):
        name = entry.text("optionId")
        if not name:
            entry.note("KSB323", f"the option '{key}' has no id; no duty can name it", "optionId")
        elif name in keys:
            entry.note(
                "KSB327", f"the option '{key}' has the id of '{keys[name][0]}'; a duty of it is both's", "optionId"
            )
        if _letters(title) in map(_letters, titles.values()):
            entry.note("KSB327", f"the option '{key}' has the title of another", "title")
        titles[key], indexes[key] = title, index
        if name:
            keys[name] = (*keys.get(name, ()), key)
    return Options(titles, indexes, keys)


def read_mapping(file: Fields, options: Options, tables: Sequence[KsbTable]) -> Mapping:
    """Read which duties and options need which KSBs.

    Defects: those of ``named_codes``, and KSB312 (a KSB that nothing names), KSB316 (an option that nothing names),
    KSB317 (a duty without text), KSB324 (an option named twice), KSB326 (an unknown option), KSB328 (core and an
    option's, or neither), KSB329 (a duty that names no KSB), KSB336 (the split is not published), KSB337 (rows that
    are not used since the duties tell).
    """
    duties = [_duty(index, entry, options, tables) for index, entry in file.objects("duties")]
    rows = _rows(file, options, tables)
    by_duties = any(duty["ksbs"] for duty in duties if "options" in duty)
    by_rows = not by_duties and any(row["ksbs"] for row in rows if "options" in row)
    if not by_rows and any(row["ksbs"] for row in rows):
        why = "the duties tell the options apart" if by_duties else "no option is named in them"
        file.note("KSB337", f"{why}; these rows are not used", ROWS)
    ksb_lists = [row for row in rows if row["ksbs"]] if by_rows else []
    telling = ksb_lists or duties
    if options.titles:
        _note_unnamed_options(file, options, telling if by_duties or by_rows else None)
    return Mapping(duties, ksb_lists, _unassigned(file, telling, tables), _options_from(options, by_duties, by_rows))


def _options_from(options: Options, by_duties: bool, by_rows: bool) -> str | None:  # noqa: FBT001
    if not options.titles:
        return None
    if by_duties:
        return BY_DUTIES
    return BY_ROWS if by_rows else NOT_PUBLISHED


def _duty(index: int, entry: Fields, options: Options, tables: Sequence[KsbTable]) -> dict[str, Any]:
    number = index + 1
    duty: dict[str, Any] = {"number": number, "text": entry.text("dutyDetail")}
    if not duty["text"].strip(" ."):
        entry.note("KSB317", f"duty {number} has no text", "dutyDetail")
    own = _duty_options(number, entry, options)
    if own:
        duty["options"] = own
    duty["ksbs"] = named_codes(entry, tables)
    if not duty["ksbs"]:
        entry.note("KSB329", f"duty {number} names no KSB")
    criteria = entry.prose("criteriaForMeasuringPerformance")
    if criteria:
        duty["criteria"] = criteria
    return duty


def _duty_options(number: int, entry: Fields, options: Options) -> list[str]:
    """Return the keys of a duty's options; none for a core duty, and for one of which it is not known."""
    keys: list[str] = []
    for index, name in entry.texts("mappedOptions"):
        found = options.keys.get(name, ())
        if not found:
            message = f"duty {number} names an option that there is not ({name[:60] or 'an empty id'}); left out"
            entry.note("KSB326", message, "mappedOptions", index)
        elif found[0] in keys:
            entry.note("KSB324", f"duty {number} names the option '{found[0]}' twice", "mappedOptions", index)
        else:
            keys += found
    is_core = entry.flag("isThisACoreDuty")
    if is_core and keys:
        message = f"duty {number} is core, and also names the option {' and '.join(map(repr, keys))}; taken as core"
        entry.note("KSB328", message, "mappedOptions")
    elif not is_core and not keys and options.titles:
        entry.note("KSB328", f"duty {number} is neither core nor an option's; taken as core", "isThisACoreDuty")
    return [] if is_core else keys


def _rows(file: Fields, options: Options, tables: Sequence[KsbTable]) -> list[dict[str, Any]]:
    """Return the rows of the core and the options; no guess is made whose another row could be."""
    keys: dict[str, list[str]] = {}
    for key, title in options.titles.items():
        keys.setdefault(_letters(title), []).append(key)
    rows = []
    for _, entry in file.objects(ROWS):
        title = entry.text("coreOrOptionTitle")
        codes = named_codes(entry, tables)
        if _letters(title) == _CORE:
            rows.append({"ksbs": codes})
        elif _letters(title) in keys:
            rows.append({"options": keys[_letters(title)], "ksbs": codes})
        elif codes:
            entry.note("KSB326", f"no option has the title '{title[:60]}'; the row is left out", "coreOrOptionTitle")
    return rows


def _unassigned(file: Fields, telling: list[dict[str, Any]], tables: Sequence[KsbTable]) -> list[str]:
    """Return the KSBs that nothing names, if anything names any at all."""
    named = {code for entry in telling for code in entry["ksbs"]}
    if not named:
        return []
    unnamed = []
    for table in tables:
        for code in table.texts:
            if code not in named:
                index = int(code.removeprefix(table.source.kind.prefix)) - 1
                message = f"no duty names {shortened(code)}; it is required of everybody"
                file.note("KSB312", message, table.source.key, index)
                unnamed.append(code)
    return unnamed


def _note_unnamed_options(file: Fields, options: Options, telling: Iterable[dict[str, Any]] | None) -> None:
    if telling is None:
        file.note("KSB336", "which KSBs belong to which option is not published", "options")
        return
    named = {key for entry in telling if entry["ksbs"] for key in entry.get("options", ())}
    for key, index in options.indexes.items():
        if key not in named:
            file.note("KSB316", f"no duty and no KSB list belongs to the option '{key}'", "options", index)


def _letters(title: str) -> str:
    """Return what is left of a title without case, spaces and signs, in which rows and options differ."""
    return re.sub(r"[\W_]+", "", title.casefold().replace("&", "and"))
