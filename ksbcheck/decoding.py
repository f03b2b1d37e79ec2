"""From the bytes of a file to its text: UTF-8 and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.diagnostic import unusable
from ksbcheck.source import LARGEST
from ksbcheck.yaml_nodes import Document

if TYPE_CHECKING:
    from ksbcheck.diagnostic import UnusableFileError
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

    Raises UnusableFileError (KSB001) where it is too large, or at the first byte that is not UTF-8.
    """
    if len(source.data) > LARGEST:
        message = f"larger than {LARGEST // 2**20} MiB, which is the most that is read"
        raise _at_end_of(source.data[:LARGEST], source.name, message)
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if source.data.startswith(mark):
            raise unusable("KSB001", f"the file is {encoding} text; save it as UTF-8", source.name, 1, 1)
    if b"\0" in source.data[:2]:
        raise unusable("KSB001", "the file looks like UTF-16 text; save it as UTF-8", source.name, 1, 1)
    data = source.data.removeprefix(_UTF_8_MARK)
    if data.startswith(_UTF_8_MARK):
        message = "the file starts with two byte order marks; save it as UTF-8 without one"
        raise unusable("KSB001", message, source.name, 1, 1)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise _at_end_of(data[: error.start], source.name, message) from None


def _at_end_of(data: bytes, name: str, message: str) -> UnusableFileError:
    """Return the error at the place behind ``data``, the start of a file which may be in another encoding."""
    text = data.decode("utf-8", "replace")
    return unusable("KSB001", message, name, *Document(name, text).position(len(text)))
