"""A standard's file, as ``standard validate`` and ``standard show`` read it, and as it is written again."""

from __future__ import annotations

from fuzz.ends import NAME, hold_to_a_finding, is_visible
from ksbcheck.reporters.layout import plain
from ksbcheck.reporters.standard_page import lay_out
from ksbcheck.source import LARGEST, Source
from ksbcheck.standards.read import inspect_standard
from ksbcheck.standards.scope import scope_of
from ksbcheck.standards.write import standard_yaml

_UNWRITABLE = {"KSB003", "KSB004"}
"""Left out, or said twice: what was read is not all there is."""


def inspect(data: bytes) -> None:
    """Read a standard; show it; write it, and read that as the same standard."""
    file = inspect_standard(Source(NAME, data))
    for fault in file.faults:
        hold_to_a_finding(fault, data)
    for option in (None, *file.standard.options):
        scope_of(file.standard, option)
    assert is_visible(plain(lay_out(file.standard, 80)), "\n")
    if not any(fault.code in _UNWRITABLE for fault in file.faults):
        written = standard_yaml(file.standard).encode()
        assert len(written) > LARGEST or inspect_standard(Source(NAME, written)).standard == file.standard
