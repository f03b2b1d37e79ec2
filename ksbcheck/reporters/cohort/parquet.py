"""The portfolios of a cohort for data frames and query engines: typed columns, and the cohort's counts beside them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from ksbcheck.diagnostic import unusable
from ksbcheck.reporters.cohort.words import why

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.tally import Cohort
    from ksbcheck.reporters.cohort.words import Texts

ROWS = 10_000
"""Portfolios of one row group: what is held at a time, packed as the library has it."""
AT_ONCE = 500
"""Portfolios that are packed at once, since each takes much more room before."""
# The columns are those of the CSV. What nobody knows of a portfolio that cannot be used is null.
_KNOWN: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "apprentice": ("string", lambda row: row.name),
    "standard": ("string", lambda row: row.standard),
    "option": ("string", lambda row: row.option),
    "pieces": ("int32", lambda row: row.pieces),
    "required": ("int32", lambda row: row.required),
    "covered": ("int32", lambda row: row.covered),
    "percent": ("float64", lambda row: row.percent),
    "accepted": ("int32", lambda row: row.accepted),
    "thin": ("int32", lambda row: row.thin),
    "gaps": ("list of string", lambda row: row.gaps),
    "open_duties": ("list of int32", lambda row: row.open_duties),
    "errors": ("int32", lambda row: row.errors),
    "warnings": ("int32", lambda row: row.warnings),
    "notes": ("int32", lambda row: row.notes),
    "start": ("date32", lambda row: row.start),
    "gateway": ("date32", lambda row: row.gateway),
    "today": ("date32", lambda row: row.today),
    "expected": ("float64", lambda row: row.expected),
    "pace": ("string", lambda row: str(row.pace)),
}


def render(rows: Iterable[Row], cohort: Cohort, _texts: Texts, _width: int) -> Iterator[bytes]:
    """Yield a Parquet file, a row group after the other.

    How many portfolios there are in all, and whether they are only a part, is in the file's metadata. Raises
    UnusableFileError (KSB001) at once where pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # type: ignore[import-untyped]  # noqa: F401 - whether it can be
    except ImportError:
        problem = "Parquet is written with pyarrow, which is not installed: pip install 'ksbcheck[parquet]'"
        raise unusable("KSB001", problem, "--format parquet") from None
    return _written(iter(rows), cohort)


def _written(rows: Iterator[Row], cohort: Cohort) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = _schema()
    file = _Passing()
    with ParquetWriter(pa.PythonFile(file, "w"), schema) as writer:
        packed = _packed(rows, schema)
        while some := list(islice(packed, ROWS // AT_ONCE)):
            writer.write_table(pa.Table.from_batches(some, schema))
            some.clear()  # not to be held while others come
            yield file.taken()
        writer.add_key_value_metadata(
            {
                "ksbcheck.partial": str(cohort.is_partial).lower(),
                "ksbcheck.portfolios": str(cohort.portfolios),
                "ksbcheck.unusable": str(cohort.unusable),
            }
        )
    yield file.taken()


def _packed(rows: Iterator[Row], schema: Any) -> Iterator[Any]:
    import pyarrow as pa

    while some := list(islice(rows, AT_ONCE)):
        yield pa.RecordBatch.from_pydict(_columns(some), schema)


def _schema() -> Any:
    """Return the names and types of the columns; only a portfolio's path is always there."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "float64": pa.float64(),
        "date32": pa.date32(),
        "list of string": pa.list_(pa.string()),
        "list of int32": pa.list_(pa.int32()),
    }
    return pa.schema(
        [
            pa.field("portfolio", pa.string(), nullable=False),
            *(pa.field(name, types[kind]) for name, (kind, _) in _KNOWN.items()),
            pa.field("problem", pa.string()),
        ]
    )


def _columns(rows: list[Row]) -> dict[str, list[Any]]:
    return {
        "portfolio": [row.path for row in rows],
        **{name: [value(row) if row.is_usable else None for row in rows] for name, (_, value) in _KNOWN.items()},
        "problem": [None if row.is_usable else why(row) for row in rows],
    }


class _Passing:
    """A file that is passed on while it is written: it keeps what has not been taken yet."""

    closed = False

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, some: bytes) -> int:
        self._waiting += some
        return len(some)

    def close(self) -> None:
        """Keep it: what ends the file is to be taken yet."""

    def taken(self) -> bytes:
        """Return what has been written since this was asked last."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken
