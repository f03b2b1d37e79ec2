"""What YAML's syntax errors mean to a person who writes a portfolio."""

from __future__ import annotations

import re

from ksbcheck.printable import one_line

_TAB = "a tab; indent with spaces"
# A part of the parser's message (libyaml's or PyYAML's) -> what most likely happened and what to do.
_MEANINGS = {
    "mapping values are not allowed": "a ':' where none can stand; put quotes around a text that holds ': '",
    "cannot start any token": "a text cannot start with this character; put quotes around it",
    "did not find expected key": "the indentation does not fit the lines above, or a quote ends too early",
    "expected <block end>": "the indentation does not fit the lines above, or a quote ends too early",
    "did not find expected '-' indicator": "a line here starts a list item elsewhere; start it with '- '",
    "could not find expected ':'": "a ':' is missing after a name, or a line is not indented enough",
    "found unexpected end of stream": "the quote that starts here is never closed",
    "expected ',' or ']'": "the list that starts with '[' is not closed; ',' or ']' is missing",
    "expected ',' or '}'": "what starts with '{' is not closed; ',' or '}' is missing",
    "block sequence entries are not allowed": "a list cannot start here; put it on the next line",
    "sequence entries are not allowed here": "a list cannot start here; put it on the next line",
    "found unknown escape character": "an unknown \\ escape in double quotes; use single quotes",
    "alphabetic or numeric character": "a text cannot start with '*' or '&'; put quotes around it",
    "expected node content": "a value is missing here, or a '[' or '{' is never closed",
    "expected the node content": "a value is missing here, or a '[' or '{' is never closed",
    "comment or line break": "a text after '|' or '>' starts on the next line; to start with that sign, use quotes",
    "comment or a line break": "a text after '|' or '>' starts on the next line; to start with that sign, use quotes",
    "mapping keys are not allowed": "a text cannot start with '? '; put quotes around it",
    "hexdecimal": "an unknown \\ escape in double quotes; use single quotes",
    "directive": "a line cannot start with '%'; put quotes around a text that does",
    "did not find expected <document start>": "text before or after the document, perhaps not indented enough",
}


def syntax_fault(error: Exception, text: str) -> tuple[str, int]:
    """Return what is wrong in ``text`` and the character where, from 0.

    What was opened and never closed is told where it opens: where the file ends is no help.
    """
    problem = str(getattr(error, "problem", None) or error)
    opened = getattr(error, "context_mark", None)
    noticed = getattr(error, "problem_mark", None)
    mark = opened if noticed is None or (opened is not None and noticed.index >= len(text)) else noticed
    at = 0 if mark is None else mark.index
    space = re.search("^ *([\u00a0\u3000])", text, re.MULTILINE)
    if space:
        return "not valid YAML: a no-break or wide space, as web pages have; indent with plain spaces", space.start(1)
    # libyaml does not say which character it is.
    meaning = _TAB if text[at : at + 1] == "\t" else None
    meaning = meaning or next((meaning for part, meaning in _MEANINGS.items() if part in problem), one_line(problem))
    return f"not valid YAML: {meaning}", at
