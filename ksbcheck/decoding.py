"""From the bytes of a file to its text: UTF-8 and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.diagnostic import Diagnostic, Severity, UnusableFileError, unusable
from ksbcheck.source import LARGEST
from ksbcheck.yaml_nodes import Document

if TYPE_CHECKING:
    from ksbcheck.source import Source

_UTF_8_MARK = b"\xef\xbb\xbf"
_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def decode(source: Source) -> str:
    """Return the file's text, without a byte order mark.

    Raises UnusableFileError (KSB001) if it is too large, or at the first byte that is not UTF-8.
    """
    if len(source.data) > LARGEST:
        raise unusable("KSB001", f"larger than {LARGEST // 2**20} MiB, which is the most that is read", source.name)
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if source.data.startswith(mark):
            message = f"the file is {encoding} text; save it as UTF-8"
            raise UnusableFileError([Diagnostic("KSB001", Severity.ERROR, message, source.name, 1, 1)])
    if b"\0" in source.data[:2]:
        message = "the file looks like UTF-16 text; save it as UTF-8"
        raise UnusableFileError([Diagnostic("KSB001", Severity.ERROR, message, source.name, 1, 1)])
    data = source.data.removeprefix(_UTF_8_MARK)
    if data.startswith(_UTF_8_MARK):
        message = "the file starts with two byte order marks; save it as UTF-8 without one"
        raise UnusableFileError([Diagnostic("KSB001", Severity.ERROR, message, source.name, 1, 1)])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        place = Document(source.name, before).fault("KSB001", message, len(before))
        raise UnusableFileError([place]) from None
