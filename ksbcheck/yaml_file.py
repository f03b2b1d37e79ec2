"""The safe subset of YAML that ksbcheck reads, with the place of every value.

One document in UTF-8; no anchors, aliases, merge keys or tags; keys are text and stand once; bounded size,
depth and number of values. A scalar stays the text that was written: the model it is meant for gives it its
type, so ``1.10`` and ``no`` are never guessed at. Only an empty value, ``~`` and ``null`` mean "nothing".

Most files are read line by line, see ``yaml_lines``; all others, and where in a file something stands, from the events
of a parser, see ``yaml_events``. It is imported then: most runs need none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.decoding import decode
from ksbcheck.diagnostic import UnusableFileError, in_file_order
from ksbcheck.yaml_lines import read_lines
from ksbcheck.yaml_nodes import Document, Scalar

if TYPE_CHECKING:
    from ksbcheck.source import Source
    from ksbcheck.yaml_nodes import Node


def read_document(source: Source) -> Document:
    """Read a file of the subset.

    What is outside the subset is collected in ``faults``, so that the model's findings can be told with it.
    Raises UnusableFileError where there is nothing to go on with: KSB001 (encoding, empty file),
    KSB002 (syntax), KSB003 (beyond a bound).
    """
    text = decode(source)
    data = read_lines(text)
    if data:
        return Document(source.name, text, data, _read_events)
    document = Document(source.name, text)
    document.root = _read_events(document, text)
    if isinstance(document.root, Scalar) and document.root.text is None:
        document.root = None
    if document.root is None:
        document.faults.append(document.fault("KSB001", "the file is empty", 0))
        raise UnusableFileError(sorted(document.faults, key=in_file_order))
    return document


def _read_events(document: Document, text: str) -> Node | None:
    from ksbcheck.yaml_events import read_events

    return read_events(document, text)
