"""What can be wrong with a standard beyond its shape: what ``ksbcheck standard validate`` finds.

Errors make coverage wrong. Warnings are faults that official standards do have and that coverage can live with.
"""

from __future__ import annotations

from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.printable import shortened
from ksbcheck.standards.ksb import code_order, split_code
from ksbcheck.standards.scope import Split, split_of, unassigned_of
from ksbcheck.suggest import Suggestions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ksbcheck.standards.model import KsbList, Standard
    from ksbcheck.yaml_nodes import Document, Loc
MOST_FOUND = 1000
"""The most faults that one search for them tells: ten times what anybody reads."""


class _Fault(NamedTuple):
    code: str
    message: str
    loc: Loc
    ksb: str | None = None
    severity: Severity = Severity.ERROR
    key: bool = False
    """Whether the fault is in the key at ``loc`` and not in its value."""


def faults_of(standard: Standard, document: Document) -> list[Diagnostic]:
    """Return the faults of ``standard`` at their places in ``document``; of very many of one kind, the first.

    KSB311 undefined KSB named, KSB312 KSB that nothing names, KSB313 stands twice, KSB314 gap in the numbering,
    KSB315 unknown option, KSB316 option without duties or KSBs, KSB317 empty text, KSB318 not a code of its kind,
    KSB319 named although said to be unassigned, KSB336 options without any split.
    """
    found = []
    for fault in chain.from_iterable(islice(faults, MOST_FOUND) for faults in _faults(standard)):
        node = document.find_key(fault.loc) if fault.key else document.find(fault.loc)
        line, column = document.position(node.at) if node else (None, None)
        found.append(Diagnostic(fault.code, fault.severity, fault.message, document.name, line, column, fault.ksb))
    return found


def _faults(standard: Standard) -> tuple[Iterator[_Fault], ...]:
    return (
        _ksb_faults(standard),
        _numbering(standard),
        _list_faults(standard, "duties", standard.duties),
        _list_faults(standard, "ksb_lists", standard.ksb_lists),
        _duty_faults(standard),
        _option_faults(standard),
        _outcome_faults(standard),
        _unassigned_faults(standard),
        _unnamed(standard),
    )


def _ksb_faults(standard: Standard) -> Iterator[_Fault]:
    if not standard.ksbs:
        yield _Fault("KSB317", "the standard has no KSBs", ())
    for kind, texts in standard.texts.items():
        for code, text in texts.items():
            parts = split_code(code)
            if parts is None or parts[0] is not kind:
                message = f"'{shortened(code)}' is no code of this kind; write {kind.prefix} and a number"
                yield _Fault("KSB318", message, (kind.plural, code), key=True)
            if not text.strip(" ."):
                yield _Fault("KSB317", f"{shortened(code)} has no text", (kind.plural, code), code, Severity.WARNING)


def _numbering(standard: Standard) -> Iterator[_Fault]:
    for kind, texts in standard.texts.items():
        numbers = [(parts[1], code) for code in texts if (parts := split_code(code)) and parts[0] is kind]
        expected = 1
        for number, code in numbers:
            if number != expected:
                message = f"{code} stands where {kind.prefix}{expected} is expected; codes count up without gaps"
                yield _Fault("KSB314", message, (kind.plural, code), code, Severity.WARNING, key=True)
            expected = number + 1


def _list_faults(standard: Standard, field: str, entries: Iterable[KsbList]) -> Iterator[_Fault]:
    keys = {option.key for option in standard.options}
    suggest_key, suggest_code = Suggestions(keys), Suggestions(standard.ksbs)
    for index, entry in enumerate(entries):
        for position, key in enumerate(entry.options):
            if key not in keys:
                message = f"there is no option '{shortened(key)}'{suggest_key(key)}"
                yield _Fault("KSB315", message, (field, index, "options", position))
        seen: set[str] = set()
        for position, code in enumerate(entry.ksbs):
            loc = (field, index, "ksbs", position)
            if code not in standard.ksbs:
                message = f"there is no KSB '{shortened(code)}'{suggest_code(code)}"
                yield _Fault("KSB311", message, loc, shortened(code))
            elif code in seen:
                yield _Fault("KSB313", f"{code} is named twice here", loc, code)
            seen.add(code)


def _duty_faults(standard: Standard) -> Iterator[_Fault]:
    seen: set[int] = set()
    for index, duty in enumerate(standard.duties):
        if duty.number in seen:
            yield _Fault("KSB313", f"the duty {duty.number} stands twice", ("duties", index, "number"))
        seen.add(duty.number)
        if not duty.text.strip(" ."):
            message = f"duty {duty.number} has no text"
            yield _Fault("KSB317", message, ("duties", index, "text"), severity=Severity.WARNING)
    for position, number in enumerate(sorted(seen), start=1):
        if number != position:
            index = next(at for at, duty in enumerate(standard.duties) if duty.number == number)
            message = f"duty {number} stands where duty {position} is expected; duties count up from 1 without gaps"
            yield _Fault("KSB314", message, ("duties", index, "number"), severity=Severity.WARNING)
            break


def _option_faults(standard: Standard) -> Iterator[_Fault]:
    for key, group in groupby(
        sorted(enumerate(standard.options), key=lambda pair: pair[1].key), key=lambda pair: pair[1].key
    ):
        for index, _ in list(group)[1:]:
            yield _Fault("KSB313", f"the option '{key}' stands twice", ("options", index, "key"))
    split = split_of(standard)
    if split is Split.UNKNOWN:
        message = "which KSBs belong to which option is not published"
        yield _Fault("KSB336", message, ("options",), severity=Severity.WARNING, key=True)
        return
    lists = standard.ksb_lists if split is Split.LISTS else standard.duties
    named = {key for entry in lists if entry.ksbs for key in entry.options}
    for index, option in enumerate(standard.options):
        if option.key not in named:
            message = f"no duty and no KSB list belongs to the option '{option.key}'"
            yield _Fault("KSB316", message, ("options", index, "key"), severity=Severity.WARNING)


def _outcome_faults(standard: Standard) -> Iterator[_Fault]:
    suggest = Suggestions(standard.ksbs)
    for index, outcome in enumerate(standard.assessment_outcomes):
        for position, code in enumerate(outcome.ksbs):
            if code not in standard.ksbs:
                message = f"there is no KSB '{shortened(code)}'{suggest(code)}"
                yield _Fault("KSB311", message, ("assessment_outcomes", index, "ksbs", position), shortened(code))


def _unassigned_faults(standard: Standard) -> Iterator[_Fault]:
    unnamed = unassigned_of(standard)
    suggest = Suggestions(standard.ksbs)
    for position, code in enumerate(standard.unassigned):
        loc = ("unassigned", position)
        if code not in standard.ksbs:
            yield _Fault("KSB311", f"there is no KSB '{shortened(code)}'{suggest(code)}", loc, shortened(code))
        elif code not in unnamed:
            message = f"{code} stands here as unassigned, but a duty or list names it"
            yield _Fault("KSB319", message, loc, code, Severity.WARNING)


def _unnamed(standard: Standard) -> Iterator[_Fault]:
    unnamed = unassigned_of(standard)
    if len(unnamed) == len(standard.ksbs):
        return  # there is no mapping at all
    for code in sorted(unnamed.difference(standard.unassigned), key=code_order):
        loc = (standard.ksbs[code].kind.plural, code)
        message = f"no duty names {shortened(code)}; it is required of everybody; say so under 'unassigned'"
        yield _Fault("KSB312", message, loc, code, Severity.WARNING, key=True)
