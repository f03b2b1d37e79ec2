"""Addresses that may be followed from the page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from ksbcheck.summary.model import FileSummary


def evidence_link(file: FileSummary, folder: str | None) -> str | None:
    """Return the relative URL of an evidence file, or None where it is not to be linked.

    It begins with a dot and a slash, or two dots, whatever the file is called: so it has no scheme and no host. A
    backslash would be a slash to some browsers, and part of the name to others.
    """
    if folder is None or not file.is_safe or "\\" in file.name:
        return None
    start = folder if folder in {".", ".."} or folder.startswith(("./", "../")) else f"./{folder}"
    return f"{start}/{quote(file.name)}"


def web_link(address: str | None) -> str | None:
    """Return an address that a file states if it is one of the web, else None."""
    return address if address and address.lower().startswith(("https://", "http://")) else None
