"""What people call things: standards, versions, options, KSBs, fields, types of evidence."""

from __future__ import annotations

from fuzz.ends import is_visible
from fuzz.targets.portfolio import STANDARD
from ksbcheck.portfolios.evidence_type import plain_type
from ksbcheck.printable import one_line, printable, shortened
from ksbcheck.source import Source
from ksbcheck.standards.find import parse_name, version_order
from ksbcheck.standards.ksb import code_order, split_code
from ksbcheck.standards.read import read_standard
from ksbcheck.standards.scope import UnknownOptionError, find_option
from ksbcheck.standards.store import Store, UnknownStandardError, bundled
from ksbcheck.suggest import did_you_mean

_standard = read_standard(Source("standard.yaml", STANDARD))
_store = Store((bundled(),))
_CHOICES = ("K1", "K13", "evidence", "standard", "İstanbul")


def parse(data: bytes) -> None:
    """Take a text for each kind of name."""
    text = data.decode(errors="surrogateescape")
    _name_of_a_standard(text)
    _name_of_an_option(text)
    _code(text)
    assert is_visible(printable(text), "\n\t")
    line = shortened(text)
    assert len(line) <= len(shortened("x" * 100)), line
    assert is_visible(line)
    assert one_line(line) == line
    did_you_mean(text, _CHOICES)
    assert plain_type(plain_type(text)) == plain_type(text)


def _name_of_a_standard(text: str) -> None:
    name = parse_name(text)
    if name:
        assert parse_name(str(name)) == name
        assert name.names(name.reference, name.version or "1.0")
        assert name.version is None or version_order(name.version) == version_order(f"{name.version}.0")
    told = ""
    try:
        _store.find(text)
    except UnknownStandardError as error:
        told = str(error)
    assert is_visible(told), told


def _name_of_an_option(text: str) -> None:
    told = ""
    try:
        assert find_option(_standard, text) in _standard.options
    except UnknownOptionError as error:
        told = str(error)
    assert is_visible(told), told


def _code(text: str) -> None:
    parts = split_code(text)
    assert (code_order(text) < code_order("nothing")) == (parts is not None or text < "nothing")
    if parts:
        kind, number = parts
        assert text == f"{kind.prefix}{number}"
