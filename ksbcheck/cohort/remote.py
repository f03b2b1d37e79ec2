"""Portfolios in stores that fsspec knows: buckets, web servers, archives."""

from __future__ import annotations

from ksbcheck.diagnostic import unusable
from ksbcheck.printable import shortened
from ksbcheck.source import LARGEST, Source, read_source

SCHEME = "://"
"""What is in every URL, and in no path that people have."""


def source_at(path: str, shown: str) -> Source:
    """Read a portfolio's file, or what a URL names, and no more than one byte over ``LARGEST``.

    What a URL names has no folder: no files of evidence are looked for. Raises UnusableFileError (KSB001).
    """
    return _fetched(path, shown) if SCHEME in path else read_source(path, shown)


def _fetched(url: str, shown: str) -> Source:
    try:
        import fsspec  # type: ignore[import-untyped]  # an extra, and only for URLs
    except ImportError:
        problem = "a URL is opened with fsspec, which is not installed: pip install 'ksbcheck[remote]'"
        raise unusable("KSB001", problem, shown) from None
    try:
        with fsspec.open(url, "rb") as file:
            return Source(shown, file.read(LARGEST + 1))
    except Exception as error:  # noqa: BLE001 - each store has errors of its own
        why = getattr(error, "strerror", None) or f"{type(error).__name__}: {shortened(str(error))}"
        raise unusable("KSB001", f"cannot be read: {why}", shown) from None
