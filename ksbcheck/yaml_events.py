"""The reader of any YAML file: it goes through the parser's events one by one, into our own nodes.

Nothing here recurses, resolves, constructs or expands, so no input can make it do more work than its size.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from ksbcheck.diagnostic import MOST_TOLD, UnusableFileError, in_file_order
from ksbcheck.printable import is_printable, printable, shortened
from ksbcheck.yaml_lines import DEEPEST, NOTHING
from ksbcheck.yaml_nodes import Document, Mapping, Node, Scalar, Sequence
from ksbcheck.yaml_syntax import syntax_fault

MOST_VALUES = 100_000
"""The most values that are read; 300 pieces that claim 71 KSBs each, with locators, are 45,000."""

# libyaml's parser where PyYAML was built with it, else the pure Python one: the same events, only slower.
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What YAML itself does not allow in a file; compiled only when there is a fault.
_FORBIDDEN = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def read_events(document: Document, text: str) -> Node | None:
    """Return the root of what ``text`` holds, None if that is nothing; what is outside the subset is in ``faults``.

    Raises UnusableFileError where there is nothing to go on with: KSB001 (a byte order mark where two files were put
    together), KSB002 (syntax), KSB003 (beyond a bound).
    """
    mark = "\ufeff" in text and re.search("[\r\n]\ufeff", text)
    if mark:  # one parser passes over it, and another takes it for a letter
        message = "an invisible byte order mark in the middle of the file; delete it at the start of this line"
        raise UnusableFileError([document.fault("KSB001", message, mark.end() - 1)])
    try:
        return _Reader(document).read(_Parser(text))
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two: an escape beyond Unicode
        raise _syntax_faults(document, text, error) from None
    except _TooMuchError as stop:
        document.faults.append(document.fault("KSB003", str(stop), stop.at))
        raise UnusableFileError(sorted(document.faults, key=in_file_order)) from None


class _TooMuchError(Exception):
    """The file goes beyond a bound; reading it further would serve nobody."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class _Reader:
    """Turns the parser's events into nodes, noting what the subset leaves out."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.top = Sequence(0)
        self.open: list[Any] = [self.top]
        self.documents = 0
        self.values = 0

    def read(self, parser: Any) -> Node | None:
        """Return the root. Raises yaml.YAMLError and _TooMuchError."""
        handlers = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.mapping,
            yaml.SequenceStartEvent: self.sequence,
            yaml.MappingEndEvent: self.end_mapping,
            yaml.SequenceEndEvent: self.end_sequence,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.start_document,
        }
        while (event := parser.get_event()) is not None:
            handler = handlers.get(type(event))
            if handler:
                handler(event)
        return self.top.items[0] if self.top.items else None

    def start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _TooMuchError("a second document starts here; a file holds one", event.start_mark.index)

    def scalar(self, event: Any) -> None:
        text = event.value
        if event.implicit[0] and text in NOTHING:
            text = None
        elif not is_printable(text):
            text = printable(text)
        self.add(Scalar(event.start_mark.index, text))
        if event.anchor is not None or event.tag is not None:
            self.decorated(event)

    def alias(self, event: Any) -> None:
        node = Scalar(event.start_mark.index, None)
        self.add(node)
        self.document.excused.add(node.at)
        self.leave_out(f"an alias (*{shortened(event.anchor)}); write the value out", node.at)

    def mapping(self, event: Any) -> None:
        self.nest(Mapping(event.start_mark.index), event)

    def sequence(self, event: Any) -> None:
        self.nest(Sequence(event.start_mark.index), event)

    def nest(self, node: Mapping | Sequence, event: Any) -> None:
        self.add(node)
        if event.anchor is not None or event.tag is not None:
            self.decorated(event)
        self.open.append(node)
        if len(self.open) - 1 > DEEPEST:
            raise _TooMuchError(f"nested more than {DEEPEST} deep; that is deeper than is read", node.at)

    def end_sequence(self, _event: Any) -> None:
        self.open.pop()

    def end_mapping(self, _event: Any) -> None:
        """Split what was read into keys and values, leaving out keys that cannot be used."""
        mapping = self.open.pop()
        for key, value in zip(mapping.items[::2], mapping.items[1::2], strict=True):
            if self.is_usable(key, mapping):
                mapping.index[key.text] = len(mapping.keys)
                mapping.keys.append(key)
                mapping.values.append(value)
        mapping.items = []

    def is_usable(self, key: Node, mapping: Mapping) -> bool:
        text = key.text if isinstance(key, Scalar) else None
        if text is None:
            if key.at not in self.document.excused:
                self.leave_out("a key that is not a text; write a name before the ':'", key.at)
        elif text == "<<":
            self.leave_out("a merge key (<<); write the fields out", key.at)
            self.document.excused.add(mapping.at)
        elif text in mapping.index:
            line, _ = self.document.position(mapping.keys[mapping.index[text]].at)
            message = f"'{shortened(text)}' stands twice, first on line {line}; keep one"
            self.document.faults.append(self.document.fault("KSB004", message, key.at))
        else:
            return True
        return False

    def add(self, node: Node) -> None:
        self.values += 1
        if self.values > MOST_VALUES:
            raise _TooMuchError(f"more than {MOST_VALUES} values; that is more than is read", node.at)
        self.open[-1].items.append(node)

    def decorated(self, event: Any) -> None:
        """Note the anchor and the tag of a value that has them."""
        if event.anchor is not None:
            self.leave_out(f"an anchor (&{shortened(event.anchor)}); remove it", event.start_mark.index)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            self.leave_out(f"a tag ({shortened(tag)}); remove it", event.start_mark.index)

    def leave_out(self, what: str, at: int) -> None:
        self.document.faults.append(self.document.fault("KSB003", f"YAML beyond what ksbcheck reads: {what}", at))


def _syntax_faults(document: Document, text: str, error: Exception) -> UnusableFileError:
    """Return what is wrong with a text that is no YAML: the characters it cannot hold, or else its syntax."""
    forbidden = [match.start() for match in re.finditer(_FORBIDDEN, text)]
    found = [
        document.fault("KSB002", f"the character {printable(text[at])} is not allowed in YAML; remove it", at)
        for at in forbidden[:MOST_TOLD]
    ]
    if not forbidden:
        found.append(document.fault("KSB002", *syntax_fault(error, text)))
    return UnusableFileError(sorted(document.faults + found, key=in_file_order), omitted=len(forbidden[MOST_TOLD:]))
